import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { newSecret, webhookHeaders } from "./sign.ts";

const page = readFileSync(new URL("../../docs/webhooks.md", import.meta.url), "utf8");
const home = mkdtempSync(join(tmpdir(), "courtside-docs-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const example = (language: string) => new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(page)?.[1] ?? "";
const body = '{"type":"ping","timestamp":"2026-11-27T09:00:00.000Z","data":{"who":"Zoë"}}';
const [old, secret] = [newSecret(), newSecret()];
const message = { id: "evt_1", body };

/** What the receiver must say of: a good one, one of the secret before, one forged, one changed, an old one. */
const cases: [Record<string, string>, string, boolean][] = [
	[webhookHeaders(message, [secret], Date.now()), body, true],
	[webhookHeaders(message, [secret, old], Date.now()), body, true],
	[webhookHeaders(message, [old], Date.now()), body, false],
	[webhookHeaders(message, [secret], Date.now()), body.replace("ping", "pong"), false],
	[webhookHeaders(message, [secret], Date.now() - 600_000), body, false],
];

test("the TypeScript of docs/webhooks.md tells real messages from others", async () => {
	const file = join(home, "check.ts");
	writeFileSync(file, example("ts"));
	writeFileSync(
		join(home, "run.ts"),
		`import { readFileSync } from "node:fs";
import { isFromCourtside } from "./check.ts";
const { cases, secret } = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(cases.map(([headers, body]) => isFromCourtside(headers, body, secret))));`,
	);
	const { stdout, stderr } = spawnSync(process.execPath, [join(home, "run.ts")], {
		input: JSON.stringify({ cases, secret }),
		encoding: "utf8",
	});
	expect(JSON.parse(stdout || "null"), stderr).toEqual(cases.map(([, , good]) => good));
});

const python = ["python3", "python"].find((name) => spawnSync(name, ["-c", "str().removeprefix"]).status === 0);
test.skipIf(!python)("the Python of docs/webhooks.md does the same", () => {
	const code = `${example("python")}
import json, sys
given = json.load(sys.stdin)
print(json.dumps([is_from_courtside(headers, body.encode(), given["secret"]) for headers, body, _ in given["cases"]]))`;
	const { stdout, stderr } = spawnSync(python ?? "", ["-c", code], {
		input: JSON.stringify({ cases, secret }),
		encoding: "utf8",
	});
	expect(JSON.parse(stdout || "null"), stderr).toEqual(cases.map(([, , good]) => good));
});
