import type { ApexClass } from "./parse-classes.ts";

/** An object of a class of ours or of the platform's; a record when `type` is that of an SObject. */
export interface ApexObject {
	type: string;
	fields: Map<string, Value>;
	/** Null: one of the platform's own. */
	of: ApexClass | null;
}
/** `DealCard.class`. */
export interface TypeValue {
	isType: true;
	name: string;
}
export type Value = string | number | boolean | null | Value[] | Map<Value, Value> | ApexObject | TypeValue;

/** An exception that Apex threw: the class's name, and what it says. */
export class ApexException extends Error {
	readonly type: string;
	constructor(type: string, message: string) {
		super(message);
		this.type = type;
	}
}

export function isObject(value: Value): value is ApexObject {
	return typeof value === "object" && value !== null && "fields" in value;
}

export function isType(value: Value): value is TypeValue {
	return typeof value === "object" && value !== null && "isType" in value;
}

export function newObject(type: string, of: ApexClass | null = null): ApexObject {
	return { type, of, fields: new Map() };
}

/** Whether two values are the same to Apex's `==`: texts without regard to case. */
export function areEqual(a: Value, b: Value): boolean {
	if (typeof a === "string" && typeof b === "string") return a.toLowerCase() === b.toLowerCase();
	return a === b;
}

/** As Apex writes it into a text. */
export function textOf(value: Value): string {
	return value === null ? "null" : String(value);
}

/** As `JSON.serialize` writes it. */
export function jsonOf(value: Value): unknown {
	if (value instanceof Map) return Object.fromEntries([...value].map(([key, one]) => [textOf(key), jsonOf(one)]));
	if (Array.isArray(value)) return value.map(jsonOf);
	if (isObject(value)) return Object.fromEntries([...value.fields].map(([key, one]) => [key, jsonOf(one)]));
	if (value !== null && isType(value)) return value.name;
	return value;
}

/** As `JSON.deserializeUntyped` reads it. */
export function untyped(json: unknown): Value {
	if (Array.isArray(json)) return json.map(untyped);
	if (typeof json === "object" && json !== null)
		return new Map(Object.entries(json).map(([key, one]) => [key, untyped(one)] as [Value, Value]));
	return (json ?? null) as Value;
}

/**
 * As `JSON.deserialize` reads it into a type: members that the class lacks are passed over, a value of another type is a
 * JSONException.
 */
export function typed(json: unknown, type: string, classOf: (name: string) => ApexClass | null): Value {
	if (json === null || json === undefined) return null;
	const refuse = (): never => {
		throw new ApexException("JSONException", `Illegal value for primitive, expected ${type}`);
	};
	const list = /^List<(.+)>$/i.exec(type);
	if (list) return Array.isArray(json) ? json.map((one) => typed(one, list[1] ?? "", classOf)) : refuse();
	switch (type.toLowerCase()) {
		case "string":
		case "id":
			return typeof json === "string" ? json : refuse();
		case "boolean":
			return typeof json === "boolean" ? json : refuse();
		case "integer":
			return Number.isInteger(json) ? (json as number) : refuse();
		case "decimal":
		case "double":
			return typeof json === "number" ? json : refuse();
	}
	const of = classOf(type);
	if (!of) throw new Error(`JSON.deserialize: no class ${type}`);
	if (typeof json !== "object" || Array.isArray(json)) return refuse();
	const made = newObject(type, of);
	const outer = type.includes(".") ? `${type.split(".")[0]}.` : "";
	for (const field of of.fields) {
		const inner = field.type.replace(/(^|<)([A-Z]\w*)(?=>|$)/, (whole, before: string, name: string) =>
			classOf(`${outer}${name}`) ? `${before}${outer}${name}` : whole,
		);
		made.fields.set(field.name, typed((json as Record<string, unknown>)[field.name], inner, classOf));
	}
	return made;
}
