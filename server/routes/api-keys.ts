import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { type ApiKeyJson, apiKey, createApiKeyRequest, newApiKey } from "../../core/contract/api-keys.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { id } from "../../core/contract/scalars.ts";
import { apiKeyTable } from "../../core/contract/tables/api-key-table.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { AppEnv } from "../app-env.ts";
import { recordAudit } from "../audit/record.ts";
import { makeKey } from "../auth/api-keys.ts";
import { type ApiKeyRow, insertKey, listKeys, revokeKey } from "../db/api-keys.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import { holdsAll, permissionSet } from "../policy/permission-set.ts";
import { mayBeScope } from "../policy/permissions.ts";
import { downloadWhole, wholeTableQuery } from "../tables/whole-table.ts";
import { answer, createRouter, faults, fileAnswer, jsonBody } from "./router.ts";
import { found } from "./writing.ts";

const tags = ["API keys"];
const list = guardedRoute("keys:write", {
	method: "get",
	path: "/api-keys",
	tags,
	summary: "The workspace's API keys, those in use first; never their secrets",
	responses: { 200: answer(z.object({ items: z.array(apiKey) }), "At most 500"), ...faults },
});
const download = guardedRoute("keys:write", {
	method: "get",
	path: "/api-keys/download",
	"x-cost": 5,
	tags,
	summary: "The keys of programs without their secrets, as CSV or XLSX",
	request: { query: wholeTableQuery(apiKeyTable) },
	responses: { 200: fileAnswer("The table as a file"), ...faults },
});
const create = guardedRoute("keys:write", {
	method: "post",
	path: "/api-keys",
	tags,
	summary: "Make a key that acts for you within its scopes; it is shown this once",
	description:
		"Send it as a bearer token. A name stands for one key in use, so a repeated request makes no second one.",
	request: { body: jsonBody(createApiKeyRequest) },
	responses: { 201: answer(newApiKey, "The key"), ...faults },
});
const revoke = guardedRoute("keys:write", {
	method: "delete",
	path: "/api-keys/{id}",
	tags,
	summary: "Revoke a key: at once in this process, within 30 s in all",
	request: { params: z.object({ id }) },
	responses: { 204: { description: "It opens nothing any more" }, ...faults },
});

/** Keys for programs. */
export function apiKeyRoutes(deps: Deps) {
	const { database, apiKeys, now } = deps;
	const routes = createRouter();

	routes.openapi(list, async (c) => {
		const { tenantId } = c.var.principal;
		const rows = await listKeys(database.reader(tenantId), tenantId);
		return c.json({ items: rows.map((row) => keyJson(row, now())) }, 200);
	});

	routes.openapi(download, async (c) => {
		const { tenantId } = c.var.principal;
		const rows = await listKeys(database.reader(tenantId), tenantId);
		const keys = rows.map((row) => keyJson(row, now()));
		return downloadWhole(c, deps, apiKeyTable, c.req.valid("query"), keys);
	});

	routes.openapi(create, async (c) => {
		const { name, scopes: asked, expiresAt } = c.req.valid("json");
		const { tenantId, userId, permissions } = c.var.principal;
		const scopes = permissionSet(asked.filter(mayBeScope));
		if ([...scopes].length === 0) throw wrong("scopes", "choose at least one that a key may have");
		if (!holdsAll(permissions, scopes)) {
			throw new CourtsideError("forbidden", "A key cannot do more than you may. Leave out what you do not hold.");
		}
		const until = expiresAt ? Date.parse(expiresAt) : null;
		if (until !== null && until <= now()) throw wrong("expiresAt", "choose a moment to come");
		const { key, prefix, hash } = makeKey();
		const made = await database.inTenant(tenantId, async (trx) => {
			const stored = {
				tenantId,
				ownerId: userId,
				name,
				prefix,
				hash,
				scopes: [...scopes],
				createdAt: now(),
				expiresAt: until,
			};
			const keyId = await insertKey(trx, stored);
			const detail = { name, prefix, scopes: [...scopes], expiresAt: expiresAt ?? null };
			await recordAudit(trx, { ...about(c, keyId), action: "api-key.made", detail });
			return found((await listKeys(trx, tenantId, keyId))[0] ?? null, "key");
		});
		c.header("cache-control", "no-store");
		return c.json({ key, apiKey: keyJson(made, now()) }, 201);
	});

	routes.openapi(revoke, async (c) => {
		const { id: keyId } = c.req.valid("param");
		const { tenantId } = c.var.principal;
		await database.inTenant(tenantId, async (trx) => {
			const { name, wasOn } = found(await revokeKey(trx, tenantId, keyId, now()), "key");
			if (wasOn) await recordAudit(trx, { ...about(c, keyId), action: "api-key.revoked", detail: { name } });
		});
		apiKeys.forget(tenantId);
		return c.body(null, 204);
	});
	return routes;
}

function keyJson(row: ApiKeyRow, now: Instant): ApiKeyJson {
	const { ownerId, ownerName, ownerIsActive, createdAt, expiresAt, lastUsedAt, revokedAt, ...rest } = row;
	const iso = (at: Instant | null) => (at === null ? null : new Date(at).toISOString());
	const isOver = expiresAt !== null && expiresAt <= now;
	return {
		...rest,
		owner: { id: ownerId, name: ownerName },
		createdAt: new Date(createdAt).toISOString(),
		expiresAt: iso(expiresAt),
		lastUsedAt: iso(lastUsedAt),
		revokedAt: iso(revokedAt),
		state: revokedAt !== null ? "revoked" : isOver ? "expired" : ownerIsActive ? "on" : "idle",
	};
}

function wrong(path: string, message: string): CourtsideError {
	return new CourtsideError("unprocessable", `${path}: ${message}.`, { errors: [{ path, message }] });
}

function about(c: Context<AppEnv>, keyId: string) {
	const { tenantId, userId, name } = c.var.principal;
	return { tenantId, actorId: userId, actor: name, entity: "api-key", entityId: keyId, requestId: c.var.requestId };
}
