import { z } from "@hono/zod-openapi";
import { CourtsideError } from "../../core/contract/problem.ts";
import { id } from "../../core/contract/scalars.ts";
import { webhookTable } from "../../core/contract/tables/webhook-table.ts";
import {
	createWebhookRequest,
	updateWebhookRequest,
	type WebhookEvent,
	webhook,
	webhookSecret,
	webhooks,
} from "../../core/contract/webhooks.ts";
import type { JsonValue } from "../../core/model/change.ts";
import type { Db } from "../db/connect.ts";
import { requireVersion } from "../db/own-write.ts";
import {
	changeWebhook,
	deleteWebhook,
	findWebhook,
	insertWebhook,
	listWebhooks,
	lockWebhook,
	type WebhookFields,
	type WebhookRow,
} from "../db/webhooks.ts";
import type { Deps } from "../deps.ts";
import { addressFault } from "../hosts/outgoing-address.ts";
import { newId } from "../intake/new-id.ts";
import { guardedRoute } from "../policy/guard.ts";
import type { Principal } from "../policy/principal.ts";
import { needToHear } from "../realtime/live-hub.ts";
import { downloadWhole, wholeTableQuery } from "../tables/whole-table.ts";
import { viewerOf } from "../views/viewer.ts";
import { eventsJson, webhookJson } from "../views/webhook-json.ts";
import { sealSecrets, secretsOf } from "../webhooks/secrets.ts";
import { newSecret } from "../webhooks/sign.ts";
import { enqueueWebhook } from "../webhooks/to-webhooks.ts";
import { etagOf, versionRead } from "./concurrency.ts";
import { answer, createRouter, faults, fileAnswer, jsonBody } from "./router.ts";
import { tellOfWebhook } from "./webhook-audit.ts";
import { found } from "./writing.ts";

const tags = ["Webhooks"];
const params = z.object({ id });
const MOST = 50;
const OVERLAP_MS = 24 * 3_600_000;

const list = guardedRoute("webhooks:read", {
	method: "get",
	path: "/webhooks",
	tags,
	summary: "The addresses that hear of what happens, and what there is to hear of",
	responses: { 200: answer(webhooks, "Oldest first"), ...faults },
});
const download = guardedRoute("webhooks:read", {
	method: "get",
	path: "/webhooks/download",
	"x-cost": 5,
	tags,
	summary: "The addresses that hear of changes, as CSV or XLSX",
	request: { query: wholeTableQuery(webhookTable) },
	responses: { 200: fileAnswer("The table as a file"), ...faults },
});
const create = guardedRoute("webhooks:write", {
	method: "post",
	path: "/webhooks",
	tags,
	summary: "Tell an address of what happens; its secret is shown this once",
	request: { body: jsonBody(createWebhookRequest) },
	responses: { 201: answer(webhookSecret, "The address with its secret"), ...faults },
});
const read = guardedRoute("webhooks:read", {
	method: "get",
	path: "/webhooks/{id}",
	tags,
	summary: "One address; the ETag is its version",
	request: { params },
	responses: { 200: answer(webhook, "The address"), ...faults },
});
const update = guardedRoute("webhooks:write", {
	method: "put",
	path: "/webhooks/{id}",
	tags,
	summary:
		"Change, pause or take up an address; needs the version that was read. From then on it acts with your rights",
	request: { params, body: jsonBody(updateWebhookRequest) },
	responses: { 200: answer(webhook, "The address as it is now"), ...faults },
});
const remove = guardedRoute("webhooks:write", {
	method: "delete",
	path: "/webhooks/{id}",
	tags,
	summary: "Forget an address, with all that was or is to be sent to it",
	request: { params },
	responses: { 204: { description: "Gone" }, ...faults },
});
const rotate = guardedRoute("webhooks:write", {
	method: "post",
	path: "/webhooks/{id}/secret",
	tags,
	summary: "Make a new secret, shown this once; for 24 hours messages are signed with the one before as well",
	request: { params },
	responses: { 201: answer(webhookSecret, "The address with its new secret"), ...faults },
});

