import { sql } from "kysely";
import { expect, test } from "vitest";
import type { CanonicalChange, Ports } from "../../core/contract/host.ts";
import { CAST } from "../../core/demo/cast.ts";
import { smallCompany } from "../../core/demo/small-company.ts";
import { verifyAuditChain } from "../audit/verify.ts";
import { rotateDataKey } from "../auth/rotate-keys.ts";
import { loadCompany } from "../demo/load-demo.ts";
import { type HostJobDeps, sweepHosts, workOnHosts } from "../jobs/host-jobs.ts";
import { testApp } from "../test-app.ts";
import { writeSecret } from "./connection-secrets.ts";
import { listFailures } from "./failed-records.ts";
import { createPace } from "./pace.ts";
import { createPorts } from "./ports.ts";
import { signatureOf, testHost } from "./test-host.ts";

const KEY = "a-key-shared-with-the-vendor";
const vendor = testHost();
const app = await testApp({ hosts: [vendor.host] });
const { database, deps } = app;
const company = smallCompany(Date.now());
const tenantId = (await loadCompany(database, company)) ?? 0;
await database.inTenant(tenantId, (trx) =>
	writeSecret(trx, deps.vault, { tenantId, host: "testcrm", name: "webhookKey", value: KEY }),
);
const { portsOf } = deps;
const jobDeps: HostJobDeps = deps;
await workOnHosts(app.jobs, jobDeps);

async function deliver(changes: CanonicalChange[], key = KEY) {
	const body = JSON.stringify({ changes });
	return app.request("/hooks/testcrm/fjordlight-small", {
		method: "POST",
		headers: { "content-type": "application/json", "x-signature": signatureOf(body, key) },
		body,
	});
}

function inbox() {
	return database
		.reader(tenantId)
		.selectFrom("inbox")
		.select(["id", "state", "attempts", "last_error"])
		.orderBy("received_at")
		.execute();
}

async function allApplied() {
	await expect.poll(async () => (await inbox()).every((row) => row.state !== "received"), { timeout: 8000 }).toBe(true);
}

async function failures() {
	return listFailures(database.reader(tenantId), { tenantId, source: "testcrm", limit: 200 });
}

async function dealCalled(name: string) {
	return database
		.reader(tenantId)
		.selectFrom("deals")
		.select(["id", "name", "amount_minor", "status", "owner_id", "account_id", "version", "next_step"])
		.where("name", "=", name)
		.execute();
}

const stage = company.stages.find((s) => s.kind === "open")?.name ?? "";
const AT = Date.now() - 3_600_000;
const bakery: CanonicalChange = {
	entity: "account",
	externalId: "A-1",
	fields: { name: "North Pier Bakery", country: "GB" },
	recordedAt: AT,
};
const ovens: CanonicalChange = {
	entity: "deal",
	externalId: "D-1",
	fields: {
		name: "Ovens for North Pier",
		amountMinor: "1250000",
		currency: "GBP",
		stageName: stage,
		accountExternalId: "A-1",
		ownerEmail: CAST.maria.email,
	},
	recordedAt: AT + 1000,
};

test("a signed delivery becomes records with history and events; the same delivery again changes nothing", async () => {
	expect(await (await deliver([ovens, bakery])).json()).toEqual({ state: "new" });
	await allApplied();
	const [deal, ...more] = await dealCalled("Ovens for North Pier");
	expect(more).toEqual([]);
	expect(deal).toMatchObject({ amount_minor: 1_250_000n, status: "open", owner_id: CAST.maria.id, version: 1 });
	expect(deal?.account_id).not.toBeNull();

	expect(await (await deliver([ovens, bakery])).json()).toEqual({ state: "seen" });
	expect(await inbox()).toHaveLength(1);
	const events = await database
		.reader(tenantId)
		.selectFrom("events")
		.select("type")
		.where("entity_id", "=", deal?.id ?? "")
		.execute();
	expect(events).toEqual([{ type: "deal.created" }]);
	expect(await verifyAuditChain(database.reader(tenantId), tenantId)).toMatchObject({ ok: true, entries: 1 });
});

