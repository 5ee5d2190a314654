import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { type ApexClass, parseClass, parseClasses } from "./parse-classes.ts";
import { newTestOrg } from "./test-org.ts";
import { openApex } from "./run.ts";

const FOLDER = join(import.meta.dirname, "../../force-app/main/default/classes");
const classes = parseClasses(FOLDER);
const TESTS = "CourtsideControllerTest";

/** The faults of each test method, run in an org of its own. */
async function faultsOf(given: ReadonlyMap<string, ApexClass>): Promise<Map<string, string | null>> {
	const faults = new Map<string, string | null>();
	for (const { name, modifiers } of given.get(TESTS.toLowerCase())?.methods ?? []) {
		if (!modifiers.includes("@istest")) continue;
		const apex = openApex(given, newTestOrg());
		faults.set(name, await apex.call(TESTS, name, []).then(() => null, (fault: Error) => fault.message));
	}
	return faults;
}

/** The classes with one piece of source in place of another. */
function mutated(file: string, from: string, to: string): Map<string, ApexClass> {
	const source = readFileSync(join(FOLDER, `${file}.cls`), "utf8");
	assert.ok(source.includes(from), `${file} has no ${from}`);
	return new Map([...classes, [file.toLowerCase(), parseClass(source.replace(from, to), file)]]);
}

describe("Apex", async () => {
	for (const [name, fault] of await faultsOf(classes)) it(name, () => assert.equal(fault, null));

	const mutants: [string, string, string][] = [
		["CourtsideController", "if (seen.isEmpty())", "if (!seen.isEmpty())"],
		["CourtsideClient", "status == 401 || status == 409", "status == 401"],
		["CourtsideClient", "response.getStatusCode() != 200", "response.getStatusCode() == 200"],
		["CourtsideController", "'PUT'", "'POST'"],
	];
	for (const [file, from, to] of mutants)
		it(`the tests notice ${file} with ${to}`, async () => {
			const faults = [...(await faultsOf(mutated(file, from, to))).values()];
			assert.ok(faults.some((fault) => fault !== null));
		});
});
