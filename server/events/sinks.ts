import type { Fanout, Message } from "../fanout/fanout.ts";
import type { Jobs } from "../jobs/catalog.ts";
import { reforecastWindow } from "../jobs/reforecast-pace.ts";
import type { EventSink, RelayedEvent } from "./relay.ts";

const COALESCE_MS = 5000;
/** Checking the data reads all of it: at most so often while numbers keep moving. */
const SCAN_MS = 600_000;
/** Of one kind in one batch; beyond it pages are told once that many changed. */
const MOST_SINGLE = 50;
/** Stands for "many": whoever hears it looks at everything of that kind again. */
export const MANY = "*";

/** After these a deal's chance may be another: it changed, something was done with it, or who is involved. */
const RESCORES_DEAL: ReadonlySet<string> = new Set(["deal.created", "deal.changed", "deal.room"]);
/** After these the past itself is another: whose deals were whose (`people`), which deals there were, in which money. */
const REBUILDS: ReadonlySet<string> = new Set([
	"import.finished",
	"import.undone",
	"people.changed",
	"workspace.changed",
]);

/** Turns events into background work: a changed deal or lead is scored again (and then the forecasts
 * it stands in), and what changes everything has everything computed again. */
export function toJobs(jobs: Pick<Jobs, "enqueueCoalesced" | "enqueue">): EventSink {
	return async (events) => {
		for (const [key, event] of distinct(events, (e) => `${e.tenantId}:${e.type}:${e.entityId}`)) {
			const { tenantId, type, entityId } = event;
			if (RESCORES_DEAL.has(type)) {
				await jobs.enqueueCoalesced("rescore-deal", key, { tenantId, dealId: entityId }, COALESCE_MS);
			} else if (type === "lead.created" || type === "lead.changed") {
				await jobs.enqueueCoalesced("rescore-lead", key, { tenantId, leadId: entityId }, COALESCE_MS);
				if (type === "lead.created") await jobs.enqueue("route-lead", { tenantId, leadId: entityId });
			} else if (type === "people.changed" && event.entity !== "people") {
				await jobs.enqueueCoalesced("reforecast", `reforecast-${tenantId}`, { tenantId }, reforecastWindow(tenantId));
			} else if (type === "forecast.computed") {
				// What faults cost is reckoned against the newest forecast; once for a flock of them.
				await jobs.enqueueCoalesced("scan-quality", `scan-quality-${tenantId}`, { tenantId }, SCAN_MS);
			} else if (type === "meeting.ready") {
				await jobs.enqueue(
					"tell-panel",
					{ tenantId, meetingId: entityId },
					{ dedupId: `tell-panel-${tenantId}-${entityId}` },
				);
			} else if (type === "sync.finished") {
				await jobs.enqueueCoalesced("route-arrivals", `route-arrivals-${tenantId}`, { tenantId }, 0);
			} else if (REBUILDS.has(type)) {
				if (type === "import.finished") {
					await jobs.enqueueCoalesced("route-arrivals", `route-arrivals-${tenantId}`, { tenantId }, 0);
				}
				await jobs.enqueueCoalesced("rebuild-numbers", `rebuild-${tenantId}`, { tenantId }, COALESCE_MS);
			}
		}
	};
}

/** Tells open pages of every process what happened; ids only. */
export function toLivePages(fanout: Pick<Fanout, "publish">): EventSink {
	return async (events) => {
		const groups = Map.groupBy(events, (e) => `${e.tenantId}:${e.type}`);
		for (const group of groups.values()) {
			const singles = [...distinct(group, (e) => e.entityId).values()];
			const [first] = singles;
			if (!first) continue;
			const told = singles.length > MOST_SINGLE ? [{ ...first, entityId: MANY }] : singles;
			for (const event of told) await fanout.publish(event.tenantId, messageOf(event));
		}
	};
}

function messageOf(event: RelayedEvent): Message {
	return { ...event };
}

function distinct(events: readonly RelayedEvent[], keyOf: (event: RelayedEvent) => string): Map<string, RelayedEvent> {
	return new Map(events.map((event) => [keyOf(event), event]));
}
