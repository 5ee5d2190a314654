import type { Transaction } from "kysely";
import type { z } from "zod";
import type { DealEndingsJson, EndingDimension, EndingRowJson, endingQuery } from "../../core/contract/deal-endings.ts";
import { newPricing } from "../../core/forecast/pricing.ts";
import { LOST_REASONS } from "../../core/model/deal.ts";
import { DAY_MS, dateIn, startOfDayIn } from "../../core/model/instant.ts";
import { parsePeriod, periodOf } from "../../core/model/period.ts";
import { type EndedDeal, type EndingGroup, endingsOf } from "../../core/pipeline/endings.ts";
import { quantileOfSorted } from "../../core/stats/quantile.ts";
import { endedDeals, endingNames } from "../db/deal-endings.ts";
import type { Tables } from "../db/tables.ts";
import { territoriesInSight } from "../db/territories.ts";
import { loadRates, loadWorkspace, type Workspace } from "../db/workspace.ts";
import { periodText } from "../views/forecast-view.ts";
import { roundMoney, showMoney, showPercentRange, showProbability, stepOf } from "../views/show.ts";
import { say, type Viewer } from "../views/viewer.ts";
import type { Asker } from "./asker.ts";
import { shiftMonth } from "./months.ts";

/** Groups by amount. */
const SIZES = 4;

/** How the deals that the asker may see ended, parted as asked, in words and rows. */
export async function dealEndingsFor(
	trx: Transaction<Tables>,
	asked: z.output<typeof endingQuery>,
	{ principal, viewer }: Asker,
	realNow: number,
): Promise<DealEndingsJson> {
	const { by, teamId, ownerId } = asked;
	const { visibleOwners } = principal;
	const workspace = await loadWorkspace(trx, realNow);
	const { zone, currency } = workspace;
	const to = asked.to ?? workspace.today.slice(0, 7);
	const from = asked.from ?? shiftMonth(to, -11);
	const rows = await endedDeals(trx, by, {
		from: startOfDayIn(zone, `${from}-01`),
		to: Math.min(startOfDayIn(zone, `${shiftMonth(to, 1)}-01`), workspace.now),
		filter: { teamId, ownerId },
		visibleOwners,
		territories: by === "territory" ? await territoriesInSight(trx, visibleOwners) : [],
	});
	const price = newPricing(await loadRates(trx, currency), currency, zone);
	const deals = rows.map((row) => {
		const priced = price(row.amountMinor, row.currency, row.closedAt);
		return {
			won: row.status === "won",
			closedAt: row.closedAt,
			days: row.closedAt < row.createdAt ? null : (row.closedAt - row.createdAt) / DAY_MS,
			amountMinor: "missing" in priced ? null : priced.amountMinor,
			groups: row.groups.length > 0 || by === "reason" ? row.groups : [""],
		};
	});
	const cuts = by === "size" ? sizeCuts(deals) : [];
	const parted = by === "size" ? deals.map((deal) => ({ ...deal, groups: [sizeOf(deal.amountMinor, cuts)] })) : deals;
	const { all, groups } = endingsOf(parted);
	const names = await endingNames(trx, by, [...new Set(groups.flatMap((g) => (g.key === "" ? [] : [g.key])))]);
	const labelOf = (key: string): string => {
		if (key === "") return say(viewer, NOTHING_NOTED[by] ?? "endings.unknown");
		if (by === "size") return sizeText(Number(key), cuts, currency, viewer);
		if (by === "reason") return LOST_WORDS.has(key) ? say(viewer, `lost.${key}`) : key;
		return names?.get(key) ?? key;
	};
	const shown = groups.map((group) => rowJson(group, labelOf(group.key), currency, by === "reason"));
	return {
		by,
		from,
		to,
		text: headingOf(by, all, shown, viewer),
		all: rowJson(all, say(viewer, "endings.all"), currency),
		rows: shown,
		quarters: quartersOf(deals, workspace, viewer),
		asOf: new Date(workspace.now).toISOString(),
	};
}

const NOTHING_NOTED: Partial<Record<EndingDimension, string>> = {
	size: "endings.unpriced",
	reason: "endings.noReason",
};
const LOST_WORDS: ReadonlySet<string> = new Set<string>(LOST_REASONS);

