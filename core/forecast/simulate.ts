import type { DealModel } from "../scoring/deal-model.ts";
import { keyOf, uniformAt } from "../stats/keyed-random.ts";
import { forkRandom, gamma, normal, poisson } from "../stats/random.ts";
import type { OpenDeal } from "./deals-in-span.ts";

/** Futures of one company: what is uncertain for all deals alike is drawn once a future and shared by all reps. */
export interface Futures {
	draws: number;
	seed: number;
	/**
	 * By stage id ("" for unknown): a factor on the chances of its deals in each future, for what few past deals leave
	 * unknown.
	 */
	stageFactors: Map<string, Float64Array>;
	/** A factor on business not yet created in each future. */
	creationFactor: Float64Array;
}

/**
 * Draws what is common to all reps. `creationVariance` is relative to the square of the mean; `driftVariance` is that of the
 * logarithm of a factor on all open deals alike.
 */
export function drawFutures(
	model: DealModel,
	seed: number,
	draws: number,
	{ creationVariance, driftVariance }: { creationVariance: number; driftVariance: number },
): Futures {
	const drifting = forkRandom(seed, "drift");
	const drift = Float64Array.from({ length: draws }, () => positive(drifting, driftVariance));
	const stageFactors = new Map<string, Float64Array>();
	const everything: [string, { closed: number; strength: number; final: number }][] = [
		["", model.overall],
		...Object.entries(model.stages).map(([id, s]) => [id, s.all] as [string, typeof s.all]),
	];
	for (const [id, curve] of everything) {
		const random = forkRandom(seed, `stage ${id}`);
		// Standard error of a share relative to the share.
		const records = curve.closed + Math.min(curve.strength, model.n.won + model.n.lost + model.prior.deals);
		const error = Math.sqrt((1 - curve.final) / curve.final / Math.max(1, records));
		stageFactors.set(
			id,
			drift.map((common) => common * positive(random, Math.log1p(error * error))),
		);
	}
	const random = forkRandom(seed, "creation");
	const shape = creationVariance > 0 ? 1 / creationVariance : 0;
	const creationFactor = Float64Array.from({ length: draws }, () => (shape > 0 ? gamma(random, shape) / shape : 1));
	return { draws, seed, stageFactors, creationFactor };
}

/** One rep's open deals in every future: each is won or not (Bernoulli), by numbers that belong to the deal alone. */
export function drawOpen(futures: Futures, deals: OpenDeal[]): Float64Array {
	const totals = new Float64Array(futures.draws);
	const unknown = futures.stageFactors.get("");
	for (const { dealId, stageId, probability, amount } of deals) {
		if (amount === 0) continue;
		const key = keyOf(futures.seed, dealId);
		const factors = futures.stageFactors.get(stageId ?? "") ?? unknown;
		for (let d = 0; d < totals.length; d++) {
			if (uniformAt(key, d) < probability * (factors?.[d] ?? 1)) totals[d] = (totals[d] ?? 0) + amount;
		}
	}
	return totals;
}

/**
 * One rep's business not yet created in every future: a Poisson number of wins with amounts of deals of late.
 */
export function drawUncreated(
	futures: Futures,
	repId: string,
	expectedWins: number,
	winAmounts: Float64Array,
): Float64Array {
	const totals = new Float64Array(futures.draws);
	if (!(expectedWins > 0) || winAmounts.length === 0) return totals;
	const random = forkRandom(futures.seed, `uncreated ${repId}`);
	const mean = winAmounts.reduce((a, b) => a + b, 0) / winAmounts.length;
	const spread = Math.sqrt(winAmounts.reduce((s, x) => s + (x - mean) ** 2, 0) / winAmounts.length);
	for (let d = 0; d < totals.length; d++) {
		const wins = poisson(random, expectedWins * (futures.creationFactor[d] ?? 1));
		if (wins > 30) totals[d] = Math.max(0, wins * mean + Math.sqrt(wins) * spread * normal(random));
		else {
			let sum = 0;
			for (let k = 0; k < wins; k++) sum += winAmounts[Math.floor(random() * winAmounts.length)] ?? mean;
			totals[d] = sum;
		}
	}
	return totals;
}

/** Log-normal with mean 1. */
function positive(random: () => number, variance: number): number {
	return Math.exp(Math.sqrt(variance) * normal(random) - variance / 2);
}
