import { sampleCall } from "../demo/sample-calls.ts";
import { COACH_LANGUAGES } from "./languages.ts";
import { type Features, hash } from "./learner/features.ts";
import { sigmoid, sumOf } from "./learner/text-model.ts";
import { tokens } from "./learner/tokens.ts";
import { trainTextModel } from "./learner/train-text-model.ts";

/** So many examples an admin gives at least, and at most. */
export const TRACKER_EXAMPLES = { least: 5, most: 20 } as const;

const TRAINING = { size: 4096, epochs: 30, step: 0.3, decay: 1e-4, seed: 7 };
const LEAST_PROBABILITY = 0.5;
/** An example counts as much as so many sentences of ordinary calls. */
const EXAMPLE_WEIGHT = 6;

/**
 * What examples of one thing have in common, against what is said in any call: weights over words, pairs of words and
 * pieces of words. Same examples, same weights.
 */
export function learnTracker(examples: readonly string[], others: readonly string[] = []): Float32Array {
	const own = new Set(examples.map((text) => text.trim().toLowerCase()));
	const ordinary = [...ORDINARY, ...others].filter((text) => !own.has(text.trim().toLowerCase()));
	return trainTextModel(
		[
			...examples.map((text) => ({ features: trackerFeatures(text), label: true, weight: EXAMPLE_WEIGHT })),
			...ordinary.map((text) => ({ features: trackerFeatures(text), label: false })),
		],
		TRAINING,
	);
}

/** Whether a sentence is like the examples. */
export function isLikeExamples(weights: Float32Array, text: string): boolean {
	return sigmoid(sumOf(weights, trackerFeatures(text))) >= LEAST_PROBABILITY;
}

/** How right a tracker was where people judged its hits: with a 90 % interval (Wilson 1927). Null before anybody judged. */
export function trackerPrecision(
	right: number,
	judged: number,
): { value: number; low: number; high: number; n: number; level: number } | null {
	if (judged === 0) return null;
	const z = 1.6449;
	const share = right / judged;
	const spread = z * Math.sqrt((share * (1 - share)) / judged + (z * z) / (4 * judged * judged));
	const middle = share + (z * z) / (2 * judged);
	const scale = 1 + (z * z) / judged;
	return { value: share, low: (middle - spread) / scale, high: (middle + spread) / scale, n: judged, level: 0.9 };
}

function trackerFeatures(text: string): Features {
	const words = tokens(text).slice(0, 60);
	const out: number[] = [hash("bias")];
	for (const [k, word] of words.entries()) {
		out.push(hash(`w ${word}`));
		if (k + 1 < words.length) out.push(hash(`p ${word} ${words[k + 1]}`));
		if (word.length >= 5) out.push(hash(`s ${word.slice(0, 4)}`));
	}
	return Uint32Array.from(new Set(out));
}

const ORDINARY: readonly string[] = COACH_LANGUAGES.flatMap((lang) =>
	sampleCall(lang).segments.flatMap(({ text }) =>
		text.split(/(?<=[.?!。？！])\s*/u).filter((sentence) => sentence !== ""),
	),
);
