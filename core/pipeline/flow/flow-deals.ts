import { COMPANY } from "../../forecast/owner-tree.ts";
import { ownerScope } from "../../forecast/waterfall/owner-scope.ts";
import type { Instant } from "../../model/instant.ts";
import type { DealTimeline } from "../../model/timeline.ts";
import { at } from "../../model/timeline.ts";
import { type DealLife, lifeAsOf } from "../../scoring/deal-life.ts";
import type { FlowInput } from "./flow-types.ts";

/** A deal as flow reads it. */
export interface FlowDeal {
	line: DealTimeline;
	life: DealLife;
	/** At closing, or now. */
	ownerId: string | null;
}

/** Version under which all numbers of flow are kept. */
export const FLOW_VERSION = "flow-1";

/** Days back that rates and stays are taken from, unless said. */
export const LOOK_BACK_DAYS = 365;

/** Deals of the node known before now; none when the tree has no such node. */
export function flowDeals({ timelines, owners, nodeId, now }: FlowInput): FlowDeal[] {
	const rootId = owners.find((o) => o.parentId === null)?.id ?? COMPANY;
	const scope = ownerScope(owners, nodeId ?? rootId);
	const deals: FlowDeal[] = [];
	for (const line of timelines) {
		const life = lifeAsOf(line, now);
		if (!life) continue;
		const seen: Instant = life.closedAt === null ? now : Math.min(now, life.closedAt + 1);
		const owner = at(line.owners, seen);
		const ownerId = owner === undefined ? (line.owners[0]?.value ?? null) : owner;
		if (scope?.holds(ownerId)) deals.push({ line, life, ownerId });
	}
	return deals;
}
