import { expect, test } from "vitest";
import type { WebhookAttemptJson, WebhooksJson } from "../../core/contract/webhooks.ts";
import { appendEvents } from "../events/append.ts";
import { startRelay } from "../events/relay.ts";
import { sweepWebhooks, type WebhookDeps } from "../jobs/deliver-webhooks.ts";
import { fits, webhookTest } from "./test-webhooks.ts";
import { toWebhooks } from "./to-webhooks.ts";

const { app, tenantId, cast, receiver, deps, add, read, log, happen, run } = await webhookTest();

test("what was chosen arrives signed, with ids only, each under an id of its own", async () => {
	const { secret, webhook } = await add();
	await happen(7);
	await run(webhook.id);
	expect(receiver.received).toHaveLength(7);
	expect(new Set(receiver.received.map((m) => m.headers["webhook-id"])).size).toBe(7);
	for (const message of receiver.received) {
		expect(fits(message, secret)).toBe(true);
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

test("a test sends a real signed ping and shows what was answered, to the first kilobyte", async () => {
	const { secret, webhook } = await add();
	receiver.answerWith((out) => void out.writeHead(202).end("x".repeat(5000)));
	const tried = (await (
		await app.call("POST", `/webhooks/${webhook.id}/test`, { as: cast.david })
	).json()) as WebhookAttemptJson;
	expect(tried).toMatchObject({ ok: true, status: 202, reason: "" });
	expect(tried.excerpt).toHaveLength(1024);
	const [ping] = receiver.received;
	expect(ping && fits(ping, secret)).toBe(true);
	expect(JSON.parse(ping?.body ?? "{}")).toMatchObject({ type: "ping", data: {} });
	expect(ping?.headers["x-request-id"]).toBe(tried.id);
	expect((await log(webhook.id))[0]).toMatchObject({ type: "ping", state: "sent" });
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

test("a key gets an address to hear of no more than its own scopes", async () => {
	const { webhook } = await add();
	const made = await app.call("POST", "/api-keys", {
		as: cast.david,
		body: { name: "Hooks only", scopes: ["webhooks:read", "webhooks:write"] },
	});
	const { key } = (await made.json()) as { key: string };
	const as = { authorization: `Bearer ${key}` };
	const body = { url: `${receiver.url}/mine`, events: ["deal.changed"] };
	expect((await app.call("POST", "/webhooks", { body, headers: as })).status).toBe(403);
	const moved = { url: `${receiver.url}/mine`, version: webhook.version };
	expect((await app.call("PUT", `/webhooks/${webhook.id}`, { body: moved, headers: as })).status).toBe(403);
});
