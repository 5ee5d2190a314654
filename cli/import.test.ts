import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, expect, test } from "vitest";
import { generateExport } from "../benchmarks/intake/generate.ts";
import { freshDatabase } from "../server/test-database.ts";

const folder = mkdtempSync(join(tmpdir(), "courtside-import-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const { database, url } = await freshDatabase();
const small = join(folder, "small co");
mkdirSync(small);
writeFileSync(
	join(small, "deals.csv"),
	"Deal ID,Deal name,Stage,Amount,Owner,Created,Close date\n1,Acme,Won,100,Ann,2026-09-01,2026-10-01\n2,Bit,Pitch,200,Bo,2026-09-02,2026-12-01\n3,Con,Pitch,=1+1,Bo,2026-09-02,2026-12-01\n",
);
writeFileSync(join(small, "notes.txt"), "not for import");

function start(...args: string[]): ChildProcess {
	return spawn(process.execPath, [join(import.meta.dirname, "import.ts"), ...args], {
		cwd: folder,
		env: {
			PATH: process.env["PATH"],
			DATABASE_URL: url,
			MASTER_KEY: Buffer.alloc(32, 1).toString("base64"),
			COURTSIDE_HOME: join(folder, "home"),
		},
		stdio: ["ignore", "pipe", "pipe"],
	});
}

/** Runs the command to its end, or kills it when its progress says so. */
async function run(args: string[], killAt?: RegExp): Promise<{ code: number | null; said: string }> {
	const child = start(...args);
	let said = "";
	let heard = "";
	child.stdout?.on("data", (text) => {
		said += text;
	});
	child.stderr?.on("data", (text) => {
		heard += text;
		if (killAt?.test(heard)) child.kill("SIGKILL");
	});
	const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
	return { code, said };
}

async function countsOf(workspace: string): Promise<unknown> {
	const { rows } = await sql`select (select count(*)::int from deals d where d.tenant_id = t.tenant_id) as deals,
		(select count(*)::int from field_changes c where c.tenant_id = t.tenant_id) as changes,
		(select count(*)::int from users u where u.tenant_id = t.tenant_id) as users,
		(select count(*)::int from accounts a where a.tenant_id = t.tenant_id) as accounts,
		(select count(*)::int from external_ids e where e.tenant_id = t.tenant_id) as ids,
		(select jsonb_agg(i.counts -> 'rows') from imports i where i.tenant_id = t.tenant_id) as rows
		from tenants t where t.name = ${workspace}`.execute(database.kysely);
	return rows;
}

test("without a terminal and without --yes the questions are printed and nothing is stored", async () => {
	const { code, said } = await run([small]);
	expect(code).toBe(2);
	expect(said).toContain("stages: What do your 2 stages mean");
	expect(said).toMatch(/Sign in as admin@small-co\.example, password \S{16}/);
	expect(await countsOf("small co")).toMatchObject([{ deals: 0, rows: null }]);
});

test("with --yes it takes the files in, says what came of them, and keeps the refused rows safe to open", async () => {
	const { code, said } = await run([small, "--yes"]);
	expect(said).toContain("2 stored, 0 unchanged, 1 not stored");
	expect(said).toContain("Deals: 1 open, 1 won, 0 lost");
	expect(code).toBe(0);
	const path = /reason: (.+\.csv)/.exec(said)?.[1] ?? "";
	expect(readFileSync(path, "utf8")).toContain("deals.csv,4,Amount,'=1+1,This is not an amount.,3,Con,Pitch,'=1+1,Bo");
	const again = await run([small]);
	expect(again.code).toBe(0);
	expect(again.said).toContain("0 stored, 2 unchanged, 1 not stored");
});

test("answers come from a file, and a wrong one is told", async () => {
	writeFileSync(join(folder, "answers.json"), JSON.stringify({ currency: "coconuts" }));
	const { code, said } = await run([small, "--yes", "--workspace", "Wrong", "--answers", join(folder, "answers.json")]);
	expect(code).toBe(2);
	expect(said).toContain("currency: This is not one of the answers.");
});

test("a folder without tables and a file that is none end with 2", async () => {
	mkdirSync(join(folder, "nothing"));
	expect((await run([join(folder, "nothing")])).code).toBe(2);
	expect(await run([join(small, "notes.txt"), "--workspace", "small co"])).toMatchObject({
		code: 2,
		said: expect.stringContaining("only one column"),
	});
});

test("killed in the middle, the same command goes on and comes to what it would have come to", {
	timeout: 240_000,
}, async () => {
	const big = join(folder, "big");
	mkdirSync(big);
	await generateExport(big, 22_000);
	expect((await run([big, "--yes", "--no-numbers", "--workspace", "Whole"])).code).toBe(0);
	for (const at of [/opportunities\.csv: 20,000 of/, /history\.csv: 20,000 of/]) {
		expect((await run([big, "--yes", "--no-numbers", "--workspace", "Cut"], at)).code).toBeNull();
	}
	const last = await run([big, "--yes", "--no-numbers", "--workspace", "Cut"]);
	expect(last.said).toContain("going on from there");
	expect(last.code).toBe(0);
	expect(await countsOf("Cut")).toEqual(await countsOf("Whole"));
});
