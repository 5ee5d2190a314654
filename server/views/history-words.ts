import type { HistoryEntry } from "../../core/contract/deals.ts";
import type { JsonValue } from "../../core/model/change.ts";
import { LOST_REASONS } from "../../core/model/deal.ts";
import type { DealCategory } from "../../core/model/deal-category.ts";
import { isPlainDate } from "../../core/model/instant.ts";
import { english } from "../../core/words/english.ts";
import { formatCountry } from "../../core/words/format-country.ts";
import { formatDay } from "../../core/words/format-date.ts";
import { formatMoney } from "../../core/words/format-money.ts";
import type { PastChange } from "../db/history.ts";
import { say, type Viewer } from "./viewer.ts";

/** Names behind ids that stand in a history. */
export type NamesOf = ReadonlyMap<string, string>;

const CATEGORY_WORDS: Readonly<Record<DealCategory, string>> = {
	commit: "calls.cat.commit",
	best_case: "calls.cat.bestCase",
	pipeline: "calls.cat.pipeline",
	omitted: "calls.in.omitted",
};

/** Fields that say nothing a person would miss beside the others. */
const UNTOLD = new Set(["pipelineId", "closedAt", "createdAt", "version", "updatedAt", "convertedDealId", "extra"]);

/** A record's past, newest first, worded. `changes` come newest first and hold what each value was before. */
export function historyEntries(changes: PastChange[], names: NamesOf, viewer: Viewer): HistoryEntry[] {
	const entries: HistoryEntry[] = [];
	const held = new Map<string, JsonValue>();
	let currency: string | null = null;
	for (const change of [...changes].reverse()) {
		if (change.field === "*") {
			for (const [field, value] of Object.entries(objectOf(change.value))) held.set(field, value);
			currency = textOf(held.get("currency"));
			entries.push(entry(change, null, null, say(viewer, "history.created")));
			continue;
		}
		const before = held.get(change.field) ?? null;
		held.set(change.field, change.value);
		if (change.field === "currency") currency = textOf(change.value);
		if (UNTOLD.has(change.field) || before === change.value) continue;
		const shown = (value: JsonValue) => showValue(change.field, value, currency, names, viewer);
		const [from, to] = [shown(before), shown(change.value)];
		entries.push(entry(change, from, to, sentence(change.field, from, to, viewer)));
	}
	return entries.reverse();
}

function sentence(field: string, from: string | null, to: string | null, viewer: Viewer): string {
	const what = fieldWord(field, viewer);
	if (to === null) return say(viewer, "history.cleared", { field: what, from: from ?? "–" });
	if (from === null) return say(viewer, "history.set", { field: what, to });
	return say(viewer, "history.changed", { field: what, from, to });
}

/** What a field is called; the workspace's own fields, which have no word of ours, as they are. */
export function fieldWord(field: string, viewer: Viewer): string {
	const key = [`history.field.${field}`, `field.${field}`].find((k) => k in english);
	return key === undefined ? field : say(viewer, key);
}

function entry(change: PastChange, from: string | null, to: string | null, text: string): HistoryEntry {
	const { field, recordedAt, inferred } = change;
	return {
		at: new Date(recordedAt).toISOString(),
		field,
		from,
		to,
		text,
		source: change.changedBy ?? change.source,
		inferred,
	};
}

/** Why a deal was lost: our own codes in the viewer's language, other words as they were written. */
export function lostReasonText(reason: string, viewer: Viewer): string {
	return (LOST_REASONS as readonly string[]).includes(reason) ? say(viewer, `lost.${reason}`) : reason;
}

function showValue(
	field: string,
	value: JsonValue,
	currency: string | null,
	names: NamesOf,
	viewer: Viewer,
): string | null {
	if (value === null || value === "") return null;
	const text = typeof value === "string" ? value : JSON.stringify(value);
	if (field === "amountMinor") {
		return currency === null ? null : formatMoney({ amountMinor: BigInt(text), currency }, viewer.locale);
	}
	if (field === "lostReason") return lostReasonText(text, viewer);
	if (field === "forecastCategory" && text in CATEGORY_WORDS) return say(viewer, CATEGORY_WORDS[text as DealCategory]);
	if (field === "country") return formatCountry(text, viewer.locale);
	if (field === "status") return say(viewer, `history.status.${text}`);
	if (field.endsWith("Id")) return names.get(text) ?? say(viewer, "history.unknown");
	return isPlainDate(text) ? formatDay(text, viewer.locale) : text;
}

function objectOf(value: JsonValue): { [key: string]: JsonValue } {
	return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

function textOf(value: JsonValue | undefined): string | null {
	return typeof value === "string" ? value : null;
}
