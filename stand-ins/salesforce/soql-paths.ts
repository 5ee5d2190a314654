import { isObject, OBJECTS, type ObjectName, objectOfId } from "./objects.ts";
import type { Org, Row, Value } from "./org.ts";

/** A query that the organisation refuses, as it would say it. */
export class Refused extends Error {
	readonly errorCode: string;
	constructor(errorCode: string, message: string) {
		super(message);
		this.errorCode = errorCode;
	}
}

/** Walks `Owner.Email` along relationships. */
export function valueAt(org: Org, object: ObjectName, row: Row, path: string): Value {
	const [first = "", ...rest] = path.split(".");
	if (rest.length === 0) return row[first] ?? null;
	const link = OBJECTS[object].fields.find((one) => one.relationshipName === first);
	const id = link ? row[link.name] : null;
	const target = typeof id === "string" ? objectOfId(id) : null;
	const other = target && typeof id === "string" ? org.rows[target].get(id) : undefined;
	return target && other ? valueAt(org, target, other, rest.join(".")) : null;
}

/** Throws {@link Refused} on a path that leads nowhere. */
export function requirePath(org: Org, object: ObjectName, path: string): void {
	const [first = "", ...rest] = path.split(".");
	const known = OBJECTS[object].fields.find((one) => (rest.length > 0 ? one.relationshipName : one.name) === first);
	const isCurrency = first === "CurrencyIsoCode" && !org.isMultiCurrency;
	if (!known || isCurrency)
		throw new Refused(
			"INVALID_FIELD",
			`${path} FROM ${object}\n^\nERROR at Row:1:Column:8\nNo such column '${path}' on entity '${object}'.`,
		);
	const target = known.referenceTo.find(isObject);
	if (rest.length > 0 && target) requirePath(org, target, rest.join("."));
}
