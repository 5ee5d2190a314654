import type { MappedEntity } from "../../core/contract/connection-fields.ts";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { CanonicalChange, VendorField } from "../../core/contract/host.ts";
import type { JsonValue } from "../../core/model/change.ts";
import { minorFromDecimal } from "../../core/model/money.ts";
import { ENTITY_COLUMNS } from "./entity-columns.ts";

/** A custom field of a source that fills a field of ours. */
export interface FieldMapping {
	entity: MappedEntity;
	theirs: string;
	ours: string;
}

/** Told by the source in a way of its own, or by what the record is: never filled from a custom field. */
const NOT_FILLED = new Set(["name", "status", "createdAt", "closedAt", "currency", "extra"]);

/** Filled from a custom field it is told by that alone, though the source has one of its own: who maps it keeps their forecast there. */
const MAPPED_ALONE = "forecastCategory";

/** The fields of ours that custom ones may fill. */
export function targetsOf(entity: MappedEntity): string[] {
	return Object.entries(ENTITY_COLUMNS[entity].fields)
		.filter(([name, { type }]) => !NOT_FILLED.has(name) && ["text", "int", "bigint", "date"].includes(type))
		.map(([name]) => name);
}

/** Which kinds of a vendor's fields can fill a column of ours; text takes any. */
const FITTING: Readonly<Record<string, readonly VendorField["type"][]>> = {
	int: ["number", "text", "choice"],
	bigint: ["number", "text"],
	date: ["date", "datetime", "text"],
};

/** Holds a mapping against what the vendor says of its field. Throws unprocessable where it is gone, or of a kind that never fits. */
export function requireFitting(
	{ entity, field, target }: { entity: MappedEntity; field: string; target: string },
	there: readonly VendorField[],
): void {
	const found = there.find(({ name }) => name === field);
	const fitting = FITTING[ENTITY_COLUMNS[entity].fields[target]?.type ?? ""];
	const message = !found
		? `${field} is no longer a field there.`
		: fitting && !fitting.includes(found.type)
			? `${found.label} holds ${found.type} there, which ${target} cannot take.`
			: null;
	if (message) throw new CourtsideError("unprocessable", message, { errors: [{ path: "field", message }] });
}

/** A change with what its custom fields fill. What the source tells in its own words stands; what cannot be read fills nothing. */
export function fillMapped(
	change: CanonicalChange,
	mappings: readonly FieldMapping[],
	currency: string,
): CanonicalChange {
	const { extra } = change.fields;
	const isAlone = mappings.some(({ entity, ours }) => entity === change.entity && ours === MAPPED_ALONE);
	if (isAlone && MAPPED_ALONE in change.fields) {
		const { [MAPPED_ALONE]: _, ...fields } = change.fields;
		return fillMapped({ ...change, fields }, mappings, currency);
	}
	if (typeof extra !== "object" || extra === null || Array.isArray(extra)) return change;
	const filled: Record<string, JsonValue> = {};
	for (const { entity, theirs, ours } of mappings) {
		const text = extra[theirs];
		if (entity !== change.entity || text === undefined || text === null || ours in change.fields) continue;
		const said = change.fields["currency"];
		const value = readCustom(entity, ours, String(text), typeof said === "string" ? said : currency);
		if (value !== null) filled[ours] = value;
	}
	// An amount is of a currency; the source's own word for it stands.
	if ("amountMinor" in filled && !("currency" in change.fields)) filled["currency"] = currency;
	return Object.keys(filled).length === 0 ? change : { ...change, fields: { ...filled, ...change.fields } };
}

/**
 * A custom field's text as a value of a field of ours; null when it is none. Numbers and money are plain decimals, days
 * begin with YYYY-MM-DD: a guess at anything else would be wrong half of the time.
 */
export function readCustom(entity: MappedEntity, ours: string, given: string, currency: string): JsonValue {
	const column = ENTITY_COLUMNS[entity].fields[ours];
	const text = given.trim();
	if (!column || text === "") return null;
	const value = column.reads ? column.reads(text) : readAs(column.type, text, currency);
	return value !== null && column.accepts(value) ? value : null;
}

function readAs(type: string, text: string, currency: string): JsonValue {
	if (type === "bigint") return minorFromDecimal(text, currency)?.toString() ?? null;
	if (type === "int") return /^-?\d{1,10}(\.0+)?$/.test(text) ? Math.round(Number(text)) : null;
	if (type === "date") return /^\d{4}-\d\d-\d\d(?=$|[T ])/.exec(text)?.[0] ?? null;
	return text;
}
