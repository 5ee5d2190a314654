import type { TimedWord } from "../segment.ts";
import { cleanName, plainText } from "./cue-text.ts";
import type { Cue } from "./transcript.ts";

type Fields = Record<string, unknown>;

const LISTS = [
	"segments",
	"utterances",
	"cues",
	"transcript",
	"entries",
	"monologues",
	"results",
	"sentences",
	"turns",
	"items",
	"data",
	"paragraphs",
];
const SPEAKER = [
	"speaker",
	"speakerName",
	"speaker_name",
	"speakerLabel",
	"speaker_label",
	"name",
	"participant",
	"user",
	"author",
	"from",
	"speakerId",
	"speaker_id",
	"channel",
];
const TEXT = [
	"text",
	"spokenText",
	"transcript",
	"content",
	"sentence",
	"utterance",
	"message",
	"punctuated_word",
	"punctuatedWord",
	"word",
];
const START = [
	"start",
	"startTime",
	"start_time",
	"startSec",
	"start_timestamp",
	"begin",
	"offset",
	"startMs",
	"start_ms",
	"startTimeMs",
	"ts",
	"time",
	"t",
];
const END = ["end", "endTime", "end_time", "endSec", "end_timestamp", "stop", "endMs", "end_ms", "endTimeMs"];
const LANG = ["lang", "language", "spokenLanguage", "language_code", "locale"];

/** Cues of parsed JSON of any of the usual shapes: a list of turns, or an object that holds one. */
export function readJson(value: unknown): Cue[] {
	const rows = findRows(value, 0);
	const cues = rows.map(readRow).filter((c): c is Cue & { isMs: boolean } => c !== null);
	const scale = inMilliseconds(cues) ? 1000 : 1;
	return cues.map(({ isMs, ...cue }) => scaled(cue, isMs ? 1000 : scale));
}

function findRows(value: unknown, depth: number): Fields[] {
	if (depth > 5) return [];
	if (Array.isArray(value)) {
		const rows = value.filter(isFields);
		return rows.some((r) => textOf(r) !== "") ? rows : rows.flatMap((r) => findRows(r, depth + 1));
	}
	if (!isFields(value)) return [];
	for (const key of LISTS) {
		const rows = findRows(value[key], depth + 1);
		if (rows.length > 0) return rows;
	}
	for (const inner of Object.values(value)) {
		if (typeof inner !== "object" || inner === null) continue;
		const rows = findRows(inner, depth + 1);
		if (rows.length > 0) return rows;
	}
	return textOf(value) === "" ? [] : [value];
}

function readRow(row: Fields): (Cue & { isMs: boolean }) | null {
	const text = plainText(textOf(row));
	if (text === "") return null;
	const words = wordsOf(row);
	const start = numberAt(row, START) ?? words[0]?.[1] ?? null;
	const duration = numberAt(row, ["duration", "dur"]);
	const end =
		numberAt(row, END) ?? words.at(-1)?.[2] ?? (start !== null && duration !== null ? start + duration : null);
	const lang = LANG.map((k) => row[k]).find((v): v is string => typeof v === "string") ?? null;
	const isMs = ["startMs", "start_ms", "startTimeMs"].some((k) => k in row);
	return { speaker: speakerOf(row), start, end, text, lang, ...(words.length > 0 ? { words } : {}), isMs };
}

function textOf(row: Fields): string {
	for (const key of TEXT) {
		const value = row[key];
		if (typeof value === "string" && value.trim() !== "") return value;
	}
	return wordsOf(row)
		.map(([w]) => w)
		.join(" ");
}

function wordsOf(row: Fields): TimedWord[] {
	const list = Array.isArray(row["words"]) ? row["words"] : Array.isArray(row["elements"]) ? row["elements"] : [];
	const words: TimedWord[] = [];
	for (const entry of list) {
		const [text, start, end] = Array.isArray(entry)
			? [entry[0], entry[1], entry[2]]
			: isFields(entry)
				? [
						entry["punctuated_word"] ?? entry["text"] ?? entry["word"] ?? entry["value"],
						numberAt(entry, START),
						numberAt(entry, END),
					]
				: [null, null, null];
		if (typeof text !== "string" || typeof start !== "number" || typeof end !== "number") continue;
		if (Number.isFinite(start) && Number.isFinite(end) && text.trim() !== "")
			words.push([text.trim(), start, Math.max(start, end)]);
	}
	return words;
}

function speakerOf(row: Fields): string | null {
	for (const key of SPEAKER) {
		const value = row[key];
		if (typeof value === "string") return cleanName(value);
		if (typeof value === "number") return `Speaker ${value}`;
		if (isFields(value)) return speakerOf(value);
	}
	return null;
}

function numberAt(row: Fields, keys: readonly string[]): number | null {
	for (const key of keys) {
		const value = row[key];
		if (typeof value === "number" && Number.isFinite(value)) return value;
		if (typeof value === "string" && /^-?\d+(\.\d+)?s?$/.test(value.trim())) return Number.parseFloat(value);
		if (typeof value === "string" && /^-?\d{1,3}:\d{1,2}/.test(value.trim()))
			return value
				.trim()
				.split(":")
				.map((v) => Number(v.replace(",", ".")))
				.reduce((sum, part) => sum * 60 + part, 0);
		if (isFields(value)) {
			const inner = numberAt(value, ["relative", "seconds", "value"]);
			if (inner !== null) return inner;
		}
	}
	return null;
}

/** Nobody speaks for hours on end at one word a minute: then the numbers are milliseconds. */
function inMilliseconds(cues: readonly Cue[]): boolean {
	let length = 0;
	let letters = 0;
	for (const { start, end, text } of cues) {
		if (start === null || end === null) continue;
		length += end - start;
		letters += text.length;
	}
	return letters > 0 && length / letters > 5;
}

function scaled(cue: Cue, by: number): Cue {
	if (by === 1) return cue;
	const to = (v: number | null): number | null => (v === null ? null : v / by);
	const words = cue.words?.map(([w, s, e]) => [w, s / by, e / by] as const);
	return { ...cue, start: to(cue.start), end: to(cue.end), ...(words ? { words } : {}) };
}

function isFields(value: unknown): value is Fields {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
