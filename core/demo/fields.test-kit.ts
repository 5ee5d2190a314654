import type { JsonValue } from "../model/change.ts";
import type { Deal } from "../model/deal.ts";
import type { Lead } from "../model/lead.ts";

/** The record as its history should replay it: all fields but `id` and `version`, money as text. */
export function fieldsOf(record: Deal | Lead): Record<string, JsonValue> {
	const fields: Record<string, JsonValue> = {};
	for (const [field, value] of Object.entries(record)) {
		if (field !== "id" && field !== "version") fields[field] = typeof value === "bigint" ? value.toString() : value;
	}
	return fields;
}
