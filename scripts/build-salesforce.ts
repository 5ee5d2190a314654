import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import {
	lightningChanges,
	lightningCoaching,
	lightningDeal,
	lightningForecast,
	lightningLead,
	lightningQuota,
} from "../core/contract/lightning-cards.ts";
import { LOCALES } from "../core/words/locales.ts";
import { externalService } from "./salesforce-service.ts";

const ROOT = join(import.meta.dirname, "..");
const TREE = "hosts/salesforce/force-app/main/default";
/** Words of the house that the cards use, beside those that are theirs alone (`lwc.*`): label → key. */
const SHARED = { how: "kit.how", model: "kit.model", next: "kit.next", why: "kit.why" };
/** How Salesforce calls the languages that it spells in another way. */
const VENDOR_LOCALES: Readonly<Record<string, string>> = { he: "iw" };
const CARDS = [lightningDeal, lightningLead, lightningForecast, lightningChanges, lightningQuota, lightningCoaching];

/** What is made from the contract and the words: path from the root → text. The test holds the committed files against it. */
export function salesforceFiles(): Map<string, string> {
	const files = new Map([[`${TREE}/classes/CourtsideTypes.cls`, apexTypes()]]);
	files.set(`${TREE}/externalServiceRegistrations/Courtside.externalServiceRegistration-meta.xml`, externalService());
	const english = wordsOf("en");
	files.set(`${TREE}/labels/CustomLabels.labels-meta.xml`, labelsXml(english));
	for (const locale of LOCALES) {
		// English is the labels' own language; the long pseudo-locale is for looking at pages.
		if (locale.startsWith("en")) continue;
		const vendor = VENDOR_LOCALES[locale] ?? locale;
		files.set(`${TREE}/translations/${vendor}.translation-meta.xml`, translationXml(wordsOf(locale)));
	}
	return files;
}

interface JsonSchema {
	$ref?: string;
	$defs?: Record<string, JsonSchema>;
	type?: string | string[];
	anyOf?: JsonSchema[];
	items?: JsonSchema;
	properties?: Record<string, JsonSchema>;
	enum?: unknown[];
}

/** One class of plain members for each shape; the names leave out what the contract puts before them. */
function apexTypes(): string {
	const defs = new Map<string, JsonSchema>();
	for (const card of CARDS) {
		const { id = "" } = card.meta() ?? {};
		const schema = z.toJSONSchema(card, { io: "output" }) as JsonSchema;
		for (const [name, def] of Object.entries(schema.$defs ?? {})) defs.set(name, def);
		if (!schema.$ref) defs.set(id, schema);
	}
	const classes = [...defs]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([name, { properties = {} }]) => {
			const members = Object.entries(properties).map(
				([member, schema]) => `        @AuraEnabled\n        public ${apexType(schema)} ${member};`,
			);
			return `    public class ${className(name)} {\n${members.join("\n\n")}\n    }`;
		});
	return `/** What Courtside answers. Made from the contract by scripts/build-salesforce.ts: change it there. */\npublic with sharing class CourtsideTypes {\n${classes.join("\n\n")}\n}\n`;
}

function apexType(schema: JsonSchema): string {
	const { $ref, anyOf, type, items } = schema;
	if ($ref) return className($ref.split("/").at(-1) ?? "");
	const real = anyOf?.find((one) => one.type !== "null");
	if (real) return apexType(real);
	if (type === "array" && items) return `List<${apexType(items)}>`;
	const kind = Array.isArray(type) ? type.find((one) => one !== "null") : type;
	const plain = { string: "String", boolean: "Boolean", number: "Decimal", integer: "Integer" }[kind ?? ""];
	if (!plain) throw new Error(`no Apex type for ${JSON.stringify(schema)}`);
	return plain;
}

function className(id: string): string {
	return id.replace(/^Lightning/, "");
}

function wordsOf(locale: string): Map<string, string> {
	const words = JSON.parse(readFileSync(join(ROOT, `core/words/${locale}.json`), "utf8")) as Record<string, string>;
	const own = Object.keys(words).filter((key) => key.startsWith("lwc."));
	const labels = [...own.map((key) => [key.slice("lwc.".length), key]), ...Object.entries(SHARED)] as [
		string,
		string,
	][];
	return new Map(labels.sort(([a], [b]) => (a < b ? -1 : 1)).map(([label, key]) => [label, words[key] ?? ""]));
}

function labelsXml(words: Map<string, string>): string {
	const labels = [...words].map(
		([name, value]) => `    <labels>
        <fullName>Courtside_${name}</fullName>
        <language>en_US</language>
        <protected>true</protected>
        <shortDescription>Courtside ${name}</shortDescription>
        <value>${escaped(value)}</value>
    </labels>`,
	);
	return xml("CustomLabels", labels);
}

function translationXml(words: Map<string, string>): string {
	return xml(
		"Translations",
		[...words].map(
			([name, value]) => `    <customLabels>
        <label>${escaped(value)}</label>
        <name>Courtside_${name}</name>
    </customLabels>`,
		),
	);
}

function xml(root: string, items: string[]): string {
	return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://soap.sforce.com/2006/04/metadata">\n${items.join("\n")}\n</${root}>\n`;
}

function escaped(text: string): string {
	return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
	for (const [path, text] of salesforceFiles()) {
		mkdirSync(dirname(join(ROOT, path)), { recursive: true });
		writeFileSync(join(ROOT, path), text);
	}
}
