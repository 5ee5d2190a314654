import type { Estimate } from "../explain/estimate.ts";
import type { Part } from "../explain/explanation.ts";
import type { Instant } from "../model/instant.ts";
import { DAY_MS } from "../model/instant.ts";
import type { DealTimeline } from "../model/timeline.ts";
import { at, since } from "../model/timeline.ts";
import { rateInterval } from "../stats/shrinkage.ts";
import { lifeAsOf, pushesAsOf } from "./deal-life.ts";
import { liftOf } from "./deal-lift.ts";
import type { DealModel, StageEvidence } from "./deal-model.ts";
import { amountLevel, pushLevel, stayLevel } from "./deal-model.ts";
import { withLift } from "./lift-parts.ts";
import type { WinCurve } from "./win-curve.ts";
import { bandOf, curveWithin, DAY_EDGES, fromLogit, logit } from "./win-curve.ts";

/**
 * Chance that an open deal is won in the end, from deals seen at the same stage and age. The interval (80 %, Wilson, worth
 * the similar deals and what they were shrunk towards) is for the share of such deals that is won: one deal may differ
 * from them by what stage, age, pushes and amount do not show. `n` is the number of similar deals. Base: the share of
 * closed deals that were won; parts: stage, age, close-date pushes, stay in the stage, amount. A closed or not yet known
 * deal gives state `empty`. With a lift its signs are reasons too, and the table's reasons hold what it makes of them.
 */
export function scoreDeal(model: DealModel, line: DealTimeline, now: Instant): Estimate {
	const seen = lookNow(model, line, now);
	if (!seen) return nothing(model, line, now);
	const { stage, stageId, days, curve, shifts } = seen;
	const overall = model.winRate;
	const byStage = stage?.all.final ?? overall;
	const byAge = model.ages[bandOf(days)]?.final ?? overall;
	// Order between stage and age is arbitrary: each gets the mean of coming first and second (Shapley 1953).
	const parts: Part[] = [
		{
			code: stage ? "deal_stage" : "deal_stage_unknown",
			params: stage ? { stageId: stageId ?? "", stage: stage.name, deals: stage.all.deals } : {},
			value: (byStage - overall + (curve.final - byAge)) / 2,
		},
		{
			code: "deal_age",
			params: { days: Math.floor(days) },
			value: (byAge - overall + (curve.final - byStage)) / 2,
		},
	];
	let odds = logit(curve.final);
	let before = curve.final;
	for (const { code, params, shift } of shifts) {
		odds += shift;
		const after = fromLogit(odds);
		if (after !== before) parts.push({ code, params, value: after - before });
		before = after;
	}
	const { value, parts: reasons } =
		model.lift && line.around
			? withLift(model.lift, line, now, { value: before, parts, params: seen.params })
			: { value: before, parts };
	return {
		value,
		unit: "probability",
		interval: rateInterval(
			value,
			curve.deals + Math.min(curve.strength, Math.max(model.prior.deals, seen.parentDeals)),
		),
		n: curve.deals,
		asOf: now,
		modelVersion: model.version,
		state: model.state,
		explanation: {
			base: {
				code: model.state === "ok" ? "deal_win_rate" : "deal_win_rate_provisional",
				params: {
					closed: model.n.won + model.n.lost,
					won: model.n.won,
					priorRate: model.prior.winRate,
					priorDeals: model.prior.deals,
				},
				value: overall,
			},
			parts: reasons,
			total: value,
		},
	};
}

/**
 * Chance that an open deal is won within so many days from now; 0 for a closed deal. Never more than what `scoreDeal`
 * says.
 */
export function winWithin(model: DealModel, line: DealTimeline, now: Instant, days: number): number {
	const seen = lookNow(model, line, now);
	if (!seen || !(days > 0)) return 0;
	return fromLogit(logit(curveWithin(seen.curve, days)) + shiftOf(model, line, now, seen));
}

/**
 * Area under `winWithin` from now to so many days ahead: for a span that ends then, the days of it that are left on
 * average once the deal is won. Trapezoids between today, DAY_EDGES and the end. `drift` is added to the log-odds.
 */
export function winArea(model: DealModel, line: DealTimeline, now: Instant, days: number, drift = 0): number {
	const seen = lookNow(model, line, now);
	if (!seen || !(days > 0)) return 0;
	const shift = drift + shiftOf(model, line, now, seen);
	let area = 0;
	let from = 0;
	let before = 0;
	for (let k = 0; from < days; k++) {
		const edge = Math.min(days, DAY_EDGES[k] ?? days);
		const won = fromLogit(logit(curveWithin(seen.curve, edge)) + shift);
		area += ((before + won) / 2) * (edge - from);
		from = edge;
		before = won;
	}
	return area;
}

/** All that moves the odds of a deal's curve: the same at every horizon, so that the forecast's chances end at the card's. */
function shiftOf(model: DealModel, line: DealTimeline, now: Instant, { curve, shifts }: Now): number {
	const shift = shifts.reduce((sum, s) => sum + s.shift, 0);
	return shift + liftOf(model.lift, line, now, logit(fromLogit(logit(curve.final) + shift)));
}

interface Now {
	stageId: string | null;
	stage: StageEvidence | undefined;
	days: number;
	curve: WinCurve;
	/** Deals behind what the curve was shrunk towards. */
	parentDeals: number;
	shifts: { code: string; params: Record<string, string | number>; shift: number }[];
	/** How each of these reasons is told, where it is given. */
	params: Record<string, Record<string, string | number>>;
}

function lookNow(model: DealModel, line: DealTimeline, now: Instant): Now | null {
	const life = lifeAsOf(line, now);
	if (life?.status !== "open") return null;
	const stageId = at(line.stages, now) ?? null;
	const stage = stageId === null ? undefined : model.stages[stageId];
	const days = (now - line.createdAt) / DAY_MS;
	const band = bandOf(days);
	const parent = stage?.all ?? model.ages[band] ?? model.overall;
	const curve = stage?.byAge[band] ?? model.ages[band] ?? model.overall;
	const shifts: Now["shifts"] = [];
	const told: Now["params"] = {};
	if (line.hasHistory) {
		const stay = (now - (since(line.stages, now) ?? line.createdAt)) / DAY_MS;
		const pushes = pushesAsOf(line, now);
		const size = amountLevel(at(line.amounts, now) ?? null, model.amountThirds[line.currency ?? ""]);
		const add = (code: string, params: Record<string, string | number>, shift: number | undefined): void => {
			told[code] = params;
			if (shift) shifts.push({ code, params, shift });
		};
		add("deal_pushes", { pushes }, model.factors.pushes.shift[pushLevel(pushes)]);
		const level = stayLevel(stay, stage?.stayDays ?? null);
		add("deal_stage_time", { days: Math.floor(stay), level }, model.factors.stageTime.shift[level]);
		add("deal_amount", { level: size }, model.factors.amount.shift[size]);
	}
	return { stageId, stage, days, curve, parentDeals: parent.deals, shifts, params: told };
}

function nothing(model: DealModel, line: DealTimeline, now: Instant): Estimate {
	const status = lifeAsOf(line, now)?.status ?? "unknown";
	return {
		value: null,
		unit: "probability",
		interval: null,
		n: 0,
		asOf: now,
		modelVersion: model.version,
		state: "empty",
		explanation: { base: { code: "deal_not_open", params: { status }, value: 0 }, parts: [], total: 0 },
	};
}
