import { z } from "zod";
import { judgeElsewhere, judgeUtterance } from "../core/coaching/judge-utterance.ts";
import { coachLanguage, guessLanguage } from "../core/coaching/languages.ts";
import { OBJECTION_KINDS } from "../core/coaching/packs/signal-pack.ts";
import type { EngineCommand } from "./engine-command.ts";
import { answerJsonLines } from "./json-lines.ts";

const utterance = z.object({
	id: z.union([z.string(), z.number()]),
	text: z.string(),
	lang: z.string().nullish(),
	previous: z.array(z.string()).nullish(),
	final: z.boolean().nullish(),
});

/** `utterances`: what each utterance of a conversation is. */
export const utterances: EngineCommand = {
	name: "utterances",
	summary: "Judge utterances: question, commitment, objection, buying signal, sentiment.",
	help: `
--in   JSON lines {id, text, lang?, previous?: [..], final?}: previous = turns before it, the last one nearest; lang is
       guessed where absent
--out  JSON lines {id, lang, question, commitment, objection: {kind: p}, buyingSignal, sentiment: {negative, neutral,
       positive}}, all probabilities

English, Spanish, French, German, Hebrew and Japanese are known wholly; of Italian only questions and sentiment, of other
languages only marks of questions and sentiment.`,
	options: {
		in: { value: "u.jsonl", required: true },
		out: { value: "o.jsonl", required: true },
		seed: { value: "1", default: "1" },
	},
	async run(options, progress) {
		const files = { from: options["in"] ?? "", to: options["out"] ?? "" };
		await answerJsonLines({ ...files, schema: utterance, shape: "{id, text, …}" }, judge, progress);
	},
};

function judge({ id, text, lang: tag, previous }: z.infer<typeof utterance>): unknown {
	const known = tag ? coachLanguage(tag) : (guessLanguage(text) ?? guessLanguage((previous ?? []).join(" ")) ?? "en");
	const lang = known ?? tag?.toLowerCase().split(/[-_]/)[0] ?? null;
	const judged = known ? judgeUtterance(text, known, previous?.at(-1) ?? null) : judgeElsewhere(text, lang);
	return {
		id,
		lang,
		question: round(judged.question),
		commitment: round(judged.commitment),
		objection: Object.fromEntries(OBJECTION_KINDS.map((kind) => [kind, round(judged.objection[kind] ?? 0.05)])),
		buyingSignal: round(judged.buyingSignal),
		sentiment: {
			negative: round(judged.sentiment.negative),
			neutral: round(judged.sentiment.neutral),
			positive: round(judged.sentiment.positive),
		},
	};
}

function round(p: number): number {
	return Math.round(p * 10_000) / 10_000;
}
