import { sql } from "kysely";
import { expect, test } from "vitest";
import type { CanonicalChange } from "../../core/contract/host.ts";
import type { WriteBackJson, WriteBackRecordJson, WriteRunJson } from "../../core/contract/write-backs.ts";
import { CAST } from "../../core/demo/cast.ts";
import { smallCompany } from "../../core/demo/small-company.ts";
import { verifyAuditChain } from "../audit/verify.ts";
import { loadCompany } from "../demo/load-demo.ts";
import { applyChanges } from "../hosts/apply-changes.ts";
import { ensureInstallation } from "../hosts/installations.ts";
import { testHost } from "../hosts/test-host.ts";
import { type HostJobDeps, sweepHosts, workOnHosts } from "../jobs/host-jobs.ts";
import { rebuildNumbers } from "../jobs/rebuild-numbers.ts";
import { rescoreDeal } from "../jobs/rescore-deal.ts";
import { testApp } from "../test-app.ts";

const HOST = "testcrm";
const vendor = testHost();
const app = await testApp({ hosts: [vendor.host] });
const { database, deps } = app;
const company = smallCompany(Date.now());
const tenantId = (await loadCompany(database, company)) ?? 0;
const david = { tenantId, userId: CAST.david.id };
const maria = { tenantId, userId: CAST.maria.id };
await database.inTenant(tenantId, (trx) => ensureInstallation(trx, tenantId, HOST));
const jobDeps: HostJobDeps = deps;
await rebuildNumbers(
	{ database, now: deps.now, wakeRelay: () => {} },
	{ tenantId },
	{ signal: new AbortController().signal, progress: async () => {} },
);
await workOnHosts(app.jobs, jobDeps);

/** Maria's open deals that the vendor has, four of them, and one that it has not. */
const mine = company.deals.filter((deal) => deal.status === "open" && deal.ownerId === CAST.maria.id);
const [first, second, third, fourth, stranger] = mine.map((deal) => deal.id);
const linked = [first, second, third, fourth].map((id, k) => ({ id: id ?? "", externalId: `D-${k + 1}` }));
await database.inTenant(tenantId, (trx) =>
	trx
		.insertInto("external_ids")
		.values(
			linked.map(({ id, externalId }) => ({
				tenant_id: tenantId,
				source: HOST,
				object: "deal",
				external_id: externalId,
				id,
			})),
		)
		.execute(),
);

for (const { id, externalId } of linked) {
	const deal = company.deals.find((one) => one.id === id);
	vendor.records.set(`deal ${externalId}`, {
		NextStep: deal?.nextStep ?? null,
		StageName: company.stages.find((stage) => stage.id === deal?.stageId)?.name ?? null,
		Amount: deal?.amountMinor?.toString() ?? null,
		Currency: deal?.currency ?? null,
	});
}

async function ask<T>(method: string, path: string, body?: object, status = 200): Promise<T> {
	const answer = await app.call(method, path, { as: david, ...(method === "GET" ? {} : { body: body ?? {} }) });
	const text = await answer.text();
	expect(answer.status, text).toBe(status);
	return JSON.parse(text) as T;
}
const state = () => ask<WriteBackJson>("GET", `/connections/${HOST}/write-back`);
const runs = async () => (await ask<{ items: WriteRunJson[] }>("GET", `/connections/${HOST}/write-back/runs`)).items;
const records = async (query = "") =>
	(await ask<{ items: WriteBackRecordJson[] }>("GET", `/connections/${HOST}/write-back/records${query}`)).items;
