import type { Transaction } from "kysely";
import type { SecondOpinionJson } from "../../core/contract/forecast-answers.ts";
import { forecastTree, type TreeForecast } from "../../core/forecast/hierarchy/tree-forecast.ts";
import { wonShares } from "../../core/forecast/waterfall/deal-shares.ts";
import type { PlainDate } from "../../core/model/instant.ts";
import { dateIn } from "../../core/model/instant.ts";
import { type Grain, type Period, periodOf, shiftPeriod } from "../../core/model/period.ts";
import type { Tables } from "../db/tables.ts";
import type { Workspace } from "../db/workspace.ts";
import { moneyIn } from "../views/call-view.ts";
import { roundMoney, showMoney, stepOf } from "../views/show.ts";
import { say, type Viewer } from "../views/viewer.ts";
import type { NumberGround } from "./ground.ts";
import { onceFor } from "./once-for.ts";
import { spanOf, type WholeInput, wholeInput } from "./whole-input.ts";

/** Periods in a season, finished ones that are looked at most, and how many ahead an opinion reaches. */
const GRAINS: Readonly<Record<Grain, { season: number; most: number; ahead: number }>> = {
	month: { season: 12, most: 48, ahead: 3 },
	quarter: { season: 4, most: 24, ahead: 2 },
	year: { season: 1, most: 12, ahead: 1 },
};

/** What a node's bookings of finished periods say of a period, beside what its deals say. Never throws for want of a past. */
export async function secondOpinion(
	trx: Transaction<Tables>,
	tenantId: number,
	{ workspace, stored, node, period }: NumberGround,
	viewer: Viewer,
): Promise<SecondOpinionJson> {
	const whole = await wholeInput(trx, tenantId, workspace, stored);
	const { grain } = period;
	const running = periodOf(workspace.fiscal, grain, dateIn(workspace.zone, stored.asOf));
	const step = stepsBetween(workspace, running, period, GRAINS[grain].ahead);
	if (step === null) return nothing(say(viewer, "opinion.outOfReach"), running.start);
	const tree = onceFor(whole.input.timelines, `opinion ${grain}`, () => carryOn(whole, workspace, running));
	const own = tree?.nodes.get(node.nodeId);
	if (!tree || !own) return nothing(say(viewer, "opinion.few"), running.start);
	const minor = (values: Float64Array) => BigInt(Math.round(values[step] ?? 0));
	const [value, low, high] = [minor(own.mean), minor(own.low), minor(own.high)];
	const amount = (of: bigint) => showMoney(roundMoney(of, stepOf(value)), stored.currency, viewer.locale);
	const money = moneyIn(stored.currency);
	const { periods, origins, ways } = tree;
	return {
		value: money(value),
		low: money(low),
		high: money(high),
		periods,
		until: running.start,
		text: say(viewer, "opinion.says", {
			...{ value: amount(value), low: amount(low), high: amount(high), grain, n: periods },
		}),
		how: say(viewer, origins > 0 ? "opinion.how" : "opinion.howYoung", {
			origins,
			ways: ways.length,
			method: ways[0] ?? "",
		}),
	};
}

function nothing(text: string, until: PlainDate): SecondOpinionJson {
	return { value: null, low: null, high: null, periods: 0, until, text, how: null };
}

/** How far a period lies after the running one; null where it is over or too far away. */
function stepsBetween({ fiscal }: Workspace, running: Period, asked: Period, most: number): number | null {
	for (let step = 0; step < most; step++) if (shiftPeriod(fiscal, running, step).name === asked.name) return step;
	return null;
}

/** Bookings of finished periods by seller, carried on. Periods before the first deal are none. */
function carryOn({ input }: WholeInput, workspace: Workspace, running: Period): TreeForecast | null {
	const { season, most, ahead } = GRAINS[running.grain];
	const first = input.timelines.reduce((least, line) => Math.min(least, line.createdAt), input.now);
	const periods = Array.from({ length: most }, (_, k) => shiftPeriod(workspace.fiscal, running, k - most)).filter(
		(p) => spanOf(p, workspace.zone).start >= first,
	);
	const booked = new Map<string, Float64Array>();
	for (const [k, period] of periods.entries()) {
		for (const { leafId, amountMinor } of wonShares({ ...input, span: spanOf(period, workspace.zone) })) {
			const own = booked.get(leafId) ?? new Float64Array(periods.length);
			own[k] = (own[k] ?? 0) + Number(amountMinor);
			booked.set(leafId, own);
		}
	}
	return forecastTree(input.owners, booked, { season, h: ahead });
}
