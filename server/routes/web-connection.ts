import { randomBytes } from "node:crypto";
import type { Context } from "hono";
import { CourtsideError } from "../../core/contract/problem.ts";
import {
	KEY_SECRET,
	OLD_KEY_SECRET,
	updateWebConnectionRequest,
	type WebConnectionJson,
	webConnection,
	webKey,
} from "../../core/contract/web-connection.ts";
import type { JsonValue } from "../../core/model/change.ts";
import type { AppEnv } from "../app-env.ts";
import { recordAudit } from "../audit/record.ts";
import type { Db } from "../db/connect.ts";
import type { Deps } from "../deps.ts";
import { readSecrets, rotateSecret } from "../hosts/connection-secrets.ts";
import { changeInstallation, findInstallation } from "../hosts/installations.ts";
import { addressFault } from "../hosts/outgoing-address.ts";
import { guardedRoute } from "../policy/guard.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";

const HOST = "web";
const tags = ["Hosts"];
const read = guardedRoute("workspace:write", {
	method: "get",
	path: "/hosts/web",
	tags,
	summary: "The connection with your own system; its key is never shown again",
	responses: { 200: answer(webConnection, "How it stands"), ...faults },
});
const update = guardedRoute("workspace:write", {
	method: "put",
	path: "/hosts/web",
	tags,
	summary: "Switch the connection on, pause it, or change where your system hears of changes",
	request: { body: jsonBody(updateWebConnectionRequest) },
	responses: { 200: answer(webConnection, "As it is now"), ...faults },
});
const makeKey = guardedRoute("workspace:write", {
	method: "post",
	path: "/hosts/web/key",
	tags,
	summary: "Make a new key and switch the connection on; the key before stays valid until the next one is made",
	responses: { 201: answer(webKey, "The key, shown this once"), ...faults },
});

/** The connection with the company's own system: what a person sets of it. */
export function webConnectionRoutes(deps: Deps) {
	const { database, vault, settings } = deps;
	const routes = createRouter();

	routes.openapi(read, async (c) => {
		const { tenantId } = c.var.principal;
		return c.json(await shown(database.reader(tenantId), tenantId), 200);
	});

	routes.openapi(update, async (c) => {
		const { tenantId } = c.var.principal;
		const { state, callbackUrl } = c.req.valid("json");
		const callback = callbackUrl === undefined ? {} : callbackSettings(callbackUrl, settings.isLocal);
		const changed = await database.inTenant(tenantId, async (trx) => {
			await changeInstallation(trx, { tenantId, host: HOST, settings: callback, ...(state && { state }) });
			const detail = { ...(state && { state }), ...(callbackUrl !== undefined && { callbackUrl }) };
			await recordAudit(trx, { ...about(c), action: "connection.updated", detail });
			return shown(trx, tenantId);
		});
		return c.json(changed, 200);
	});

	routes.openapi(makeKey, async (c) => {
		const { tenantId } = c.var.principal;
		const key = randomBytes(32).toString("base64url");
		const connection = await database.inTenant(tenantId, async (trx) => {
			const secret = { tenantId, host: HOST, name: KEY_SECRET, previous: OLD_KEY_SECRET, value: key };
			const before = await findInstallation(trx, tenantId, HOST);
			await rotateSecret(trx, vault, secret);
			await changeInstallation(trx, {
				tenantId,
				host: HOST,
				settings: { keySince: deps.now() },
				// A pause is somebody's decision and stays.
				...(before?.state !== "paused" && { state: "on" as const }),
			});
			await recordAudit(trx, { ...about(c), action: "connection.key-made" });
			return shown(trx, tenantId);
		});
		c.header("cache-control", "no-store");
		return c.json({ key, connection }, 201);
	});

	async function shown(db: Db, tenantId: number): Promise<WebConnectionJson> {
		const { slug } = await db
			.selectFrom("tenants")
			.select("slug")
			.where("tenant_id", "=", tenantId)
			.executeTakeFirstOrThrow();
		const installation = await findInstallation(db, tenantId, HOST);
		const secrets = await readSecrets(db, vault, tenantId, HOST);
		const { callbackUrl, keySince } = installation?.settings ?? {};
		return {
			state: installation?.state ?? "off",
			address: `${settings.publicUrl}/hooks/${HOST}/${slug}`,
			callbackUrl: typeof callbackUrl === "string" && callbackUrl !== "" ? callbackUrl : null,
			hasKey: KEY_SECRET in secrets,
			keySince: typeof keySince === "number" && KEY_SECRET in secrets ? new Date(keySince).toISOString() : null,
			takesKeyBefore: OLD_KEY_SECRET in secrets,
		};
	}

	return routes;
}

function about(c: Context<AppEnv>) {
	const { tenantId, userId, name } = c.var.principal;
	const { requestId } = c.var;
	return { tenantId, actorId: userId, actor: name, entity: "connection", entityId: HOST, requestId };
}

/** The settings for a callback address. Throws unprocessable when it may not be called. */
function callbackSettings(given: string | null, isLocal: boolean): Record<string, JsonValue> {
	if (!given) return { callbackUrl: null, allowPrivateAddresses: false };
	const fault = addressFault(given, isLocal);
	if (fault) throw refusal(fault);
	return { callbackUrl: new URL(given).href, allowPrivateAddresses: isLocal };
}

function refusal(message: string): CourtsideError {
	return new CourtsideError("unprocessable", message, { errors: [{ path: "callbackUrl", message }] });
}
