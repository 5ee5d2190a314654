import type { Transaction } from "kysely";
import { DAY_MS } from "../../core/model/instant.ts";
import type { ExchangeRate } from "../../core/model/money.ts";
import { type Period, shiftPeriod } from "../../core/model/period.ts";
import { type AccountKind, accountPotential } from "../../core/territory/account-potential.ts";
import { pastAttainment, rampShare } from "../../core/territory/quota-facts.ts";
import { actualsOf } from "../calls/actuals.ts";
import { ownedKinds, wonByKind } from "../db/account-classes.ts";
import { coverageNorms } from "../db/coverage-norms.ts";
import type { QuotaMeasure } from "../db/quota-plans.ts";
import { quotasOf } from "../db/quotas.ts";
import { listRepHours } from "../db/rep-hours.ts";
import type { Tables } from "../db/tables.ts";
import type { Workspace } from "../db/workspace.ts";
import type { QuotaTree } from "./quota-tree.ts";

const YEARS_BACK = 2;
const PAST_PERIODS = { month: 6, quarter: 4, year: 2 } as const;

/** What the records say of somebody who is to carry a quota. */
export interface RepFacts {
	/** What their accounts usually bring in a year, minor units; of activities, how many accounts they have. */
	potential: number;
	accounts: number;
	/** 1: full time. */
	capacity: number;
	hoursPerWeek: number | null;
	/** 0 to 1, over the period. */
	ramp: number;
	startedOn: string | null;
	/** 1: as planned; from `periods` past ones. */
	history: number;
	periods: number;
}

/** The facts of everyone in the tree, and what each node brought in the last full period before. */
export async function loadPlanFacts(
	trx: Transaction<Tables>,
	workspace: Workspace,
	tree: QuotaTree,
	period: Period,
	measure: QuotaMeasure,
	rates: ExchangeRate[],
): Promise<{ reps: Map<string, RepFacts>; before: { period: string; minor: Map<string, bigint> } | null }> {
	const owned = await ownedKinds(trx);
	const worth = await worthOfAccounts(trx, workspace, owned);
	const hours = new Map((await listRepHours(trx)).map((h) => [h.userId, h]));
	const norms = await coverageNorms(trx);
	const past = fullPeriodsBefore(workspace, period);
	const ids = tree.nodes.map((n) => n.id);
	const actuals = measure === "revenue" ? await actualsOf(trx, workspace, tree.owners, past, ids) : new Map();
	const quotas = new Map<string, Map<string, bigint>>();
	for (const one of measure === "revenue" ? past : []) {
		const list = await quotasOf(trx, one, workspace.fiscal, workspace.currency, rates);
		quotas.set(one.name, new Map(list.map((q) => [q.nodeId, q.amountMinor])));
	}
	const reps = new Map<string, RepFacts>();
	for (const { id } of tree.nodes.filter((n) => n.kind === "user")) {
		const mine = owned.filter((o) => o.ownerId === id);
		const accounts = mine.reduce((sum, o) => sum + o.accounts, 0);
		const yearly = mine.reduce((sum, o) => sum + o.accounts * worth(o), 0);
		const said = hours.get(id);
		const history = pastAttainment(
			past.flatMap((p) => {
				const quotaMinor = quotas.get(p.name)?.get(id);
				return quotaMinor === undefined ? [] : [{ quotaMinor, wonMinor: actuals.get(p.name)?.get(id) ?? 0n }];
			}),
		);
		reps.set(id, {
			potential: measure === "activities" ? accounts : Math.round(yearly),
			accounts,
			capacity: said ? said.hoursPerWeek / norms.fullWeekHours : 1,
			hoursPerWeek: said?.hoursPerWeek ?? null,
			ramp: rampShare(said?.startedOn ?? null, period, norms.rampMonths),
			startedOn: said?.startedOn ?? null,
			history: history.value,
			periods: history.n,
		});
	}
	const last = past[0];
	return {
		reps,
		before: last && measure === "revenue" ? { period: last.name, minor: actuals.get(last.name) ?? new Map() } : null,
	};
}

/** What an account of each kind usually brings in a year, minor units, over the last two. */
export async function worthOfAccounts(
	trx: Transaction<Tables>,
	{ now, currency, zone }: Workspace,
	owned: readonly (AccountKind & { accounts: number })[],
): Promise<(kind: AccountKind) => number> {
	const won = await wonByKind(trx, { since: now - YEARS_BACK * 365 * DAY_MS, now, currency, zone });
	return accountPotential(
		[
			...owned.map(({ industry, sizeClass, accounts }) => ({ industry, sizeClass, accounts, bought: 0 })),
			...won.map(({ wonMinor, ...kind }) => ({ ...kind, accounts: 0, bought: Number(wonMinor) })),
		],
		YEARS_BACK,
	);
}

/** Periods like it that are over, the latest first. */
function fullPeriodsBefore({ fiscal, today }: Workspace, period: Period): Period[] {
	const found: Period[] = [];
	for (let k = 1; found.length < PAST_PERIODS[period.grain] && k < 40; k++) {
		const at = shiftPeriod(fiscal, period, -k);
		if (at.end <= today) found.push(at);
	}
	return found;
}