function quartersOf(
	deals: readonly (EndedDeal & { closedAt: number })[],
	{ fiscal, zone, currency }: Workspace,
	viewer: Viewer,
): EndingRowJson[] {
	const named = new Map<string, string>();
	const nameOf = (at: number): string => {
		const day = dateIn(zone, at);
		const name = named.get(day) ?? periodOf(fiscal, "quarter", day).name;
		named.set(day, name);
		return name;
	};
	const { groups } = endingsOf(deals.map((deal) => ({ ...deal, groups: [nameOf(deal.closedAt)] })));
	return groups
		.sort((a, b) => (a.key < b.key ? -1 : 1))
		.map((group) => {
			const period = parsePeriod(fiscal, group.key);
			return rowJson(group, period ? periodText(period, viewer) : group.key, currency);
		});
}

/** Amounts that part the priced deals into groups of about the same number, rounded to what one says. */
function sizeCuts(deals: readonly EndedDeal[]): bigint[] {
	const amounts = Float64Array.from(deals.flatMap((d) => (d.amountMinor === null ? [] : [Number(d.amountMinor)])));
	amounts.sort();
	const cuts = Array.from({ length: SIZES - 1 }, (_, k) => {
		const at = BigInt(Math.round(quantileOfSorted(amounts, (k + 1) / SIZES) ?? 0));
		return roundMoney(at, stepOf(at) * 10n);
	});
	return [...new Set(cuts)].filter((cut) => cut > 0n);
}

/** The number of the size, from 1; "" without a price. */
function sizeOf(amountMinor: bigint | null, cuts: readonly bigint[]): string {
	return amountMinor === null ? "" : String(1 + cuts.filter((cut) => amountMinor >= cut).length);
}

function sizeText(nth: number, cuts: readonly bigint[], currency: string, viewer: Viewer): string {
	const shown = (minor: bigint | undefined) => (minor === undefined ? "" : showMoney(minor, currency, viewer.locale));
	const [from, to] = [shown(cuts[nth - 2]), shown(cuts[nth - 1])];
	if (from === "" && to === "") return say(viewer, "endings.anySize");
	if (from === "") return say(viewer, "endings.below", { to });
	return to === "" ? say(viewer, "endings.from", { from }) : say(viewer, "endings.between", { from, to });
}

function rowJson(group: EndingGroup, label: string, currency: string, isReason = false): EndingRowJson {
	const { key, won, lost, share, verdict, cycle, wonMinor, lostMinor, unpriced } = group;
	return {
		key,
		label,
		won,
		lost,
		share: isReason || won + lost === 0 ? null : share,
		verdict: isReason ? null : verdict,
		cycle,
		wonAmount: { amountMinor: wonMinor.toString(), currency },
		lostAmount: { amountMinor: lostMinor.toString(), currency },
		unpriced,
	};
}

/** The answer: what stands out most, else that nothing does; of reasons the one that is said most often. */
function headingOf(by: EndingDimension, all: EndingGroup, rows: readonly EndingRowJson[], viewer: Viewer): string {
	const { locale } = viewer;
	const n = all.won + all.lost;
	if (n === 0) return say(viewer, "endings.nothing");
	const known = rows.filter((row) => row.key !== "");
	if (by === "reason") {
		const most = [...known].sort((a, b) => b.lost - a.lost)[0];
		if (most) return say(viewer, "endings.mostLost", { reason: most.label, n: most.lost, lost: all.lost });
		return say(viewer, "endings.reasonsUnknown", { lost: all.lost });
	}
	const overall = showProbability(all.share.value, locale);
	const out = known
		.filter((row) => row.verdict === "above" || row.verdict === "below")
		.sort((a, b) => awayFrom(b, all.share.value) - awayFrom(a, all.share.value))[0];
	if (out?.share) {
		const { value, low, high } = out.share;
		const said = { share: showProbability(value, locale), range: showPercentRange(low, high, locale), overall };
		return say(viewer, "endings.standsOut", { group: out.label, n: out.won + out.lost, ...said });
	}
	return say(viewer, "endings.noneStandsOut", { overall, n });
}

function awayFrom({ share }: EndingRowJson, overall: number): number {
	return share ? Math.abs(share.value - overall) : 0;
}