async function change(body: object): Promise<WriteBackJson> {
	const { version } = await state();
	return ask("PUT", `/connections/${HOST}/write-back`, { ...body, version });
}
async function ready(): Promise<WriteRunJson> {
	await expect.poll(async () => (await state()).preview?.state, { timeout: 8000 }).toBe("preview");
	return (await state()).preview as WriteRunJson;
}
/** Has the sweep look again and again, as it does every few seconds, until nothing waits that may be sent. */
async function sent(): Promise<void> {
	await expect
		.poll(
			async () => {
				await sweepHosts(jobDeps);
				return (await state()).waiting;
			},
			{ timeout: 10_000, interval: 100 },
		)
		.toBe(0);
}
async function changeDeal(id: string | undefined, body: object): Promise<void> {
	const { deal } = await (await app.call("GET", `/opportunities/${id}`, { as: maria })).json();
	const answer = await app.call("PUT", `/opportunities/${id}`, { as: maria, body: { ...body, version: deal.version } });
	expect(answer.status).toBe(200);
}
async function shownPercent(id: string | undefined): Promise<number> {
	const { deal } = await (await app.call("GET", `/opportunities/${id}`, { as: maria })).json();
	return Number(/\d+/.exec(deal.probability.text.value)?.[0]);
}
const there = (externalId: string) => vendor.records.get(`deal ${externalId}`) ?? {};

test("switched on for the first time, it only shows what it would write, and nothing is sent", async () => {
	vendor.records.set("deal D-1", { ...there("D-1"), courtsideReason__c: "left from a trial" });
	expect(await state()).toMatchObject({ state: "off", isConfirmed: false, waiting: 0, version: 0 });
	expect(await change({ state: "on" })).toMatchObject({ state: "preview", isConfirmed: false });
	const preview = await ready();
	expect(preview.counts.planned).toBe(4);
	expect(preview.unlinked.deal).toBeGreaterThan(3);
	expect(preview.samples).toHaveLength(4);
	const sample = preview.samples.find((s) => s.externalId === "D-1");
	expect(sample?.values).toContainEqual({
		field: "courtsideReason",
		vendorField: "courtsideReason__c",
		before: "left from a trial",
		after: expect.stringMatching(/^[+−]\d/),
	});
	expect(sample?.values).toContainEqual({
		field: "courtsideProbability",
		vendorField: "courtsideProbability__c",
		before: null,
		after: await shownPercent(first),
	});
	await sweepHosts(jobDeps);
	await new Promise((resolve) => setTimeout(resolve, 300));
	expect(vendor.calls).toEqual([]);
	expect(await state()).toMatchObject({ waiting: 4 });
});

test("confirmed, every record gets the figure that pages show, in the vendor's batches", async () => {
	const preview = await ready();
	expect(await ask("POST", `/write-runs/${preview.id}/confirm`)).toMatchObject({ state: "running" });
	await sent();
	expect(vendor.calls.map((call) => call.length).sort()).toEqual([1, 3]);
	for (const [k, { externalId }] of linked.entries()) {
		expect(there(externalId)["courtsideProbability__c"]).toBe(await shownPercent(linked[k]?.id));
	}
	expect(there("D-1")["courtsideModel__c"]).toMatch(/@20/);
	expect(await ask("GET", `/write-runs/${preview.id}`)).toMatchObject({ state: "done", counts: { written: 4 } });
	await ask("POST", `/write-runs/${preview.id}/confirm`, {}, 409);
});

test("a number that shows no other figure writes nothing; one that does, writes that record alone", async () => {
	const before = vendor.calls.length;
	await rescoreDeal({ ...jobDeps, jobs: app.jobs }, { tenantId, dealId: first ?? "" });
	await sweepHosts(jobDeps);
	expect(await state()).toMatchObject({ waiting: 0 });
	await database.inTenant(tenantId, (trx) =>
		sql`update write_back_records set written = written || '{"courtsideProbability": 1}' where entity_id = ${first}::uuid`.execute(
			trx,
		),
	);
	await rescoreDeal({ ...jobDeps, jobs: app.jobs }, { tenantId, dealId: first ?? "" });
	await rescoreDeal({ ...jobDeps, jobs: app.jobs }, { tenantId, dealId: first ?? "" });
	await sent();
	expect(
		vendor.calls.slice(before).map((call) => call.map((r) => [r.externalId, Object.keys(r.fields).sort()])),
	).toEqual([[["D-1", ["courtsideProbability"]]]]);
});

