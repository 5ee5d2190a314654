import {
	actFeatures,
	actionFeatures,
	hash,
	minuteFeatures,
	moodFeatures,
} from "../../core/coaching/learner/features.ts";
import type { PackedMoodModel } from "../../core/coaching/learner/mood-model.ts";
import { type PackedTextModel, packWeights, sumOf } from "../../core/coaching/learner/text-model.ts";
import {
	calibrateSums,
	type Example,
	type Training,
	trainTextModel,
} from "../../core/coaching/learner/train-text-model.ts";
import {
	type AmiMeeting,
	ami,
	bargains,
	casino,
	emailIntent,
	hebrewMoods,
	type MoodText,
	mrda,
	type Utterance,
	XLMT_LANGUAGES,
	xlmt,
} from "./corpora.ts";

/** How each task is trained; sizes keep every file of weights under 300 kB. */
export const TRAINING = {
	question: { size: 250_000, epochs: 4, step: 0.1, decay: 1e-6, seed: 1 },
	commitment: { size: 60_000, epochs: 6, step: 0.1, decay: 1e-5, seed: 1 },
	action: { size: 250_000, epochs: 4, step: 0.1, decay: 1e-4, seed: 1 },
	minutes: { size: 250_000, epochs: 3, step: 0.05, decay: 1e-4, seed: 1 },
	mood: { size: 98_000, epochs: 8, step: 0.02, decay: 1e-3, seed: 1 },
	hebrewMood: { size: 32_000, epochs: 5, step: 0.05, decay: 1e-4, seed: 1 },
} satisfies Record<string, Training>;

