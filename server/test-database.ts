import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, inject } from "vitest";
import { type Database, openDatabase } from "./db/connect.ts";

declare module "vitest" {
	interface ProvidedContext {
		/** The test server: a database to give orders in, and the migrated one to copy. */
		testDatabase: { adminUrl: string; template: string };
		/** The Redis to test against; null when there is none here. */
		testRedisUrl: string | null;
	}
}

/** A migrated, empty database of the test file's own. */
export interface TestDatabase {
	database: Database;
	/** For what opens its own connections (queue, fan-out). */
	url: string;
}

/**
 * Makes one by copying the template (about 50 ms). Call it at the top level of a test file or a describe block;
 * it is dropped after the last test there.
 */
export async function freshDatabase(): Promise<TestDatabase> {
	const { adminUrl, template } = inject("testDatabase");
	const name = `courtside_test_${randomBytes(6).toString("hex")}`;
	await order(adminUrl, `create database ${name} template ${template} strategy file_copy`);
	const url = withDatabase(adminUrl, name);
	const database = openDatabase({ url, max: 5, name });
	afterAll(async () => {
		await database.close();
		await order(adminUrl, `drop database ${name} with (force)`);
	});
	return { database, url };
}

/** One statement on a connection of its own. */
export async function order(url: string, statement: string): Promise<void> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		await client.query(statement);
	} finally {
		await client.end();
	}
}

/** The same server, another database. */
export function withDatabase(url: string, name: string): string {
	const changed = new URL(url);
	changed.pathname = `/${name}`;
	return changed.href;
}
