import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { readTestSettings } from "./server/config.ts";
import { openDatabase } from "./server/db/connect.ts";
import { migrate } from "./server/db/migrate.ts";
import { startEmbedded } from "./server/embedded/start.ts";
import { order, withDatabase } from "./server/test-database.ts";
import { startTestRedis } from "./server/test-redis.ts";

/**
 * Before all tests: one throw-away PostgreSQL (or the server of TEST_DATABASE_URL) with a migrated template, and a Redis
 * (TEST_REDIS_URL, or the machine's redis-server on a free port). After them nothing is left running.
 */
export async function setup(project: TestProject): Promise<void> {
	const settings = readTestSettings();
	const server = settings.databaseUrl ? null : await startThrowAway();
	const adminUrl = settings.databaseUrl ?? server?.url ?? "";
	const template = `courtside_tpl_${randomBytes(4).toString("hex")}`;
	await order(adminUrl, `create database ${template}`);
	const database = openDatabase({ url: withDatabase(adminUrl, template), max: 2 });
	await migrate(database);
	await database.close();
	project.provide("testDatabase", { adminUrl, template });

	const redis = settings.redisUrl ? null : await startTestRedis();
	const redisUrl = settings.redisUrl ?? redis?.url ?? null;
	project.provide("testRedisUrl", redisUrl);
	if (!redisUrl) {
		console.warn(
			"\n*** Redis tests are SKIPPED: no redis-server here. " +
				"Install it (apt-get install redis-server) or set TEST_REDIS_URL to run them. ***\n",
		);
	}

	undo = async () => {
		await redis?.stop();
		await order(adminUrl, `drop database ${template} with (force)`);
		await server?.stop();
	};
}

/** After all tests. */
export async function teardown(): Promise<void> {
	await undo();
}

let undo = async (): Promise<void> => {};

async function startThrowAway() {
	const home = mkdtempSync(join(tmpdir(), "courtside-test-"));
	const server = await startEmbedded({
		home,
		settings: { fsync: "off", full_page_writes: "off", synchronous_commit: "off", shared_buffers: "128MB" },
	});
	return {
		url: server.url,
		async stop() {
			await server.stop();
			rmSync(home, { recursive: true, force: true });
		},
	};
}