/** Speech as a recogniser gives it: no punctuation, no marks. */
export function unpunctuated(text: string): string {
	return text
		.replace(/<[^>]*>/g, " ")
		.replace(/[^\p{L}\p{N}\p{M}' -]+/gu, " ")
		.replace(/\s+/g, " ")
		.trim();
}

/** Labelled acts with the turn before each, where it is of the same dialogue. */
export function actExamples(acts: readonly Utterance[], isPositive: (act: Utterance) => boolean): Example[] {
	return acts.map((act, k) => {
		const before = acts[k - 1];
		const previous = before && before.group === act.group ? unpunctuated(before.text) : null;
		return { features: actFeatures(unpunctuated(act.text), previous), label: isPositive(act) };
	});
}

/** Questions in everything that may ship: labelled acts, and written chat whose question marks are the labels. */
export function questionExamples(data: string): Example[] {
	const labelled = actExamples([...mrda(data, "train"), ...mrda(data, "validation")], (u) => u.act.startsWith("q"));
	const meetings = ami(data).flatMap(({ acts }) =>
		acts.map((a, k) =>
			example(a.text, acts[k - 1]?.text ?? null, (a.da ?? "").startsWith("el.") || a.text.includes("?")),
		),
	);
	const chats = [...bargains(data).map((b) => b.chat.map((c) => c.text)), ...casino(data)].flatMap((chat) =>
		chat.flatMap((text, k) =>
			text.split(/(?<=[.?!])\s+/).map((sentence) => example(sentence, chat[k - 1] ?? null, sentence.includes("?"))),
		),
	);
	return [...labelled, ...meetings, ...chats];
}

function example(text: string, previous: string | null, label: boolean): Example {
	return { features: actFeatures(unpunctuated(text), previous === null ? null : unpunctuated(previous)), label };
}

/** Sentences that ask for or promise something. */
export function commitmentExamples(data: string): Example[] {
	return emailIntent(data).map(({ text, label }) => ({ features: actFeatures(text, null), label }));
}

/** Acts of one meeting, positive where an action of its minutes rests on them. */
export function actionExamples(meeting: AmiMeeting): Example[] {
	const texts = meeting.acts.map((a) => a.text);
	return meeting.acts.map((a, k) => ({
		features: actionFeatures(texts, k),
		label: a.links.some(([kind]) => kind === "actions"),
	}));
}

/** Acts of one meeting, positive where its minutes rest on them. */
export function minuteExamples({ acts }: AmiMeeting): Example[] {
	return acts.map((a, k) => ({
		features: minuteFeatures(a.text, acts[k - 1]?.text ?? "", acts[k + 1]?.text ?? "", k / acts.length),
		label: a.links.length > 0,
	}));
}

/** A packed model with calibration from a fifth that it was not trained on. */
export function fitTask(
	examples: Example[],
	training: Training,
	sources: string[],
	foldOf = (k: number) => k % 5,
): PackedTextModel {
	const learn = trainTextModel(
		examples.filter((_, k) => foldOf(k) !== 0),
		training,
	);
	const held = examples.filter((_, k) => foldOf(k) === 0);
	const calibration = calibrateSums(held.map((e) => ({ sum: sumOf(learn, e.features), label: e.label })));
	const packed = packWeights(trainTextModel(examples, training));
	return { version: versionOf(packed.weights), ...packed, calibration: round(calibration), sources };
}

/** Weights of three moods, each the mean of two orders of the same texts. */
export function fitMood(texts: MoodText[], training: Training): Float32Array[] {
	const features = texts.map((t) => moodFeatures(t.text));
	return [0, 1, 2].map((mood) => {
		const examples = texts.map((t, k) => ({ features: features[k] ?? new Uint32Array(), label: t.mood === mood }));
		const [a, b] = [1, 2].map((seed) => trainTextModel(examples, { ...training, seed })) as [
			Float32Array,
			Float32Array,
		];
		return a.map((w, k) => (w + (b[k] ?? 0)) / 2);
	});
}

/** A packed mood model. Offset of the neutral and temperature come from a fifth that it was not trained on. */
export function fitMoodTask(
	texts: MoodText[],
	training: Training,
	neutralOffsets: number[],
	sources: string[],
): PackedMoodModel {
	const learn = fitMood(
		texts.filter((_, k) => k % 5 !== 0),
		training,
	);
	const held = texts
		.filter((_, k) => k % 5 === 0)
		.map((t) => ({ mood: t.mood, sums: learn.map((w) => sumOf(w, moodFeatures(t.text))) }));
	const best = neutralOffsets
		.map((offset) => ({
			offset,
			f1: macroF1(held.map(({ sums, mood }) => ({ said: argMax(shifted(sums, offset)), is: mood }))),
		}))
		.sort((a, b) => b.f1 - a.f1)[0] ?? { offset: 0 };
	const temperature =
		[0.5, 0.7, 1, 1.5, 2, 3]
			.map((t) => ({ t, loss: held.reduce((sum, h) => sum + lossOf(shifted(h.sums, best.offset), h.mood, t), 0) }))
			.sort((a, b) => a.loss - b.loss)[0]?.t ?? 1;
	const classes = fitMood(texts, training).map(packWeights);
	return {
		version: versionOf(classes.map((c) => c.weights).join("")),
		offsets: [0, best.offset, 0],
		temperature,
		classes,
		sources,
	};
}

/** Every text for the model of moods in languages but Hebrew. */
export function moodTexts(data: string): MoodText[] {
	return XLMT_LANGUAGES.flatMap((language) => xlmt(data, language, "train"));
}

/** Hebrew comments. Every fifth is kept out of measured training. */
export function hebrewTexts(data: string): MoodText[] {
	return hebrewMoods(data);
}

/** Mean F1 of three classes. */
export function macroF1(rows: { said: number; is: number }[]): number {
	return [0, 1, 2].reduce((sum, c) => sum + f1(rows.map((r) => ({ said: r.said === c, is: r.is === c }))), 0) / 3;
}

/** F1 of yes and no. */
export function f1(rows: { said: boolean; is: boolean }[]): number {
	const both = rows.filter((r) => r.said && r.is).length;
	const either = rows.filter((r) => r.said).length + rows.filter((r) => r.is).length;
	return either === 0 ? 0 : (2 * both) / either;
}

/** Place of the largest. */
export function argMax(values: number[]): number {
	return values.indexOf(Math.max(...values));
}

function shifted([a = 0, b = 0, c = 0]: number[], offset: number): number[] {
	return [a, b + offset, c];
}

function lossOf(sums: number[], is: number, temperature: number): number {
	const most = Math.max(...sums);
	const whole = sums.reduce((sum, s) => sum + Math.exp((s - most) / temperature), 0);
	return Math.log(whole) - ((sums[is] ?? 0) - most) / temperature;
}

function versionOf(weights: string): string {
	return `coach-${hash(weights).toString(36)}`;
}

function round([a, b]: [number, number]): [number, number] {
	return [Math.round(a * 1000) / 1000, Math.round(b * 1000) / 1000];
}
