import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { salesforceFiles } from "./build-salesforce.ts";

it.each([...salesforceFiles()])(
	"%s is as the contract and the words make it (else: node scripts/build-salesforce.ts)",
	(path, text) => {
		expect(readFileSync(join(import.meta.dirname, "..", path), "utf8")).toBe(text);
	},
);
