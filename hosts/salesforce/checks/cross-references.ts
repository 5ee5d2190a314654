import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { XMLParser } from "fast-xml-parser";

/** Names in one file that no other file bears: methods, labels, classes, components, fields. */
export function crossReferences(root: string): string[] {
	const faults: string[] = [];
	const read = (path: string) => readFileSync(join(root, path), "utf8");
	const names = (folder: string) => (existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : []);
	const labels = new Set([...read("labels/CustomLabels.labels-meta.xml").matchAll(/<fullName>(.+)<\/fullName>/g)].map((m) => m[1]));
	const bundles = names("lwc");

	for (const bundle of bundles) {
		for (const file of names(`lwc/${bundle}`)) {
			if (file.endsWith(".html")) {
				for (const [, tag] of read(`lwc/${bundle}/${file}`).matchAll(/<c-([a-z-]+)/g)) {
					const name = (tag ?? "").replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
					if (!bundles.includes(name)) faults.push(`${bundle}: there is no component ${tag}`);
				}
			}
			if (!file.endsWith(".js")) continue;
			const text = read(`lwc/${bundle}/${file}`);
			for (const [, label] of text.matchAll(/@salesforce\/label\/c\.(\w+)/g))
				if (!labels.has(label)) faults.push(`${bundle}: there is no label ${label}`);
			for (const [, local, apex, method] of text.matchAll(/import (\w+) from "@salesforce\/apex\/(\w+)\.(\w+)"/g)) {
				const path = `classes/${apex}.cls`;
				const source = existsSync(join(root, path)) ? read(path) : "";
				const declared = new RegExp(`@AuraEnabled(\\(cacheable=true\\))?\\s+public static [\\w.<>]+ ${method}\\(([^)]*)\\)`).exec(source);
				if (!declared) faults.push(`${bundle}: ${apex}.${method} is not open to components`);
				if (declared && !declared[1] && new RegExp(`@wire\\(${local}\\b`).test(text))
					faults.push(`${bundle}: ${apex}.${method} is wired and not cacheable`);
				const params = (declared?.[2] ?? "").split(",").map((one) => one.trim().split(/\s+/).at(-1));
				for (const [, given] of text.matchAll(new RegExp(`(?:@wire\\(${local}, |\\b${local}\\()(\\{[^}]*\\})`, "g")))
					for (const [, key] of (given ?? "").matchAll(/(\w+):/g))
						if (!params.includes(key)) faults.push(`${bundle}: ${apex}.${method} takes no ${key}`);
			}
		}
	}
	for (const file of names("permissionsets")) {
		const text = read(`permissionsets/${file}`);
		for (const [, name] of text.matchAll(/<apexClass>(\w+)<\/apexClass>/g))
			if (!existsSync(join(root, `classes/${name}.cls`))) faults.push(`${file}: there is no class ${name}`);
		for (const [, object, field] of text.matchAll(/<field>(\w+)\.(\w+)<\/field>/g))
			if (!existsSync(join(root, `objects/${object}/fields/${field}.field-meta.xml`))) faults.push(`${file}: there is no field ${object}.${field}`);
		for (const [, credential] of text.matchAll(/<externalCredentialPrincipal>(\w+)-/g))
			if (!existsSync(join(root, `externalCredentials/${credential}.externalCredential-meta.xml`))) faults.push(`${file}: there is no credential ${credential}`);
	}
	for (const file of names("externalServiceRegistrations")) faults.push(...serviceFaults(root, file));
	for (const file of names("flexipages")) {
		for (const [, name = ""] of read(`flexipages/${file}`).matchAll(/<componentName>(courtside\w+)<\/componentName>/g)) {
			const meta = bundles.includes(name) ? read(`lwc/${name}/${name}.js-meta.xml`) : "";
			if (!meta.includes("<isExposed>true")) faults.push(`${file}: ${name} is not exposed`);
		}
	}
	return faults;
}

/** What External Services take of one document. */
const MOST_CHARACTERS = 100_000;

/** A registration whose document does not parse, is too long, or names what is not there. */
function serviceFaults(root: string, file: string): string[] {
	const { ExternalServiceRegistration: given } = new XMLParser({ parseTagValue: false }).parse(readFileSync(join(root, "externalServiceRegistrations", file), "utf8")) as {
		ExternalServiceRegistration: { namedCredentialReference: string; schema: string; operations: { name: string } | { name: string }[] };
	};
	const text = given.schema.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
	const document = JSON.parse(text) as { openapi: string; paths: Record<string, Record<string, { operationId: string }>>; components: { schemas: Record<string, unknown> } };
	const faults: string[] = [];
	if (!document.openapi.startsWith("3.0.")) faults.push(`${file}: ${document.openapi} is not OpenAPI 3.0`);
	if (text.length > MOST_CHARACTERS) faults.push(`${file}: ${text.length} characters are more than ${MOST_CHARACTERS}`);
	if (!existsSync(join(root, `namedCredentials/${given.namedCredentialReference}.namedCredential-meta.xml`)))
		faults.push(`${file}: there is no named credential ${given.namedCredentialReference}`);
	const there = Object.values(document.paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
	const named = [given.operations].flat().map(({ name }) => name);
	for (const name of new Set([...there, ...named]))
		if (!there.includes(name) || !named.includes(name)) faults.push(`${file}: ${name} stands in the document or among the operations alone`);
	for (const [, name = ""] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g))
		if (!(name in document.components.schemas)) faults.push(`${file}: there is no shape ${name}`);
	return faults;
}
