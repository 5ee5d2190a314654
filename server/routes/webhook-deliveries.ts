import { z } from "@hono/zod-openapi";
import { id, pageOf } from "../../core/contract/scalars.ts";
import { deliveryQuery, webhookAttempt, webhookDelivery } from "../../core/contract/webhooks.ts";
import { readCursor, writeCursor } from "../db/paging.ts";
import { DELIVERY_ORDER, listDeliveries, putDeliveries, reviveDelivery } from "../db/webhook-deliveries.ts";
import { findWebhook } from "../db/webhooks.ts";
import type { Deps } from "../deps.ts";
import { newId } from "../intake/new-id.ts";
import { deliverOne } from "../jobs/deliver-webhooks.ts";
import { guardedRoute } from "../policy/guard.ts";
import { viewerOf } from "../views/viewer.ts";
import { attemptJson, deliveryJson } from "../views/webhook-json.ts";
import { PING } from "../webhooks/message.ts";
import { webhookSender } from "../webhooks/send.ts";
import { enqueueWebhook } from "../webhooks/to-webhooks.ts";
import { answer, createRouter, faults } from "./router.ts";
import { tellOfWebhook } from "./webhook-audit.ts";
import { found } from "./writing.ts";

const tags = ["Webhooks"];
const params = z.object({ id });

const list = guardedRoute("webhooks:read", {
	method: "get",
	path: "/webhooks/{id}/deliveries",
	tags,
	summary: "What was, is or will be sent to an address, newest first, with how each try ended",
	request: { params, query: deliveryQuery },
	responses: {
		200: answer(pageOf(webhookDelivery).omit({ total: true, totalIsAtLeast: true }), "A page of deliveries"),
		...faults,
	},
});
const test = guardedRoute("webhooks:write", {
	method: "post",
	path: "/webhooks/{id}/test",
	tags,
	summary: "Send a signed ping now and see what is answered",
	request: { params },
	responses: { 200: answer(webhookAttempt, "How it ended"), ...faults },
});
const resend = guardedRoute("webhooks:write", {
	method: "post",
	path: "/webhooks/{id}/deliveries/{deliveryId}/resend",
	tags,
	summary: "Send a delivery again, under the same webhook-id",
	request: { params: z.object({ id, deliveryId: id }) },
	responses: { 202: answer(webhookDelivery, "It waits for its turn"), ...faults },
});

/** What was sent to an address, a test, and sending again. */
export function webhookDeliveryRoutes(deps: Deps) {
	const { database, jobs, now, settings } = deps;
	const send = webhookSender({ isLocal: settings.isLocal, now });
	const routes = createRouter();

	routes.openapi(list, async (c) => {
		const { limit, cursor, state } = c.req.valid("query");
		const endpointId = c.req.valid("param").id;
		const db = database.reader(c.var.principal.tenantId);
		found(await findWebhook(db, endpointId), "address");
		const after = readCursor(cursor, DELIVERY_ORDER);
		const { rows, next } = await listDeliveries(db, { endpointId, state, after, limit });
		return c.json(
			{
				items: rows.map((row) => deliveryJson(row, viewerOf(c))),
				nextCursor: next && writeCursor(DELIVERY_ORDER, next),
			},
			200,
		);
	});

	routes.openapi(test, async (c) => {
		const { principal } = c.var;
		const { tenantId } = principal;
		const endpointId = c.req.valid("param").id;
		const ping = {
			endpointId,
			eventId: newId(),
			type: PING,
			entity: "webhook",
			entityId: endpointId,
			occurredAt: now(),
		};
		const [endpoint, deliveryId] = await database.inTenant(tenantId, async (trx) => {
			const row = found(await findWebhook(trx, endpointId), "address");
			const [made = ""] = await putDeliveries(trx, tenantId, [ping]);
			// Sent here and now, so no job may take it.
			await trx
				.updateTable("webhook_deliveries")
				.set({ state: "failed", attempts: 1 })
				.where("id", "=", made)
				.execute();
			await tellOfWebhook(trx, c, "webhook.tested", endpointId);
			return [row, made] as const;
		});
		const delivery = { ...ping, id: deliveryId, state: "failed" as const, attempts: 1, nextAttemptAt: now() };
		const tried = await deliverOne({ ...deps, send }, tenantId, endpoint, principal, delivery);
		const { retryAfterMs: _, ...attempt } = found(tried, "address");
		return c.json(attemptJson(attempt, viewerOf(c)), 200);
	});

	routes.openapi(resend, async (c) => {
		const { tenantId } = c.var.principal;
		const { id: endpointId, deliveryId } = c.req.valid("param");
		const row = await database.inTenant(tenantId, async (trx) => {
			found(await reviveDelivery(trx, endpointId, deliveryId, now()), "delivery");
			await tellOfWebhook(trx, c, "webhook.resent", endpointId, { deliveryId });
			const { rows } = await listDeliveries(trx, { endpointId, id: deliveryId, after: null, limit: 1 });
			return found(rows[0] ?? null, "delivery");
		});
		await enqueueWebhook(jobs, tenantId, endpointId);
		return c.json(deliveryJson(row, viewerOf(c)), 202);
	});
	return routes;
}
