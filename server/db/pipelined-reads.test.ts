import { sql } from "kysely";
import { afterAll, expect, test } from "vitest";
import { freshDatabase } from "../test-database.ts";
import { openDatabase } from "./connect.ts";

const { database, url } = await freshDatabase();
// One connection, so that everything meets the same prepared statements.
const narrow = openDatabase({ url, max: 1 });
afterAll(() => narrow.close());

const tenants = await database.asSystem((trx) =>
	trx
		.insertInto("tenants")
		.values([
			{ slug: "harbour", name: "Harbour Tools" },
			{ slug: "summit", name: "Summit Bikes" },
		])
		.returning(["tenant_id", "name"])
		.execute(),
);

test("a query read often keeps its plan, and still shows each tenant its own rows", async () => {
	for (let round = 0; round < 12; round++) {
		for (const { tenant_id, name } of tenants) {
			const rows = await narrow.reader(tenant_id).selectFrom("tenants").select("name").execute();
			expect(rows).toEqual([{ name }]);
		}
	}
	const { rows } = await narrow.pool.query("select statement from pg_prepared_statements");
	expect(rows.length).toBeGreaterThan(0);
});

test("a query that fails often fails the same way each time, and leaves the connection as it was", async () => {
	const reader = narrow.reader(tenants[0]?.tenant_id ?? 0);
	for (let round = 0; round < 6; round++) {
		await expect(sql`select no_such_column from tenants`.execute(reader)).rejects.toThrow(/no_such_column/);
		await expect(sql`select 1 / ${0}::int as x`.execute(reader)).rejects.toThrow(/division by zero/);
		expect((await sql`select ${round}::int as x`.execute(reader)).rows).toEqual([{ x: round }]);
	}
});
