import type { z } from "zod";
import type {
	addLinkRequest,
	addPlanStepRequest,
	addStakeholderRequest,
	contentUseRequest,
	DealDocumentJson,
	PlanStepJson,
	RoomJson,
	StakeholderJson,
	TimelineJson,
	timelineQuery,
	updatePlanStepRequest,
	updateStakeholderRequest,
} from "../room.ts";
import type { Query, Wire } from "./wire.ts";

/** What belongs to one deal: people, plan, documents, timeline. */
export const dealRoomCalls = ({ call }: Wire) => ({
	room: (dealId: string) => call<RoomJson>("GET", `/opportunities/${dealId}/room`),
	timeline: (dealId: string, query: Query<typeof timelineQuery> = {}) =>
		call<TimelineJson>("GET", `/opportunities/${dealId}/timeline`, { query }),
	addStakeholder: (dealId: string, body: z.input<typeof addStakeholderRequest>, key: string) =>
		call<StakeholderJson>("POST", `/opportunities/${dealId}/people`, { body, key }),
	updateStakeholder: (dealId: string, contactId: string, body: z.input<typeof updateStakeholderRequest>) =>
		call<StakeholderJson>("PUT", `/opportunities/${dealId}/people/${contactId}`, { body }),
	removeStakeholder: (dealId: string, contactId: string) =>
		call<void>("DELETE", `/opportunities/${dealId}/people/${contactId}`),
	addPlanStep: (dealId: string, body: z.input<typeof addPlanStepRequest>, key: string) =>
		call<PlanStepJson>("POST", `/opportunities/${dealId}/plan`, { body, key }),
	updatePlanStep: (dealId: string, stepId: string, body: z.input<typeof updatePlanStepRequest>) =>
		call<PlanStepJson>("PUT", `/opportunities/${dealId}/plan/${stepId}`, { body }),
	removePlanStep: (dealId: string, stepId: string) => call<void>("DELETE", `/opportunities/${dealId}/plan/${stepId}`),
	addDocument: (dealId: string, form: FormData) =>
		call<DealDocumentJson>("POST", `/opportunities/${dealId}/documents`, { form }),
	addLink: (dealId: string, body: z.input<typeof addLinkRequest>, key: string) =>
		call<DealDocumentJson>("POST", `/opportunities/${dealId}/links`, { body, key }),
	removeDocument: (dealId: string, documentId: string) =>
		call<void>("DELETE", `/opportunities/${dealId}/documents/${documentId}`),
	setCompetitors: (dealId: string, competitorIds: string[]) =>
		call<void>("PUT", `/opportunities/${dealId}/competitors`, { body: { competitorIds } }),
	noteContentUse: (dealId: string, body: z.input<typeof contentUseRequest>) =>
		call<void>("POST", `/opportunities/${dealId}/content-uses`, { body }),
});
