import type { Transaction } from "kysely";
import type { ExchangeRate } from "../../core/model/money.ts";
import { convert, rateOn } from "../../core/model/money.ts";
import { type FiscalCalendar, type Period, periodOf, shiftPeriod } from "../../core/model/period.ts";
import type { Db } from "./connect.ts";
import type { Tables } from "./tables.ts";

/** What people and teams are to bring in a period, in the reporting currency, by user or team id. */
export interface PeriodQuota {
	nodeId: string;
	amountMinor: bigint;
}

/**
 * Quotas of a period: those written for it, else the sum of those for its quarters or months where none is missing.
 * A quota in a currency without a rate on the period's first day is left out.
 */
export async function quotasOf(
	db: Db,
	period: Period,
	calendar: FiscalCalendar,
	currency: string,
	rates: ExchangeRate[],
): Promise<PeriodQuota[]> {
	const cuts = [[period], within(period, calendar, "quarter"), within(period, calendar, "month")];
	const names = cuts.flat().map((p) => p.name);
	const rows = await db
		.selectFrom("quotas")
		.select(["user_id", "team_id", "period", "amount_minor", "currency"])
		.where("period", "in", names)
		.execute();
	const byNode = new Map<string, Map<string, bigint>>();
	for (const row of rows) {
		const rate = rateOn(rates, row.currency, currency, period.start);
		const nodeId = row.user_id ?? row.team_id;
		if (!rate || nodeId === null) continue;
		const minor = convert({ amountMinor: row.amount_minor, currency: row.currency }, rate).amountMinor;
		byNode.set(nodeId, (byNode.get(nodeId) ?? new Map<string, bigint>()).set(row.period, minor));
	}
	const quotas: PeriodQuota[] = [];
	for (const [nodeId, minors] of byNode) {
		const cut = cuts.find((periods) => periods.length > 0 && periods.every((p) => minors.has(p.name)));
		if (!cut) continue;
		quotas.push({ nodeId, amountMinor: cut.reduce((sum, p) => sum + (minors.get(p.name) ?? 0n), 0n) });
	}
	return quotas;
}

/** Sets revenue quotas of a period; those of nodes that are not named stay. `kindOf`: which nodes are people, which teams. */
export async function saveQuotas(
	trx: Transaction<Tables>,
	tenantId: number,
	given: {
		period: string;
		currency: string;
		quotas: readonly PeriodQuota[];
		kindOf: (nodeId: string) => "user" | "team";
	},
): Promise<void> {
	const { period, currency } = given;
	for (const { nodeId, amountMinor } of given.quotas) {
		const column = given.kindOf(nodeId) === "user" ? "user_id" : "team_id";
		const values = { amount_minor: amountMinor, currency };
		await trx
			.insertInto("quotas")
			.values({ tenant_id: tenantId, [column]: nodeId, period, ...values })
			.onConflict((conflict) => conflict.columns(["tenant_id", column, "period"]).doUpdateSet(values))
			.execute();
	}
}

/** A tree's quotas with what is missing filled in: a node without one of its own is to bring what its children are. */
export function rollUp(quotas: PeriodQuota[], nodes: { id: string; parentId: string | null }[]): PeriodQuota[] {
	const own = new Map(quotas.map((q) => [q.nodeId, q.amountMinor]));
	const sums = new Map<string, bigint>();
	// Parents come before children, so going backwards every child is complete when it is added.
	for (const node of [...nodes].reverse()) {
		const amount = own.get(node.id) ?? sums.get(node.id);
		if (amount === undefined) continue;
		own.set(node.id, amount);
		if (node.parentId !== null) sums.set(node.parentId, (sums.get(node.parentId) ?? 0n) + amount);
	}
	return nodes.flatMap(({ id }) => {
		const amountMinor = own.get(id);
		return amountMinor === undefined ? [] : [{ nodeId: id, amountMinor }];
	});
}

function within(period: Period, calendar: FiscalCalendar, grain: "quarter" | "month"): Period[] {
	if (period.grain === grain || period.grain === "month") return [];
	const inside: Period[] = [];
	for (let at = periodOf(calendar, grain, period.start); at.start < period.end; at = shiftPeriod(calendar, at, 1)) {
		inside.push(at);
	}
	return inside;
}
