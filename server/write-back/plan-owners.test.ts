import { sql } from "kysely";
import { expect, test } from "vitest";
import type { CanonicalChange } from "../../core/contract/host.ts";
import type { TerritoryPlanJson } from "../../core/contract/territory-plans.ts";
import type { WriteBackJson, WriteBackRecordJson, WriteRunJson } from "../../core/contract/write-backs.ts";
import { CAST } from "../../core/demo/cast.ts";
import { smallCompany } from "../../core/demo/small-company.ts";
import { COLLEAGUES } from "../../core/demo/small-ground.ts";
import { loadCompany } from "../demo/load-demo.ts";
import { applyChanges } from "../hosts/apply-changes.ts";
import { ensureInstallation } from "../hosts/installations.ts";
import { testHost } from "../hosts/test-host.ts";
import { designTerritories } from "../jobs/design-territories.ts";
import { sweepHosts, workOnHosts } from "../jobs/host-jobs.ts";
import { testApp } from "../test-app.ts";

const HOST = "testcrm";
const vendor = testHost();
const app = await testApp({ hosts: [vendor.host] });
const { database, deps } = app;
const tenantId = (await loadCompany(database, smallCompany(Date.now()))) ?? 0;
const [david, jennifer] = [
	{ tenantId, userId: CAST.david.id },
	{ tenantId, userId: CAST.jennifer.id },
];
const [west, east] = [CAST.maria.id, COLLEAGUES.kenji.id];
const SHOPS = 13;
await database.inTenant(tenantId, async (trx) => {
	await ensureInstallation(trx, tenantId, HOST);
	// Maria has nine shops along a road and the last one, Kenji three; the vendor knows both and all shops but that one.
	await sql`update accounts set owner_id = null`.execute(trx);
	await sql`insert into accounts (tenant_id, name, country, region, owner_id)
		select ${tenantId}, 'Shop ' || n, 'DE', 'Road', case when n <= 9 or n = ${SHOPS} then ${west}::uuid else ${east}::uuid end
		from generate_series(1, ${SHOPS}) n`.execute(trx);
	await sql`insert into account_places (tenant_id, account_id, lat, lon)
		select tenant_id, id, 50, 5 + 0.1 * substr(name, 6)::int from accounts where name like 'Shop %'`.execute(trx);
	await sql`insert into external_ids (tenant_id, source, object, external_id, id)
		select tenant_id, ${HOST}, 'account', replace(name, 'Shop ', 'A-'), id from accounts
		where name like 'Shop %' and name <> ${`Shop ${SHOPS}`}
		union all select tenant_id, ${HOST}, 'user', case when id = ${west}::uuid then 'maria' else 'kenji' end, id
		from users where id in (${west}::uuid, ${east}::uuid)`.execute(trx);
});
for (let n = 1; n < SHOPS; n++) vendor.records.set(`account A-${n}`, { OwnerId: n <= 9 ? "maria" : "kenji" });
await workOnHosts(app.jobs, deps);

async function ask<T>(method: string, path: string, body?: object, as = david): Promise<T> {
	const answer = await app.call(method, path, { as, ...(body && { body }) });
	const text = await answer.text();
	expect(answer.status, `${path} ${text}`).toBeLessThan(300);
	return JSON.parse(text) as T;
}
const PATH = `/connections/${HOST}/write-back`;
const state = () => ask<WriteBackJson>("GET", PATH);
const change = async (body: object) => ask("PUT", PATH, { ...body, version: (await state()).version });
const records = async (query: string) =>
	(await ask<{ items: WriteBackRecordJson[] }>("GET", `${PATH}/records?limit=200&state=${query}`)).items;
const ownerThere = (n: number) => vendor.records.get(`account A-${n}`)?.["OwnerId"];

async function confirmPreview(): Promise<void> {
	await expect.poll(async () => (await state()).preview?.state, { timeout: 8000 }).toBe("preview");
	await ask("POST", `/write-runs/${(await state()).preview?.id}/confirm`, {});
}
async function sent(): Promise<void> {
	const waiting = async () => {
		await sweepHosts(deps);
		return (await state()).waiting;
	};
	await expect.poll(waiting, { timeout: 10_000, interval: 100 }).toBe(0);
}
async function applied(): Promise<TerritoryPlanJson> {
	const asked = { name: "Even shops", people: [west, east], seconds: 1 };
	const body = { ...asked, measures: [{ name: "accounts", tolerance: 0.1 }] };
	const made = await ask<TerritoryPlanJson>("POST", "/territories/plans", body);
	const job = { signal: new AbortController().signal, progress: async () => {} };
	await designTerritories({ ...deps, wakeRelay: () => {} }, { tenantId, runId: made.run?.id ?? "" }, job);
	const at = `/territories/plans/${made.id}`;
	const { version } = await ask<TerritoryPlanJson>("GET", at);
	await ask("POST", `${at}/submit`, { effectiveOn: new Date().toISOString().slice(0, 10), version });
	await ask("POST", `${at}/decide`, { approve: true }, jennifer);
	return ask("POST", `${at}/apply`, {});
}
/** The shops that the vendor has, that are with Kenji here and were with Maria. */
async function movedHere(): Promise<number[]> {
	const { rows } = await database.inTenant(tenantId, (trx) =>
		sql<{ n: number }>`select substr(name, 6)::int as n from accounts
			where name like 'Shop %' and substr(name, 6)::int <= 9 and owner_id = ${east}::uuid order by 1`.execute(trx),
	);
	return rows.map(({ n }) => n);
}

