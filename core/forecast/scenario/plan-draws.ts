import type { DealModel } from "../../scoring/deal-model.ts";
import { keyOf, uniformAt } from "../../stats/keyed-random.ts";
import { forkRandom, gamma, normal, type Random } from "../../stats/random.ts";
import type { Forecast } from "../forecast.ts";
import { type Plan, type PlanDeal, pathUp } from "./plan.ts";

/** What is still to come for every node in every simulated future. A node that is the same keeps the same array. */
export type PlanDraws = Map<string, Float64Array>;

/** What all plans of one forecast are drawn with, so that they differ by what differs in them and not by luck. */
export interface DrawFrame {
	seed: number;
	draws: number;
	/** By stage ("" for unknown), in every future: a factor on chances, for what few past deals leave unknown. */
	stages: Map<string, Float64Array>;
	/** The same on business not yet created. */
	creation: Float64Array;
	/** Mean amount of a win to come, minor units. */
	meanAmount: number;
	/** Leaves drawn before, by what is in them. */
	drawn: Map<string, { deals: PlanDeal[]; uncreated: bigint; totals: Float64Array }>;
}

/** More wins than this are drawn together. */
const SINGLY = 30;

/** The frame of a forecast. */
export function drawFrame(model: DealModel, base: Forecast, seed: number, draws: number): DrawFrame {
	const curves = new Map(Object.entries(model.stages).map(([id, s]) => [id, s.all]));
	curves.set("", model.overall);
	const stages = new Map<string, Float64Array>();
	for (const [id, { final, closed }] of curves) {
		const random = forkRandom(seed, `scenario stage ${id}`);
		const error = Math.sqrt((1 - final) / final / Math.max(1, closed + model.prior.deals));
		stages.set(
			id,
			Float64Array.from({ length: draws }, () => aroundOne(random, error)),
		);
	}
	const { createdPerDay, rateDays, wins, meanAmountMinor } = base.uncreated;
	const seen = createdPerDay * rateDays;
	const variance = (seen > 0 ? 1 / seen : 1) + 1 / Math.max(1, wins);
	const random = forkRandom(seed, "scenario creation");
	const creation = Float64Array.from({ length: draws }, () => gamma(random, 1 / variance) * variance);
	return { seed, draws, stages, creation, meanAmount: meanAmountMinor ?? 0, drawn: new Map() };
}

/** Draws a plan; `before` is another plan of the frame whose arrays are taken over where nothing differs. */
export function drawPlan(frame: DrawFrame, plan: Plan, before?: { plan: Plan; draws: PlanDraws }): PlanDraws {
	const byLeaf = new Map<string, PlanDeal[]>();
	for (const deal of plan.deals.values()) {
		const list = byLeaf.get(deal.leafId);
		if (list) list.push(deal);
		else byLeaf.set(deal.leafId, [deal]);
	}
	const leaves = new Set([...byLeaf.keys(), ...plan.uncreated.keys(), ...(before?.plan.uncreated.keys() ?? [])]);
	const changed = new Set<string>();
	const totals = new Map<string, Float64Array>();
	for (const leaf of leaves) {
		const deals = byLeaf.get(leaf) ?? [];
		const uncreated = plan.uncreated.get(leaf) ?? 0n;
		const known = frame.drawn.get(leaf);
		if (known && known.uncreated === uncreated && sameDeals(known.deals, deals)) totals.set(leaf, known.totals);
		else {
			const drawn = drawLeaf(frame, leaf, deals, uncreated);
			if (before) for (const node of pathUp(plan.parents, leaf)) changed.add(node);
			else frame.drawn.set(leaf, { deals, uncreated, totals: drawn });
			totals.set(leaf, drawn);
		}
	}
	const draws: PlanDraws = new Map();
	for (const [node, same] of before?.draws ?? []) if (!changed.has(node)) draws.set(node, same);
	for (const [leaf, own] of totals) {
		for (const node of pathUp(plan.parents, leaf)) {
			if (before && !changed.has(node)) continue;
			const sum = draws.get(node) ?? new Float64Array(frame.draws);
			draws.set(node, sum);
			for (let d = 0; d < sum.length; d++) sum[d] = (sum[d] ?? 0) + (own[d] ?? 0);
		}
	}
	return draws;
}

function sameDeals(a: PlanDeal[], b: PlanDeal[]): boolean {
	return a.length === b.length && a.every((deal, k) => deal === b[k]);
}

function drawLeaf(frame: DrawFrame, leafId: string, deals: PlanDeal[], uncreated: bigint): Float64Array {
	const totals = drawUncreated(frame, leafId, Number(uncreated));
	for (const { dealId, stageId, amountMinor, probability, isCertain } of deals) {
		const amount = Number(amountMinor);
		if (amount === 0 || probability === 0) continue;
		const key = keyOf(frame.seed, dealId);
		const factors = frame.stages.get(stageId ?? "") ?? frame.stages.get("");
		for (let d = 0; d < totals.length; d++) {
			const chance = isCertain ? probability : probability * (factors?.[d] ?? 1);
			if (uniformAt(key, d) < chance) totals[d] = (totals[d] ?? 0) + amount;
		}
	}
	return totals;
}

/** A Poisson number of wins of exponential amounts; a larger expectation never draws less. */
function drawUncreated(
	{ seed, draws, creation, meanAmount }: DrawFrame,
	leafId: string,
	expected: number,
): Float64Array {
	const totals = new Float64Array(draws);
	if (!(expected > 0)) return totals;
	if (!(meanAmount > 0)) return totals.fill(expected);
	const [count, size] = [keyOf(seed, `new ${leafId}`), keyOf(seed, `size ${leafId}`)];
	const random = forkRandom(seed, `many ${leafId}`);
	for (let d = 0; d < draws; d++) {
		const wins = (expected / meanAmount) * (creation[d] ?? 1);
		const spread = normal(random);
		if (wins > SINGLY) totals[d] = meanAmount * Math.max(0, wins + Math.sqrt(2 * wins) * spread);
		else {
			const n = poissonAt(wins, uniformAt(count, d));
			let sum = 0;
			for (let k = 0; k < n; k++) sum -= Math.log(1 - uniformAt(size, d * 128 + k));
			totals[d] = sum * meanAmount;
		}
	}
	return totals;
}

/** The Poisson number that a uniform one stands for (inversion). */
function poissonAt(mean: number, uniform: number): number {
	let term = Math.exp(-mean);
	let sum = term;
	let n = 0;
	while (sum < uniform && n < 127) {
		n++;
		term *= mean / n;
		sum += term;
	}
	return n;
}

/** Log-normal with mean 1 and this standard deviation. */
function aroundOne(random: Random, error: number): number {
	const variance = Math.log1p(error * error);
	return Math.exp(Math.sqrt(variance) * normal(random) - variance / 2);
}
