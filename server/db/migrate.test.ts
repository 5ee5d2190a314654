import { randomBytes } from "node:crypto";
import { afterAll, afterEach, describe, expect, inject, test } from "vitest";
import { order, withDatabase } from "../test-database.ts";
import { type Database, openDatabase } from "./connect.ts";
import { migrate, pendingMigrations } from "./migrate.ts";

const { adminUrl } = inject("testDatabase");
const tag = randomBytes(4).toString("hex");
const made: string[] = [];
const open: Database[] = [];

afterEach(async () => {
	for (const database of open.splice(0)) await database.close();
});
afterAll(async () => {
	for (const name of made) await order(adminUrl, `drop database ${name} with (force)`);
	for (const name of made) await order(adminUrl, `drop role if exists ${name}`);
});

function openAt(url: string): Database {
	const database = openDatabase({ url, max: 3 });
	open.push(database);
	return database;
}

/** An empty database that belongs to a user of its own, who is no superuser. */
async function openAsOwner(name: string, attribute: "createrole" | "nocreaterole", grants = false): Promise<Database> {
	const owner = `courtside_${name}_${tag}`;
	await order(adminUrl, `create role ${owner} login password 'x' ${attribute}`);
	await order(adminUrl, `create database ${owner} owner ${owner}`);
	made.push(owner);
	if (grants) await order(adminUrl, `grant courtside_app, courtside_system to ${owner}`);
	const url = new URL(withDatabase(adminUrl, owner));
	url.username = owner;
	url.password = "x";
	return openAt(url.href);
}

async function provesRoles(database: Database): Promise<void> {
	const [tenant] = await database.asSystem((trx) =>
		trx.insertInto("tenants").values({ slug: "harbour", name: "Harbour Tools" }).returning("tenant_id").execute(),
	);
	const id = tenant?.tenant_id ?? 0;
	await database.inTenant(id, (trx) => trx.insertInto("users").values({ tenant_id: id, name: "Maria" }).execute());
	expect(await database.reader(id).selectFrom("users").select("name").execute()).toEqual([{ name: "Maria" }]);
	expect(
		await database
			.reader(id + 1)
			.selectFrom("users")
			.select("name")
			.execute(),
	).toEqual([]);
}

test("migrations run once, however many start them at the same time", async () => {
	const name = `courtside_many_${tag}`;
	await order(adminUrl, `create database ${name}`);
	made.push(name);
	const [one, two] = [openAt(withDatabase(adminUrl, name)), openAt(withDatabase(adminUrl, name))];
	const pending = await pendingMigrations(one);
	expect(pending.length).toBeGreaterThan(0);
	const ran = await Promise.all([migrate(one), migrate(two), migrate(two)]);
	expect(ran.flat()).toEqual(pending);
	expect(await pendingMigrations(two)).toEqual([]);
	expect(await migrate(one)).toEqual([]);
});

test("one that came later under an earlier name runs as well", async () => {
	const name = `courtside_late_${tag}`;
	await order(adminUrl, `create database ${name}`);
	made.push(name);
	const database = openAt(withDatabase(adminUrl, name));
	const late = "2026_11_27_2215_keep_chat_alerts";
	expect((await migrate(database)).at(-1)).not.toBe(late);
	await database.pool.query("drop table chat_alerts");
	await database.pool.query("delete from kysely_migration where name = $1", [late]);
	expect(await migrate(database)).toEqual([late]);
	await database.pool.query("select from chat_alerts");
});

describe("an owner who is no superuser", () => {
	test("and may make roles has all that is needed", async () => {
		const database = await openAsOwner("maker", "createrole");
		// The server may hold our roles already, made by another: then somebody must grant them, as below.
		await order(adminUrl, `grant courtside_app, courtside_system to courtside_maker_${tag}`);
		await migrate(database);
		await provesRoles(database);
	});

	test("and was granted ours has all that is needed", async () => {
		const database = await openAsOwner("granted", "nocreaterole", true);
		await migrate(database);
		await provesRoles(database);
	});

	test("and may do neither is told what an administrator must run", async () => {
		const database = await openAsOwner("plain", "nocreaterole");
		await expect(migrate(database)).rejects.toThrow(
			/create role courtside_app nologin;.*grant courtside_app, courtside_system to/,
		);
	});
});
