import type { DealCategory } from "../../model/deal-category.ts";
import type { OwnerNode } from "../owner-tree.ts";
import type { DealShare } from "../waterfall/deal-shares.ts";
import { ownerScope } from "../waterfall/owner-scope.ts";
import type { CallAmounts } from "./call-types.ts";

/** A call's amounts as a node's deals make them, to begin a call with and to set beside the model. */
export interface CategorySums extends CallAmounts {
	/** Open deals that were counted, by category; `uncategorised` ones count as pipeline. */
	deals: Record<"commit" | "best_case" | "pipeline" | "uncategorised", number>;
}

/**
 * What is won in the span, and with it the open deals in commit, in best case and in pipeline, each category holding the
 * ones before it. Deals without a price count in none. `shares`: the deals of the forecast (`dealShares`). Null when the tree has no such node.
 */
export function categorySums(
	owners: OwnerNode[],
	nodeId: string,
	shares: Iterable<DealShare>,
	categories: Map<string, DealCategory>,
): CategorySums | null {
	const scope = ownerScope(owners, nodeId);
	if (!scope) return null;
	const sums = { closed: 0n, commit: 0n, best_case: 0n, pipeline: 0n };
	const deals = { commit: 0, best_case: 0, pipeline: 0, uncategorised: 0 };
	for (const { dealId, ownerId, place, amountMinor } of shares) {
		if (!scope.holds(ownerId)) continue;
		if (place === "won") {
			sums.closed += amountMinor;
			continue;
		}
		const category = categories.get(dealId);
		if (category === "omitted") continue;
		deals[category ?? "uncategorised"]++;
		sums[category ?? "pipeline"] += amountMinor;
	}
	const commitMinor = sums.closed + sums.commit;
	const bestCaseMinor = commitMinor + sums.best_case;
	return { closedMinor: sums.closed, commitMinor, bestCaseMinor, pipelineMinor: bestCaseMinor + sums.pipeline, deals };
}
