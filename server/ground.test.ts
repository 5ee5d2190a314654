import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { pino } from "pino";
import { afterAll, describe, expect, inject, test } from "vitest";
import { z } from "zod";
import { readConfig } from "./config.ts";
import { findRunning } from "./embedded/running.ts";
import { openGround } from "./ground.ts";
import { freshDatabase } from "./test-database.ts";

const catalog = { "greet-rep": z.object({ name: z.string() }) };
const log = pino({ level: "silent" });
const folder = mkdtempSync(join(tmpdir(), "courtside-ground-"));
afterAll(() => rmSync(folder, { recursive: true }));
const fresh = await freshDatabase();
const redisUrl = inject("testRedisUrl");
const KEY = Buffer.alloc(32, 1).toString("base64");

function openAt(home: string, env: Record<string, string> = {}) {
	return openGround(readConfig({ COURTSIDE_HOME: join(folder, home), ...env }), log, catalog, () => {});
}

describe.each([
	{ on: "the embedded database", env: {} },
	{ on: "a real database", env: { DATABASE_URL: fresh.url, MASTER_KEY: KEY } },
	{ on: "a real database and Redis", env: { DATABASE_URL: fresh.url, MASTER_KEY: KEY, REDIS_URL: redisUrl ?? "" } },
])("on $on", ({ on, env }) => {
	test.skipIf(on.includes("Redis") && !redisUrl)(
		"everything is ready, works, and is there again after a stop",
		async () => {
			const home = on.replaceAll(" ", "-");
			const ground = await openAt(home, env);
			expect(await ground.readiness(false)).toEqual({
				ready: true,
				checks: { database: "ok", queue: "ok", storage: "ok" },
			});
			await ground.database.asSystem((trx) =>
				trx
					.insertInto("tenants")
					.values({ slug: `t-${Date.now()}`, name: "Harbour Tools" })
					.execute(),
			);
			await ground.storage.put(1, "hello.txt", "still here");
			const greeted: string[] = [];
			await ground.queues.work("greet-rep", async ({ name }) => {
				await ground.fanout.publish(1, { name });
			});
			ground.fanout.subscribe(1, ({ name }) => greeted.push(String(name)));
			await ground.queues.enqueue("greet-rep", { name: "Maria" });
			await expect.poll(() => greeted, { timeout: 5_000 }).toEqual(["Maria"]);
			expect(await ground.metrics.registry.metrics()).toContain('courtside_jobs{job="greet-rep",state="waiting"} 0');
			await ground.close();
			await ground.close();

			const again = await openAt(home, env);
			const tenants = await again.database.asSystem((trx) => trx.selectFrom("tenants").select("name").execute());
			expect(tenants).toContainEqual({ name: "Harbour Tools" });
			const file = await again.storage.get(1, "hello.txt");
			expect(file && (await text(file.stream))).toBe("still here");
			expect(again.masterKeys).toEqual(ground.masterKeys);
			await again.close();
			expect(findRunning(join(folder, home, "postgres"))).toBeNull();
		},
	);
});

test("a second start on the same folder says who is there, and leaves the first one running", async () => {
	const first = await openAt("shared");
	await expect(openAt("shared")).rejects.toThrow(/already runs on .*shared \(courtside process \d+\)/);
	expect((await sql<{ one: number }>`select 1 as one`.execute(first.database.kysely)).rows).toEqual([{ one: 1 }]);
	await first.close();
	expect(findRunning(join(folder, "shared/postgres"))).toBeNull();
});

test("a job that a killed server was working on starts again with the next server, at once", async () => {
	const home = join(folder, "killed");
	const program = `
		const { openGround } = await import(${JSON.stringify(new URL("./ground.ts", import.meta.url).href)});
		const { readConfig } = await import(${JSON.stringify(new URL("./config.ts", import.meta.url).href)});
		const { pino } = await import("pino");
		const { z } = await import("zod");
		const catalog = { "greet-rep": z.object({ name: z.string() }) };
		const config = readConfig({ COURTSIDE_HOME: ${JSON.stringify(home)} });
		const ground = await openGround(config, pino({ level: "silent" }), catalog, () => {});
		await ground.queues.work("greet-rep", async () => {
			console.log("greeting");
			await new Promise(() => {});
		});
		await ground.queues.enqueue("greet-rep", { name: "Maria" });`;
	const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
		cwd: fileURLToPath(new URL(".", import.meta.url)),
		stdio: ["ignore", "pipe", "inherit"],
	});
	await new Promise((resolve) => child.stdout.once("data", resolve));
	const ended = new Promise((resolve) => child.once("exit", resolve));
	child.kill("SIGKILL");
	await ended;

	const ground = await openAt("killed");
	const greeted: string[] = [];
	await ground.queues.work("greet-rep", async ({ name }) => {
		greeted.push(name);
	});
	// Less than its lock alone would have held.
	await expect.poll(() => greeted, { timeout: 20_000 }).toEqual(["Maria"]);
	await ground.close();
});

test("what was opened is closed when a later step fails", async () => {
	mkdirSync(join(folder, "no-redis"), { recursive: true });
	await expect(openAt("no-redis", { REDIS_URL: "redis://127.0.0.1:1" })).rejects.toThrow(/Redis cannot be used/);
	expect(findRunning(join(folder, "no-redis/postgres"))).toBeNull();
});

test("a database that does not let us in is told at once, without the password", async () => {
	const url = new URL(fresh.url);
	url.username = "nobody_here";
	url.password = "hunter2";
	const start = openAt("wrong", { DATABASE_URL: url.href, MASTER_KEY: KEY });
	await expect(start).rejects.toThrow(/does not let us in: (password|role) .*nobody_here.*DATABASE_URL/);
	await expect(start).rejects.not.toThrow(/hunter2/);
});
