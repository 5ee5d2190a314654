/**
 * What dates are said with in a language, as patterns over lower-case text. `{n}`, `{wd}`, `{mon}`, `{q}`, `{day}` and
 * `{year}` stand for a count, a weekday, a month, a quarter, a day of the month and a year. First pattern found wins.
 */
export interface DateWords {
	weekdays: [pattern: string, weekday: number][];
	months: string[];
	numbers: Record<string, number>;
	quarters: [pattern: string, quarter: number][];
	rules: [pattern: string, meaning: Meaning][];
	/** What makes a phrase no due date: it is over, it comes again and again, or it is how long something takes. */
	never: string[];
	/** A word may run on into the next one, as in Japanese and after Hebrew's prefixes. */
	looseEdges?: true;
}

/** What a pattern means. Numbers in names of groups: `n`, `wd`, `mon`, `q`, `day`, `year`. */
export type Meaning =
	| "today"
	| "tomorrow"
	| "after-tomorrow"
	| "in-days"
	| "in-hours"
	| "in-weeks"
	| "in-months"
	| "weekday"
	| "weekday-next-week"
	| "weekday-plus-weeks"
	| "weekday-in-two-weeks"
	| "weekday-with-day"
	| "end-of-week"
	| "end-of-next-week"
	| "end-of-month"
	| "end-of-next-month"
	| "end-of-quarter"
	| "end-of-this-quarter"
	| "end-of-next-quarter"
	| "end-of-year"
	| "end-of-named-month"
	| "middle-of-named-month"
	| "start-of-named-month"
	| "day-and-month"
	| "day-of-month"
	| "day-of-next-month"
	| "numeric-day-first"
	| "iso"
	/** A time was said, but which day it is nobody can tell. */
	| "vague";
