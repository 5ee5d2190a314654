import { moodFeatures } from "./features.ts";
import { sumOf, unpackTextModel } from "./text-model.ts";

/** Three packed sums: negative, neutral, positive. */
export interface PackedMoodModel {
	version: string;
	/** Added to each sum before the largest wins. */
	offsets: [number, number, number];
	/** Divides the sums, so that their softmax is calibrated. */
	temperature: number;
	classes: { scale: number; weights: string }[];
	sources: string[];
}

/** Probabilities that add up to one. */
export interface Mood {
	negative: number;
	neutral: number;
	positive: number;
}

/** A mood model that can be asked. */
export interface MoodModel {
	version: string;
	offsets: readonly number[];
	temperature: number;
	weights: Float32Array[];
}

/** From its letters. */
export function unpackMoodModel(packed: PackedMoodModel): MoodModel {
	return {
		version: packed.version,
		offsets: packed.offsets,
		temperature: packed.temperature,
		weights: packed.classes.map(
			({ scale, weights }) =>
				unpackTextModel({ version: "", scale, weights, calibration: [1, 0], sources: [] }).weights,
		),
	};
}

/** Mood of a text by its words. */
export function moodOf(model: MoodModel, text: string): Mood {
	const features = moodFeatures(text);
	const sums = model.weights.map((w, k) => (sumOf(w, features) + (model.offsets[k] ?? 0)) / model.temperature);
	const most = Math.max(...sums);
	const parts = sums.map((s) => Math.exp(s - most));
	const whole = parts.reduce((a, b) => a + b, 0);
	const [negative = 0, neutral = 0, positive = 0] = parts.map((p) => p / whole);
	return { negative, neutral, positive };
}
