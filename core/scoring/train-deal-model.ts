import type { Instant } from "../model/instant.ts";
import { DAY_MS } from "../model/instant.ts";
import type { Stage } from "../model/pipeline.ts";
import type { DealTimeline } from "../model/timeline.ts";
import { shrunkRate } from "../stats/shrinkage.ts";
import { amountThirds, learnFactors, stayDays } from "./deal-factors.ts";
import type { DealLife } from "./deal-life.ts";
import { lifeAsOf } from "./deal-life.ts";
import { forEachLook } from "./deal-looks.ts";
import type { DealCounts, DealModel, StageEvidence } from "./deal-model.ts";
import { PROVISIONAL_BELOW } from "./deal-model.ts";
import { shrinkGroups } from "./shrink-curves.ts";
import type { Hazards, Tally } from "./win-curve.ts";
import {
	addLook,
	BANDS,
	bandOf,
	closedDeals,
	combineHazards,
	constantHazards,
	curveOf,
	newTally,
	shrunkHazards,
} from "./win-curve.ts";

/** What a model is learnt from. Deals of any status; what was recorded at or after `origin` is not read. */
export interface DealTraining {
	timelines: DealTimeline[];
	/** Names for the stages; timelines may hold ids that are not among them. */
	stages: Stage[];
	origin: Instant;
}

/** A quarter of deals won and ninety days to close, worth four deals: said in the model, soon outweighed. */
export const PRIOR = { winRate: 0.25, deals: 4, cycleDays: 90 } as const;

/**
 * Learns how deals end from all that was known before the origin. Deals still open count for as long as they were seen
 * (censored), they are not dropped: otherwise quick losses would weigh too much. Deals with unknown stages speak for
 * the age curve only.
 */
export function trainDealModel({ timelines, stages, origin }: DealTraining): DealModel {
	const known: KnownDeal[] = [];
	for (const line of timelines) {
		const life = lifeAsOf(line, origin);
		if (life) known.push({ line, life });
	}
	const { n, window } = count(known, origin);
	const tallies = tallyLooks(known, origin);
	const closed = n.won + n.lost;
	const winRate = shrunkRate(closed > 0 ? n.won / closed : 0, closed, PRIOR.winRate, PRIOR.deals);
	const base = baseHazards(tallies, winRate);
	const overallHazards = shrunkHazards(tallies.overall, base, PRIOR.deals);
	const overall = curveOf(overallHazards, tallies.overall, PRIOR.deals);

	const ages = shrinkGroups(tallies.ages.map((tally) => ({ tally, parent: overallHazards })));
	const stageIds = [...tallies.stages.keys()].sort();
	const byStage = shrinkGroups(
		stageIds.map((id) => ({ tally: tallies.stages.get(id)?.all ?? newTally(), parent: overallHazards })),
	);
	const names = new Map(stages.map((s) => [s.id, s.name]));
	const stays = stayDays(known, origin);
	const cells = shrinkGroups(cellsOf(tallies, stageIds, byStage.hazards, ages.hazards, overallHazards)).curves;
	const evidence: Record<string, StageEvidence> = {};
	stageIds.forEach((id, s) => {
		const all = byStage.curves[s];
		if (!all) return;
		evidence[id] = {
			name: names.get(id) ?? id,
			all,
			byAge: cells.slice(s * BANDS, (s + 1) * BANDS),
			stayDays: stays.get(id) ?? null,
		};
	});
	const enough = closed >= PROVISIONAL_BELOW && n.won > 0 && n.lost > 0;
	const model: DealModel = {
		version: "deal-stage-age-2",
		origin,
		window,
		n,
		state: enough ? "ok" : "provisional",
		prior: { ...PRIOR },
		winRate,
		overall,
		stages: evidence,
		ages: ages.curves,
		factors: { pushes: none(), stageTime: none(), amount: none() },
		amountThirds: amountThirds(known, origin),
	};
	model.factors = learnFactors(known, model);
	return model;
}

/** A deal and how it stood at the origin. */
export interface KnownDeal {
	line: DealTimeline;
	life: DealLife;
}

interface Tallies {
	overall: Tally;
	ages: Tally[];
	stages: Map<string, { all: Tally; byAge: Tally[] }>;
	/**
	 * Closed deals that were looked at while open; the weight of `overall` is the days they and the open ones were waited
	 * for.
	 */
	closed: number;
}

function tallyLooks(known: KnownDeal[], origin: Instant): Tallies {
	const tallies: Tallies = { overall: newTally(), ages: newTallies(), stages: new Map(), closed: 0 };
	known.forEach(({ line, life }, deal) => {
		if (life.backdated) return;
		const end = life.closedAt ?? origin;
		const before = tallies.overall.weight;
		forEachLook(line, life, origin, (look) => {
			const band = bandOf((end - look.at) / DAY_MS);
			addLook(tallies.overall, deal, look.weight, life.status, band);
			const age = tallies.ages[look.ageBand];
			if (age) addLook(age, deal, look.weight, life.status, band);
			if (typeof look.stage !== "string") return;
			let stage = tallies.stages.get(look.stage);
			if (!stage) {
				stage = { all: newTally(), byAge: newTallies() };
				tallies.stages.set(look.stage, stage);
			}
			addLook(stage.all, deal, look.weight, life.status, band);
			const cell = stage.byAge[look.ageBand];
			if (cell) addLook(cell, deal, look.weight, life.status, band);
		});
		if (life.closedAt !== null && tallies.overall.weight > before) tallies.closed++;
	});
	return tallies;
}

/**
 * Where even all deals together say nothing (no deal has lived that long), they are taken to go on as fast as open
 * deals closed so far.
 */
function baseHazards(tallies: Tallies, winRate: number): Hazards {
	let won = 0;
	let closed = 0;
	for (let k = 0; k < BANDS; k++) {
		won += tallies.overall.won[k] ?? 0;
		closed += (tallies.overall.won[k] ?? 0) + (tallies.overall.lost[k] ?? 0);
	}
	const share = shrunkRate(closed > 0 ? won / closed : 0, closedDeals(tallies.overall), winRate, PRIOR.deals);
	return constantHazards((tallies.closed + 1) / (tallies.overall.weight + PRIOR.cycleDays), share);
}

function cellsOf(
	tallies: Tallies,
	ids: string[],
	stages: Hazards[],
	ages: Hazards[],
	overall: Hazards,
): { tally: Tally; parent: Hazards }[] {
	return ids.flatMap((id, s) =>
		ages.map((age, a) => ({
			tally: tallies.stages.get(id)?.byAge[a] ?? newTally(),
			parent: combineHazards(stages[s] ?? overall, age, overall),
		})),
	);
}

function count(known: KnownDeal[], origin: Instant): { n: DealCounts; window: DealModel["window"] } {
	const n: DealCounts = { deals: known.length, won: 0, lost: 0, open: 0, backdated: 0, withoutStages: 0 };
	let from = Number.POSITIVE_INFINITY;
	let to = Number.NEGATIVE_INFINITY;
	for (const { line, life } of known) {
		n[life.status]++;
		if (life.backdated) n.backdated++;
		if (!line.stages.some((s) => s.value !== null && s.at < (life.closedAt ?? origin))) n.withoutStages++;
		from = Math.min(from, line.createdAt);
		to = Math.max(to, life.closedAt ?? line.createdAt);
	}
	return { n, window: known.length > 0 ? { from, to } : null };
}

function newTallies(): Tally[] {
	return Array.from({ length: BANDS }, newTally);
}

function none(): { shift: number[]; deals: number[] } {
	return { shift: [0, 0, 0, 0], deals: [0, 0, 0, 0] };
}
