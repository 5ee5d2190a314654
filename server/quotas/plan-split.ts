import type { Transaction } from "kysely";
import { daysBetween } from "../../core/model/instant.ts";
import { type Period, periodOf, periodsOfYear, shiftPeriod } from "../../core/model/period.ts";
import { seasonShares, splitTree } from "../../core/territory/split-quota.ts";
import { actualsOf } from "../calls/actuals.ts";
import type { PlanSplit, StoredPlan } from "../db/quota-plans.ts";
import type { Tables } from "../db/tables.ts";
import type { Workspace } from "../db/workspace.ts";
import type { QuotaTree } from "./quota-tree.ts";

/** Past spans that a season is seen from. */
const SPANS_BACK = 3;

/** Into which parts a plan is divided, and what share of it each is to bring. */
export interface Division {
	parts: Period[];
	/** Add up to 1. */
	shares: number[];
	/** Whether somebody set the shares. */
	isGiven: boolean;
	/** Past spans that shares rest on. */
	spans: number;
}

/** Periods that a period may be divided into; none for a month, or where they are not finer than it. */
export function partsOf({ fiscal }: Pick<Workspace, "fiscal">, period: Period, into: PlanSplit["into"]): Period[] {
	if (period.grain === "month" || period.grain === into) return [];
	const year = periodOf(fiscal, "year", period.start);
	return periodsOfYear(fiscal, Number(year.name.slice(2)), into).filter(
		({ start, end }) => start >= period.start && end <= period.end,
	);
}

/** How a plan is divided; null where it is not. Shares are as set, else as the company's past spans were (revenue), else by days. */
export async function divisionOf(
	trx: Transaction<Tables>,
	workspace: Workspace,
	tree: QuotaTree,
	{ split, measure }: Pick<StoredPlan, "split" | "measure">,
	period: Period,
): Promise<Division | null> {
	const parts = split ? partsOf(workspace, period, split.into) : [];
	if (!split || parts.length === 0) return null;
	const { weights } = split;
	const sum = weights?.reduce((a, b) => a + b, 0) ?? 0;
	if (weights && weights.length === parts.length && sum > 0)
		return { parts, shares: weights.map((w) => w / sum), isGiven: true, spans: 0 };
	const years = measure === "revenue" ? await pastYears(trx, workspace, tree, period, split.into) : [];
	const days = parts.map(({ start, end }) => daysBetween(start, end));
	return { parts, shares: seasonShares(days, years), isGiven: false, spans: years.length };
}

/** What the parts of the last full spans like it brought the company. */
async function pastYears(
	trx: Transaction<Tables>,
	workspace: Workspace,
	tree: QuotaTree,
	period: Period,
	into: PlanSplit["into"],
): Promise<bigint[][]> {
	const { fiscal, today } = workspace;
	const perYear = period.grain === "quarter" ? 4 : 1;
	const before = Array.from({ length: SPANS_BACK + 1 }, (_, k) => shiftPeriod(fiscal, period, -perYear * (k + 1)));
	const full = before
		.filter(({ end }) => end <= today)
		.slice(0, SPANS_BACK)
		.map((span) => partsOf(workspace, span, into));
	const top = tree.nodes[0]?.id ?? "";
	const won = await actualsOf(trx, workspace, tree.owners, full.flat(), [top]);
	const years = full.map((parts) => parts.map(({ name }) => won.get(name)?.get(top) ?? 0n));
	const told = years.filter((parts) => parts.some((amount) => amount > 0n));
	// Records that begin within the oldest one would pass for a weak beginning of every year.
	return told.at(-1)?.[0] === 0n ? told.slice(0, -1) : told;
}

/**
 * What every node carries in each part. Quarters beside months are the sums of theirs, so that a plan adds up whichever
 * one looks at.
 */
export function dividedAmounts(
	{ fiscal }: Pick<Workspace, "fiscal">,
	{ parts, shares }: Division,
	nodes: { id: string; parentId: string | null; amount: bigint }[],
	within: Period,
): { period: string; amounts: { nodeId: string; amountMinor: bigint }[] }[] {
	const cut = splitTree(nodes, shares);
	const amounts = (of: (own: bigint[]) => bigint) =>
		nodes.map(({ id }) => ({ nodeId: id, amountMinor: of(cut.get(id) ?? []) }));
	const own = parts.map(({ name }, k) => ({ period: name, amounts: amounts((row) => row[k] ?? 0n) }));
	if (within.grain !== "year" || parts[0]?.grain !== "month") return own;
	const quarters = Map.groupBy(parts.keys(), (k) => periodOf(fiscal, "quarter", parts[k]?.start ?? "").name);
	const sums = [...quarters].map(([period, at]) => ({
		period,
		amounts: amounts((row) => at.reduce((sum, k) => sum + (row[k] ?? 0n), 0n)),
	}));
	return [...own, ...sums];
}
