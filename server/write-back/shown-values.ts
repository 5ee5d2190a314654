import type { WriteBackValue } from "../../core/contract/write-backs.ts";
import type { JsonValue } from "../../core/model/change.ts";

/** Fields of one write with what stood there before and the vendor's names, as pages show them. */
export function shownValues(
	fields: Record<string, JsonValue>,
	before: Record<string, JsonValue>,
	names: Readonly<Record<string, string>>,
): WriteBackValue[] {
	return Object.entries(fields).map(([field, after]) => ({
		field,
		vendorField: names[field] ?? null,
		before: plain(before[field]),
		after: plain(after),
	}));
}

function plain(value: JsonValue | undefined): WriteBackValue["after"] {
	if (value === undefined || value === null) return null;
	return typeof value === "object" ? JSON.stringify(value) : value;
}
