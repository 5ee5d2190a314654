import * as chrono from "chrono-node";
import type { CoachLanguage } from "../languages.ts";
import { type Day, date } from "./calendar.ts";

const PARSERS = {
	en: chrono.en.casual,
	es: chrono.es.casual,
	fr: chrono.fr.casual,
	de: chrono.de.casual,
	ja: chrono.ja.casual,
};

/**
 * What chrono-node makes of a sentence, where it is certain of the day: it must have read day and month, or a weekday. Null
 * where it has read only a time of day, a month, or several dates.
 */
export function chronoDate(text: string, lang: CoachLanguage, today: Day): { day: Day; words: string } | null {
	if (lang === "he") return null;
	// Noon, so that no zone moves the day.
	const reference = new Date(today * 86_400_000 + 43_200_000);
	const found = PARSERS[lang].parse(text, { instant: reference, timezone: 0 }, { forwardDate: true });
	const [first, ...others] = found;
	if (!first || others.length > 0) return null;
	// "Am Morgen", "por la mañana": a time of day, where the own rules have not found it to be tomorrow.
	if (/^(morgen|mañana|demain)$/.test(first.text)) return null;
	// "Two weeks" alone says how long, not when.
	if (/^(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten) (?:days?|weeks?|months?|years?)$/.test(first.text))
		return null;
	if (/second|moment|minute|sekunde|augenblick|segundo|minuto|instant|秒|分/.test(first.text)) return null;
	const isCertain = first.start.isCertain("day") && first.start.isCertain("month");
	if (!isCertain) return null;
	const [year, month, day] = [first.start.get("year"), first.start.get("month"), first.start.get("day")];
	if (year === null || month === null || day === null) return null;
	const read = date(year, month, day);
	return read === null ? null : { day: read, words: first.text };
}
