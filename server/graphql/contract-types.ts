import type { FieldRef, InputFieldRef, InputRef, OutputType } from "@pothos/core";
import type { z } from "zod";
import { builder, type needs } from "./builder.ts";

type Types = typeof builder.$inferSchemaTypes;
type Fields<T> = PothosSchemaTypes.ObjectFieldBuilder<Types, T>;
type Given = NonNullable<unknown> | null | undefined;
type InputShape = Record<string, Given>;
type ObjectSchema = z.ZodObject<Readonly<Record<string, z.ZodType>>>;

/** What a contract schema comes to, as far as a GraphQL type knows it. */
interface Described {
	inner: z.ZodType;
	isNullable: boolean;
	listOf: Described | null;
}

/** Names of enums, by their values: two schemas that allow the same have the same type. */
const ENUM_NAMES: Readonly<Record<string, string>> = {
	"open,won,lost": "DealStatus",
	"new,working,qualified,converted,disqualified": "LeadStatus",
	"rep,manager,executive,ops,admin": "Role",
	"month,quarter,year": "Grain",
	"company,region,team,user,unassigned": "ForecastNodeKind",
	"company,region,team": "TeamKind",
};
const outputs = new Map<z.ZodType, OutputType<Types>>();
const enums = new Map<string, string>();

/**
 * The fields of a GraphQL type as its contract schema has them, so that both doors answer the same. Objects inside
 * become types called after type and field (`ViewInterval`), or after their id in the contract. `without` leaves out
 * what the type gives in another way.
 */
export function fieldsOf<T extends object>(
	t: Fields<T>,
	name: string,
	schema: ObjectSchema,
	without: readonly (keyof T & string)[] = [],
): Record<string, FieldRef<Types, unknown, "Object">> {
	const entries = Object.entries(schema.shape).filter(([key]) => !(without as readonly string[]).includes(key));
	return Object.fromEntries(
		entries.map(([key, part]) => {
			const { isNullable, ...described } = describe(part);
			const type = outputOf(described, typeName(name, key));
			// The value has the schema's shape, which the builder cannot know.
			const resolve = (parent: T) => (parent as Record<string, unknown>)[key] as never;
			return [key, t.field({ type: type as "String", nullable: isNullable, resolve })];
		}),
	);
}

/** A GraphQL type with exactly the fields of a contract schema, reached only with the permission. */
export function objectOf<T extends object>(
	name: string,
	schema: ObjectSchema,
	given: { description?: string } & Partial<ReturnType<typeof needs>> = {},
) {
	const ref = builder.objectRef<T>(name);
	ref.implement({ ...given, fields: (t) => fieldsOf<T>(t, name, schema) });
	outputs.set(schema, ref as OutputType<Types>);
	return ref;
}

/** The input type of a contract schema; parse what comes with {@link parsed}. */
export function inputOf(name: string, schema: ObjectSchema, without: readonly string[] = []): InputRef<InputShape> {
	const entries = Object.entries(schema.shape).filter(([key]) => !without.includes(key));
	const ref = builder.inputRef<InputShape>(name);
	ref.implement({
		fields: (t) =>
			Object.fromEntries(
				entries.map(([key, part]) => {
					const { isNullable, ...described } = describe(part, "in");
					const type = inputTypeOf(described, typeName(name, key)) as "String";
					return [key, t.field({ type, required: !isNullable }) as InputFieldRef<Types, Given>];
				}),
			),
	});
	return ref;
}

/** Input as its contract schema wants it: a null where the schema knows none counts as not given. Throws ZodError. */
export function parsed<S extends ObjectSchema>(schema: S, given: object): z.output<S> {
	const entries = Object.entries(given).filter(
		([key, value]) => value !== null || schema.shape[key]?.safeParse(null).success,
	);
	return schema.parse(Object.fromEntries(entries));
}

function outputOf(
	{ inner, listOf }: Omit<Described, "isNullable">,
	name: string,
): OutputType<Types> | OutputType<Types>[] {
	if (listOf) return [outputOf(listOf, name.replace(/s$/, "")) as OutputType<Types>];
	const known = outputs.get(inner);
	if (known) return known;
	if (inner.def.type !== "object") return scalarOf(inner, name);
	const own = inner.meta()?.id ?? name;
	return objectOf<object>(own, inner as ObjectSchema) as OutputType<Types>;
}

function inputTypeOf({ inner, listOf }: Omit<Described, "isNullable">, name: string): unknown {
	if (listOf) return [inputTypeOf(listOf, name.replace(/s$/, ""))];
	return inner.def.type === "object" ? inputOf(name, inner as ObjectSchema) : scalarOf(inner, name);
}

function scalarOf(schema: z.ZodType, name: string): OutputType<Types> {
	const { type, format } = schema.def as { type: string; format?: string };
	if (type === "enum") return enumOf(Object.values((schema as z.ZodEnum).enum).map(String), name) as OutputType<Types>;
	if (type === "boolean") return "Boolean";
	if (type === "number") return (schema as z.ZodNumber).isInt ? "Int" : "Float";
	if (type === "union") return "Figure";
	if (type !== "string") return "JSON";
	if (format === "uuid") return "ID";
	if (format === "datetime") return "DateTime";
	return format === "date" ? "Date" : "String";
}

/** The enum of these values, or a text where they are no names. `name` is taken where ENUM_NAMES has none. */
export function enumOf(values: readonly string[], name = ""): "String" {
	// GraphQL takes only names; a value such as "445" stays a text.
	if (!values.every((value) => /^[A-Za-z_]\w*$/.test(value))) return "String";
	const key = values.join(",");
	const known = enums.get(key) ?? ENUM_NAMES[key] ?? name;
	if (!enums.has(key)) {
		enums.set(key, known);
		builder.enumType(known, { values });
	}
	return known as "String";
}

function describe(schema: z.ZodType, way: "in" | "out" = "out"): Described {
	let [inner, isNullable] = [schema, false];
	for (;;) {
		const { def } = inner as unknown as { def: { type: string; innerType?: z.ZodType; out?: z.ZodType } };
		if (def.type === "optional" || def.type === "nullable") isNullable = true;
		else if (def.type === "default") isNullable ||= way === "in";
		else if (def.type !== "pipe") break;
		const next = def.innerType ?? def.out;
		if (!next) break;
		inner = next;
	}
	const element = inner.def.type === "array" ? (inner as z.ZodArray<z.ZodType>).element : null;
	return { inner, isNullable, listOf: element && describe(element, way) };
}

function typeName(name: string, key: string): string {
	return (
		name.replace(/Input$|Filter$/, "") +
		key[0]?.toUpperCase() +
		key.slice(1) +
		(/(Input|Filter)$/.exec(name)?.[0] ?? "")
	);
}
