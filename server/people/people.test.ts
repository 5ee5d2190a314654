import { sql } from "kysely";
import { expect, test } from "vitest";
import type { IdentityJson } from "../../core/contract/identities.ts";
import { verifyAuditChain } from "../audit/verify.ts";
import type { IntakeDeps } from "../intake/import-service.ts";
import { importTexts } from "../intake/test-workspace.ts";
import { undoImport } from "../intake/undo-import.ts";
import { addWorkspace, testApp } from "../test-app.ts";

const app = await testApp();
const intake: IntakeDeps = { database: app.database, storage: app.deps.storage, now: app.deps.now };
let made = 0;

/** A workspace with Maria (rep) and the others, whose files name deals' owners in their own way. */
async function workspace(deals: string[]) {
	const slug = `harbour${++made}`;
	const { tenantId, people } = await addWorkspace(app.database, slug);
	await app.database.inTenant(tenantId, (trx) =>
		trx.updateTable("users").set({ name: "Maria López" }).where("id", "=", people.rep.userId).execute(),
	);
	const csv = ["Deal Name,Amount,Stage,Close Date,Owner", ...deals].join("\n");
	const { description } = await importTexts(intake, tenantId, { "deals.csv": csv });
	return { tenantId, ...people, importId: description.id };
}

async function get<T>(as: { tenantId: number; userId: string }, path: string): Promise<T> {
	const answer = await app.call("GET", path, { as });
	expect(answer.status, await answer.clone().text()).toBe(200);
	return answer.json() as Promise<T>;
}
async function post<T>(as: { tenantId: number; userId: string }, path: string, body: object = {}): Promise<T> {
	const answer = await app.call("POST", path, { as, body });
	expect(answer.status, await answer.clone().text()).toBeLessThan(300);
	return answer.json() as Promise<T>;
}
const waiting = (as: { tenantId: number; userId: string }) =>
	get<{ items: IdentityJson[] }>(as, "/identities?state=unmatched").then(({ items }) => items);

/** Deals by owner's name, and every owner that their history has told of. */
async function owners(tenantId: number) {
	return app.database.inTenant(tenantId, async (trx) => {
		const { rows } = await sql<{ deal: string; owner: string; told: string[] }>`select d.name as deal, u.name as owner,
				array(select distinct o.name from field_changes f join users o
					on o.id::text = coalesce(f.value ->> 'ownerId', f.value #>> '{}')
					where f.entity_id = d.id and f.field in ('*', 'ownerId') order by 1) as told
			from deals d join users u on u.id = d.owner_id order by 1`.execute(trx);
		return rows;
	});
}

