import type { z } from "zod";
import type { leadEventsRequest, leadEventsTaken, putTrackingRequest, TrackingJson } from "../lead-events.ts";
import type {
	importSourceCostsRequest,
	putSourceCostsRequest,
	SourceCostsJson,
	SourceReportJson,
	sourceQuery,
} from "../lead-sources.ts";
import type {
	ClosedLoopJson,
	closedLoopQuery,
	HandoffTakenJson,
	handoffRequest,
	OutcomePageJson,
	outcomeQuery,
} from "../marketing.ts";
import type { Query, Wire } from "./wire.ts";

/** Where leads come from, what they cost and what became of them. */
export const marketingCalls = ({ call }: Wire) => ({
	leadSources: (query: Query<typeof sourceQuery> = {}) => call<SourceReportJson>("GET", "/leads/sources", { query }),
	sourceCosts: () => call<SourceCostsJson>("GET", "/leads/sources/costs"),
	updateSourceCosts: (body: z.input<typeof putSourceCostsRequest>) =>
		call<SourceCostsJson>("PUT", "/leads/sources/costs", { body }),
	importSourceCosts: (body: z.input<typeof importSourceCostsRequest>) =>
		call<SourceCostsJson>("POST", "/leads/sources/costs/import", { body }),
	closedLoop: (query: Query<typeof closedLoopQuery> = {}) =>
		call<ClosedLoopJson>("GET", "/marketing/closed-loop", { query }),
	handLeadsOver: (body: z.input<typeof handoffRequest>) =>
		call<HandoffTakenJson>("POST", "/marketing/handoffs", { body }),
	handoffOutcomes: (query: Query<typeof outcomeQuery> = {}) =>
		call<OutcomePageJson>("GET", "/marketing/outcomes", { query }),
	takeLeadEvents: (body: z.input<typeof leadEventsRequest>) =>
		call<z.infer<typeof leadEventsTaken>>("POST", "/lead-events", { body }),
	tracking: () => call<TrackingJson>("GET", "/tracking"),
	updateTracking: (body: z.input<typeof putTrackingRequest>) => call<TrackingJson>("PUT", "/tracking", { body }),
});
