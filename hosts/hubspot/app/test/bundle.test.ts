import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");

test("HubSpot's own builder makes each entry, within its budget, asking for nothing but what a worker has", () => {
	// Throws where an entry is larger than it may be.
	execFileSync(process.execPath, ["build.mjs"], { cwd: ROOT, stdio: "pipe" });
	const entries = JSON.parse(readFileSync(join(ROOT, "dist/entries.json"), "utf8")) as {
		uid: string;
		bundle: string;
		bytes: number;
	}[];
	expect(entries.map(({ uid }) => uid)).toHaveLength(6);
	for (const { uid, bundle } of entries) {
		const text = readFileSync(join(ROOT, "dist", bundle), "utf8");
		expect(text.slice(0, 400), uid).toMatch(/React/);
		expect(text, uid).toContain("extend_V2");
		expect(text, uid).not.toMatch(/\b(document|window|localStorage|XMLHttpRequest)\b\s*[.[]/);
	}
});
