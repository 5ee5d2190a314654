import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { ConfigValueExtractor, Workspace } from "@salesforce/code-analyzer-engine-api";
import { createEnginePlugin } from "@salesforce/code-analyzer-pmd-engine";

/** The vendor's own jars: its language server's checker of types, and PMD with its rules for Apex. */
const JARS = join(import.meta.dirname, "node_modules/@salesforce/code-analyzer-pmd-engine/dist/java-lib");
/** Of PMD's rules those that the vendor recommends, of severity 1 and 2: faults, not tastes. */
const WORST = 2;

/** Why nothing written in Java can be run here; null where it can. */
export function lacksJava(): string | null {
	if (!existsSync(JARS)) return "the jars are not there (npm ci in hosts/salesforce/checks)";
	return spawnSync("java", ["-version"]).status === 0 ? null : "there is no Java (11 or later) on this machine";
}

/** Types of the whole project: unknown fields, methods, labels and classes, wrong arguments and results. */
export async function apexTypes(project: string): Promise<string[]> {
	const args = ["-cp", `${JARS}/*`, "io.github.apexdevtools.apexls.CheckForIssues", "-w", project, "--nocache", "-d", "warnings"];
	const { stdout, stderr, status } = spawnSync("java", args, { encoding: "utf8" });
	const lines = stdout.split("\n").filter((line) => line.trim() !== "");
	return status === 0 && lines.length === 0 ? [] : [...lines, ...(status === 0 || lines.length > 0 ? [] : [stderr.slice(-500)])];
}

/** The rules of PMD over the Apex classes. */
export async function pmd(classes: string): Promise<string[]> {
	const plugin = createEnginePlugin();
	const config = await plugin.createEngineConfig("pmd", new ConfigValueExtractor({}, "engines.pmd", import.meta.dirname));
	const engine = await plugin.createEngine("pmd", config);
	const workspace = new Workspace("courtside", [classes]);
	const folders = { logFolder: tmpdir(), workingFolder: mkdtempSync(join(tmpdir(), "courtside-pmd-")) };
	const rules = (await engine.describeRules({ workspace, ...folders })).filter(
		({ tags, severityLevel }) => tags.includes("Recommended") && tags.includes("Apex") && Number(severityLevel) <= WORST,
	);
	if (rules.length === 0) return ["PMD has no rules"];
	const { violations } = await engine.runRules(
		rules.map(({ name }) => name),
		{ workspace, ...folders },
	);
	return violations.map(({ ruleName, message, codeLocations }) => {
		const [at] = codeLocations;
		return `${basename(at?.file ?? "")}:${at?.startLine ?? 0} ${ruleName}: ${message}`;
	});
}
