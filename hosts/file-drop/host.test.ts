import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { conformanceCases } from "../../core/contract/conformance.ts";
import type { ConnectionDetailJson, ConnectionReportJson, CopyRemovalJson } from "../../core/contract/connections.ts";
import type { Ports } from "../../core/contract/host.ts";
import { workOnHosts } from "../../server/jobs/host-jobs.ts";
import { addWorkspace, testApp } from "../../server/test-app.ts";
import { fileDropHost } from "./host.ts";
import { fileDropKit } from "./test-kit.ts";

for (const { name, run } of conformanceCases(fileDropKit)) test(name, run);

const app = await testApp({ hosts: [fileDropHost] });
const { database, deps } = app;
const { tenantId, people } = await addWorkspace(database, "harbour");
await workOnHosts(app.jobs, deps);
const ports: Ports = deps.portsOf(fileDropHost.id, tenantId);
const call = async (method: string, path: string, body?: unknown) => {
	const answer = await app.call(method, path, { as: people.admin, body });
	return { status: answer.status, body: await answer.json() };
};

const at = (minute: number) => new Date(Date.UTC(2026, 8, 1, 8, minute)).toISOString();
const drop = (name: string, changes: unknown[]) =>
	ports.files.write(`changes/${name}.json`, JSON.stringify({ changes }));
const pipeline = {
	entity: "pipeline",
	id: "P",
	recordedAt: at(0),
	fields: {
		name: "Sales",
		stages: [
			{ externalId: "open", name: "Negotiation", kind: "open", position: 1 },
			{ externalId: "won", name: "Won", kind: "won", position: 2 },
		],
	},
};
const deal = (id: string, minute: number, fields: Record<string, unknown>) => ({
	entity: "deal",
	id,
	recordedAt: at(minute),
	fields: { name: id, stageExternalId: "open", ...fields },
});

async function fetched(kind = "incremental"): Promise<ConnectionDetailJson["runs"][number]> {
	const started = await call("POST", "/connections/file-drop/sync", { kind });
	expect(started.status, JSON.stringify(started.body)).toBe(202);
	const { id } = started.body;
	await expect
		.poll(async () => (await call("GET", `/sync-runs/${id}`)).body.state, { timeout: 15_000 })
		.not.toMatch(/waiting|running/);
	return (await call("GET", `/sync-runs/${id}`)).body;
}

async function dealsHere() {
	const rows = await database
		.reader(tenantId)
		.selectFrom("deals")
		.select(["name", "amount_minor", "currency", "status", "next_step", "extra"])
		.orderBy("name")
		.execute();
	return rows;
}

test("names of fields that read as none are refused with what is taken, in the language of who typed them", async () => {
	const set = (fieldMap: unknown) => call("PUT", "/connections/file-drop", { settings: { fieldMap } });
	const { status, body } = await set({ deal: "amount" });
	expect(status).toBe(422);
	expect(body.errors).toEqual([
		{ path: "settings.fieldMap", message: "This cannot be read as names. Write it as in the example." },
	]);
	expect((await set({ deal: { Volumen: "amount" } })).body.settings).toMatchObject([
		{ name: "fieldMap", label: "Names of your fields", type: "names", value: { deal: { Volumen: "amount" } } },
	]);
	expect((await set(null)).body.settings).toMatchObject([{ isSet: false, value: null }]);
});

test("an empty folder is told so, with where to drop files; a filled one works and is written beside", async () => {
	expect((await call("PUT", "/connections/file-drop", { state: "on" })).body).toMatchObject({
		state: "on",
		can: { sync: true, test: true, report: true, writeBack: true, removeFields: true },
		syncEveryMinutes: 15,
	});
	const empty = await call("POST", "/connections/file-drop/test", {});
	expect(empty.body).toMatchObject({ ok: false, fault: expect.stringContaining("harbour/changes") });
	await drop("0001", [pipeline, deal("D-1", 1, { amount: "1000.50", currency: "EUR", Budget: "approved" })]);
	expect((await call("POST", "/connections/file-drop/test", {})).body).toMatchObject({ ok: true, fault: null });
	expect((await call("GET", "/connections")).body.items[0]).toMatchObject({
		host: "file-drop",
		lastTest: { ok: true },
	});
});

