import { randomBytes } from "node:crypto";
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import {
	BOT_VENDORS,
	type BotVendor,
	type MeetingBotJson,
	meetingBot,
	meetingBotToken,
	updateMeetingBotRequest,
} from "../../core/contract/meeting-bots.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { AppEnv } from "../app-env.ts";
import { recordAudit } from "../audit/record.ts";
import { BOTS } from "../bots/bots.ts";
import type { Db } from "../db/connect.ts";
import type { Deps } from "../deps.ts";
import { readSecrets, removeSecret, writeSecret } from "../hosts/connection-secrets.ts";
import { changeInstallation, findInstallation } from "../hosts/installations.ts";
import { addressFault } from "../hosts/outgoing-address.ts";
import { guardedRoute } from "../policy/guard.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";

const tags = ["Coaching"];
const params = z.object({ vendor: z.enum(BOT_VENDORS) });
const list = guardedRoute("coaching:write", {
	method: "get",
	path: "/coaching/bots",
	tags,
	summary: "Meeting bots that may tell what is said in meetings; no secret is shown",
	responses: { 200: answer(z.object({ items: z.array(meetingBot) }), "Each vendor, set up or not"), ...faults },
});
const update = guardedRoute("coaching:write", {
	method: "put",
	path: "/coaching/bots/{vendor}",
	tags,
	summary: "Switch a vendor's bots on or off, or change what is kept of it",
	request: { params, body: jsonBody(updateMeetingBotRequest) },
	responses: { 200: answer(meetingBot, "How it stands now"), ...faults },
});
const makeToken = guardedRoute("coaching:write", {
	method: "post",
	path: "/coaching/bots/{vendor}/token",
	tags,
	summary: "Make a new token for a vendor whose bots show one; the one before opens nothing any more",
	request: { params },
	responses: { 201: answer(meetingBotToken, "The token, shown this once"), ...faults },
});

/** Meeting bots: what the workspace has set of each vendor. What they tell comes in at `/hooks/{vendor}/{workspace}`. */
export function meetingBotRoutes(deps: Deps) {
	const { database, vault, settings } = deps;
	const routes = createRouter();

	routes.openapi(list, async (c) => {
		const { tenantId } = c.var.principal;
		const db = database.reader(tenantId);
		const items = await Promise.all(BOT_VENDORS.map((vendor) => shown(db, tenantId, vendor)));
		return c.json({ items }, 200);
	});

	routes.openapi(update, async (c) => {
		const { tenantId, userId } = c.var.principal;
		const { vendor } = c.req.valid("param");
		const { isOn, ownerId, apiUrl, secret, apiKey } = c.req.valid("json");
		const fault = apiUrl === undefined ? null : addressFault(apiUrl, settings.isLocal);
		if (fault) throw new CourtsideError("unprocessable", `apiUrl: ${fault}`);
		const changed = await database.inTenant(tenantId, async (trx) => {
			const known = await findInstallation(trx, tenantId, vendor);
			if (ownerId !== undefined) await requirePerson(trx, ownerId);
			await changeInstallation(trx, {
				tenantId,
				host: vendor,
				// A connection begins off: nothing is taken before somebody says so.
				state: isOn === undefined ? (known?.state ?? "off") : isOn ? "on" : "off",
				settings: {
					...(ownerId === undefined ? (known?.settings["ownerId"] ? {} : { ownerId: userId }) : { ownerId }),
					...(apiUrl !== undefined && { apiUrl }),
				},
			});
			for (const [name, value] of [
				["secret", secret],
				["apiKey", apiKey],
			] as const) {
				if (value === null) await removeSecret(trx, vault, { tenantId, host: vendor, name });
				else if (value !== undefined) await writeSecret(trx, vault, { tenantId, host: vendor, name, value });
			}
			const kept = { ...(isOn !== undefined && { isOn }), ...(ownerId && { ownerId }), ...(apiUrl && { apiUrl }) };
			const detail = {
				...kept,
				...(secret !== undefined && { secret: secret !== null }),
				...(apiKey !== undefined && { apiKey: apiKey !== null }),
			};
			await recordAudit(trx, { ...about(c, vendor), action: "connection.updated", detail });
			return shown(trx, tenantId, vendor);
		});
		return c.json(changed, 200);
	});

	routes.openapi(makeToken, async (c) => {
		const { tenantId, userId } = c.var.principal;
		const { vendor } = c.req.valid("param");
		if (vendor !== "vexa")
			throw new CourtsideError("unprocessable", "This vendor makes its secret itself: copy it from there.");
		const token = randomBytes(32).toString("base64url");
		const bot = await database.inTenant(tenantId, async (trx) => {
			const known = await findInstallation(trx, tenantId, vendor);
			await changeInstallation(trx, {
				tenantId,
				host: vendor,
				state: known?.state ?? "off",
				settings: known?.settings["ownerId"] ? {} : { ownerId: userId },
			});
			await writeSecret(trx, vault, { tenantId, host: vendor, name: "token", value: token });
			await recordAudit(trx, { ...about(c, vendor), action: "connection.key-made" });
			return shown(trx, tenantId, vendor);
		});
		c.header("cache-control", "no-store");
		return c.json({ token, bot }, 201);
	});

	async function shown(db: Db, tenantId: number, vendor: BotVendor): Promise<MeetingBotJson> {
		const { slug } = await db
			.selectFrom("tenants")
			.select("slug")
			.where("tenant_id", "=", tenantId)
			.executeTakeFirstOrThrow();
		const installation = await findInstallation(db, tenantId, vendor);
		const secrets = await readSecrets(db, vault, tenantId, vendor);
		const { ownerId, apiUrl } = installation?.settings ?? {};
		const owner =
			typeof ownerId === "string"
				? await db.selectFrom("users").select(["id", "name"]).where("id", "=", ownerId).executeTakeFirst()
				: undefined;
		const told = await db
			.selectFrom("inbox")
			.select((eb) => [
				eb.fn.max("received_at").as("last"),
				eb.fn.countAll<string>().filterWhere("state", "=", "failed").as("failed"),
			])
			.where("tenant_id", "=", tenantId)
			.where("source", "=", vendor)
			.executeTakeFirstOrThrow();
		return {
			vendor,
			name: BOTS[vendor].name,
			isOn: installation?.state === "on",
			address: `${settings.publicUrl}/hooks/${vendor}/${slug}`,
			hasSecret: "secret" in secrets || "token" in secrets,
			hasApiKey: "apiKey" in secrets,
			apiUrl: typeof apiUrl === "string" ? apiUrl : BOTS[vendor].apiUrl,
			owner: owner ?? null,
			heardAt: told.last === null ? null : new Date(told.last).toISOString(),
			failed: Number(told.failed),
		};
	}
	return routes;
}

async function requirePerson(db: Db, id: string): Promise<void> {
	const known = await db
		.selectFrom("users")
		.select("id")
		.where("id", "=", id)
		.where("is_active", "=", true)
		.executeTakeFirst();
	if (!known) throw new CourtsideError("unprocessable", "ownerId: choose somebody of this workspace.");
}

function about(c: Context<AppEnv>, vendor: BotVendor) {
	const { tenantId, userId, name } = c.var.principal;
	const { requestId } = c.var;
	return { tenantId, actorId: userId, actor: name, entity: "connection", entityId: vendor, requestId };
}
