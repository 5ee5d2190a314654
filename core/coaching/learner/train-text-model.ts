import { type Random, seededRandom } from "../../stats/random.ts";
import type { Features } from "./features.ts";
import { sigmoid, sumOf } from "./text-model.ts";

/** One labelled text. `weight` counts it more or less than once. */
export interface Example {
	features: Features;
	label: boolean;
	weight?: number;
}

/** How it is trained. */
export interface Training {
	/** How many weights; features share them. */
	size: number;
	epochs: number;
	/** AdaGrad's step. */
	step: number;
	/** Pull towards zero, an example. */
	decay: number;
	seed: number;
}

/**
 * Logistic regression over hashed features by AdaGrad (Duchi et al. 2011), examples in a new order each epoch. Weights
 * are the mean over the last half of the steps' epochs, which steadies them. Same seed, same weights.
 */
export function trainTextModel(examples: readonly Example[], training: Training): Float32Array {
	const { size, epochs, step, decay, seed } = training;
	const weights = new Float32Array(size);
	const squares = new Float32Array(size).fill(1e-3);
	const mean = new Float32Array(size);
	const random = seededRandom(seed);
	const order = examples.map((_, k) => k);
	const kept = Math.max(1, Math.floor(epochs / 2));
	for (let epoch = 0; epoch < epochs; epoch++) {
		shuffle(order, random);
		for (const k of order) {
			const { features, label, weight = 1 } = examples[k] as Example;
			const slope = (sigmoid(sumOf(weights, features)) - (label ? 1 : 0)) * weight;
			for (const f of features) {
				const at = f % size;
				const g = slope + decay * (weights[at] ?? 0);
				const square = (squares[at] ?? 0) + g * g;
				squares[at] = square;
				weights[at] = (weights[at] ?? 0) - (step * g) / Math.sqrt(square);
			}
		}
		if (epoch >= epochs - kept)
			for (let k = 0; k < mean.length; k++) mean[k] = (mean[k] ?? 0) + (weights[k] ?? 0) / kept;
	}
	return mean;
}

/** Platt's calibration (1999) of sums against labels, by Newton steps: probability = σ(a·sum + b). */
export function calibrateSums(rows: readonly { sum: number; label: boolean }[]): [number, number] {
	const positives = rows.filter((r) => r.label).length;
	const high = (positives + 1) / (positives + 2);
	const low = 1 / (rows.length - positives + 2);
	let a = 1;
	let b = 0;
	for (let round = 0; round < 50; round++) {
		let [ga, gb, haa, hab, hbb] = [0, 0, 1e-6, 0, 1e-6];
		for (const { sum, label } of rows) {
			const p = sigmoid(a * sum + b);
			const d = p - (label ? high : low);
			const h = p * (1 - p);
			ga += d * sum;
			gb += d;
			haa += h * sum * sum;
			hab += h * sum;
			hbb += h;
		}
		const det = haa * hbb - hab * hab;
		if (!(Math.abs(det) > 1e-12)) break;
		a -= (hbb * ga - hab * gb) / det;
		b -= (haa * gb - hab * ga) / det;
	}
	return [a, b];
}

function shuffle(order: number[], random: Random): void {
	for (let k = order.length - 1; k > 0; k--) {
		const other = Math.floor(random() * (k + 1));
		[order[k], order[other]] = [order[other] as number, order[k] as number];
	}
}