test("a person's change is written only into fields that an administrator chose, by the vendor's own names", async () => {
	const before = vendor.calls.length;
	await changeDeal(second, { nextStep: "Not chosen yet" });
	await sweepHosts(jobDeps);
	expect((await state()).waiting).toBe(0);
	await change({ fields: { deal: { nextStep: "NextStep", stageName: "StageName", amountMinor: "Amount" } } });
	const preview = await ready();
	expect(preview.counts.planned).toBe(0);
	vendor.records.set("deal D-2", { ...there("D-2"), NextStep: "Not chosen yet" }); // as somebody typed it there too
	await changeDeal(second, { nextStep: "Call" });
	await changeDeal(second, { nextStep: "Call Sarah" });
	expect((await state()).waiting).toBe(1);
	await ask("POST", `/write-runs/${preview.id}/confirm`);
	await sent();
	expect(there("D-2")["NextStep"]).toBe("Call Sarah");
	const calls = vendor.calls.slice(before).flat();
	expect(calls.filter((record) => "nextStep" in record.fields)).toMatchObject([
		{ externalId: "D-2", fields: { nextStep: "Call Sarah" }, expected: { nextStep: "Not chosen yet" } },
	]);
});

test("a change that somebody made at the vendor meanwhile is not written over, and that is told", async () => {
	vendor.records.set("deal D-2", { ...there("D-2"), NextStep: "Lunch with Bob" });
	await changeDeal(second, { nextStep: "Send the offer" });
	await sent();
	expect(there("D-2")["NextStep"]).toBe("Lunch with Bob");
	const told = (await records()).find((record) => record.externalId === "D-2" && record.left.length > 0);
	expect(told).toMatchObject({
		state: "skipped",
		causedBy: CAST.maria.name,
		left: [{ field: "nextStep", isChanged: true }],
		canRetry: true,
	});
	await ask("POST", `/write-backs/${told?.id}/retry`, {}, 202);
	await sent();
	expect(there("D-2")["NextStep"]).toBe("Send the offer");
});

test("a record that the vendor does not have is kept as skipped, with the reason", async () => {
	await changeDeal(stranger, { nextStep: "Write to them" });
	const skipped = await records("?state=skipped");
	expect(skipped.find((record) => record.entityId === stranger)).toMatchObject({
		externalId: null,
		values: [{ field: "nextStep", after: "Write to them" }],
		reason: expect.stringMatching(/\w+ \w+/),
	});
});

test("what one record is refused for holds up no other; it is kept, and retried when the cause is gone", async () => {
	vendor.faults.set("D-3", { ok: false, retry: false, reason: "FIELD_CUSTOM_VALIDATION: a next step needs a date" });
	await changeDeal(third, { nextStep: "Demo" });
	await changeDeal(fourth, { nextStep: "Contract" });
	await sent();
	expect(there("D-4")["NextStep"]).toBe("Contract");
	expect(await state()).toMatchObject({ failed: 1 });
	const failed = await records("?state=failed");
	expect(failed).toMatchObject([{ externalId: "D-3", reason: "FIELD_CUSTOM_VALIDATION: a next step needs a date" }]);
	vendor.faults.clear();
	expect(await ask("POST", `/write-backs/${failed[0]?.id}/retry`, {}, 202)).toEqual({ records: 1 });
	await sent();
	expect(there("D-3")["NextStep"]).toBe("Demo");
	expect(await state()).toMatchObject({ failed: 0 });
	vendor.faults.set("D-3", { ok: false, retry: false, reason: "no" });
	await changeDeal(third, { nextStep: "Second demo" });
	await sent();
	const run = (await runs()).find(({ counts }) => counts.failed > 0);
	expect(await ask("POST", `/write-runs/${run?.id}/dismiss`)).toEqual({ records: 1 });
	expect(await state()).toMatchObject({ failed: 0 });
	vendor.faults.clear();
});

