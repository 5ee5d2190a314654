import { ENTITY_NAMES, FIELDS, type FieldKind, type FieldSpec, type SheetEntity } from "./fields.ts";
import { headerWords } from "./name-key.ts";
import type { ColumnMapping } from "./plan.ts";
import { currencyCode } from "./read-number.ts";
import { type ColumnProfile, type ColumnType, kindOf } from "./sniff-column.ts";
import { kindOfStage } from "./stage-words.ts";

/** How well values of a type fit a field; what is not listed hardly does. */
const FIT: Record<FieldKind, Partial<Record<ColumnType, number>>> = {
	text: { text: 1, category: 1, id: 1, integer: 0.6, email: 0.5, url: 0.6, phone: 0.4, boolean: 0.3 },
	id: { id: 1, integer: 1, text: 0.9, category: 0.9, email: 0.7, boolean: 0.6 },
	money: { integer: 1, decimal: 1, money: 1, boolean: 0.6 },
	number: { integer: 1, decimal: 1, money: 0.9, boolean: 0.6, category: 0.4 },
	date: { date: 1, datetime: 1, integer: 0.45 },
	email: { email: 1, text: 0.3 },
	boolean: { boolean: 1, category: 0.6 },
	url: { url: 1, text: 0.6, category: 0.3 },
	phone: { phone: 1, integer: 1, text: 0.9 },
	category: { category: 1, text: 0.8, boolean: 0.9, integer: 0.7, id: 0.3 },
};
/** Words that make another thing of what they stand beside: a stage count is no stage. */
const MEASURES = new Set(
	"count number date id days quarter month year time percent score index ratio category type size rank change total average last first quota target goal budget".split(
		" ",
	),
);
const HARDLY = 0.05;
const ENOUGH = 0.4;

/** A mapping of all columns to one kind of sheet, and how much it speaks for that kind. */
export interface GuessedMapping {
	entity: SheetEntity;
	columns: ColumnMapping[];
	/** Sum of field weights × confidence. */
	score: number;
}

/** For each column the field it most likely fills, each field once; the rest is kept as `extra`. */
export function guessMapping(columns: ColumnProfile[], entity: SheetEntity): GuessedMapping {
	const candidates: {
		column: ColumnProfile;
		spec: FieldSpec;
		confidence: number;
		rank: number;
		why: ColumnMapping["why"];
	}[] = [];
	for (const column of columns) {
		if (column.type === "empty" && column.header.startsWith("column ")) continue;
		const words = headerWords(column.header);
		for (const spec of FIELDS[entity]) {
			const named = likeness(words, spec, entity);
			const confidence = named.confidence * fitOf(column, spec);
			if (confidence >= ENOUGH) candidates.push({ column, spec, confidence, rank: named.rank, why: named.why });
		}
		const shown = byValues(column, entity);
		if (shown) candidates.push({ column, spec: shown, confidence: ENOUGH, rank: 99, why: "values" });
	}
	candidates.sort(
		(a, b) =>
			b.confidence - a.confidence ||
			a.rank - b.rank ||
			b.spec.weight - a.spec.weight ||
			a.column.index - b.column.index,
	);
	const chosen = new Map<number, ColumnMapping>();
	const taken = new Set<string>();
	let score = 0;
	for (const { column, spec, confidence, why } of candidates) {
		if (chosen.has(column.index) || taken.has(spec.field)) continue;
		taken.add(spec.field);
		score += spec.weight * confidence;
		chosen.set(column.index, {
			index: column.index,
			header: column.header,
			field: spec.field,
			confidence: round(confidence),
			why,
		});
	}
	return {
		entity,
		score,
		columns: columns.map(
			(c) => chosen.get(c.index) ?? { index: c.index, header: c.header, field: null, confidence: 0, why: "none" },
		),
	};
}

