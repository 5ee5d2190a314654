import type { CoachLanguage } from "../languages.ts";
import type { DateWords, Meaning } from "./date-words.ts";
import { DATE_WORDS } from "./words-by-language.ts";

/** A language's patterns of dates, ready to run. */
export interface CompiledRules {
	rules: { pattern: RegExp; meaning: Meaning }[];
	never: RegExp[];
	weekdays: { pattern: RegExp; weekday: number }[];
	months: RegExp[];
	quarters: { pattern: RegExp; quarter: number }[];
}

const compiled = new Map<CoachLanguage, CompiledRules>();

/** Compiled once a language. */
export function compiledRules(lang: CoachLanguage): CompiledRules {
	let rules = compiled.get(lang);
	if (!rules) {
		rules = compile(DATE_WORDS[lang], lang);
		compiled.set(lang, rules);
	}
	return rules;
}

function compile(words: DateWords, lang: CoachLanguage): CompiledRules {
	const holes = holesOf(words, lang);
	const fill = (pattern: string): string => {
		const seen = new Map<string, number>();
		return pattern.replace(/\{(n|wd|mon|q|day|year)\}/g, (_, name: string) => {
			// One pattern may name a hole twice in its alternatives, so each has a name of its own.
			const k = seen.get(name) ?? 0;
			seen.set(name, k + 1);
			return `(?<${name}${k}>${holes[name]})`;
		});
	};
	const plain = (pattern: string): string =>
		pattern.replace(/\{(n|wd|mon|q|day|year)\}/g, (_, name: string) => `(?:${holes[name]})`);
	const edged = (pattern: string): RegExp =>
		words.looseEdges
			? new RegExp(`(?:${pattern})`, "u")
			: new RegExp(`(?<![\\p{L}\\p{N}])(?:${pattern})(?![\\p{L}\\p{N}])`, "u");
	const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`, "u");
	return {
		rules: words.rules.map(([pattern, meaning]) => ({ pattern: edged(fill(pattern)), meaning })),
		never: words.never.map((pattern) => new RegExp(plain(pattern), "u")),
		weekdays: words.weekdays.map(([pattern, weekday]) => ({ pattern: whole(pattern), weekday })),
		months: words.months.map(whole),
		quarters: words.quarters.map(([pattern, quarter]) => ({ pattern: whole(pattern), quarter })),
	};
}

function holesOf(words: DateWords, lang: CoachLanguage): Record<string, string> {
	const any = (list: string[]): string => list.map((p) => `(?:${p})`).join("|");
	const longestFirst = Object.keys(words.numbers).sort((a, b) => b.length - a.length);
	const months = lang === "ja" ? [...words.months].reverse() : words.months;
	const day = {
		en: "\\d{1,2}(?:st|nd|rd|th)?",
		fr: "\\d{1,2}(?:er)?",
		de: "\\d{1,2}\\.?",
		ja: "\\d{1,2}日(?!以内|後|間)",
	};
	return {
		n: `\\d{1,3}|${longestFirst.join("|")}`,
		wd: any(words.weekdays.map(([p]) => p)),
		mon: any(months),
		q: any(words.quarters.map(([p]) => p)),
		day: day[lang as keyof typeof day] ?? "\\d{1,2}",
		year: "20\\d\\d",
	};
}