test("while the vendor asks for patience or is away, everything to it waits; nothing is lost and nothing sent twice over", async () => {
	vendor.outage = { wish: 60_000 };
	const before = vendor.calls.length;
	await changeDeal(third, { nextStep: "Third demo" });
	await sweepHosts(jobDeps);
	await expect.poll(async () => (await state()).held, { timeout: 8000 }).toMatchObject({ reason: "slow down" });
	await changeDeal(fourth, { nextStep: "Signature" });
	await sweepHosts(jobDeps);
	await new Promise((resolve) => setTimeout(resolve, 300));
	expect(vendor.calls.length).toBe(before + 1);
	vendor.outage = { error: new Error("connection refused") };
	app.passTime(61_000);
	await sweepHosts(jobDeps);
	await expect
		.poll(async () => (await state()).held, { timeout: 8000 })
		.toMatchObject({ reason: "connection refused" });
	vendor.outage = null;
	app.passTime(30_000);
	await sent();
	expect([there("D-3")["NextStep"], there("D-4")["NextStep"]]).toEqual(["Third demo", "Signature"]);
	const tries = vendor.calls
		.slice(before)
		.flat()
		.filter((record) => record.externalId === "D-3");
	expect(new Set(tries.map((record) => record.dedupKey)).size).toBe(1);
	expect(await state()).toMatchObject({ held: null });
});

test("paused, nothing goes out; resumed, only the latest value does", async () => {
	const before = vendor.calls.length;
	await change({ state: "paused" });
	await changeDeal(third, { nextStep: "One" });
	await changeDeal(third, { nextStep: "Two" });
	await sweepHosts(jobDeps);
	expect(await state()).toMatchObject({ state: "paused", waiting: 1 });
	await change({ state: "on" });
	await sent();
	expect(vendor.calls.slice(before).flat()).toMatchObject([{ externalId: "D-3", fields: { nextStep: "Two" } }]);
});

const apply = (changes: CanonicalChange[]) =>
	database.inTenant(tenantId, (trx) =>
		applyChanges({ trx, tenantId, source: HOST, causeId: crypto.randomUUID() }, changes).then((batch) => batch.applied),
	);
async function told(id: string | undefined) {
	const { rows } = await sql<{ events: number; history: number; step: string }>`select
			(select count(*)::int from events where entity_id = ${id}) as events,
			(select count(*)::int from field_changes where entity_id = ${id}::uuid) as history,
			(select next_step from deals where id = ${id}::uuid) as step`.execute(database.kysely);
	return rows[0];
}

test("our own write coming back is no news, even after the record was changed here again", async () => {
	await changeDeal(third, { nextStep: "Three" });
	await sent();
	const recordedAt = deps.now() + 1500;
	const echo: CanonicalChange = { entity: "deal", externalId: "D-3", fields: { nextStep: "Three" }, recordedAt };
	const before = await told(third);
	expect(await apply([echo])).toEqual({ created: 0, changed: 0, unchanged: 1 });
	expect(await told(third)).toEqual(before);
	await change({ state: "paused" });
	await changeDeal(third, { nextStep: "Four" });
	const then = await told(third);
	await apply([{ ...echo, recordedAt: recordedAt + 1 }]);
	expect(await told(third)).toEqual(then);
	expect(then?.step).toBe("Four");
});

test("a person's waiting change gives way to a later one at the vendor, and that is told", async () => {
	const later: CanonicalChange = {
		entity: "deal",
		externalId: "D-3",
		fields: { nextStep: "Their own" },
		recordedAt: deps.now() + 600_000,
	};
	expect(await apply([later])).toMatchObject({ changed: 1 });
	expect(await told(third)).toMatchObject({ step: "Their own" });
	expect(await state()).toMatchObject({ waiting: 0 });
	await change({ state: "on" });
	await sent();
	expect(there("D-3")["NextStep"]).toBe("Three");
});

