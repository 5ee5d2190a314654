import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { coachingCard, dealCard, leadCard, outlookCard } from "../core/contract/cards.ts";
import { connectionDetail } from "../core/contract/connections.ts";
import { gradeReport } from "../core/contract/lead-grades.ts";
import { writeBackState } from "../core/contract/write-backs.ts";

const KIT = "hosts/hubspot/app/packages/card-kit";
const LOCALES = ["en", "es", "fr", "de", "he", "ja"];
const CARDS = { LeadCard: leadCard, DealCard: dealCard, CoachingCard: coachingCard, OutlookCard: outlookCard };
const SETTINGS = { Connection: connectionDetail, WriteBack: writeBackState, Grades: gradeReport };

interface Schema {
	$ref?: string;
	type?: string | string[];
	const?: unknown;
	enum?: unknown[];
	anyOf?: Schema[];
	oneOf?: Schema[];
	items?: Schema;
	properties?: Record<string, Schema>;
	required?: string[];
	additionalProperties?: Schema | boolean;
	$defs?: Record<string, Schema>;
}

/** What the tree of cards takes from the house and may not import: types of answers and words, as text by path. */
export async function cardKitFiles(): Promise<Map<string, string>> {
	return new Map([
		[`${KIT}/card-answers.ts`, answersOf(CARDS)],
		[`${KIT}/settings-answers.ts`, answersOf(SETTINGS)],
		[`${KIT}/words.json`, await words()],
	]);
}

function answersOf(types: Readonly<Record<string, z.ZodType>>): string {
	const lines = ["// Made from core/contract by scripts/write-card-kit.ts; a test says when it is stale."];
	const named = new Map<string, Schema>();
	for (const [name, schema] of Object.entries(types)) {
		const { $defs = {}, ...own } = z.toJSONSchema(schema, { unrepresentable: "any", io: "output" }) as Schema;
		for (const [id, one] of Object.entries($defs)) named.set(id, one);
		if (own.$ref?.split("/").at(-1) !== name) named.set(name, own);
	}
	for (const [name, schema] of [...named].sort(([a], [b]) => (a < b ? -1 : 1)))
		lines.push(`export type ${name} = ${typeOf(schema, "")};`);
	return `${lines.join("\n")}\n`;
}

function typeOf(schema: Schema, indent: string): string {
	if (schema.$ref) return schema.$ref.split("/").at(-1) ?? "unknown";
	if (schema.const !== undefined) return JSON.stringify(schema.const);
	if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
	const either = schema.anyOf ?? schema.oneOf;
	if (either) return [...new Set(either.map((one) => typeOf(one, indent)))].join(" | ");
	if (Array.isArray(schema.type)) return schema.type.map((type) => typeOf({ ...schema, type }, indent)).join(" | ");
	if (schema.type === "array") return `Array<${typeOf(schema.items ?? {}, indent)}>`;
	if (schema.type === "integer" || schema.type === "number") return "number";
	if (schema.type === "string" || schema.type === "boolean" || schema.type === "null") return schema.type;
	if (schema.type !== "object") return "unknown";
	if (!schema.properties) {
		const { additionalProperties: value } = schema;
		return `Record<string, ${typeof value === "object" ? typeOf(value, indent) : "unknown"}>`;
	}
	const deeper = `${indent}\t`;
	const fields = Object.entries(schema.properties).map(
		([name, one]) => `${deeper}${name}${schema.required?.includes(name) ? "" : "?"}: ${typeOf(one, deeper)};`,
	);
	return `{\n${fields.join("\n")}\n${indent}}`;
}

async function words(): Promise<string> {
	const all: Record<string, Record<string, string>> = {};
	for (const locale of LOCALES) {
		const file = join(import.meta.dirname, `../core/words/${locale}.json`);
		const catalogue = JSON.parse(await readFile(file, "utf8")) as Record<string, string>;
		all[locale] = Object.fromEntries(
			Object.entries(catalogue)
				.filter(([key]) => key.startsWith("card.") || key.startsWith("writeBack.field."))
				.map(([key, text]) => [key.replace(/^card\./, ""), text]),
		);
	}
	return `${JSON.stringify(all, null, "\t")}\n`;
}