function likeness(
	words: string,
	spec: FieldSpec,
	entity: SheetEntity,
): { confidence: number; rank: number; why: ColumnMapping["why"] } {
	const exact = spec.names.get(words);
	if (exact !== undefined) return { confidence: 1 - Math.min(exact, 40) * 0.002, rank: exact, why: "name" };
	const parts = words.split(" ");
	// "amount usd", "amount in eur": the currency is no part of the name.
	const last = parts.at(-1) ?? "";
	if (parts.length > 1 && currencyCode(last) && spec.kind === "money") {
		const rest = parts
			.slice(0, -1)
			.filter((p) => p !== "in")
			.join(" ");
		const rank = spec.names.get(rest);
		if (rank !== undefined) return { confidence: 0.95, rank, why: "name" };
	}
	for (let cut = 1; cut < Math.min(parts.length, 4); cut++) {
		const head = parts.slice(0, cut).join(" ");
		const rank = spec.names.get(parts.slice(cut).join(" "));
		if (rank !== undefined && (ENTITY_NAMES[entity].has(head) || head === "hs" || head === "sf")) {
			return { confidence: 0.93, rank, why: "vendor" };
		}
	}
	for (const [name, rank] of spec.names) {
		const size = name.split(" ").length;
		if (size * 2 < parts.length || name.length < 4 || size >= parts.length || ENTITY_NAMES[entity].has(name)) continue;
		if (parts.some((p) => MEASURES.has(p) && !name.includes(p))) continue;
		if (words.startsWith(`${name} `) || words.endsWith(` ${name}`)) {
			return { confidence: 0.5 + (0.2 * size) / parts.length, rank, why: "part" };
		}
	}
	return { confidence: 0, rank: 99, why: "none" };
}

function fitOf(column: ColumnProfile, spec: FieldSpec): number {
	if (column.type === "empty") return 0.85;
	const fits = Math.max(FIT[spec.kind][column.type] ?? HARDLY, shareThatFits(column, spec.kind));
	if (spec.field === "externalId" && column.distinct < column.filled * 0.9) return fits * 0.45;
	// A plain "Id" is the row's own, unless nothing else names the deal.
	if (spec.field === "dealId" && /^(record )?id$/.test(headerWords(column.header))) return fits * 0.7;
	// A column of bare ids is called "Opportunity" too; a name is what people read.
	if (spec.field === "name" && column.type === "id") return fits * 0.6;
	// "Status" beside a stage is the outcome only when it speaks of nothing but open, won and lost.
	if (spec.field === "outcome" && !speaksOfOutcome(column)) return fits * 0.3;
	// Head counts come as "51-200" or "1,000+" as often as not.
	const counts = column.samples.filter((s) => /^[<>]?\s*\d/.test(s)).length;
	if (spec.field === "employees" && counts > 0 && counts * 2 >= column.samples.length) return 0.9;
	// A serial number or a Unix time can be a date; a year or a count cannot.
	if (spec.kind === "date" && column.type === "integer") {
		return column.samples.every((s) => /^(\d{5}|\d{10}|\d{13})$/.test(s)) ? 0.8 : HARDLY;
	}
	return fits;
}

function speaksOfOutcome(column: ColumnProfile): boolean {
	const kinds = (column.values ?? []).map(({ value }) => kindOfStage(value));
	return kinds.length > 0 && kinds.some((k) => k === "won" || k === "lost") && kinds.every((k) => k !== null);
}

const NUMBERS = new Set(["integer", "decimal", "money", "percent"]);
const DATES = new Set(["date", "datetime"]);

/** A short column with a broken value looks like text or ids; it still is of the kind that most of its values are. */
function shareThatFits(column: ColumnProfile, kind: FieldKind): number {
	const wanted = kind === "date" ? DATES : kind === "money" || kind === "number" ? NUMBERS : null;
	if (!wanted || !["text", "category", "id"].includes(column.type)) return 0;
	const values = column.values ?? column.samples.map((value) => ({ value, count: 1 }));
	let [fitting, all] = [0, 0];
	for (const { value, count } of values) {
		all += count;
		if (wanted.has(kindOf(value))) fitting += count;
	}
	return all > 0 && fitting * 2 >= all ? fitting / all : 0;
}

/** An address speaks for itself whatever its header says. */
function byValues(column: ColumnProfile, entity: SheetEntity): FieldSpec | null {
	if (column.type !== "email" || !["contact", "lead", "user"].includes(entity)) return null;
	return FIELDS[entity].find((s) => s.field === "email") ?? null;
}

function round(value: number): number {
	return Math.round(value * 100) / 100;
}
