import type { JsonValue } from "../../core/model/change.ts";
import { minorFromNumeral } from "../../core/model/money.ts";
import { isOurs } from "./objects.ts";

/** A record's values: text from a bulk read, of their own kinds from a query. */
export type Row = Readonly<Record<string, unknown>>;

const MOST_TEXT = 2000;

/** A value as text; null where there is none. */
export function textOf(value: unknown): string | null {
	if (value === null || value === undefined || value === "" || typeof value === "object") return null;
	return String(value).slice(0, MOST_TEXT);
}

/** A moment or day in milliseconds; null where it is none. */
export function instantOf(value: unknown): number | null {
	const at = Date.parse((textOf(value) ?? "").replace(/\+0000$/, "Z"));
	return Number.isFinite(at) ? at : null;
}

/** A whole number; bulk reads write `250.0`. */
export function wholeOf(value: unknown): number | null {
	const text = textOf(value);
	return text !== null && Number.isFinite(Number(text)) ? Math.round(Number(text)) : null;
}

/** A number; null where it is none. */
export function numberOf(value: unknown): number | null {
	const text = textOf(value);
	return text !== null && Number.isFinite(Number(text)) ? Number(text) : null;
}

/** How a stage is called here: within the pipeline of a record type, or in that of all opportunities. */
export function stageId(apiName: string, recordType: string | null): string {
	return recordType ? `${recordType}:${apiName}` : apiName;
}

/** An amount in minor units as text. Bulk reads write large ones as `1.25E7`. */
export function minorOf(value: unknown, currency: string): string | null {
	const text = textOf(value);
	return text === null ? null : minorFromNumeral(text, currency);
}

/** The owner where it is a person; a queue owns nothing here. */
export function ownerOf(row: Row): { ownerExternalId?: string | null } {
	if (!("OwnerId" in row)) return {};
	const id = textOf(row["OwnerId"]);
	return { ownerExternalId: id?.startsWith("005") ? id : null };
}

/** The host name of a website without `www.`. */
export function domainOf(value: unknown): string | null {
	const text = textOf(value);
	if (text === null) return null;
	const url = URL.parse(/^https?:\/\//i.test(text) ? text : `https://${text}`);
	return url?.hostname.replace(/^www\./, "") || null;
}

/** The organisation's own fields as text, under their names. */
export function extraOf(row: Row): { extra?: Record<string, JsonValue> } {
	const own = Object.entries(row).filter(([name]) => name.endsWith("__c") && !isOurs(name));
	return own.length > 0 ? { extra: Object.fromEntries(own.map(([name, value]) => [name, textOf(value)])) } : {};
}
