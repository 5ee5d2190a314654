import { createInterface } from "node:readline/promises";
import type { ImportJson, ImportQuestion } from "../core/contract/imports.ts";
import type { Answers } from "../core/intake/plan.ts";
import type { JsonValue } from "../core/model/change.ts";

type Say = (line: string) => void;

/** What was found in the files: where each column goes, three of their own rows as they will be stored, and notes. */
export function showFound(view: ImportJson, say: Say): void {
	for (const file of view.files) {
		const name = file.sheet ? `${file.name}, sheet ${file.sheet}` : file.name;
		say(
			`\n${name}: ${(file.rowsTotal ?? 0).toLocaleString("en")} rows, taken for ${file.entity ?? "nothing we know; left out"}`,
		);
		if (!file.entity) continue;
		const mapped = file.columns.filter((c) => c.field !== null);
		const kept = file.columns.filter((c) => c.field === null).map((c) => c.name);
		say(`  ${mapped.map((c) => (c.name === c.field ? c.name : `${c.name} → ${c.field}`)).join(", ")}`);
		if (kept.length > 0)
			say(
				`  kept beside the record: ${kept.slice(0, 12).join(", ")}${kept.length > 12 ? ` and ${kept.length - 12} more` : ""}`,
			);
		for (const row of file.preview)
			say(
				`  | ${Object.entries(row)
					.map(([label, text]) => `${label}: ${text}`)
					.join(" · ")}`,
			);
	}
	if (view.notes.length > 0) say("");
	for (const note of view.notes) say(`Note: ${note}`);
}

/** The questions with the answers we would give, for a person or a script that answers in a file. */
export function showQuestions(questions: readonly ImportQuestion[], say: Say): void {
	for (const question of questions) {
		say(`\n${question.id}: ${question.text}`);
		if (question.options.length > 0) say(`  ${question.options.map((o) => `${o.value} (${o.label})`).join(", ")}`);
		say(`  default: ${brief(question.suggested)}. ${question.why}`);
	}
}

/** Asks each question on the terminal; Enter takes the default. */
export async function askQuestions(questions: readonly ImportQuestion[], say: Say): Promise<Answers> {
	const answers: Answers = {};
	const terminal = createInterface({ input: process.stdin, output: process.stderr });
	try {
		for (const question of questions) {
			showQuestions([question], say);
			const hint =
				Array.isArray(question.suggested) || typeof question.suggested === "object" ? " (name=kind, name=kind …)" : "";
			const text = (await terminal.question(`  Enter for the default, or your answer${hint}: `)).trim();
			if (text !== "") answers[question.id] = readAnswer(text, question.suggested as JsonValue);
		}
	} finally {
		terminal.close();
	}
	return answers;
}

/** An answer as typed, in the shape of the default: a number, yes or no, or "Proposal=open, Signed=won". */
export function readAnswer(text: string, like: JsonValue): JsonValue {
	if (typeof like === "number") return Number(text);
	if (typeof like === "boolean") return /^(y|yes|true|1)$/i.test(text);
	if (typeof like !== "object" || like === null) return text;
	const changed = new Map(
		text.split(",").map((pair) => {
			const at = pair.lastIndexOf("=");
			return [pair.slice(0, at).trim().toLowerCase(), pair.slice(at + 1).trim()] as const;
		}),
	);
	if (Array.isArray(like)) {
		return like.map((stage) => {
			if (typeof stage !== "object" || stage === null || Array.isArray(stage)) return stage;
			const kind = changed.get(String(stage["name"]).toLowerCase());
			return kind ? { ...stage, kind } : stage;
		});
	}
	return Object.fromEntries(
		Object.entries(like).map(([word, status]) => [word, changed.get(word.toLowerCase()) ?? status]),
	);
}

function brief(value: unknown): string {
	if (Array.isArray(value)) return value.map((s: { name: string; kind: string }) => `${s.name}=${s.kind}`).join(", ");
	if (typeof value === "object" && value !== null)
		return Object.entries(value)
			.map(([word, status]) => `${word}=${status}`)
			.join(", ");
	return typeof value === "boolean" ? (value ? "yes" : "no") : String(value);
}