/** Addresses of third parties that hear of what happens here. */
export function webhookRoutes(deps: Deps) {
	const { database, vault, settings, now, jobs } = deps;
	const routes = createRouter();

	routes.openapi(list, async (c) => {
		const rows = await listWebhooks(database.reader(c.var.principal.tenantId));
		return c.json({ items: rows.map((row) => webhookJson(row, now())), events: eventsJson(viewerOf(c)) }, 200);
	});

	routes.openapi(download, async (c) => {
		const rows = await listWebhooks(database.reader(c.var.principal.tenantId));
		const hooks = rows.map((row) => webhookJson(row, now()));
		return downloadWhole(c, deps, webhookTable, c.req.valid("query"), hooks);
	});

	routes.openapi(create, async (c) => {
		const body = c.req.valid("json");
		const { tenantId, userId } = c.var.principal;
		requireMayHear(c.var.principal, body.events);
		const address = checkedUrl(body.url, settings.isLocal);
		const secret = newSecret();
		const made = newId();
		const row = await database.inTenant(tenantId, async (trx) => {
			if ((await listWebhooks(trx)).length >= MOST) {
				throw new CourtsideError("unprocessable", `There are ${MOST} addresses, which is the most. Remove one first.`);
			}
			const secretsSealed = await sealSecrets(trx, vault, { tenantId, id: made }, { current: secret, previous: null });
			const given = { ...body, url: address, id: made, secretsSealed, secretSince: now(), actsAs: userId };
			await insertWebhook(trx, tenantId, given);
			await tellOfWebhook(trx, c, "webhook.created", made, { url: address, events: body.events });
			return found(await findWebhook(trx, made), "address");
		});
		c.header("cache-control", "no-store");
		c.header("location", `/api/v1/webhooks/${made}`);
		return c.json({ secret, webhook: webhookJson(row, now()) }, 201);
	});

	routes.openapi(read, async (c) => {
		const row = found(await findWebhook(database.reader(c.var.principal.tenantId), c.req.valid("param").id), "address");
		c.header("etag", etagOf(row.version));
		return c.json(webhookJson(row, now()), 200);
	});

	routes.openapi(update, async (c) => {
		const { version, ...body } = c.req.valid("json");
		const { tenantId, userId } = c.var.principal;
		const asked = c.req.valid("param").id;
		const row = await database.inTenant(tenantId, async (trx) => {
			const before = found(await lockWebhook(trx, asked), "address");
			requireVersion(versionRead(version, c.req.header("if-match")), before.version, "address");
			// It acts with the changer's rights from here on, so it must hear of no more than they may, a key's scopes included.
			requireMayHear(c.var.principal, body.events ?? before.events);
			const fields: WebhookFields = {
				...body,
				...(body.url !== undefined && { url: checkedUrl(body.url, settings.isLocal) }),
				// Whoever takes it up again wants it tried at once.
				...(body.state === "on" && { disabledReason: null, failures: 0, failingSince: null, holdUntil: null }),
				actsAs: userId,
			};
			await changeWebhook(trx, asked, fields, { now: now() });
			await tellOfWebhook(
				trx,
				c,
				"webhook.updated",
				asked,
				JSON.parse(JSON.stringify(body)) as Record<string, JsonValue>,
			);
			return found(await findWebhook(trx, asked), "address");
		});
		if (row.state === "on") await enqueueWebhook(jobs, tenantId, asked);
		c.header("etag", etagOf(row.version));
		return c.json(webhookJson(row, now()), 200);
	});

	routes.openapi(remove, async (c) => {
		const asked = c.req.valid("param").id;
		await database.inTenant(c.var.principal.tenantId, async (trx) => {
			found((await deleteWebhook(trx, asked)) || null, "address");
			await tellOfWebhook(trx, c, "webhook.deleted", asked);
		});
		return c.body(null, 204);
	});

	routes.openapi(rotate, async (c) => {
		const { tenantId } = c.var.principal;
		const asked = c.req.valid("param").id;
		const secret = newSecret();
		const row = await database.inTenant(tenantId, async (trx) => {
			const before = found(await lockWebhook(trx, asked), "address");
			const secrets = { current: secret, previous: await currentSecret(trx, tenantId, before) };
			const secretsSealed = await sealSecrets(trx, vault, { tenantId, id: asked }, secrets);
			const fields = { secretsSealed, secretSince: now(), previousUntil: now() + OVERLAP_MS };
			await changeWebhook(trx, asked, fields, { now: now() });
			await tellOfWebhook(trx, c, "webhook.secret-made", asked);
			return found(await findWebhook(trx, asked), "address");
		});
		c.header("cache-control", "no-store");
		return c.json({ secret, webhook: webhookJson(row, now()) }, 201);
	});

	/** Null when it cannot be read any more: then a new one is the way out. */
	async function currentSecret(db: Db, tenantId: number, row: WebhookRow): Promise<string | null> {
		const secrets = await secretsOf(db, vault, tenantId, row, now()).catch(() => []);
		return secrets[0] ?? null;
	}
	return routes;
}

/** Throws forbidden when somebody wants an address to hear of what they may not see. */
function requireMayHear({ permissions }: Principal, events: readonly WebhookEvent[]): void {
	for (const event of events) {
		const need = needToHear(event.split(".")[0] ?? "");
		if (need !== null && permissions.has(need)) continue;
		throw new CourtsideError("forbidden", `You may not hear of ${event} yourself (${need}). Leave it out.`);
	}
}

/** The address as it is kept. Throws unprocessable when it may not be called. */
function checkedUrl(given: string, isLocal: boolean): string {
	const message = addressFault(given, isLocal);
	if (message) throw new CourtsideError("unprocessable", message, { errors: [{ path: "url", message }] });
	return new URL(given).href;
}