test("an owner name that fits nobody is kept with its deals and money; one decision makes them the person's, also in the past", async () => {
	const { tenantId, admin, rep } = await workspace([
		"Alpha,100,Open,2027-01-10,Maria Lopes",
		"Beta,200,Won,2026-05-10,Maria Lopes",
		'Gamma,300,Open,2027-01-10,"López, Maria"',
	]);
	const [lopes, ...rest] = await waiting(admin);
	expect(rest).toEqual([]);
	expect(lopes).toMatchObject({
		kind: "owner-name",
		label: "Maria Lopes",
		suggestion: { person: { id: rep.userId }, by: "spelling" },
		holds: { deals: 2, openDeals: 1, open: { amountMinor: "10000", currency: "USD" } },
	});
	const decisions = [{ identityId: lopes?.id, personId: rep.userId }];
	const change = await post<{ id: string; rows: number }>(admin, "/identities/decide", { decisions });
	expect(change.rows).toBe(4);
	expect(await owners(tenantId)).toEqual(
		["Alpha", "Beta", "Gamma"].map((deal) => ({ deal, owner: "Maria López", told: ["Maria López"] })),
	);
	expect(await waiting(admin)).toEqual([]);

	// A later file with that very name goes to her at once.
	await importTexts(intake, tenantId, {
		"more.csv": "Deal Name,Amount,Stage,Close Date,Owner\nDelta,5,Open,2027-02-01,Maria Lopes",
	});
	expect((await owners(tenantId)).map(({ owner }) => owner)).toEqual(Array(4).fill("Maria López"));

	const undone = await post<object>(admin, `/people-changes/${change.id}/undo`);
	expect(undone).toEqual({ back: 4, left: 0 });
	expect((await owners(tenantId)).map(({ owner }) => owner)).toEqual([
		"Maria Lopes",
		"Maria Lopes",
		"Maria López",
		"Maria López",
	]);
	expect((await waiting(admin)).map(({ label }) => label)).toEqual(["Maria Lopes"]);
	expect(await app.database.inTenant(tenantId, (trx) => verifyAuditChain(trx, tenantId))).toMatchObject({ ok: true });
	const { rows } = await app.database.inTenant(tenantId, (trx) =>
		sql<{ detail: object }>`select detail from audit_entries where action = 'people.match'`.execute(trx),
	);
	expect(rows[0]?.detail).toMatchObject({ rows: 4, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
});

test("a name that was matched by mistake is corrected: only what came under it from there moves", async () => {
	const { tenantId, admin, rep, manager } = await workspace(["Alpha,100,Open,2027-01-10,maria lopez"]);
	await app.call("POST", "/opportunities", {
		as: rep,
		body: { name: "Hers", stageId: await anyStage(tenantId), amountMinor: "100" },
	});
	const { items } = await get<{ items: IdentityJson[] }>(admin, "/identities?kind=owner-name");
	expect(items).toMatchObject([
		{ label: "maria lopez", state: "matched", matchedBy: "exact-name", person: { id: rep.userId } },
	]);
	await post(admin, "/identities/decide", { decisions: [{ identityId: items[0]?.id, personId: manager.userId }] });
	expect((await owners(tenantId)).map(({ deal, owner }) => [deal, owner])).toEqual([
		["Alpha", "Robert"],
		["Hers", "Maria López"],
	]);
});

test("confirmed as themselves or left out, names wait no more and nothing moves", async () => {
	const { tenantId, admin } = await workspace([
		"Alpha,1,Open,2027-01-10,Zoe Zest",
		"Beta,2,Open,2027-01-10,Sales Queue",
	]);
	const [queue, zoe] = await waiting(admin);
	const change = await post<{ rows: number }>(admin, "/identities/decide", {
		decisions: [
			{ identityId: zoe?.id, as: "themselves" },
			{ identityId: queue?.id, as: "ignored" },
		],
	});
	expect(change.rows).toBe(0);
	expect(await waiting(admin)).toEqual([]);
	expect(await get(admin, "/identities/counts")).toMatchObject({ unmatched: 0, ignored: 1 });
	expect((await owners(tenantId)).map(({ owner }) => owner)).toEqual(["Zoe Zest", "Sales Queue"]);
});

test("an import that is taken back takes the names it brought along, not the person they were matched with", async () => {
	const { tenantId, admin, rep, importId } = await workspace(["Alpha,100,Open,2027-01-10,Maria Lopes"]);
	const [lopes] = await waiting(admin);
	await post(admin, "/identities/decide", { decisions: [{ identityId: lopes?.id, personId: rep.userId }] });
	await undoImport(intake, tenantId, importId);
	expect(await owners(tenantId)).toEqual([]);
	const { items } = await get<{ items: { name: string }[] }>(admin, "/people?search=Maria");
	expect(items.map(({ name }) => name)).toEqual(["Maria López"]);
});

test("two people become one with targets and teams; two who sign in only when confirmed, and never oneself", async () => {
	const { tenantId, admin, rep, manager } = await workspace(["Alpha,100,Open,2027-01-10,Robert"]);
	const quota = (userId: string, period: string) => ({
		tenant_id: tenantId,
		user_id: userId,
		period,
		amount_minor: 100n,
		currency: "USD",
	});
	await app.database.inTenant(tenantId, async (trx) => {
		await trx
			.insertInto("quotas")
			.values([quota(manager.userId, "FY2026-Q4"), quota(manager.userId, "FY2027-Q1"), quota(rep.userId, "FY2026-Q4")])
			.execute();
		await trx
			.updateTable("users")
			.set({ password_hash: "x" })
			.where("id", "in", [rep.userId, manager.userId])
			.execute();
	});
	const into = { intoId: rep.userId };
	const refused = await app.call("POST", `/people/${manager.userId}/merge`, { as: admin, body: into });
	expect([refused.status, (await refused.json()).detail]).toEqual([409, expect.stringContaining("Confirm")]);
	expect((await app.call("POST", `/people/${admin.userId}/merge`, { as: admin, body: into })).status).toBe(422);
	const change = await post<{ id: string }>(admin, `/people/${manager.userId}/merge`, { ...into, confirmed: true });
	const state = () =>
		app.database.inTenant(tenantId, async (trx) => ({
			quotas: (
				await trx.selectFrom("quotas").select(["user_id", "period"]).orderBy("period").orderBy("user_id").execute()
			)
				.map((q) => `${q.user_id === rep.userId ? "Maria" : "Robert"} ${q.period}`)
				.sort(),
			leads: (await trx.selectFrom("teams").select("manager_id").execute())[0]?.manager_id === rep.userId,
		}));
	expect(await state()).toEqual({ quotas: ["Maria FY2026-Q4", "Maria FY2027-Q1", "Robert FY2026-Q4"], leads: true });
	expect((await app.call("GET", "/users/me", { as: manager })).status).toBe(401);
	expect(await get(admin, `/people/${manager.userId}`)).toMatchObject({ person: { id: rep.userId } });
	await post(admin, `/people-changes/${change.id}/undo`);
	expect(await state()).toEqual({ quotas: ["Maria FY2026-Q4", "Robert FY2026-Q4", "Robert FY2027-Q1"], leads: false });
	expect((await app.call("POST", `/people-changes/${change.id}/undo`, { as: admin, body: {} })).status).toBe(409);
});

test("who left keeps the past, gets nothing new and signs in no more; what is open is handed over from now on", async () => {
	const { tenantId, admin, rep, manager } = await workspace([
		"Open,100,Open,2027-01-10,Maria Lopez",
		"Done,200,Won,2026-05-10,Maria Lopez",
	]);
	const page = await get<{ successors: { id: string; why: string }[] }>(admin, `/people/${rep.userId}`);
	expect(page.successors[0]).toMatchObject({ id: manager.userId, why: "manager" });
	const future = await app.call("POST", `/people/${rep.userId}/leave`, { as: admin, body: { on: "2099-01-01" } });
	expect(future.status).toBe(422);
	await post(admin, `/people/${rep.userId}/leave`, { on: "2026-11-01", handOverTo: manager.userId });
	expect(await owners(tenantId)).toEqual([
		{ deal: "Done", owner: "Maria López", told: ["Maria López"] },
		{ deal: "Open", owner: "Robert", told: ["Maria López", "Robert"] },
	]);
	expect((await app.call("GET", "/users/me", { as: rep })).status).toBe(401);
	const body = { name: "New", stageId: await anyStage(tenantId), ownerId: rep.userId };
	const refused = await app.call("POST", "/opportunities", { as: admin, body });
	expect([refused.status, (await refused.json()).detail]).toEqual([422, expect.stringContaining("has left")]);
	const { items } = await get<{ items: { id: string; kind: string }[] }>(admin, "/people-changes");
	expect(items.map(({ kind }) => kind)).toEqual(["leave", "hand-over"]);
	for (const { id } of items) await post(admin, `/people-changes/${id}/undo`);
	expect((await owners(tenantId)).map(({ owner, told }) => [owner, told])).toEqual([
		["Maria López", ["Maria López"]],
		["Maria López", ["Maria López"]],
	]);
	expect((await app.call("GET", "/users/me", { as: rep })).status).toBe(200);
});

test("a rep sees who is who, but money only of deals in sight, and decides nothing", async () => {
	const { rep, admin } = await workspace(["Alpha,100,Open,2027-01-10,Zoe Zest"]);
	const [zoe] = await waiting(rep);
	expect(zoe).toMatchObject({ label: "Zoe Zest", holds: null });
	const decisions = [{ identityId: zoe?.id, as: "themselves" }];
	expect((await app.call("POST", "/identities/decide", { as: rep, body: { decisions } })).status).toBe(403);
	expect((await get<{ items: object[] }>(admin, "/people?state=all")).items.length).toBe(6);
});

test("operations match names, but cannot shut out somebody who signs in", async () => {
	const { tenantId, ops, rep, manager, admin } = await workspace(["Alpha,100,Open,2027-01-10,Zoe Zest"]);
	const [zoe] = await waiting(ops);
	await post(ops, "/identities/decide", { decisions: [{ identityId: zoe?.id, personId: rep.userId }] });
	await app.database.inTenant(tenantId, (trx) =>
		trx.updateTable("users").set({ password_hash: "x" }).where("id", "=", manager.userId).execute(),
	);
	const leaving = { on: "2026-11-01" };
	expect((await app.call("POST", `/people/${manager.userId}/leave`, { as: ops, body: leaving })).status).toBe(403);
	const { id } = await post<{ id: string }>(admin, `/people/${manager.userId}/leave`, leaving);
	expect((await app.call("POST", `/people/${manager.userId}/return`, { as: ops, body: {} })).status).toBe(403);
	expect((await app.call("POST", `/people-changes/${id}/undo`, { as: ops, body: {} })).status).toBe(403);
	await post(ops, `/people/${rep.userId}/leave`, leaving);
});

test("every column that makes somebody responsible moves with them", async () => {
	const { MOVED_COLUMNS } = await import("./move-records.ts");
	const { rows } = await sql<{ name: string }>`select c.relname || '.' || a.attname as name from pg_attribute a
		join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
		where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition
			and a.attname in ('owner_id', 'manager_id') order by 1`.execute(app.database.kysely);
	// Keys act for whoever made them and end with their row; what is searched follows the records by itself, and what a
	// forecast holds of its deals is made anew with it.
	const known = [...MOVED_COLUMNS, "api_keys.owner_id", "search_documents.owner_id", "forecast_deals.owner_id"];
	expect(rows.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([]);
});

async function anyStage(tenantId: number): Promise<string> {
	const row = await app.database.inTenant(tenantId, (trx) =>
		trx.selectFrom("stages").select("id").where("kind", "=", "open").executeTakeFirstOrThrow(),
	);
	return row.id;
}
