import type { DealStatus } from "../model/deal.ts";
import type { Instant } from "../model/instant.ts";
import { DAY_MS } from "../model/instant.ts";

/** What deals are compared by. */
export interface ComparedDeal {
	id: string;
	status: DealStatus;
	accountId: string | null;
	ownerId: string | null;
	pipelineId: string;
	/** In the workspace's currency. */
	amount: number | null;
	industry: string | null;
	employees: number | null;
	source: string | null;
	createdAt: Instant;
	closedAt: Instant | null;
}

/** What a closed deal has in common with an open one: codes of `similar.<code>` in words. */
export type SharedTrait = "account" | "industry" | "amount" | "size" | "source" | "rep";

export interface SimilarDeal {
	id: string;
	shared: SharedTrait[];
	days: number | null;
}

/** Within a third of each other on a logarithmic scale. */
const NEAR = Math.log(1.5);

/**
 * The closed deals most like an open one, best first: same customer, trade, like amount and size, same way in, same rep.
 * Traits count alike but for the customer, which counts twice; newer first where equal. Deals without anything in common
 * are left out.
 */
export function similarDeals(deal: ComparedDeal, closed: ComparedDeal[], most = 3): SimilarDeal[] {
	return closed
		.filter((other) => other.id !== deal.id && other.status !== "open")
		.map((other) => ({ other, shared: sharedTraits(deal, other) }))
		.map((pair) => ({ ...pair, weight: pair.shared.length + (pair.shared.includes("account") ? 1 : 0) }))
		.filter(({ weight }) => weight > 0)
		.sort(
			(a, b) =>
				b.weight - a.weight || (b.other.closedAt ?? 0) - (a.other.closedAt ?? 0) || (a.other.id < b.other.id ? -1 : 1),
		)
		.slice(0, most)
		.map(({ other, shared }) => ({
			id: other.id,
			shared,
			days: other.closedAt === null ? null : Math.max(0, Math.round((other.closedAt - other.createdAt) / DAY_MS)),
		}));
}

function sharedTraits(a: ComparedDeal, b: ComparedDeal): SharedTrait[] {
	const traits: [SharedTrait, boolean][] = [
		["account", isSame(a.accountId, b.accountId)],
		["industry", isSame(a.industry, b.industry)],
		["amount", isNear(a.amount, b.amount)],
		["size", isNear(a.employees, b.employees)],
		["source", isSame(a.source, b.source)],
		["rep", isSame(a.ownerId, b.ownerId)],
	];
	return traits.flatMap(([trait, holds]) => (holds ? [trait] : []));
}

function isSame(a: string | null, b: string | null): boolean {
	return a !== null && a === b;
}

function isNear(a: number | null, b: number | null): boolean {
	return a !== null && b !== null && a > 0 && b > 0 && Math.abs(Math.log(a / b)) <= NEAR;
}
