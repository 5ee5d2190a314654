import type { Instant } from "./instant.ts";

export const ENTITIES = [
	"account",
	"contact",
	"lead",
	"deal",
	"product",
	"line_item",
	"activity",
	"user",
	"team",
	"territory",
	"quota",
	"campaign",
	"competitor",
	"content",
] as const;
export type Entity = (typeof ENTITIES)[number];

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/**
 * One field's new value. `field` is the camelCase name in `core/model`, or `*` for the snapshot a history begins with
 * (then `value` is an object of all fields). Money is minor units as text.
 */
export interface FieldChange {
	entity: Entity;
	entityId: string;
	field: string;
	value: JsonValue;
	/** When it became true in the world. */
	validAt: Instant;
	/** When the source system recorded it. Engines at an origin read only `recordedAt < origin`. */
	recordedAt: Instant;
	source: string;
	/** True where the source keeps no history and we only know that it must have been so. */
	inferred: boolean;
}

/** The record's fields as they were known just before `origin`; null when nothing was known yet. Changes may come in any order. */
export function stateAsOf(changes: FieldChange[], origin: Instant): Record<string, JsonValue> | null {
	const known = changes
		.filter((c) => c.recordedAt < origin)
		.sort((a, b) => a.recordedAt - b.recordedAt || a.validAt - b.validAt);
	if (known.length === 0) return null;
	const state: Record<string, JsonValue> = {};
	for (const change of known) {
		if (change.field === "*") Object.assign(state, change.value);
		else state[change.field] = change.value;
	}
	return state;
}
