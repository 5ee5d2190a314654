import { createHmac } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import type {
	WebhookAttemptJson,
	WebhookDeliveryJson,
	WebhookJson,
	WebhookSecretJson,
	WebhooksJson,
} from "../../core/contract/webhooks.ts";
import { appendEvents } from "../events/append.ts";
import { startRelay } from "../events/relay.ts";
import { deliverWebhooks, sweepWebhooks, type WebhookDeps } from "../jobs/deliver-webhooks.ts";
import { testApp } from "../test-app.ts";
import { loadSmallCompany, rebuildNow } from "../test-company.ts";
import { webhookSender } from "./send.ts";
import { openReceiver, type Received } from "./test-receiver.ts";
import { toWebhooks } from "./to-webhooks.ts";

const app = await testApp();
const { tenantId, cast } = await loadSmallCompany(app, Date.now());
await rebuildNow(app, tenantId);
const receiver = await openReceiver();
const deps: WebhookDeps = { ...app.deps, send: webhookSender({ isLocal: true, now: app.deps.now }) };
const relay = startRelay(app.database, [toWebhooks({ database: app.database, jobs: app.jobs })], app.deps.log);
await relay.drain();
const HOUR = 3_600_000;

beforeEach(async () => {
	receiver.received.length = 0;
	receiver.answerWith((out) => void out.writeHead(204).end());
	await app.database.inTenant(tenantId, (trx) => trx.deleteFrom("webhook_endpoints").execute());
});

async function add(given: object = {}): Promise<WebhookSecretJson> {
	const body = { url: `${receiver.url}/hook`, events: ["deal.changed", "lead.changed"], ...given };
	const answer = await app.call("POST", "/webhooks", { as: cast.david, body });
	expect(answer.status).toBe(201);
	return (await answer.json()) as WebhookSecretJson;
}

async function read(id: string): Promise<WebhookJson> {
	return (await (await app.call("GET", `/webhooks/${id}`, { as: cast.david })).json()) as WebhookJson;
}

async function log(id: string): Promise<WebhookDeliveryJson[]> {
	const answer = await app.call("GET", `/webhooks/${id}/deliveries`, { as: cast.david });
	return ((await answer.json()) as { items: WebhookDeliveryJson[] }).items;
}

/** Writes events about real deals, or those named, and lets the relay hand them on. */
async function happen(count: number, type: "deal.changed" | "lead.changed" = "deal.changed"): Promise<void> {
	const table = type === "deal.changed" ? "deals" : "leads";
	const rows = await app.database
		.reader(tenantId)
		.selectFrom(table)
		.select("id")
		.orderBy("id", "desc")
		.limit(count)
		.execute();
	const entity = type === "deal.changed" ? "deal" : "lead";
	const events = rows.map(({ id: entityId }) => ({ tenantId, type, entity, entityId }));
	await app.database.inTenant(tenantId, (trx) => appendEvents(trx, events));
	await relay.drain();
}

const run = (endpointId: string, from = deps) =>
	deliverWebhooks(from, { tenantId, endpointId }, { signal: new AbortController().signal });

function verify({ headers, body }: Received, secret: string): boolean {
	const key = Buffer.from(secret.replace("whsec_", ""), "base64");
	const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
	const expected = `v1,${createHmac("sha256", key).update(signed).digest("base64")}`;
	return String(headers["webhook-signature"]).split(" ").includes(expected);
}

test("what was chosen arrives signed, with ids only, each under an id of its own", async () => {
	const { secret, webhook } = await add();
	await happen(7);
	await run(webhook.id);
	expect(receiver.received).toHaveLength(7);
	expect(new Set(receiver.received.map((m) => m.headers["webhook-id"])).size).toBe(7);
	for (const message of receiver.received) {
		expect(verify(message, secret)).toBe(true);
		const { type, data, timestamp } = JSON.parse(message.body);
		expect(type).toBe("deal.changed");
		expect(Date.parse(timestamp)).not.toBeNaN();
		expect(Object.keys(data).sort()).toEqual(["entity", "id"]);
	}
	expect((await log(webhook.id)).every((delivery) => delivery.state === "sent")).toBe(true);
	expect((await read(webhook.id)).deliveredAt).not.toBeNull();
});

