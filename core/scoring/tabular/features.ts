import type { DateOrder } from "../../intake/read-date.ts";
import type { DecimalMark } from "../../intake/read-number.ts";

/** How cells of a column are read; found from the training rows, kept with the model. */
export type ColumnReading =
	| { kind: "number"; decimal: DecimalMark }
	| { kind: "date"; order: DateOrder }
	| { kind: "category" }
	| { kind: "text" };

/** What is taken from a column for a number: itself, or of a date or text something countable. */
export type NumberOf = "value" | "days" | "hour" | "length";

/**
 * One thing a model looks at; plain JSON. Every feature becomes a bin: 0 is missing.
 *
 * - `number`: bins by `edges` (upper ends). `since`: days from that other date column to this one.
 * - `category`: bin 1 + place in `levels`; the bin after the last is for rare levels and those never seen.
 * - `evidence`: a number made of how often rows with this level (or with its words) ended well in training: mean of
 *   `weights` of what is found, `unseen` for the rest.
 */
export type Feature =
	| { kind: "number"; column: string; of: NumberOf; since?: string; edges: number[] }
	| { kind: "category"; column: string; of: "value" | "weekday"; levels: string[] }
	| {
			kind: "evidence";
			column: string;
			of: "value" | "words";
			levels: string[];
			weights: number[];
			unseen: number;
			edges: number[];
	  };

/** How many bins a feature has, with bin 0. */
export function binsOf(feature: Feature): number {
	return (feature.kind === "category" ? feature.levels.length + 1 : feature.edges.length + 1) + 1;
}
