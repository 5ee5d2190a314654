import { afterAll, beforeEach, expect, test } from "vitest";
import type { Ports, WriteBack } from "../../core/contract/host.ts";
import { taskMark } from "../../core/contract/task-mark.ts";
import { workOnHosts } from "../../server/jobs/host-jobs.ts";
import { addWorkspace, testApp } from "../../server/test-app.ts";
import { createOrg, put } from "../../stand-ins/salesforce/org.ts";
import { startSalesforce } from "../../stand-ins/salesforce/server.ts";
import { salesforceHost } from "./host.ts";
import { orgDoor } from "./write-back.ts";

let clock = Date.now();
const client = { id: "courtside", secret: "quite secret", username: "integration@fjordlight.example" };
const org = createOrg({ clients: [client], now: () => clock });
put(org, "OpportunityStage", { MasterLabel: "New", ApiName: "New", SortOrder: 1, IsActive: true });
const deal = String(put(org, "Opportunity", { Name: "Harbour planner", StageName: "New" })["Id"]);
const vendor = await startSalesforce(org);
afterAll(() => vendor.stop());
const app = await testApp({ hosts: [salesforceHost] });
const { tenantId, people } = await addWorkspace(app.database, "harbour");
await workOnHosts(app.jobs, app.deps);
const settings = { instanceUrl: vendor.base, clientId: client.id };
await app.call("PUT", "/connections/salesforce", {
	as: people.admin,
	body: { state: "on", settings, secrets: { clientSecret: client.secret } },
});
const ports: Ports = app.deps.portsOf("salesforce", tenantId);
const OURS = "0193a000-0000-7000-8000-00000000000a";
const given = { names: orgDoor.names, ports };
const task = (more: Partial<WriteBack> = {}): WriteBack => ({
	...{ dedupKey: "write-back:1", entity: "task", externalId: OURS, isNew: true },
	fields: { title: "Send the offer", dueOn: "2026-12-01", status: "open", dealExternalId: deal },
	...more,
});
const known = (id: string, more: Partial<WriteBack> = {}): WriteBack => {
	const { isNew: _, ...rest } = task({ externalId: id, ...more });
	return rest;
};
const only = () => [...org.rows.Task.values()][0];

beforeEach(() => {
	clock += 60_000;
});

test("a task stands at its opportunity, named Courtside; a second try whose first answer was lost makes no other", async () => {
	const [made] = await orgDoor.write([task()], given);
	const [again] = await orgDoor.write([task()], given);
	expect(made).toMatchObject({ ok: true, before: { title: null }, externalId: only()?.["Id"] });
	expect(again).toEqual(made);
	expect(org.rows.Task.size).toBe(1);
	expect(only()).toMatchObject({ Subject: "Send the offer", ActivityDate: "2026-12-01", Status: "Not Started" });
	expect(only()).toMatchObject({ WhatId: deal, Description: taskMark(OURS) });
});

test("it comes back as no news; a task of somebody's does", () => {
	const record = { Id: "00T1", SystemModstamp: "2026-11-20T09:00:00Z", Subject: "Call", Description: taskMark(OURS) };
	const mapped = (one: object) =>
		salesforceHost.map({ object: "Task", currency: "EUR", record: one }, { settings: {} });
	expect(mapped(record)).toEqual([]);
	expect(mapped({ ...record, Description: "theirs" })).toMatchObject([{ entity: "activity" }]);
});

test("one that is refused, one that is locked and one that is taken: an outcome for each in their order", async () => {
	const other = (letter: string, fields: Partial<WriteBack["fields"]> = {}) =>
		task({
			externalId: OURS.replace("0a", `0${letter}`),
			fields: { ...task().fields, ...fields } as WriteBack["fields"],
		});
	const lost = other("b", { dealExternalId: "006000000000999AAA" });
	expect(await orgDoor.write([lost, other("c")], given)).toMatchObject([
		{ ok: false, retry: false, reason: expect.stringContaining("INVALID_CROSS_REFERENCE_KEY") },
		{ ok: true },
	]);
	org.locked.add("Task");
	expect(await orgDoor.write([other("d"), other("e")], given)).toMatchObject([
		{ ok: false, retry: true, reason: expect.stringContaining("UNABLE_TO_LOCK_ROW") },
		{ ok: true },
	]);
});

test("what somebody did there stays: a finished task is neither changed nor taken away, an untouched one goes", async () => {
	const id = String(only()?.["Id"]);
	const moved = known(id, { fields: { dueOn: "2026-12-05" }, expected: { dueOn: "2026-12-01" } });
	expect(await orgDoor.write([moved], given)).toMatchObject([{ ok: true, left: {} }]);
	expect(only()).toMatchObject({ ActivityDate: "2026-12-05" });
	put(org, "Task", { Id: id, Status: "Completed" });
	const dropped = known(id, { fields: { status: "dropped" }, expected: { status: "open" } });
	expect(await orgDoor.write([dropped], given)).toMatchObject([{ left: { status: { changed: true, now: "done" } } }]);
	const nothing = { title: null, dueOn: null, status: null, dealExternalId: null };
	const undo = (expected: WriteBack["fields"]) => known(id, { fields: nothing, expected });
	expect(await orgDoor.write([undo({ ...task().fields, dueOn: "2026-12-05" })], given)).toMatchObject([
		{ ok: true, left: { title: { changed: true } } },
	]);
	expect(only()).toMatchObject({ IsDeleted: false });
	expect(await orgDoor.write([undo({ ...task().fields, dueOn: "2026-12-05", status: "done" })], given)).toMatchObject([
		{ ok: true, left: {} },
	]);
	expect(only()).toMatchObject({ IsDeleted: true });
	expect(await orgDoor.write([known(id, { fields: { title: "Again" } })], given)).toMatchObject([
		{ ok: true, left: { title: { reason: "task-gone" } } },
	]);
});

test("a preview reads what stands there in our words", async () => {
	const [, second = ""] = [...org.rows.Task.keys()];
	const asked = { entity: "task" as const, externalId: second, fields: ["title", "status", "dueOn"] };
	expect(await orgDoor.read?.([asked], given)).toEqual([
		{ title: "Send the offer", status: "open", dueOn: "2026-12-01" },
	]);
});
