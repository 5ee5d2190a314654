import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cardKitFiles } from "./card-kit-files.ts";

test("types and words of the HubSpot cards are those of the contract and the catalogues (node scripts/write-card-kit.ts)", async () => {
	for (const [path, text] of await cardKitFiles())
		expect(readFileSync(join(import.meta.dirname, "..", path), "utf8"), path).toBe(text);
});
