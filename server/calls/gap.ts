import type { CallGapJson } from "../../core/contract/forecast-calls.ts";
import { callGap } from "../../core/forecast/calls/call-gap.ts";
import { ownerScope } from "../../core/forecast/waterfall/owner-scope.ts";
import type { Db } from "../db/connect.ts";
import { categoriesOf } from "../db/deal-categories.ts";
import { sharesOf } from "../db/forecast-deals.ts";
import { moneyIn } from "../views/call-view.ts";
import type { Viewer } from "../views/viewer.ts";
import type { CallGround } from "./ground.ts";
import { namedParts } from "./named-parts.ts";

/** Which deals stand between a commit and the model's number; null where the tree has no such node any more. */
export async function gapOf(
	db: Db,
	{ stored, node, owners }: CallGround,
	commitMinor: bigint,
	viewer: Viewer,
): Promise<CallGapJson | null> {
	const shares = await sharesOf(db, stored.id, ownerScope(owners, node.nodeId)?.leaves ?? new Set());
	const categories = await categoriesOf(
		db,
		shares.map((s) => s.dealId),
	);
	const given = { ...node, modelMinor: node.valueMinor };
	const gap = callGap(owners, given, shares, commitMinor, categories.size > 0 ? categories : undefined);
	if (!gap) return null;
	const money = moneyIn(stored.currency);
	return {
		model: money(gap.modelMinor),
		commit: money(gap.commitMinor),
		gap: money(gap.gapMinor),
		isNamed: gap.isNamed,
		...(await namedParts(db, viewer, gap.explanation, stored.currency)),
	};
}
