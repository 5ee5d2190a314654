import type { CoachLanguage } from "../languages.ts";
import { type Day, dayOf, isoOf } from "./calendar.ts";
import { chronoDate } from "./chrono-date.ts";
import { compiledRules } from "./compile-rules.ts";
import { readMeaning } from "./read-meaning.ts";

/** When something is due, and the words that say so, as they stand in the text. `date` null: a time was said, but the day would be a guess. */
export interface DueDate {
	/** `YYYY-MM-DD`. */
	date: string | null;
	words: string;
}

/**
 * The due date in a sentence, seen from the day it was said. Own rules decide first, a general reader of dates second;
 * what is over, comes again and again or says how long something takes is none, and no date lies before the reference.
 * Null where no time is named.
 */
export function dueDate(text: string, lang: CoachLanguage, reference: string): DueDate | null {
	const today = dayOf(reference);
	const found = today === null ? null : findDue(text, lang, today);
	return found && { ...found, words: asWritten(text, found.words) };
}

/** Words found in small letters, as the text has them; what normalising has moved stays in small letters. */
function asWritten(text: string, words: string): string {
	const small = text.toLowerCase().replace(/[’`]/g, "'");
	const at = small.length === text.length ? small.indexOf(words) : -1;
	return at < 0 ? words : text.slice(at, at + words.length);
}

function findDue(text: string, lang: CoachLanguage, today: Day): DueDate | null {
	const said = text.normalize("NFKC").toLowerCase().replace(/[’`]/g, "'");
	const { never } = compiledRules(lang);
	const isNever = (part: string): boolean => never.some((pattern) => pattern.test(part));
	if (!isNever(said)) return readDate(said, lang, today);
	// "I'll draft it by Monday, and could you send me last month's letters?": what is over stands in a clause of its own.
	const clauses = said.split(CLAUSE_END).filter((part) => !isNever(part));
	const dates = clauses.flatMap((part) => readDate(part, lang, today) ?? []);
	return dates.length === 1 && dates[0]?.date ? dates[0] : null;
}

/** Where another clause begins. */
const CLAUSE_END = /[,;:—–]\s+|[、，]/u;

function readDate(said: string, lang: CoachLanguage, today: Day): DueDate | null {
	const { rules } = compiledRules(lang);
	let vague: DueDate | null = null;
	for (const { pattern, meaning } of rules) {
		const found = pattern.exec(said);
		if (!found) continue;
		const words = found[0].trim();
		const day = meaning === "vague" ? null : readMeaning(meaning, found, lang, today);
		if (day !== null && isSound(day, today)) return { date: isoOf(day), words };
		vague ??= { date: null, words };
		// An odd day of a month ("Tuesday the 18th" that is a Wednesday) must not be answered by its half.
		if (meaning !== "vague") return vague;
	}
	if (vague) return vague;
	const general = chronoDate(said, lang, today);
	return general && isSound(general.day, today) ? { date: isoOf(general.day), words: general.words } : null;
}

/** Within reach of a meeting: not over, and not more than three years away. */
function isSound(day: Day, today: Day): boolean {
	return day >= today && day <= today + 1100;
}
