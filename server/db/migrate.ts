import { readdir } from "node:fs/promises";
import { DEFAULT_SCHEMA, runMigrations } from "bullmq";
import { type Migration, type MigrationInfo, type MigrationProvider, Migrator } from "kysely/migration";
import type pg from "pg";
import type { Database } from "./connect.ts";

const FOLDER = new URL("../../migrations/", import.meta.url);
const MINIMUM_VERSION = 150_000;
const LOCK = 7_431_003;

/** Imports `migrations/*.ts` in the order of their names. */
const provider: MigrationProvider = {
	async getMigrations() {
		const files = (await readdir(FOLDER)).filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"));
		const migrations: Record<string, Migration> = {};
		for (const file of files.sort()) migrations[file.slice(0, -3)] = await import(new URL(file, FOLDER).href);
		return migrations;
	},
};

/** A migration of a branch that landed late may bear an earlier name than some that have run: it runs then. */
function migratorOf(database: Database): Migrator {
	return new Migrator({ db: database.kysely, provider, allowUnorderedMigrations: true });
}

/**
 * Brings tables, roles and the queue's schema up to date; does nothing when they are. Safe to run from many processes
 * at once. Works as superuser and as a plain owner of the database; throws, with what an administrator must run, when
 * the connecting user may not make our two roles, and when the server is older than PostgreSQL 15.
 * Returns the names of the migrations that ran.
 */
export async function migrate(database: Database): Promise<string[]> {
	const client = await database.pool.connect();
	try {
		await requireVersion(client);
		// Held by this session, around everything: the migrator's own lock comes after its tables are made.
		await client.query("select pg_advisory_lock($1)", [LOCK]);
		const { error, results = [] } = await migratorOf(database).migrateToLatest();
		const failed = results.find((result) => result.status === "Error");
		if (error) throw explained(error, failed?.migrationName);
		// An administrator may have allowed it since the last start.
		await client.query("select courtside_index_search()");
		// The queue may run on Redis today and here tomorrow; its schema is always there.
		await runMigrations(client, DEFAULT_SCHEMA);
		return results.map((result) => result.migrationName);
	} finally {
		await client.query("select pg_advisory_unlock($1)", [LOCK]).catch(() => {});
		client.release();
	}
}

/** The migrations that have not run yet, by name. Changes nothing. */
export async function pendingMigrations(database: Database): Promise<string[]> {
	const all: readonly MigrationInfo[] = await migratorOf(database).getMigrations();
	return all.filter((migration) => !migration.executedAt).map((migration) => migration.name);
}

async function requireVersion(client: pg.PoolClient): Promise<void> {
	const { rows } = await client.query("select current_setting('server_version_num')::int as number, version() as name");
	if (rows[0].number >= MINIMUM_VERSION) return;
	throw new Error(`Courtside needs PostgreSQL 15 or newer; the server says it is ${rows[0].name}.`);
}

function explained(error: unknown, migration = "before the first"): Error {
	const { code, message } = error as { code?: string; message: string };
	const mayNotMakeRoles = code === "42501" && /role/.test(message);
	const advice = mayNotMakeRoles
		? " An administrator of the server must run once: create role courtside_app nologin; create role " +
			"courtside_system nologin; grant courtside_app, courtside_system to <the user in DATABASE_URL>;"
		: "";
	return new Error(`Migration ${migration} failed: ${message}.${advice}`, { cause: error });
}
