import { setTimeout as pause } from "node:timers/promises";
import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { faultOf } from "../problems.ts";
import { freshDatabase, order } from "../test-database.ts";
import { timestamp } from "./values.ts";

const { database, url } = await freshDatabase();
const CREATED = Date.UTC(2026, 1, 3, 4, 5, 6, 789);

let harbour = 0;
let summit = 0;

beforeAll(async () => {
	const [first, second] = await database.asSystem((trx) =>
		trx
			.insertInto("tenants")
			.values([
				{ slug: "harbour", name: "Harbour Tools", created_at: timestamp(CREATED) },
				{ slug: "summit", name: "Summit Bikes", created_at: timestamp(CREATED) },
			])
			.returning("tenant_id")
			.execute(),
	);
	harbour = first?.tenant_id ?? 0;
	summit = second?.tenant_id ?? 0;
	for (const [tenant, name] of [
		[harbour, "Maria Santos"],
		[summit, "Ken Ito"],
	] as const) {
		await database.inTenant(tenant, (trx) =>
			trx
				.insertInto("users")
				.values({ tenant_id: tenant, name, created_at: timestamp(CREATED) })
				.execute(),
		);
	}
});

describe("a tenant", () => {
	test("sees its own people in a transaction and through a reader", async () => {
		const names = await database.inTenant(harbour, (trx) => trx.selectFrom("users").select("name").execute());
		expect(names).toEqual([{ name: "Maria Santos" }]);
		expect(await database.readInTenant(summit, database.kysely.selectFrom("users").select("name"))).toEqual([
			{ name: "Ken Ito" },
		]);
	});

	test("finds nothing of another's, even when asking for it by id", async () => {
		const stolen = await database
			.reader(harbour)
			.selectFrom("users")
			.select("name")
			.where("tenant_id", "=", summit)
			.execute();
		expect(stolen).toEqual([]);
	});

	test("cannot write into another", async () => {
		const write = database.inTenant(harbour, (trx) =>
			trx.insertInto("users").values({ tenant_id: summit, name: "Intruder" }).execute(),
		);
		await expect(write).rejects.toThrow(/row-level security/);
	});

	test("is a positive whole number", async () => {
		for (const id of [0, -1, 1.5, Number.NaN, 2 ** 31]) {
			expect(() => database.reader(id)).toThrow(RangeError);
			await expect(async () => database.inTenant(id, async () => 1)).rejects.toThrow(RangeError);
		}
	});
});

describe("a pooled connection", () => {
	test("keeps neither role nor tenant after a transaction, a read, or a failed read", async () => {
		await database.inTenant(harbour, async () => 1);
		await database.readInTenant(harbour, sql`select 1`.compile(database.kysely));
		await expect(database.readInTenant(harbour, sql`select 1 / 0`.compile(database.kysely))).rejects.toThrow(
			/division by zero/,
		);
		const states = await Promise.all(
			Array.from({ length: 5 }, () =>
				database.pool.query(
					"select current_user = session_user as same, current_setting('app.tenant', true) as tenant",
				),
			),
		);
		for (const { rows } of states) {
			expect(rows[0].same).toBe(true);
			expect(rows[0].tenant ?? "").toBe("");
		}
	});

	test("answers many readers at once, each with its own tenant's rows", async () => {
		const reads = Array.from({ length: 60 }, (_, i) => {
			const tenant = i % 2 === 0 ? harbour : summit;
			return database.reader(tenant).selectFrom("users").select(["tenant_id", "name"]).execute();
		});
		for (const [i, rows] of (await Promise.all(reads)).entries()) {
			expect(rows).toEqual([
				i % 2 === 0 ? { tenant_id: harbour, name: "Maria Santos" } : { tenant_id: summit, name: "Ken Ito" },
			]);
		}
	});

	test("is replaced when the server drops it", async () => {
		await database.pool.query(
			"select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()",
		);
		await expect
			.poll(() => database.readInTenant(harbour, sql`select 1 as one`.compile(database.kysely)).catch(String))
			.toEqual([{ one: 1 }]);
	});
});

test("a reader cannot write", async () => {
	const write = database.reader(harbour).updateTable("users").set({ name: "Changed" }).execute();
	await expect(write).rejects.toThrow(/read-only transaction/);
});

test("a transaction that throws leaves nothing", async () => {
	const failed = database.inTenant(harbour, async (trx) => {
		await trx.insertInto("users").values({ tenant_id: harbour, name: "Ghost" }).execute();
		throw new Error("changed my mind");
	});
	await expect(failed).rejects.toThrow("changed my mind");
	const ghosts = await database.reader(harbour).selectFrom("users").select("id").where("name", "=", "Ghost").execute();
	expect(ghosts).toEqual([]);
});

test("values keep their meaning: money bigint, days text, moments milliseconds in any zone", async () => {
	const { rows } = await sql`select 9007199254740993::int8 as money, '2026-02-03'::date as day, 12.50::numeric as rate,
		${timestamp(CREATED)}::timestamptz as moment, array[1, null]::int8[] as amounts,
		array['2026-02-03T04:05:06.789Z', null]::timestamptz[] as moments, count(*)::int as n`.execute(database.kysely);
	expect(rows).toEqual([
		{
			money: 9_007_199_254_740_993n,
			day: "2026-02-03",
			rate: "12.50",
			moment: CREATED,
			amounts: [1n, null],
			moments: [CREATED, null],
			n: 1,
		},
	]);
	await database.kysely.connection().execute(async (one) => {
		await sql`set timezone = 'America/St_Johns'`.execute(one);
		const there = await sql`select ${timestamp(CREATED)}::timestamptz as moment`.execute(one);
		await sql`reset timezone`.execute(one);
		expect(there.rows).toEqual([{ moment: CREATED }]);
	});
});

test("a connection that is cut between two statements fails its transaction, and nothing else", async () => {
	const cut = database.inTenant(harbour, async (trx) => {
		const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
		await order(url, `select pg_terminate_backend(${rows[0]?.pid}, 5000)`);
		// Until the cut has come to our side.
		await pause(100);
		await trx.selectFrom("users").select("name").execute();
	});
	const fault = await cut.catch((error: unknown) => error);
	expect(faultOf(fault).code).toBe("unavailable");
	const names = await database.inTenant(harbour, (trx) => trx.selectFrom("users").select("name").execute());
	expect(names).toEqual([{ name: "Maria Santos" }]);
});