test("what is dropped comes in with fields of its own; a bad record and a broken file hold nothing back", async () => {
	await drop("0002", [
		deal("D-2", 2, { amount: "twelve", currency: "EUR" }),
		deal("D-3", 3, { stageExternalId: "won", amount: 300, currency: "CHF" }),
		{ entity: "lead", id: "L-1", recordedAt: at(3), fields: { name: "Lena", email: "lena@example.com" } },
	]);
	await ports.files.write("changes/0003.json", "{ not json");
	await drop("0004", [deal("D-4", 4, {}), { entity: "deal", id: "D-9", recordedAt: at(4), deleted: true }]);
	expect(await fetched()).toMatchObject({ state: "done", created: 5, failed: 2, kind: "incremental" });
	expect(await dealsHere()).toMatchObject([
		{ name: "D-1", amount_minor: 100_050n, currency: "EUR", extra: { Budget: "approved" } },
		{ name: "D-3", amount_minor: 30_000n, status: "won" },
		{ name: "D-4" },
	]);
	const failed = (await call("GET", "/connections/file-drop/failed-records")).body;
	expect(failed).toMatchObject({ total: 2 });
	expect(failed.items.map((one: { reason: string }) => one.reason).join()).toMatch(/0003\.json.*amount/s);
});

test("fetching again brings only what is new; a file dropped late, before others, is still seen", async () => {
	await drop("0005", [deal("D-1", 5, { amount: "2000", currency: "EUR" })]);
	expect(await fetched()).toMatchObject({ state: "done", done: 1, changed: 1 });
	await drop("0000", [deal("D-0", 1, {})]);
	expect(await fetched()).toMatchObject({ state: "done", created: 1, changed: 0 });
	expect((await dealsHere()).map(({ name }) => name)).toEqual(["D-0", "D-1", "D-3", "D-4"]);
	expect(await fetched("backfill")).toMatchObject({ state: "done", created: 0, changed: 0 });
});

test("a field map gives the folder's own names ours, and what failed for it is replayed", async () => {
	await drop("0006", [{ entity: "lead", id: "L-2", recordedAt: at(6), fields: { Nombre: "Luz" } }]);
	expect(await fetched()).toMatchObject({ failed: 1 });
	const settings = { fieldMap: { lead: { Nombre: "name" } } };
	expect((await call("PUT", "/connections/file-drop", { settings })).status).toBe(200);
	expect((await call("PUT", "/connections/file-drop", { settings: { other: 1 } })).status).toBe(422);
	expect((await call("POST", "/connections/file-drop/failed-records/replay", {})).body).toEqual({ records: 3 });
	await expect
		.poll(async () => (await call("GET", "/connections/file-drop/failed-records")).body.total, { timeout: 8000 })
		.toBe(2);
	const leads = await database.reader(tenantId).selectFrom("leads").select("name").orderBy("name").execute();
	expect(leads).toEqual([{ name: "Lena" }, { name: "Luz" }]);
});

test("the folder's own totals stand beside ours, and each difference says what makes it", async () => {
	await ports.files.write(
		"report.json",
		JSON.stringify({
			asOf: at(30),
			rows: { deal: 5, lead: 2 },
			deals: { open: { count: 4, totals: { EUR: "2012.00" } }, won: { count: 1, totals: { CHF: "300" } } },
		}),
	);
	const report: ConnectionReportJson = (await call("GET", "/connections/file-drop/report")).body;
	const line = (what: string) => report.lines.find((one) => one.what === what);
	expect(line("rows:deal")).toMatchObject({ source: "5", ours: "4", difference: "-1", because: [{ amount: "-1" }] });
	expect(line("rows:lead")).toMatchObject({ difference: "0", because: [] });
	expect(line("open:EUR")).toMatchObject({ source: "201200", ours: "200000", difference: "-1200" });
	expect(line("open:EUR")?.because[0]?.text).toMatch(/could not be stored/);
	expect(line("won:CHF")).toMatchObject({ source: "30000", difference: "0" });
	expect(report.history?.since).toBe(at(1));
});

