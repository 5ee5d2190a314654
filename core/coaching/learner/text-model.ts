import type { Features } from "./features.ts";

/** Weights of a linear model over hashed features, as they are kept: a letter a weight, each one of 63 levels. */
export interface PackedTextModel {
	/** Changes with every training that changes a weight. */
	version: string;
	/** The largest weight there is. */
	scale: number;
	weights: string;
	/** Platt's calibration of the sum: probability = σ(a·sum + b). */
	calibration: [a: number, b: number];
	/** Trained on, with licences. */
	sources: string[];
}

/** A model that can be asked. */
export interface TextModel {
	version: string;
	weights: Float32Array;
	calibration: readonly [number, number];
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const LEVELS = 31;

/** Weights from their letters. Levels are finer near zero, where most weights are. */
export function unpackTextModel(packed: PackedTextModel): TextModel {
	const weights = new Float32Array(packed.weights.length);
	const value = new Float32Array(128);
	for (let k = 0; k < ALPHABET.length; k++) {
		const level = (k - LEVELS) / LEVELS;
		value[ALPHABET.charCodeAt(k)] = Math.sign(level) * level * level * packed.scale;
	}
	for (let k = 0; k < weights.length; k++) weights[k] = value[packed.weights.charCodeAt(k)] ?? 0;
	return { version: packed.version, weights, calibration: packed.calibration };
}

/** Letters of weights: one of 63 levels each, none of them above `scale`. */
export function packWeights(weights: Float32Array): { scale: number; weights: string } {
	const sorted = Float32Array.from(weights, Math.abs).sort();
	// A few enormous weights would make all others coarse.
	const scale = Math.max(1e-6, sorted[Math.floor(sorted.length * 0.9999)] ?? 0);
	const letters: string[] = [];
	for (const w of weights) {
		const level = Math.round(Math.sqrt(Math.min(1, Math.abs(w) / scale)) * LEVELS);
		letters.push(ALPHABET[LEVELS + (w < 0 ? -level : level)] ?? "");
	}
	return { scale, weights: letters.join("") };
}

/** Sum of the weights of what a text has. */
export function sumOf(weights: Float32Array, features: Features): number {
	let sum = 0;
	for (const f of features) sum += weights[f % weights.length] ?? 0;
	return sum;
}

/** Calibrated probability, 0–1. */
export function probabilityOf(model: TextModel, features: Features): number {
	const [a, b] = model.calibration;
	return sigmoid(a * sumOf(model.weights, features) + b);
}

/** Logistic function. */
export function sigmoid(x: number): number {
	return 1 / (1 + Math.exp(-x));
}
