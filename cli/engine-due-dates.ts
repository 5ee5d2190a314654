import { z } from "zod";
import { dueDate } from "../core/coaching/due-date/due-date.ts";
import { coachLanguage, guessLanguage } from "../core/coaching/languages.ts";
import { isPlainDate } from "../core/model/instant.ts";
import type { EngineCommand } from "./engine-command.ts";
import { answerJsonLines } from "./json-lines.ts";

const phrase = z.object({
	id: z.union([z.string(), z.number()]),
	text: z.string(),
	lang: z.string().nullish(),
	reference: z.string().refine((text) => isPlainDate(text.slice(0, 10)), "not an ISO date such as 2026-03-14"),
});

/** `due-dates`: the day that a sentence says something is due. */
export const dueDates: EngineCommand = {
	name: "due-dates",
	summary: "Find the due date in sentences; say none rather than guess.",
	help: `
--in   JSON lines {id, text, lang, reference}: reference = ISO date of the day it was said
--out  JSON lines {id, date, words}: date is an ISO date, or null where no day was said or it would be a guess ("next
       week"); words are the span that was understood, "" where there is none

Languages: en, es, fr, de, he, ja; of others nothing is found. A date never lies before its reference.`,
	options: {
		in: { value: "d.jsonl", required: true },
		out: { value: "o.jsonl", required: true },
		seed: { value: "1", default: "1" },
	},
	async run(options, progress) {
		const files = { from: options["in"] ?? "", to: options["out"] ?? "" };
		await answerJsonLines(
			{ ...files, schema: phrase, shape: "{id, text, lang, reference}" },
			({ id, text, lang, reference }) => {
				const known = lang ? coachLanguage(lang) : guessLanguage(text);
				const due = known ? dueDate(text, known, reference) : null;
				return { id, date: due?.date ?? null, words: due?.words ?? "" };
			},
			progress,
		);
	},
};