test("numbers and fields are written into the record, unless somebody changed it there since", async () => {
	const door = fileDropHost.writeBack;
	if (!door) throw new Error("it has a door");
	const names = { ...door.names, deal: { ...door.names.deal, nextStep: "nextStep", amountMinor: "amount" } };
	const given = { names, ports };
	const write = (fields: Record<string, string | number | null>, expected?: Record<string, string | null>) =>
		door.write([{ dedupKey: "k", entity: "deal", externalId: "D-1", fields, ...(expected && { expected }) }], given);
	expect(await write({ courtsideProbability: 62, nextStep: "Call Sarah" }, { nextStep: null })).toEqual([
		{ ok: true, before: { courtsideProbability: null, nextStep: null }, left: {} },
	]);
	// Dropped, not yet fetched: the folder holds it already.
	await drop("0007", [deal("D-1", 7, { nextStep: "Send the contract" })]);
	await drop("0008", [deal("D-1", 200_000, { nextStep: "Meet on Monday" })]);
	const [refused] = await write({ nextStep: "Call Sarah again" }, { nextStep: "Call Sarah" });
	expect(refused).toMatchObject({ ok: true, left: { nextStep: { changed: true, now: "Meet on Monday" } } });
	await write({ amountMinor: "250000" });
	const record = JSON.parse((await ports.files.read("records/deal/D-1.json")) ?? "{}");
	expect(record).toMatchObject({
		fields: { amount: "2500.00", nextStep: "Meet on Monday" },
		courtside: { courtsideProbability: 62 },
	});
	expect(await door.read?.([{ entity: "deal", externalId: "D-1", fields: ["amountMinor"] }], given)).toEqual([
		{ amountMinor: "250000" },
	]);
	expect(await write({ courtsideProbability: 1 }).then(() => door.write([], given))).toEqual([]);
	const gone = await door.write([{ dedupKey: "k", entity: "deal", externalId: "no/../such", fields: {} }], given);
	expect(gone).toMatchObject([{ ok: false, retry: false }]);

	expect((await call("POST", "/connections/file-drop/remove-fields", {})).body).toEqual({ records: 1, failed: [] });
	expect(JSON.parse((await ports.files.read("records/deal/D-1.json")) ?? "{}")).toMatchObject({ courtside: {} });
});

test("a link that leads out of the folder is refused, for reading and for writing", async () => {
	const home = await ports.files.where();
	await symlink("/etc", join(home, "changes", "etc"));
	await symlink("/etc/hostname", join(home, "changes", "0009.json"));
	await expect(ports.files.read("changes/0009.json")).rejects.toThrow(/leads out/);
	await expect(ports.files.write("changes/etc/x.json", "{}")).rejects.toThrow(/leads out/);
	for (const path of ["../other/x", "/etc/passwd", "changes/../../x", "changes//x", ".hidden", "a\u0000b"]) {
		await expect(ports.files.read(path), path).rejects.toThrow(/leads out/);
		await expect(ports.files.write(path, ""), path).rejects.toThrow(/leads out/);
	}
	expect(await ports.files.list("changes")).not.toContain("0009.json");
	await expect(ports.files.write("big.json", "x".repeat(25_000_001))).rejects.toThrow(/larger than 25 MB/);
});

test("turned off: what came from the folder alone is deleted, and what stays says why", async () => {
	expect((await app.call("DELETE", "/connections/file-drop/copy", { as: people.admin })).status).toBe(409);
	const off = (await call("POST", "/connections/file-drop/disconnect", {})).body;
	expect(off).toMatchObject({ revoked: true, connection: { state: "off" } });
	const [shared] = await database.reader(tenantId).selectFrom("deals").select("id").where("name", "=", "D-1").execute();
	await database.inTenant(tenantId, (trx) =>
		trx
			.insertInto("external_ids")
			.values({ tenant_id: tenantId, source: "file", object: "deal", external_id: "x", id: shared?.id ?? "" })
			.execute(),
	);
	const asked: CopyRemovalJson = (await call("DELETE", "/connections/file-drop/copy")).body;
	expect(asked).toMatchObject({ state: "waiting", removes: { deal: 3, lead: 2 } });
	expect(asked.stays).toEqual([{ object: "deal", records: 1, reason: "Known from another source too" }]);
	await expect
		.poll(async () => (await call("GET", "/connections/file-drop/copy")).body.state, { timeout: 8000 })
		.toBe("done");
	expect((await dealsHere()).map(({ name }) => name)).toEqual(["D-1"]);
	const left = await database
		.reader(tenantId)
		.selectFrom("external_ids")
		.select("source")
		.where("source", "=", "file-drop")
		.execute();
	expect(left).toEqual([]);
});
