import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** One utterance of a labelled corpus. `group`: the dialogue it belongs to. */
export interface Utterance {
	text: string;
	act: string;
	group: string;
	speaker: string;
}

/** A gzipped text of the speech data. */
export function readSpeech(data: string, ...path: string[]): string {
	return gunzipSync(readFileSync(join(data, "speech", ...path))).toString("utf8");
}

function lines(text: string): string[] {
	return text.split(/\r?\n/).filter((l) => l !== "");
}

/** BT OASIS phone calls: speaker|text|act. */
export function oasis(data: string, part: "train" | "dev"): Utterance[] {
	return lines(readSpeech(data, "oasis", `${part}.txt.gz`)).map((line) => {
		const [speaker = "", text = "", act = ""] = line.split("|");
		return { speaker, text, act, group: "" };
	});
}

/** ICSI meetings: act is the general tag. */
export function mrda(data: string, part: "train" | "validation"): (Utterance & { full: string })[] {
	return lines(readSpeech(data, "mrda", `${part}.txt.gz`)).map((line) => {
		const [speaker = "", text = "", , act = "", full = ""] = line.split("|");
		return { speaker, text, act, full, group: "" };
	});
}

/** MIAM in one of its languages. Broken quotes are read from both ends. */
export function miam(data: string, name: string, part: "train" | "dev"): Utterance[] {
	const [head = "", ...rows] = lines(readSpeech(data, "miam", name, `${part}.csv.gz`));
	const columns = head.split(",").map((c) => c.trim());
	const before = columns.indexOf("Utterance");
	const after = columns.length - before - 1;
	return rows.map((row) => {
		const parts = row.split(",");
		const text = parts
			.slice(before, parts.length - after)
			.join(",")
			.replace(/^"|"$/g, "");
		const field = (name: string): string => {
			const at = columns.indexOf(name);
			return (at < before ? parts[at] : parts[parts.length - (columns.length - at)]) ?? "";
		};
		return {
			text,
			act: field("Dialogue_Act").replaceAll('"', ""),
			group: field("Dialogue_ID"),
			speaker: field("Speaker"),
		};
	});
}

/** An act of an AMI meeting. */
export interface AmiAct {
	id: string;
	spk: string;
	start: number;
	end: number;
	da: string | null;
	text: string;
	words: [string, number, number][];
	links: [string, string][];
}

/** A meeting of AMI with its acts in order and its summary. */
export interface AmiMeeting {
	meeting: string;
	acts: AmiAct[];
	abstract: string[];
	actions: string[];
	decisions: string[];
}

/** AMI's meetings, all or as many as asked. */
export function ami(data: string, most = Number.POSITIVE_INFINITY): AmiMeeting[] {
	const index = JSON.parse(readSpeech(data, "ami", "index.json.gz")) as {
		meeting: string;
		summary: { abstract: { text: string }[]; actions: { text: string }[]; decisions: { text: string }[] };
	}[];
	return index.slice(0, most).map(({ meeting, summary }) => ({
		meeting,
		acts: lines(readSpeech(data, "ami", `${meeting}.jsonl.gz`))
			.map((l) => JSON.parse(l) as AmiAct)
			.sort((a, b) => a.start - b.start || a.end - b.end),
		abstract: (summary.abstract ?? []).map((s) => s.text),
		actions: (summary.actions ?? []).map((s) => s.text),
		decisions: (summary.decisions ?? []).map((s) => s.text),
	}));
}

/** Sentences of e-mails: does one ask for or promise something? */
export function emailIntent(data: string): { text: string; label: boolean }[] {
	return lines(readSpeech(data, "email-intent", "train.txt.gz")).map((line) => {
		const [label = "", ...text] = line.split("\t");
		return { text: text.join("\t"), label: label === "Yes" };
	});
}

/** A text with its mood: 0 negative, 1 neutral, 2 positive. */
export interface MoodText {
	text: string;
	mood: number;
}

export const XLMT_LANGUAGES = [
	"arabic",
	"english",
	"french",
	"german",
	"hindi",
	"italian",
	"portuguese",
	"spanish",
] as const;

/** Tweets of one language. */
export function xlmt(data: string, language: string, part: "train" | "val"): MoodText[] {
	const labels = lines(readSpeech(data, "xlmt-sentiment", language, `${part}_labels.txt.gz`));
	const texts = readSpeech(data, "xlmt-sentiment", language, `${part}_text.txt.gz`).split(/\r?\n/);
	return labels.map((label, k) => ({ text: texts[k] ?? "", mood: Number(label) }));
}

/** Hebrew comments without repeats. Their file says 0 positive, 1 negative, 2 neutral. */
export function hebrewMoods(data: string): MoodText[] {
	const seen = new Set<string>();
	return lines(readSpeech(data, "hebrew-sentiment", "train.tsv.gz")).flatMap((line) => {
		const at = line.lastIndexOf("\t");
		const text = line.slice(0, at).trim();
		if (text === "" || seen.has(text)) return [];
		seen.add(text);
		return [{ text, mood: [2, 0, 1][Number(line.slice(at + 1))] ?? 1 }];
	});
}

/** A bargaining with its chat and what became of it. */
export interface Bargain {
	listPrice: number;
	/** Null: no agreement. */
	agreed: number | null;
	chat: { role: "buyer" | "seller"; text: string }[];
}

/** Craigslist bargains. */
export function bargains(data: string): Bargain[] {
	const rows = JSON.parse(readSpeech(data, "craigslistbargain", "dev.json.gz")) as {
		scenario: { kbs: { personal: { Role: "buyer" | "seller" }; item: { Price: number } }[] };
		outcome: { reward: number | null; offer: { price?: number } | null } | null;
		events: { action: string; agent: number; data: unknown }[];
	}[];
	return rows.map(({ scenario, outcome, events }) => ({
		listPrice: scenario.kbs[0]?.item.Price ?? 0,
		agreed: outcome?.reward === 1 ? (outcome.offer?.price ?? null) : null,
		chat: events
			.filter((e) => e.action === "message" && typeof e.data === "string")
			.map((e) => ({ role: scenario.kbs[e.agent]?.personal.Role ?? "buyer", text: String(e.data) })),
	}));
}

/** Messages of CaSiNo's negotiations. */
export function casino(data: string): string[][] {
	const rows = JSON.parse(readSpeech(data, "casino", "train.json.gz")) as { chat_logs: { text: string }[] }[];
	return rows.map((r) => r.chat_logs.map((c) => c.text));
}