test("a later change updates, an older one only joins the history, the same one in another delivery does nothing", async () => {
	const later = { ...ovens, fields: { amountMinor: "1400000" }, recordedAt: AT + 60_000 };
	const older = {
		...ovens,
		fields: { amountMinor: "1300000", nextStep: "Measure the doors" },
		recordedAt: AT + 30_000,
	};
	for (const batch of [[later], [older], [later, bakery]]) {
		await deliver(batch);
		await allApplied();
	}
	const [deal] = await dealCalled("Ovens for North Pier");
	expect(deal).toMatchObject({ amount_minor: 1_400_000n, next_step: "Measure the doors", version: 3 });
	const history = await database
		.reader(tenantId)
		.selectFrom("field_changes")
		.select(["field", "value"])
		.where("entity_id", "=", deal?.id ?? "")
		.where("field", "<>", "*")
		.orderBy("recorded_at")
		.orderBy("field")
		.execute();
	expect(history).toEqual([
		{ field: "amountMinor", value: "1300000" },
		{ field: "nextStep", value: "Measure the doors" },
		{ field: "amountMinor", value: "1400000" },
	]);
});

test("an activity tells of the deal it belongs to, once", async () => {
	const [deal] = await dealCalled("Ovens for North Pier");
	const told = () =>
		database
			.reader(tenantId)
			.selectFrom("events")
			.select("seq")
			.where("entity_id", "=", deal?.id ?? "")
			.where("type", "=", "deal.changed")
			.execute();
	const before = (await told()).length;
	const call: CanonicalChange = {
		entity: "activity",
		externalId: "C-1",
		fields: { kind: "call", direction: "in", dealExternalId: "D-1", occurredAt: new Date(AT + 90_000).toISOString() },
		recordedAt: AT + 90_000,
	};
	for (const batch of [[call], [call, bakery]]) {
		await deliver(batch);
		await allApplied();
	}
	expect((await told()).length).toBe(before + 1);
});

test("what cannot be stored is kept with its reason, and replayed once the cause is gone", async () => {
	await deliver([{ ...ovens, externalId: "D-2", fields: { ...ovens.fields, name: "Mixers", stageName: "Haggling" } }]);
	await allApplied();
	expect(await dealCalled("Mixers")).toEqual([]);
	const david = { tenantId, userId: CAST.david.id };
	const listed = await (await app.call("GET", "/jobs", { as: david })).json();
	const failed = listed.items.find((job: { name: string }) => job.name === "replay-records");
	expect(failed).toMatchObject({ state: "failed", canRetry: true, error: expect.stringContaining("Haggling") });

	const { pipelineId } = company.stages[0] ?? { pipelineId: "" };
	await database.inTenant(tenantId, (trx) =>
		trx
			.insertInto("stages")
			.values({ tenant_id: tenantId, pipeline_id: pipelineId, name: "Haggling", position: 40, kind: "open" })
			.execute(),
	);
	const again = await app.call("POST", `/jobs/${encodeURIComponent(failed.id)}/retry`, { as: david, body: {} });
	expect(again.status).toBe(200);
	await expect.poll(async () => (await dealCalled("Mixers")).length, { timeout: 8000 }).toBe(1);
});

test("a vendor cannot lock out or readdress somebody who signs in here, only the people who do not", async () => {
	const person = (externalId: string, fields: CanonicalChange["fields"], recordedAt = AT): CanonicalChange => ({
		entity: "user",
		externalId,
		fields,
		recordedAt,
	});
	await database.inTenant(tenantId, (trx) =>
		trx.updateTable("users").set({ password_hash: "a hash" }).where("id", "=", CAST.maria.id).execute(),
	);
	await deliver([
		person("U-1", { name: "Maria", email: CAST.maria.email, isActive: false }),
		person("U-2", { name: "Nils Ny", email: "nils@vendor.test" }),
	]);
	await allApplied();
	await deliver([
		person("U-1", { email: "thief@vendor.test", isActive: false }, AT + 1000),
		person("U-2", { email: "nils.ny@vendor.test", isActive: false }, AT + 1000),
	]);
	await allApplied();
	const people = await database
		.reader(tenantId)
		.selectFrom("users")
		.select(["name", "email", "is_active"])
		.where("name", "in", ["Maria", "Nils Ny"])
		.orderBy("name")
		.execute();
	expect(people).toEqual([
		{ name: "Maria", email: CAST.maria.email, is_active: true },
		{ name: "Nils Ny", email: "nils.ny@vendor.test", is_active: false },
	]);
});