test("the number comes along where it is wanted, as whoever saved the address sees it", async () => {
	const { webhook } = await add({ withView: true });
	await happen(1);
	await run(webhook.id);
	const { data } = JSON.parse(receiver.received[0]?.body ?? "{}");
	expect(data.view).toMatchObject({ kind: "deal", value: expect.any(Number), parts: expect.any(Array) });
});

test("what whoever it acts for may not hear of is withheld", async () => {
	const { webhook } = await add();
	await happen(3);
	await app.database.inTenant(tenantId, (trx) =>
		trx.updateTable("webhook_endpoints").set({ acts_as: cast.maria.userId }).execute(),
	);
	await run(webhook.id);
	const mine = await app.database
		.reader(tenantId)
		.selectFrom("deals")
		.select("id")
		.where("owner_id", "=", cast.maria.userId)
		.execute();
	const ids = new Set(mine.map((deal) => deal.id));
	for (const message of receiver.received) expect(ids.has(JSON.parse(message.body).data.id)).toBe(true);
	const states = (await log(webhook.id)).map((delivery) => delivery.state);
	expect(states.filter((state) => state === "withheld")).toHaveLength(3 - receiver.received.length);
	expect(states).toContain("withheld");
});

test("an address that fails is tried again with growing pauses under the same id, and then all is sent", async () => {
	const { webhook } = await add();
	receiver.answerWith((out) => void out.writeHead(503, { "retry-after": "30" }).end("<b>down</b>\u0007"));
	await happen(1);
	await run(webhook.id);
	await run(webhook.id);
	expect(receiver.received).toHaveLength(1);
	const [waits] = await log(webhook.id);
	expect(waits).toMatchObject({ state: "waiting", attempts: 1 });
	expect(waits?.tries[0]).toMatchObject({ ok: false, status: 503, excerpt: "<b>down</b>\ufffd" });
	expect(waits?.tries[0]?.reason).toContain("503");
	expect(Date.parse(waits?.nextAttemptAt ?? "")).toBeGreaterThanOrEqual(app.deps.now() + 25_000);
	expect((await read(webhook.id)).failingSince).not.toBeNull();
	app.passTime(40_000);
	receiver.answerWith((out) => void out.writeHead(200).end("ok"));
	await run(webhook.id);
	expect(receiver.received).toHaveLength(2);
	expect(receiver.received[0]?.headers["webhook-id"]).toBe(receiver.received[1]?.headers["webhook-id"]);
	expect(await read(webhook.id)).toMatchObject({ failingSince: null, waiting: 0 });
});

test("it gives up on a message after a day and more, and on an address that took nothing for three days; then a person is told", async () => {
	const { webhook } = await add();
	receiver.answerWith((out) => void out.writeHead(500).end());
	await happen(1);
	const began = app.deps.now();
	while ((await log(webhook.id))[0]?.state === "waiting") {
		await run(webhook.id);
		app.passTime(30 * 60_000);
	}
	expect(app.deps.now() - began).toBeGreaterThan(24 * HOUR);
	expect((await log(webhook.id))[0]).toMatchObject({ state: "failed", attempts: 10 });
	expect((await read(webhook.id)).state).toBe("on");
	app.passTime(50 * HOUR);
	await happen(1);
	await run(webhook.id);
	expect(await read(webhook.id)).toMatchObject({ state: "disabled", disabledReason: "failing", waiting: 0 });
	const db = app.database.reader(tenantId);
	const mails = await db
		.selectFrom("mails")
		.select(["kind", "user_id"])
		.where("kind", "=", "webhook-disabled")
		.execute();
	expect(mails).toEqual([{ kind: "webhook-disabled", user_id: cast.david.userId }]);
	const audit = await db.selectFrom("audit_entries").select("action").where("entity_id", "=", webhook.id).execute();
	expect(audit.map((entry) => entry.action)).toContain("webhook.disabled");

	receiver.answerWith((out) => void out.writeHead(204).end());
	await app.call("PUT", `/webhooks/${webhook.id}`, {
		as: cast.david,
		body: { state: "on", version: (await read(webhook.id)).version },
	});
	const [last] = await log(webhook.id);
	expect(
		(await app.call("POST", `/webhooks/${webhook.id}/deliveries/${last?.id}/resend`, { as: cast.david })).status,
	).toBe(202);
	await run(webhook.id);
	expect((await log(webhook.id))[0]?.state).toBe("sent");
});

