import { ENTITY_NAMES, FIELDS, SHEET_ENTITIES, type SheetEntity } from "./fields.ts";
import { type GuessedMapping, guessMapping } from "./guess-mapping.ts";
import { headerWords } from "./name-key.ts";
import type { ColumnProfile } from "./sniff-column.ts";

/** Below this no kind of sheet is likely and a person has to say. */
const ENOUGH = 3;
const IN_NAME = 3;

/** The kinds of sheet it may be, likeliest first, each with its mapping. Empty when nothing fits. */
export function guessEntity(columns: ColumnProfile[], fileName: string): GuessedMapping[] {
	const name = headerWords(fileName.replace(/(\.(csv|tsv|txt|xlsx|gz))+$/i, "").replace(/^.*[/\\]/, ""));
	return SHEET_ENTITIES.map((entity) => {
		const guess = guessMapping(columns, entity);
		const score = guess.score + nameSpeaks(name, entity) + headersSpeak(columns, entity) + repeatsSpeak(columns, guess);
		return { ...guess, score: isPossible(guess) ? score : 0 };
	})
		.filter((guess) => guess.score >= ENOUGH)
		.sort((a, b) => b.score - a.score);
}

/** Points for the file's own name; the longest fitting word counts ("stage history" over "deal"). */
function nameSpeaks(name: string, entity: SheetEntity): number {
	let best = 0;
	for (const word of ENTITY_NAMES[entity]) {
		const found = /^[\p{Script=Latin} ]+$/u.test(word) ? ` ${name} `.includes(` ${word} `) : name.includes(word);
		if (found) best = Math.max(best, IN_NAME + word.length / 100 + (word.includes(" ") ? 1 : 0));
	}
	return best;
}

/** Points for "Lead Number" or "Opportunity Name": headers that carry the subject in front. */
function headersSpeak(columns: ColumnProfile[], entity: SheetEntity): number {
	let points = 0;
	for (const { header } of columns) {
		const words = headerWords(header).split(" ");
		const last = words.pop() ?? "";
		const isKey = last === "name" || last === "stage" || last === "status" || FIELDS.account[0]?.names.has(last);
		if (isKey && ENTITY_NAMES[entity].has(words.join(" "))) points += last === "name" || last === "stage" ? 0.7 : 1;
	}
	return Math.min(points, 3);
}

/** A deal's id once a row is a list of deals; many rows a deal are its history, its lines or its log. */
function repeatsSpeak(columns: ColumnProfile[], guess: GuessedMapping): number {
	const column = (field: string): ColumnProfile | undefined => {
		const at = guess.columns.find((c) => c.field === field)?.index;
		return at === undefined ? undefined : columns[at];
	};
	const repeats = (c: ColumnProfile | undefined): boolean =>
		c !== undefined && c.filled > 5 && c.distinct < c.filled * 0.9;
	if (guess.entity === "stage_history" || guess.entity === "event_log" || guess.entity === "line_item") {
		const id = column("dealId");
		return id === undefined ? -6 : repeats(id) ? 2 : id.filled > 20 ? -6 : 0;
	}
	if (guess.entity === "deal") return repeats(column("externalId")) ? -6 : 0;
	return 0;
}

/** Whether what the kind of sheet cannot do without is there. */
function isPossible(guess: GuessedMapping): boolean {
	const has = (...fields: string[]): boolean => fields.some((f) => guess.columns.some((c) => c.field === f));
	switch (guess.entity) {
		case "stage_history":
			return has("dealId") && has("changedAt") && (has("toStage") || (has("historyField") && has("newValue")));
		case "event_log":
			return has("dealId") && has("occurredAt") && has("event");
		case "quota":
			return has("period") && has("amount") && has("ownerName", "ownerEmail", "ownerId", "team");
		case "line_item":
			return has("dealId") && has("productName", "productId", "quantity");
		case "activity":
			return has("occurredAt") && has("kind", "subject", "durationMinutes", "direction");
		case "user":
			return has("name", "email", "firstName", "lastName");
		case "product":
			return has("name") && has("listPrice", "family", "externalId");
		case "account":
			return has("name");
		case "contact":
			return has("name", "firstName", "lastName", "email");
		case "lead":
			return has("name", "firstName", "lastName", "email", "company", "externalId", "status", "converted");
		case "deal":
			return (
				has("stage", "outcome", "isWon", "closeDate") ||
				(has("amount") && has("name", "externalId", "accountName", "accountId"))
			);
	}
}