test("a deal pushed into a won stage is closed when that was recorded, whatever comes after", async () => {
	const won = company.stages.find((s) => s.kind === "won")?.name ?? "";
	const push = (fields: CanonicalChange["fields"], recordedAt: number): CanonicalChange => ({
		entity: "deal",
		externalId: "D-won",
		fields,
		recordedAt,
	});
	const read = () =>
		database
			.reader(tenantId)
			.selectFrom("deals")
			.select(["status", "closed_at"])
			.where("name", "=", "Proofers for North Pier")
			.executeTakeFirst();
	await deliver([push({ name: "Proofers for North Pier", stageName: stage }, AT)]);
	await allApplied();
	expect(await read()).toEqual({ status: "open", closed_at: null });
	await deliver([push({ stageName: won }, AT + 60_000)]);
	await allApplied();
	await deliver([push({ stageName: won, nextStep: "Hand over" }, AT + 120_000)]);
	await allApplied();
	expect(await read()).toEqual({ status: "won", closed_at: AT + 60_000 });
	await deliver([push({ stageName: stage }, AT + 180_000)]);
	await allApplied();
	expect(await read()).toEqual({ status: "open", closed_at: null });
});

test("what the database refuses is kept as failed at once, and nobody is shown its words", async () => {
	await deliver([{ ...bakery, externalId: "A-nul", fields: { name: "North\u0000Pier" } }]);
	await allApplied();
	const [kept] = await failures();
	expect(kept).toMatchObject({ object: "account", externalId: "A-nul", attempts: 1 });
	expect(kept?.reason).toContain("send us the reference");
	expect(kept?.reason).not.toMatch(/UTF8|byte|escape/);
});

test("a bad record holds none of the good ones back; replayed it counts its tries, dismissed it is gone", async () => {
	const before = (await failures()).length;
	const good = Array.from({ length: 20 }, (_, n) => ({
		...bakery,
		externalId: `A-good-${n}`,
		fields: { name: `Good Pier ${n}` },
	}));
	await deliver([
		...good.slice(0, 7),
		{ ...bakery, externalId: "A-nul-2", fields: { name: "South\u0000Pier" } },
		...good.slice(7),
		{ ...ovens, externalId: "D-bad", fields: { name: "Bad", amountMinor: "twelve" } },
		{ ...bakery, externalId: "A-nameless", fields: { country: "GB" } },
	]);
	await allApplied();
	const kept = await failures();
	expect(
		kept
			.map(({ externalId }) => externalId)
			.slice(0, kept.length - before)
			.sort(),
	).toEqual(["A-nameless", "A-nul-2", "D-bad"]);
	expect(kept.find(({ externalId }) => externalId === "D-bad")?.reason).toContain("amountMinor");
	expect(JSON.parse(kept.find(({ externalId }) => externalId === "D-bad")?.raw ?? "")).toMatchObject({
		externalId: "D-bad",
	});
	const stored = await database
		.reader(tenantId)
		.selectFrom("accounts")
		.select("id")
		.where("name", "like", "Good Pier %")
		.execute();
	expect(stored).toHaveLength(20);

	const david = { tenantId, userId: CAST.david.id };
	const bad = `record:${kept.find(({ externalId }) => externalId === "D-bad")?.id}`;
	await app.call("POST", `/jobs/${encodeURIComponent(bad)}/retry`, { as: david, body: {} });
	await expect
		.poll(async () => (await failures()).find(({ externalId }) => externalId === "D-bad"), { timeout: 8000 })
		.toMatchObject({ attempts: 2, state: "failed" });
	expect((await app.call("POST", `/jobs/${encodeURIComponent(bad)}/cancel`, { as: david, body: {} })).status).toBe(204);
	expect((await failures()).map(({ externalId }) => externalId)).not.toContain("D-bad");
});

test("changes that come in another order than they were made end as if they had not", async () => {
	const owner = CAST.robert.email;
	const late: CanonicalChange = {
		entity: "deal",
		externalId: "D-order",
		fields: { name: "Flour silos", stageName: stage, accountExternalId: "A-order", ownerExternalId: "U-order" },
		recordedAt: AT,
	};
	const call: CanonicalChange = {
		entity: "activity",
		externalId: "C-order",
		fields: { kind: "call", dealExternalId: "D-order", occurredAt: new Date(AT).toISOString() },
		recordedAt: AT,
	};
	for (const change of [
		call,
		late,
		{ entity: "user" as const, externalId: "U-order", fields: { name: "Robert", email: owner }, recordedAt: AT },
		{ ...bakery, externalId: "A-order", fields: { name: "Silo Pier" } },
	]) {
		await deliver([change]);
		await allApplied();
	}
	const db = database.reader(tenantId);
	const [deal] = await dealCalled("Flour silos");
	const account = await db.selectFrom("accounts").select("id").where("name", "=", "Silo Pier").executeTakeFirst();
	expect(deal).toMatchObject({ account_id: account?.id, owner_id: CAST.robert.id });
	const told = await db
		.selectFrom("activities")
		.select("kind")
		.where("deal_id", "=", deal?.id ?? "")
		.execute();
	expect(told).toEqual([{ kind: "call" }]);
	expect(await db.selectFrom("awaited_links").select("field").execute()).toEqual([]);
});