test("410 switches an address off at once", async () => {
	const { webhook } = await add();
	receiver.answerWith((out) => void out.writeHead(410).end());
	await happen(2);
	await run(webhook.id);
	expect(await read(webhook.id)).toMatchObject({ state: "disabled", disabledReason: "gone" });
	receiver.received.length = 0;
	await happen(2);
	await run(webhook.id);
	expect(receiver.received).toEqual([]);
});

test("a redirect is not followed and an address in a private network is not called", async () => {
	const { webhook } = await add();
	const other = await openReceiver();
	receiver.answerWith((out) => void out.writeHead(302, { location: other.url }).end());
	await happen(1);
	await run(webhook.id);
	expect((await log(webhook.id))[0]?.tries[0]).toMatchObject({ ok: false, status: 302 });
	expect(other.received).toEqual([]);

	app.passTime(HOUR);
	receiver.received.length = 0;
	await run(webhook.id, { ...deps, send: webhookSender({ isLocal: false, now: app.deps.now }) });
	expect(receiver.received).toEqual([]);
	expect((await log(webhook.id))[0]?.tries[0]?.reason).toContain("private network");
});

test("one that hangs is let go after ten seconds", async () => {
	const { webhook } = await add();
	receiver.answerWith(() => {});
	const began = performance.now();
	const answer = await app.call("POST", `/webhooks/${webhook.id}/test`, { as: cast.david });
	expect(await answer.json()).toMatchObject({ ok: false, status: null, reason: expect.stringContaining("10 seconds") });
	expect(performance.now() - began).toBeLessThan(15_000);
});

test("a test sends a real signed ping and shows what was answered, to the first kilobyte", async () => {
	const { secret, webhook } = await add();
	receiver.answerWith((out) => void out.writeHead(202).end("x".repeat(5000)));
	const tried = (await (
		await app.call("POST", `/webhooks/${webhook.id}/test`, { as: cast.david })
	).json()) as WebhookAttemptJson;
	expect(tried).toMatchObject({ ok: true, status: 202, reason: "" });
	expect(tried.excerpt).toHaveLength(1024);
	const [ping] = receiver.received;
	expect(ping && verify(ping, secret)).toBe(true);
	expect(JSON.parse(ping?.body ?? "{}")).toMatchObject({ type: "ping", data: {} });
	expect(ping?.headers["x-request-id"]).toBe(tried.id);
	expect((await log(webhook.id))[0]).toMatchObject({ type: "ping", state: "sent" });
});

test("while a secret is changed both fit, and after a day only the new one; neither is told again", async () => {
	const { secret: old, webhook } = await add();
	const { secret } = (await (
		await app.call("POST", `/webhooks/${webhook.id}/secret`, { as: cast.david })
	).json()) as WebhookSecretJson;
	await app.call("POST", `/webhooks/${webhook.id}/test`, { as: cast.david });
	app.passTime(25 * HOUR);
	await app.call("POST", `/webhooks/${webhook.id}/test`, { as: cast.david });
	const [during, after] = receiver.received as [Received, Received];
	expect([verify(during, old), verify(during, secret)]).toEqual([true, true]);
	expect([verify(after, old), verify(after, secret)]).toEqual([false, true]);
	const all = JSON.stringify([
		await read(webhook.id),
		await (await app.call("GET", "/webhooks", { as: cast.david })).json(),
	]);
	expect(all).not.toContain("whsec_");
	const stored = await app.database.reader(tenantId).selectFrom("webhook_endpoints").select("secrets_sealed").execute();
	expect(JSON.stringify(stored)).not.toContain(secret.slice(6));
});

