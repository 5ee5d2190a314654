import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pino } from "pino";
import { afterAll, expect, test } from "vitest";
import { readConfig } from "../server/config.ts";
import { findRunning } from "../server/embedded/running.ts";
import { openGround } from "../server/ground.ts";

const folder = mkdtempSync(join(tmpdir(), "courtside-reset-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The command as a person runs it, though without a terminal. */
function reset(env: Record<string, string>, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
	const script = fileURLToPath(new URL("./reset.ts", import.meta.url));
	return new Promise((resolve) => {
		execFile(process.execPath, [script, ...args], { env }, (error, out, err) => {
			resolve({ code: error ? Number(error.code) : 0, out, err });
		});
	});
}

function open(home: string) {
	return openGround(readConfig({ COURTSIDE_HOME: home }), pino({ level: "silent" }), {}, () => {});
}

test("what would go is named with its rows, nothing goes unasked, and everything of ours goes when it is meant", async () => {
	const home = join(folder, "used");
	const ground = await open(home);
	await ground.database.asSystem((trx) =>
		trx.insertInto("tenants").values({ slug: "harbour", name: "Harbour Tools" }).execute(),
	);
	await ground.storage.put(1, "imports/a.csv", "a");
	await ground.close();
	writeFileSync(join(home, "letter.txt"), "not ours");

	const asked = await reset({ COURTSIDE_HOME: home });
	expect(asked.code).toBe(1);
	for (const name of ["postgres", "postgres-password", "postgres.log", "files", "master-key"]) {
		expect(asked.out).toContain(`${join(home, name)}  `);
	}
	expect(asked.out).toContain("tenants 1, users 0");
	expect(asked.out).not.toContain("letter.txt");
	expect(existsSync(join(home, "postgres", "PG_VERSION"))).toBe(true);
	expect(findRunning(join(home, "postgres"))).toBeNull();

	expect((await reset({ COURTSIDE_HOME: home }, "--yes")).code).toBe(0);
	expect(readdirSync(home)).toEqual(["letter.txt"]);
	expect(await reset({ COURTSIDE_HOME: home }, "--yes")).toMatchObject({
		code: 0,
		out: expect.stringContaining("nothing to delete"),
	});
});

test("a running server is left alone", async () => {
	const home = join(folder, "running");
	const ground = await open(home);
	const refused = await reset({ COURTSIDE_HOME: home }, "--yes");
	expect(refused).toMatchObject({ code: 1, err: expect.stringContaining("already runs on") });
	expect(await ground.readiness(false)).toMatchObject({ ready: true });
	await ground.close();
});

test("a database server is never touched", async () => {
	const home = join(folder, "beside");
	mkdirSync(join(home, "files"), { recursive: true });
	const refused = await reset(
		{
			COURTSIDE_HOME: home,
			DATABASE_URL: "postgres://courtside@127.0.0.1:1/courtside",
			MASTER_KEY: Buffer.alloc(32).toString("base64"),
		},
		"--yes",
	);
	expect(refused).toMatchObject({ code: 1, err: expect.stringContaining("DATABASE_URL is set") });
	expect(existsSync(join(home, "files"))).toBe(true);
});

test("a database that cannot start can still be thrown away, and it is said that its rows are unknown", async () => {
	const home = join(folder, "broken");
	mkdirSync(join(home, "postgres"), { recursive: true, mode: 0o700 });
	writeFileSync(join(home, "postgres", "PG_VERSION"), "18");
	const done = await reset({ COURTSIDE_HOME: home }, "--yes");
	expect(done).toMatchObject({ code: 0, out: expect.stringContaining("cannot be told") });
	expect(existsSync(home)).toBe(false);
});
