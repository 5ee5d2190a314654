import pg from "pg";
import { describe, expect, test } from "vitest";
import { faultOf, whenAgain } from "./problems.ts";
import { freshDatabase } from "./test-database.ts";

const { url } = await freshDatabase();

/** What a piece of work throws. */
async function thrownBy(work: () => Promise<unknown>): Promise<unknown> {
	return work().then(
		() => {
			throw new Error("it threw nothing");
		},
		(error: unknown) => error,
	);
}

/** The database of the tests under another address or with other limits. */
function poolOf(options: pg.PoolConfig): pg.Pool {
	const pool = new pg.Pool({ connectionString: url, ...options });
	pool.on("error", () => undefined);
	return pool;
}

describe("a fault of the database that passes is said to pass, and when to ask again", () => {
	test.each([
		{
			name: "no connection came free in time",
			async fault() {
				const pool = poolOf({ max: 1 });
				const held = await pool.connect();
				// Only now: the first connection may take longer on a busy machine.
				pool.options.connectionTimeoutMillis = 20;
				const error = await thrownBy(() => pool.query("select 1"));
				held.release();
				await pool.end();
				return error;
			},
		},
		{
			name: "the database is away",
			async fault() {
				const pool = poolOf({ connectionString: "postgres://nobody@127.0.0.1:1/none" });
				const error = await thrownBy(() => pool.query("select 1"));
				await pool.end();
				return error;
			},
		},
		{
			name: "the connection was ended from outside",
			async fault() {
				const pool = poolOf({ max: 2 });
				const error = await thrownBy(() => pool.query("select pg_terminate_backend(pg_backend_pid())"));
				await pool.end();
				return error;
			},
		},
	])("$name", async ({ fault }) => {
		const said = faultOf(await fault());
		expect(said.code).toBe("unavailable");
		expect(whenAgain(said)).toEqual({ "retry-after": "2" });
	});

	test("but a fault of our own is not", async () => {
		const pool = poolOf({ max: 1 });
		const said = faultOf(await thrownBy(() => pool.query("select nothing_such from nowhere")));
		expect(said.code).toBe("internal");
		expect(whenAgain(said)).toEqual({});
		await pool.end();
	});
});