test("what happens during a pause is sent after it", async () => {
	const { webhook } = await add();
	const paused = (await (
		await app.call("PUT", `/webhooks/${webhook.id}`, {
			as: cast.david,
			body: { state: "paused", version: webhook.version },
		})
	).json()) as WebhookJson;
	await happen(2);
	await run(webhook.id);
	expect(receiver.received).toEqual([]);
	expect((await read(webhook.id)).waiting).toBe(2);
	await app.call("PUT", `/webhooks/${webhook.id}`, { as: cast.david, body: { state: "on", version: paused.version } });
	await run(webhook.id);
	expect(receiver.received).toHaveLength(2);
});

test("a relay killed after writing down puts nothing in twice, and a sender killed while sending repeats under the same id", async () => {
	const { webhook } = await add();
	let dies = true;
	const mortal = startRelay(
		app.database,
		[
			toWebhooks({ database: app.database, jobs: app.jobs }),
			async () => {
				if (!dies) return;
				dies = false;
				throw new Error("killed");
			},
		],
		app.deps.log,
	);
	const { id } = await app.database
		.reader(tenantId)
		.selectFrom("deals")
		.select("id")
		.limit(1)
		.executeTakeFirstOrThrow();
	await app.database.inTenant(tenantId, (trx) =>
		appendEvents(trx, [{ tenantId, type: "deal.changed", entity: "deal", entityId: id }]),
	);
	await mortal.drain();
	await mortal.drain();
	await mortal.stop();
	expect(await log(webhook.id)).toHaveLength(1);

	// Killed between the receiver's answer and our note of it.
	const send: WebhookDeps["send"] = async (...given) => {
		await deps.send(...given);
		throw new Error("killed");
	};
	await expect(run(webhook.id, { ...deps, send })).rejects.toThrow("killed");
	await run(webhook.id);
	expect(receiver.received).toHaveLength(1);
	app.passTime(61_000);
	await sweepWebhooks(deps);
	expect((await app.jobs.counts("deliver-webhooks")).waiting).toBeGreaterThan(0);
	await run(webhook.id);
	expect(receiver.received).toHaveLength(2);
	expect(receiver.received[0]?.headers["webhook-id"]).toBe(receiver.received[1]?.headers["webhook-id"]);
	expect((await log(webhook.id))[0]?.state).toBe("sent");
});

test("at most ten a second go to one address", async () => {
	const { webhook } = await add();
	await happen(12);
	await happen(12, "lead.changed");
	const began = performance.now();
	await run(webhook.id);
	const sent = receiver.received.length;
	expect(sent).toBeGreaterThan(12);
	expect(performance.now() - began).toBeGreaterThan((sent / 10 - 1) * 1000);
});

test("each kind is said in words, addresses that will not do are refused, and changes need the version", async () => {
	const { webhook } = await add();
	const { events } = (await (
		await app.call("GET", "/webhooks", { as: cast.david, headers: { "accept-language": "de" } })
	).json()) as WebhooksJson;
	expect(events.find((event) => event.type === "deal.created")?.says).toBe("Ein Deal wurde angelegt");
	for (const url of ["ftp://x.example", "https://user:pw@x.example", "nonsense"]) {
		const body = { url, events: ["deal.changed"] };
		expect((await app.call("POST", "/webhooks", { as: cast.david, body })).status, url).toBe(422);
	}
	expect((await app.call("PUT", `/webhooks/${webhook.id}`, { as: cast.david, body: { state: "paused" } })).status).toBe(
		428,
	);
	const stale = { state: "paused", version: webhook.version + 7 };
	expect((await app.call("PUT", `/webhooks/${webhook.id}`, { as: cast.david, body: stale })).status).toBe(409);
	expect((await app.call("DELETE", `/webhooks/${webhook.id}`, { as: cast.david })).status).toBe(204);
	expect((await app.call("GET", `/webhooks/${webhook.id}`, { as: cast.david })).status).toBe(404);
});

test("an address whose person may not sign in any more is switched off", async () => {
	const { webhook } = await add();
	await happen(1);
	await run(webhook.id, { ...deps, standings: { of: async () => null } });
	expect(await read(webhook.id)).toMatchObject({ state: "disabled", disabledReason: "maker_left" });
	expect(receiver.received).toEqual([]);
});
