import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { ComponentSet, MetadataConverter, RegistryAccess } from "@salesforce/source-deploy-retrieve";
import { ESLint } from "eslint";
import { check, getFileInfo, resolveConfig } from "prettier";
import { apexTypes, lacksJava, pmd } from "./apex-checks.ts";
import { crossReferences } from "./cross-references.ts";
import { metadataFaults } from "./metadata-types.ts";

const here = import.meta.dirname;
const HOME = join(here, "..");
const FORCE = join(HOME, "force-app");

const files = readdirSync(FORCE, { recursive: true, encoding: "utf8" }).map((file) => join(FORCE, file));

/** Each check gives the faults it found; none is good. */
const CHECKS: [string, () => Promise<string[]>][] = [
	["eslint-lwc", lint],
	["prettier, with Salesforce's own Apex parser", formatting],
	["cross references", async () => crossReferences(join(FORCE, "main/default"))],
	["metadata against the vendor's types", async () => metadataFaults(files.filter((file) => file.endsWith("-meta.xml")))],
	["Apex tests, interpreted, and their mutants", async () => run(join(HOME, "render"), ["--test", "apex/*.test.ts"])],
	["LWC tests", async () => run(HOME, [join(here, "node_modules/jest/bin/jest.js"), "--config", join(here, "jest.config.cjs")])],
	["the deployable package", pack],
];
/** What is written in Java. */
const JAVA_CHECKS: typeof CHECKS = [
	["types of the Apex code", async () => apexTypes(HOME)],
	["PMD's rules for Apex", async () => pmd(join(FORCE, "main/default/classes"))],
];

async function lint(): Promise<string[]> {
	const eslint = new ESLint({ cwd: HOME, overrideConfigFile: join(here, "eslint.config.js") });
	const results = await eslint.lintFiles(["force-app/**/lwc/**/*.js"]);
	return results.flatMap(({ filePath, messages }) => messages.map((m) => `${relative(HOME, filePath)}:${m.line} ${m.ruleId}: ${m.message}`));
}

async function formatting(): Promise<string[]> {
	const faults: string[] = [];
	for (const file of files.filter((one) => /\.(cls|js|html|css)$/.test(one))) {
		// Made from the contract, in the shape that reads best there.
		if (file.endsWith("CourtsideTypes.cls")) continue;
		const options = await resolveConfig(file, { config: join(HOME, ".prettierrc.json") });
		if ((await getFileInfo(file)).ignored) continue;
		if (!(await check(readFileSync(file, "utf8"), { ...options, filepath: file, plugins: [join(here, "node_modules/prettier-plugin-apex/dist/src/index.js")] })))
			faults.push(`${relative(HOME, file)} is not as prettier writes it`);
	}
	return faults;
}

/** The package as it would be sent to an org; what is broken in shape does not convert. */
async function pack(): Promise<string[]> {
	const set = ComponentSet.fromSource({ fsPaths: [FORCE], registry: new RegistryAccess() });
	const { zipBuffer } = await new MetadataConverter().convert(set, "metadata", { type: "zip" });
	const packed = set.getSourceComponents().toArray();
	if (!zipBuffer || packed.length === 0) return ["nothing was packed"];
	writeFileSync(join(here, "courtside.zip"), zipBuffer);
	process.stdout.write(`   ${packed.length} components, ${Math.round(zipBuffer.length / 1024)} kB: checks/courtside.zip\n`);
	return [];
}

function run(cwd: string, args: string[]): string[] {
	const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: "utf8" });
	return status === 0 ? [] : [`${stdout}\n${stderr}`.slice(-3000)];
}

if (!existsSync(join(here, "../render/node_modules"))) throw new Error("First: npm ci in hosts/salesforce/render");
let failed = 0;
const lack = lacksJava();
if (lack !== null)
	process.stdout.write(`!!  SKIPPED, because ${lack}: ${JAVA_CHECKS.map(([name]) => name).join("; ")}\n`);
for (const [name, find] of lack === null ? [...CHECKS, ...JAVA_CHECKS] : CHECKS) {
	const faults = await find().catch((fault: unknown) => [String(fault)]);
	failed += faults.length > 0 ? 1 : 0;
	process.stdout.write(`${faults.length === 0 ? "ok " : "BAD"} ${name}\n${faults.map((fault) => `      ${fault}\n`).join("")}`);
}
process.exitCode = failed > 0 ? 1 : 0;