test("what was deleted at the vendor goes and does not come back by an older change, only by a newer one", async () => {
	const deal = (fields: CanonicalChange["fields"], recordedAt: number): CanonicalChange => ({
		entity: "deal",
		externalId: "D-gone",
		fields,
		recordedAt,
	});
	const whole = { name: "Gone pier", stageName: stage };
	await deliver([deal(whole, AT)]);
	await deliver([{ ...deal({}, AT + 2000), deleted: true }]);
	await deliver([deal(whole, AT + 1000)]);
	await allApplied();
	expect(await dealCalled("Gone pier")).toEqual([]);
	await deliver([deal(whole, AT + 3000)]);
	await deliver([{ ...deal({}, AT + 2500), deleted: true }]);
	await allApplied();
	expect(await dealCalled("Gone pier")).toHaveLength(1);
});

test("a vendor's pipelines and stages are made, renamed and found by their ids there", async () => {
	const pipeline = (name: string, recordedAt: number): CanonicalChange => ({
		entity: "pipeline",
		externalId: "P-1",
		fields: { name: "Renewals", stages: [{ externalId: "S-1", name, kind: "open", position: 1 }] },
		recordedAt,
	});
	await deliver([
		{ ...ovens, externalId: "D-stage", fields: { name: "Renewed pier", stageExternalId: "S-1" } },
		pipeline("Due soon", AT),
	]);
	await allApplied();
	await deliver([pipeline("Due", AT + 2000)]);
	await deliver([pipeline("Due later", AT + 1000)]);
	await allApplied();
	const stages = await database
		.reader(tenantId)
		.selectFrom("stages")
		.select(["id", "name"])
		.where("name", "like", "Due%")
		.execute();
	expect(stages.map(({ name }) => name)).toEqual(["Due"]);
	expect(await dealCalled("Renewed pier")).toHaveLength(1);
});

test("a delivery that is decades off makes no room for all the years between, and one beyond all calendars is kept as failed", async () => {
	const partitions = async () =>
		(await sql`select from pg_inherits where inhparent = 'field_changes'::regclass`.execute(database.kysely)).rows
			.length;
	const before = await partitions();
	await deliver([
		{ ...bakery, externalId: "A-old", fields: { name: "Old Pier" }, recordedAt: Date.UTC(1971, 0, 1) },
		{ ...bakery, externalId: "A-new", fields: { name: "New Pier" }, recordedAt: AT },
	]);
	await allApplied();
	expect(await partitions()).toBe(before + 1);
	await deliver([{ ...bakery, externalId: "A-far", recordedAt: Date.UTC(9999, 0, 1) }]);
	await allApplied();
	expect((await failures())[0]).toMatchObject({ externalId: "A-far", reason: expect.stringContaining("2100") });
	expect(await partitions()).toBe(before + 1);
});

test("a delivery with a wrong signature, to another workspace or from an unknown host is refused and not kept", async () => {
	const before = (await inbox()).length;
	expect((await deliver([bakery], "another-key-of-some-length")).status).toBe(401);
	for (const path of ["/hooks/testcrm/nobody", "/hooks/othercrm/fjordlight-small"]) {
		expect((await app.request(path, { method: "POST", body: "{}" })).status).toBe(404);
	}
	expect(await inbox()).toHaveLength(before);
});

test("the outbox writes once, tries again after what the vendor asks, and keeps what failed for good", async () => {
	const ports = portsOf("testcrm", tenantId);
	vendor.answers.push({ ok: false, retry: true, reason: "busy", retryAfterMs: 60_000 });
	await ports.outbox.put("note", "note-1", { text: "hello" });
	await ports.outbox.put("note", "note-1", { text: "hello" });
	await expect.poll(() => vendor.writes.length, { timeout: 8000 }).toBe(1);
	app.passTime(61_000);
	await expect
		.poll(
			async () => {
				await sweepHosts(jobDeps);
				return vendor.writes.map((write) => write.dedupKey);
			},
			{ timeout: 8000, interval: 200 },
		)
		.toEqual(["note-1", "note-1"]);

	vendor.answers.push({ ok: false, retry: false, reason: "the field does not exist" });
	await ports.outbox.put("note", "note-2", { text: "there" });
	await expect
		.poll(
			() =>
				database
					.reader(tenantId)
					.selectFrom("outbox")
					.select(["dedup_key", "state", "last_error"])
					.orderBy("dedup_key")
					.execute(),
			{ timeout: 8000 },
		)
		.toEqual([
			{ dedup_key: "note-1", state: "sent", last_error: null },
			{ dedup_key: "note-2", state: "failed", last_error: "the field does not exist" },
		]);
});