test("a run is taken back where nobody changed the value since; the rest is told, and writing pauses", async () => {
	const full = (await runs()).find((run) => run.kind === "full" && run.counts.written > 2);
	expect(full).toBeDefined();
	vendor.records.set("deal D-4", { ...there("D-4"), courtsideProbability__c: 99.5 });
	const undo = await ask<WriteRunJson>("POST", `/write-runs/${full?.id}/undo`, {}, 202);
	expect(undo).toMatchObject({ kind: "undo", undoes: full?.id });
	await expect
		.poll(async () => (await ask<WriteRunJson>("GET", `/write-runs/${undo.id}`)).state, { timeout: 8000 })
		.toBe("done");
	expect(await state()).toMatchObject({ state: "paused" });
	expect(there("D-3")["courtsideProbability__c"]).toBeNull();
	expect(there("D-1")["courtsideReason__c"]).toBe("left from a trial");
	expect(there("D-4")).toMatchObject({ courtsideProbability__c: 99.5, courtsideLow__c: null });
	const left = (await ask<{ items: WriteBackRecordJson[] }>("GET", `/write-runs/${undo.id}/records`)).items.flatMap(
		(record) => record.left.map((l) => [record.externalId, l.field]),
	);
	expect(left).toContainEqual(["D-4", "courtsideProbability"]);
	expect((await ask<WriteRunJson>("GET", `/write-runs/${full?.id}`)).state).toBe("undone");
	await ask("POST", `/write-runs/${full?.id}/undo`, {}, 409);
});

test("switched off, what waits is dropped and told; on again, everything is previewed anew", async () => {
	await change({ state: "on" });
	await sent();
	await change({ state: "paused" });
	await changeDeal(first, { nextStep: "Never sent" });
	expect(await change({ state: "off" })).toMatchObject({ state: "off", waiting: 0 });
	expect(await change({ state: "on" })).toMatchObject({ state: "preview" });
	expect((await ready()).counts.planned).toBe(4);
	const preview = await ready();
	expect(await ask("POST", `/write-runs/${preview.id}/cancel`)).toMatchObject({ state: "cancelled" });
	expect(await state()).toMatchObject({ state: "off", waiting: 0 });
});

test("what is mended in bulk is written back as any change is, and so is taking it back", async () => {
	const { deal } = await (await app.call("GET", `/opportunities/${third}`, { as: maria })).json();
	vendor.records.set("deal D-3", { ...there("D-3"), CloseDate: deal.closeDate });
	await change({ state: "on", fields: { deal: { closeDate: "CloseDate" } } });
	await ask("POST", `/write-runs/${(await ready()).id}/confirm`);
	await sent();
	await changeDeal(third, { closeDate: "2020-01-31" });
	await sent();
	expect(there("D-3")["CloseDate"]).toBe("2020-01-31");
	const fix = { rule: "deal_close_date_past", ids: [third], closeDate: "2099-12-31" };
	const { id } = await ask<{ id: string }>("POST", "/quality/fixes", fix);
	await sent();
	expect(there("D-3")["CloseDate"]).toBe("2099-12-31");
	await ask("POST", `/quality/fixes/${id}/undo`);
	await sent();
	expect(there("D-3")["CloseDate"]).toBe("2020-01-31");
});

test("unknown fields and old versions are refused; only who runs the workspace may", async () => {
	const put = (body: object, as = david) => app.call("PUT", `/connections/${HOST}/write-back`, { as, body });
	const { version } = await state();
	expect((await put({ fields: { deal: { password: "x" } }, version })).status).toBe(422);
	expect((await put({ state: "on", version: version - 1 })).status).toBe(409);
	expect((await put({ state: "on" })).status).toBe(428);
	expect((await put({ state: "on", version }, maria)).status).toBe(403);
	expect((await app.call("GET", "/connections/nowhere/write-back", { as: david })).status).toBe(404);
});

test("every step stands in the audit, batches with their count and hash", async () => {
	const entries = await database
		.reader(tenantId)
		.selectFrom("audit_entries")
		.select(["action", "detail"])
		.where("action", "like", "write-back.%")
		.execute();
	const actions = new Set(entries.map(({ action }) => action));
	for (const action of ["updated", "confirmed", "sent", "undone", "retried", "dismissed", "called-off"]) {
		expect(actions).toContain(`write-back.${action}`);
	}
	for (const { detail } of entries.filter(({ action }) => action === "write-back.sent")) {
		expect(detail).toMatchObject({ rows: expect.any(Number), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
	}
	expect(await verifyAuditChain(database.reader(tenantId), tenantId)).toMatchObject({ ok: true });
});
