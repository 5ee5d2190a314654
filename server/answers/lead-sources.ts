import type { Transaction } from "kysely";
import type { SourceReportJson, SourceRowJson } from "../../core/contract/lead-sources.ts";
import { startOfDayIn } from "../../core/model/instant.ts";
import type { Money } from "../../core/model/money.ts";
import { type SourceLeads, type SourceRow, sourceReport } from "../../core/scoring/sources/source-report.ts";
import {
	CAMPAIGN_MARK,
	closedJourneys,
	leadsBySource,
	listSourceCosts,
	lostLeadsBySource,
} from "../db/lead-sources.ts";
import type { Tables } from "../db/tables.ts";
import { loadRates, loadWorkspace } from "../db/workspace.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import { showMoney } from "../views/show.ts";
import { say, type Viewer } from "../views/viewer.ts";
import { monthNumber, shiftMonth } from "./months.ts";

/** Which months, `YYYY-MM`, both included, and whether campaigns stand apart. */
export interface SourceAsk {
	from?: string | undefined;
	to?: string | undefined;
	by: "source" | "campaign";
}

/** What each source brought, as its page and download show it. Costs only to those who see all records. */
export async function sourcesFor(
	trx: Transaction<Tables>,
	asked: SourceAsk,
	given: { visibleOwners: VisibleOwners; viewer: Viewer; now: number },
): Promise<SourceReportJson> {
	const { visibleOwners, viewer } = given;
	const workspace = await loadWorkspace(trx, given.now);
	const { zone, currency } = workspace;
	const to = asked.to ?? workspace.today.slice(0, 7);
	const from = asked.from ?? shiftMonth(to, -11);
	const days = { from: `${from}-01`, to: `${to}-01` };
	const byCampaign = asked.by === "campaign";
	const months = monthNumber(to) - monthNumber(from) + 1;
	const isWhole = visibleOwners === "all";
	const span = {
		from: startOfDayIn(zone, days.from),
		to: startOfDayIn(zone, `${shiftMonth(to, 1)}-01`),
		byCampaign,
		visibleOwners,
	};
	const names = new Map<string, string>();
	const keyOf = (name: string): string => {
		const key = name.toLowerCase();
		if (!names.has(key)) names.set(key, name);
		return key;
	};
	const leads = mergeLeads((await leadsBySource(trx, span)).map(({ name, ...row }) => ({ ...row, key: keyOf(name) })));
	const journeys = (await closedJourneys(trx, span)).map(({ path, ...row }) => ({ ...row, path: path.map(keyOf) }));
	const ended = (await lostLeadsBySource(trx, span)).map(({ name, n }) => ({ path: [keyOf(name)], won: 0, lost: n }));
	const costs = isWhole ? await listSourceCosts(trx, days) : [];
	const report = sourceReport({
		leads,
		won: journeys.filter((j) => j.status === "won").map((j) => ({ ...j, amount: moneyOf(j.amountMinor, j.currency) })),
		lost: [...journeys.filter((j) => j.status === "lost").map(({ path }) => ({ path, won: 0, lost: 1 })), ...ended],
		costs: costs.map((cost) => ({
			key: keyOf(byCampaign && cost.campaign ? cost.source + CAMPAIGN_MARK + cost.campaign : cost.source),
			month: cost.month,
			amount: { amountMinor: cost.amountMinor, currency: cost.currency },
		})),
		currency,
		rates: await loadRates(trx, currency),
		zone,
	});
	const rows = report.rows.map((row) => rowJson(row, names.get(row.key) ?? "", currency, viewer));
	return {
		from,
		to,
		months,
		text: headingOf(rows, months, { amountMinor: report.totalMinor, currency }, viewer),
		rows,
		total: { amountMinor: report.totalMinor.toString(), currency },
		wonDeals: report.wonDeals,
		unpriced: report.unpriced,
		unpricedCosts: report.unpricedCosts,
		isWhole,
		asOf: new Date(workspace.now).toISOString(),
	};
}

function rowJson(row: SourceRow, name: string, currency: string, viewer: Viewer): SourceRowJson {
	const [source = "", campaign = ""] = name.split(CAMPAIGN_MARK);
	const { first, last, linear, data } = row.revenue;
	const shown = (minor: bigint) => ({ amountMinor: minor.toString(), currency });
	return {
		source: source || null,
		campaign: campaign || null,
		label: [source || say(viewer, "sources.none"), campaign].filter(Boolean).join(" · "),
		leads: row.leads,
		toDeal: row.toDeal,
		toWon: row.toWon,
		wonDeals: row.wonDeals,
		revenue: { first: shown(first), last: shown(last), linear: shown(linear), data: shown(data) },
		cycleDays: row.cycleDays,
		cost: row.costMinor === null ? null : shown(row.costMinor),
		costMonths: row.costMonths,
		roi: row.roi,
	};
}

/** The answer: what is most worth its money, else by what most came, else that nothing was won. */
function headingOf(rows: SourceRowJson[], months: number, total: Money, viewer: Viewer): string {
	const shown = (minor: bigint) => showMoney(minor, total.currency, viewer.locale);
	const known = rows.filter((row) => row.source !== null);
	const best = known.filter((row) => row.roi !== null && row.roi > 0).sort((a, b) => (b.roi ?? 0) - (a.roi ?? 0))[0];
	if (best?.cost) {
		const revenue = shown(BigInt(best.revenue.data.amountMinor));
		const cost = shown(BigInt(best.cost.amountMinor));
		const said = { source: best.label, revenue, cost };
		if (best.costMonths >= months) return say(viewer, "sources.worth", said);
		return say(viewer, "sources.worthPart", { ...said, n: best.costMonths, months });
	}
	const most = known.find((row) => BigInt(row.revenue.data.amountMinor) > 0n);
	if (most) {
		const revenue = shown(BigInt(most.revenue.data.amountMinor));
		return say(viewer, "sources.most", { source: most.label, revenue, total: shown(total.amountMinor) });
	}
	return say(viewer, rows.length === 0 ? "sources.nothing" : "sources.noWin");
}

function mergeLeads(rows: SourceLeads[]): SourceLeads[] {
	const merged = new Map<string, SourceLeads>();
	for (const row of rows) {
		const held = merged.get(row.key);
		if (!held) merged.set(row.key, { ...row });
		else for (const count of ["leads", "ended", "converted", "decided", "won"] as const) held[count] += row[count];
	}
	return [...merged.values()];
}

function moneyOf(amountMinor: bigint | null, currency: string | null): Money | null {
	return amountMinor === null || currency === null ? null : { amountMinor, currency };
}

/** `2026-01` and −2 → `2025-11`. */
