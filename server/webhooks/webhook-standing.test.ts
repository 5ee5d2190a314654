import { expect, test } from "vitest";
import type { WebhookJson, WebhookSecretJson } from "../../core/contract/webhooks.ts";
import { webhookSender } from "./send.ts";
import { openReceiver, type Received } from "./test-receiver.ts";
import { fits, webhookTest } from "./test-webhooks.ts";

const HOUR = 3_600_000;

const { app, tenantId, cast, receiver, deps, add, read, log, happen, run } = await webhookTest();

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

test("while a secret is changed both fit, and after a day only the new one; neither is told again", async () => {
	const { secret: old, webhook } = await add();
	const { secret } = (await (
		await app.call("POST", `/webhooks/${webhook.id}/secret`, { as: cast.david })
	).json()) as WebhookSecretJson;
	await app.call("POST", `/webhooks/${webhook.id}/test`, { as: cast.david });
	app.passTime(25 * HOUR);
	await app.call("POST", `/webhooks/${webhook.id}/test`, { as: cast.david });
	const [during, after] = receiver.received as [Received, Received];
	expect([fits(during, old), fits(during, secret)]).toEqual([true, true]);
	expect([fits(after, old), fits(after, secret)]).toEqual([false, true]);
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

test("an address whose person may not sign in any more is switched off", async () => {
	const { webhook } = await add();
	await happen(1);
	await run(webhook.id, { ...deps, standings: { of: async () => null } });
	expect(await read(webhook.id)).toMatchObject({ state: "disabled", disabledReason: "maker_left" });
	expect(receiver.received).toEqual([]);
});