test("ports keep secrets sealed, cursors apart from settings, and show views", async () => {
	const ports = portsOf("testcrm", tenantId);
	await ports.secrets.set("refreshToken", "very-secret");
	expect(await ports.secrets.get("refreshToken")).toBe("very-secret");
	expect(await ports.secrets.get("webhookKey")).toBe(KEY);
	expect(await portsOf("othercrm", tenantId).secrets.get("refreshToken")).toBeNull();
	const stored = await database.reader(tenantId).selectFrom("installations").select("secrets_sealed").execute();
	expect(JSON.stringify(stored)).not.toContain("very-secret");
	await ports.cursors.set("deals", "2026-01-02");
	await ports.cursors.set("leads", "7");
	expect([await ports.cursors.get("deals"), await ports.cursors.get("none")]).toEqual(["2026-01-02", null]);
	expect(await ports.installations.current()).toMatchObject({ state: "on", settings: {} });
	const open = company.deals.find((deal) => deal.status === "open");
	expect(await ports.views.deal(open?.id ?? "")).toMatchObject({ kind: "deal", title: open?.name });
	await expect(ports.enqueue("format-disk", null)).rejects.toThrow(RangeError);
});

test("a token is renewed once, however many ask in however many processes, and all get what it became", async () => {
	const another = testPorts();
	let renewals = 0;
	const renew = async (value: string | null) => {
		renewals++;
		await new Promise((resolve) => setTimeout(resolve, 100));
		return `${value ?? "token"}+`;
	};
	const asked = (ports: Ports) =>
		Array.from({ length: 25 }, () =>
			ports.secrets.refresh("oauth", { isFresh: (value) => value.endsWith("+"), renew }),
		);
	const got = await Promise.all([...asked(portsOf("testcrm", tenantId)), ...asked(another)]);
	expect(renewals).toBe(1);
	expect(new Set(got)).toEqual(new Set(["token+"]));
	const failing = portsOf("testcrm", tenantId).secrets.refresh("oauth", {
		isFresh: () => false,
		renew: async () => {
			throw new Error("the vendor is away");
		},
	});
	await expect(failing).rejects.toThrow("away");
	expect(await another.secrets.get("oauth")).toBe("token+");
});

test("keys are rotated while deliveries keep arriving, and none is refused or lost", async () => {
	const before = (await inbox()).length;
	let isOver = false;
	const statuses: number[] = [];
	const arriving = (async () => {
		for (let n = 0; !isOver || n < 20; n++) {
			const one = { ...bakery, externalId: `A-key-${n}`, fields: { name: `Key Pier ${n}` } };
			statuses.push((await deliver([one])).status);
		}
	})();
	for (let turn = 0; turn < 5; turn++) {
		expect(await rotateDataKey(database, deps.sealer, tenantId, deps.now())).toBe(1);
		await writeTo("refreshToken", `turn ${turn}`);
	}
	isOver = true;
	await arriving;
	expect(new Set(statuses)).toEqual(new Set([200]));
	await allApplied();
	expect((await inbox()).length).toBe(before + statuses.length);
	expect(await portsOf("testcrm", tenantId).secrets.get("refreshToken")).toBe("turn 4");
	expect(await portsOf("testcrm", tenantId).secrets.get("webhookKey")).toBe(KEY);
});

function writeTo(name: string, value: string): Promise<void> {
	return portsOf("testcrm", tenantId).secrets.set(name, value);
}

/** The ports of another process: nothing shared but the database. */
function testPorts(): Ports {
	return createPorts({
		...deps,
		apps: {},
		pace: createPace(null),
		fileRoot: { of: () => portsOf("testcrm", tenantId).files },
		viewsOf: () => portsOf("testcrm", tenantId).views,
		chat: {
			publicUrl: () => "http://localhost",
			clientAs: () =>
				portsOf("testcrm", tenantId).chat.as({ userId: "", name: "", role: "", locale: "en", zone: "UTC" }),
		},
	})("testcrm", tenantId);
}
