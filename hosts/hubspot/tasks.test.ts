import { expect, test } from "vitest";
import type { Ports, WriteBack } from "../../core/contract/host.ts";
import { taskMark } from "../../core/contract/task-mark.ts";
import { workOnHosts } from "../../server/jobs/host-jobs.ts";
import { addWorkspace, testApp } from "../../server/test-app.ts";
import { createPortal, putRecord } from "../../stand-ins/hubspot/portal.ts";
import { startHubSpot } from "../../stand-ins/hubspot/server.ts";
import { hubspotHost } from "./host.ts";
import { portalDoor } from "./write-back.ts";

// Its search never catches up: what was made is found by links.
const portal = createPortal({ indexLagMs: 1e12 });
const vendor = await startHubSpot(portal);
const app = await testApp({ hosts: [hubspotHost] });
const { tenantId, people } = await addWorkspace(app.database, "harbour");
await workOnHosts(app.jobs, app.deps);
await app.call("PUT", "/connections/hubspot", {
	as: people.admin,
	body: { state: "on", settings: { apiUrl: vendor.base }, secrets: { accessToken: portal.privateToken } },
});
const ports: Ports = app.deps.portsOf("hubspot", tenantId);
const deal = putRecord(portal, "deals", { properties: { dealname: "Harbour planner" } });
const OURS = "0193a000-0000-7000-8000-00000000000a";
const given = { names: portalDoor.names, ports };
const task = (more: Partial<WriteBack> = {}): WriteBack => ({
	...{ dedupKey: "write-back:1", entity: "task", externalId: OURS, isNew: true },
	fields: { title: "Send the offer", dueOn: "2026-12-01", status: "open", dealExternalId: deal.id },
	...more,
});
const valueAt = (id: string, name: string) => portal.records.tasks.get(id)?.properties.get(name)?.[0]?.value;

test("a task stands at its deal with its day; a second try, whose first answer was lost, makes no other", async () => {
	const [made] = await portalDoor.write([task()], given);
	const [again] = await portalDoor.write([task()], given);
	expect(again).toEqual(made);
	expect(made).toMatchObject({ ok: true, before: { title: null, dueOn: null } });
	expect(portal.records.tasks.size).toBe(1);
	const [[id, stored] = ["", undefined]] = [...portal.records.tasks];
	expect(made?.ok && made.externalId).toBe(id);
	expect(portal.associations.get("deals→tasks")?.get(deal.id)).toEqual(new Set([id]));
	expect(valueAt(id, "hs_task_subject")).toBe("Send the offer");
	expect(valueAt(id, "hs_timestamp")).toBe("2026-12-01T09:00:00Z");
	expect(valueAt(id, "hs_task_status")).toBe("NOT_STARTED");
	expect(stored?.properties.get("hs_task_body")?.[0]?.value).toBe(taskMark(OURS));
});

test("it comes back as no news; a task of somebody's does", () => {
	const record = {
		id: "1",
		updatedAt: "2026-11-20T09:00:00Z",
		properties: { hs_task_body: `<p>${taskMark(OURS)}</p>` },
	};
	expect(hubspotHost.map({ object: "tasks", currency: "EUR", record }, { settings: {} })).toEqual([]);
	const own = { ...record, properties: { hs_task_subject: "Call" } };
	expect(hubspotHost.map({ object: "tasks", currency: "EUR", record: own }, { settings: {} })).toMatchObject([
		{ entity: "activity", fields: { kind: "task", subject: "Call" } },
	]);
});

test("one without a day gets the day it is made; one whose deal is gone is refused alone", async () => {
	const other = OURS.replace("0a", "0b");
	const fields = { title: "Write to them", dueOn: null, dealExternalId: deal.id };
	const lost = task({ externalId: OURS.replace("0a", "0c"), fields: { title: "Lost", dealExternalId: "999" } });
	const outcomes = await portalDoor.write([lost, task({ externalId: other, fields })], given);
	expect(outcomes).toMatchObject([
		{ ok: false, retry: false, reason: expect.stringContaining("999") },
		{ ok: true, externalId: expect.stringMatching(/^\d+$/) },
	]);
	const [, made] = outcomes;
	const id = made?.ok ? (made.externalId ?? "") : "";
	const change = { externalId: id, fields: { dueOn: "2026-12-05" }, expected: { dueOn: null } };
	const { isNew: _, ...known } = task(change);
	expect(await portalDoor.write([known], given)).toMatchObject([{ ok: true, left: {} }]);
	expect(valueAt(id, "hs_timestamp")).toBe("2026-12-05T09:00:00Z");
});

test("what somebody did there stays: a finished task is neither changed nor taken away, an untouched one goes", async () => {
	const [id = "", second = ""] = [...portal.records.tasks.keys()];
	const { isNew: _, ...known } = task();
	putRecord(portal, "tasks", { id, properties: { hs_task_status: "COMPLETED" } });
	const changed = { ...known, externalId: id, fields: { status: "dropped" }, expected: { status: "open" } };
	expect(await portalDoor.write([changed], given)).toMatchObject([
		{ left: { status: { changed: true, now: "done" } } },
	]);
	const nothing = { title: null, dueOn: null, status: null, dealExternalId: null };
	const undo = { ...known, externalId: id, fields: nothing, expected: known.fields };
	expect(await portalDoor.write([undo], given)).toMatchObject([{ ok: true, left: { title: { changed: true } } }]);
	expect(portal.records.tasks.get(id)?.archived).toBe(false);
	const expected = { title: "Write to them", dueOn: "2026-12-05", dealExternalId: deal.id };
	const untouched = {
		...known,
		externalId: second,
		fields: { title: null, dueOn: null, dealExternalId: null },
		expected,
	};
	expect(await portalDoor.write([untouched], given)).toMatchObject([{ ok: true, left: {} }]);
	expect(portal.records.tasks.get(second)?.archived).toBe(true);
	expect(await portalDoor.write([{ ...untouched, fields: { title: "Again" } }], given)).toMatchObject([
		{ ok: true, left: { title: { reason: "task-gone" } } },
	]);
	await vendor.stop();
});