test("a plan writes nobody's accounts over until an administrator chose their owner", async () => {
	await change({ state: "on" });
	await confirmPreview();
	const plan = await applied();
	expect((await movedHere()).length).toBeGreaterThan(1);
	expect(await state()).toMatchObject({ waiting: 0 });
	await ask("POST", `/territories/plans/${plan.id}/undo`, {});
	await sent();
	expect(vendor.calls.flat().filter(({ entity }) => entity === "account")).toEqual([]);
});

let plan: TerritoryPlanJson;
test("chosen, its accounts wait for the preview to be confirmed, then each goes by itself and each refusal is kept", async () => {
	await change({ fields: { account: { ownerExternalId: "OwnerId" } } });
	plan = await applied();
	const moved = await movedHere();
	expect(await state()).toMatchObject({ state: "preview", waiting: moved.length });
	expect(ownerThere(moved[0] ?? 0)).toBe("maria");
	const [refused = 0, taken = 0] = moved;
	vendor.faults.set(`A-${refused}`, { ok: false, retry: false, reason: "TRANSFER_REQUIRES_READ" });
	vendor.records.set(`account A-${taken}`, { OwnerId: "robert" });
	await confirmPreview();
	await sent();
	for (const n of moved.slice(2)) expect(ownerThere(n)).toBe("kenji");
	expect(ownerThere(taken)).toBe("robert");
	expect(await records("failed")).toMatchObject([
		{ name: `Shop ${refused}`, entity: "account", reason: "TRANSFER_REQUIRES_READ", canRetry: true },
	]);
	const left = await records("skipped");
	expect(left.find(({ externalId }) => externalId === `A-${taken}`)).toMatchObject({
		left: [{ field: "ownerExternalId", isChanged: true }],
		causedBy: CAST.david.name,
	});
	vendor.faults.clear();
	await ask("POST", `/write-backs/${(await records("failed"))[0]?.id}/retry`, {});
	await sent();
	expect(ownerThere(refused)).toBe("kenji");
	// Somebody gave it away there; as they had it before for the next test.
	vendor.records.set(`account A-${taken}`, { OwnerId: "maria" });
});

test("a written owner that comes back from the vendor is no news", async () => {
	const [n = 0] = (await movedHere()).slice(-1);
	const echo: CanonicalChange = {
		...{ entity: "account", externalId: `A-${n}`, recordedAt: deps.now() },
		fields: { ownerExternalId: "kenji" },
	};
	const taken = (changes: CanonicalChange[]) =>
		database.inTenant(tenantId, (trx) =>
			applyChanges({ trx, tenantId, source: HOST, causeId: crypto.randomUUID() }, changes).then((b) => b.applied),
		);
	expect(await taken([echo])).toMatchObject({ changed: 0, unchanged: 1 });
});

test("a run is taken back by itself; an account that the vendor does not have is told, with the reason", async () => {
	const moved = (await movedHere()).filter((n) => ownerThere(n) === "kenji");
	const { items } = await ask<{ items: WriteRunJson[] }>("GET", `${PATH}/runs`);
	const run = items.find(({ counts }) => counts.written === moved.length);
	await ask("POST", `/write-runs/${run?.id}/undo`, {});
	await sent();
	expect(moved.map(ownerThere)).toEqual(moved.map(() => "maria"));
	const unknown = (await records("skipped")).filter(({ externalId }) => externalId === null);
	expect(unknown.find(({ name }) => name === `Shop ${SHOPS}`)).toMatchObject({
		...{ entity: "account", values: [{ field: "ownerExternalId", after: "kenji" }] },
		reason: expect.stringMatching(/\w \w/),
	});
	await change({ state: "on" });
	await ask("POST", `/territories/plans/${plan.id}/undo`, {});
	await sent();
});

test("taking the plan back takes the owners back there, once it is not paused any more", async () => {
	plan = await applied();
	await sent();
	const moved = (await movedHere()).filter((n) => ownerThere(n) === "kenji");
	expect(moved.length).toBeGreaterThan(1);
	await change({ state: "paused" });
	await ask("POST", `/territories/plans/${plan.id}/undo`, {});
	await sweepHosts(deps);
	expect(moved.map(ownerThere)).toEqual(moved.map(() => "kenji"));
	await change({ state: "on" });
	await sent();
	expect(moved.map(ownerThere)).toEqual(moved.map(() => "maria"));
});
