import { createHmac } from "node:crypto";
import { beforeEach, expect } from "vitest";
import type { WebhookDeliveryJson, WebhookJson, WebhookSecretJson } from "../../core/contract/webhooks.ts";
import { appendEvents } from "../events/append.ts";
import { startRelay } from "../events/relay.ts";
import { deliverWebhooks, type WebhookDeps } from "../jobs/deliver-webhooks.ts";
import { testApp } from "../test-app.ts";
import { loadSmallCompany, rebuildNow } from "../test-company.ts";
import { webhookSender } from "./send.ts";
import { openReceiver, type Received } from "./test-receiver.ts";
import { toWebhooks } from "./to-webhooks.ts";

/** The small company with a receiver that takes everything, and no address yet before each test. */
export async function webhookTest() {
	const app = await testApp();
	const { tenantId, cast } = await loadSmallCompany(app, Date.now());
	await rebuildNow(app, tenantId);
	const receiver = await openReceiver();
	const deps: WebhookDeps = { ...app.deps, send: webhookSender({ isLocal: true, now: app.deps.now }) };
	const relay = startRelay(app.database, [toWebhooks({ database: app.database, jobs: app.jobs })], app.deps.log);
	await relay.drain();
	beforeEach(async () => {
		receiver.received.length = 0;
		receiver.answerWith((out) => void out.writeHead(204).end());
		await app.database.inTenant(tenantId, (trx) => trx.deleteFrom("webhook_endpoints").execute());
	});
	return {
		app,
		tenantId,
		cast,
		receiver,
		deps,
		/** Adds an address at the receiver, as David. */
		async add(given: object = {}): Promise<WebhookSecretJson> {
			const body = { url: `${receiver.url}/hook`, events: ["deal.changed", "lead.changed"], ...given };
			const answer = await app.call("POST", "/webhooks", { as: cast.david, body });
			expect(answer.status).toBe(201);
			return (await answer.json()) as WebhookSecretJson;
		},
		async read(id: string): Promise<WebhookJson> {
			return (await (await app.call("GET", `/webhooks/${id}`, { as: cast.david })).json()) as WebhookJson;
		},
		async log(id: string): Promise<WebhookDeliveryJson[]> {
			const answer = await app.call("GET", `/webhooks/${id}/deliveries`, { as: cast.david });
			return ((await answer.json()) as { items: WebhookDeliveryJson[] }).items;
		},
		/** Writes events about the newest records of a kind and lets the relay hand them on. */
		async happen(count: number, type: "deal.changed" | "lead.changed" = "deal.changed"): Promise<void> {
			const table = type === "deal.changed" ? "deals" : "leads";
			const db = app.database.reader(tenantId);
			const rows = await db.selectFrom(table).select("id").orderBy("id", "desc").limit(count).execute();
			const entity = type === "deal.changed" ? "deal" : "lead";
			const events = rows.map(({ id: entityId }) => ({ tenantId, type, entity, entityId }));
			await app.database.inTenant(tenantId, (trx) => appendEvents(trx, events));
			await relay.drain();
		},
		/** Sends what is due, as its job would. */
		run: (endpointId: string, from = deps) =>
			deliverWebhooks(from, { tenantId, endpointId }, { signal: new AbortController().signal }),
	};
}

/** Whether a message was signed with this secret. */
export function fits({ headers, body }: Received, secret: string): boolean {
	const key = Buffer.from(secret.replace("whsec_", ""), "base64");
	const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
	const expected = `v1,${createHmac("sha256", key).update(signed).digest("base64")}`;
	return String(headers["webhook-signature"]).split(" ").includes(expected);
}
