import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import {
	type ConnectionDetailJson,
	type ConnectionJson,
	connection,
	connectionDetail,
	connectionReport,
	connectionTest,
	disconnected,
	hostId,
	removedFields,
	updateConnectionRequest,
} from "../../core/contract/connections.ts";
import type { Host, Ports } from "../../core/contract/host.ts";
import type { Tested } from "../../core/contract/host-about.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { JsonValue } from "../../core/model/change.ts";
import type { AppEnv } from "../app-env.ts";
import { recordAudit } from "../audit/record.ts";
import type { Db } from "../db/connect.ts";
import type { Deps } from "../deps.ts";
import { appendEvent } from "../events/append.ts";
import { releaseAccount } from "../hosts/accounts.ts";
import { forgetSecrets, readSecrets, writeSecret } from "../hosts/connection-secrets.ts";
import { countFailures } from "../hosts/failed-records.ts";
import { changeInstallation, findInstallation, listInstallations, noteTest } from "../hosts/installations.ts";
import { refuseSettings } from "../hosts/refuse-settings.ts";
import { countOurs } from "../hosts/source-counts.ts";
import { cancelRun, listRuns } from "../hosts/sync-runs.ts";
import { guardedRoute } from "../policy/guard.ts";
import { connectionJson, runJson, sayTold, settingJson } from "../views/connection-view.ts";
import { reportJson } from "../views/report-view.ts";
import { viewerOf } from "../views/viewer.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";

const tags = ["Connections"];
const params = z.object({ host: hostId });
const SHOWN_RUNS = 20;
const TEST_LIMIT_MS = 20_000;

const list = guardedRoute("connections:read", {
	method: "get",
	path: "/connections",
	tags,
	summary: "Every host this server speaks to, and how its connection stands",
	responses: { 200: answer(z.object({ items: z.array(connection) }), "Connections"), ...faults },
});
const read = guardedRoute("connections:read", {
	method: "get",
	path: "/connections/{host}",
	tags,
	summary: "A connection: settings, scopes and addresses with their reasons, limits, runs",
	request: { params },
	responses: { 200: answer(connectionDetail, "How it stands; secrets are never shown"), ...faults },
});
const update = guardedRoute("connections:write", {
	method: "put",
	path: "/connections/{host}",
	tags,
	summary: "Switch a connection on, pause it, or change its settings; a pause stops what is being fetched",
	request: { params, body: jsonBody(updateConnectionRequest) },
	responses: { 200: answer(connectionDetail, "As it is now"), ...faults },
});
const test = guardedRoute("connections:write", {
	method: "post",
	path: "/connections/{host}/test",
	tags,
	summary: "Try the connection for real; says what is wrong and what to do",
	request: { params },
	responses: { 200: answer(connectionTest, "How the test ended"), ...faults },
});
const report = guardedRoute("connections:read", {
	method: "get",
	path: "/connections/{host}/report",
	tags,
	summary: "The source's own counts and totals beside ours, each difference explained",
	request: { params },
	responses: { 200: answer(connectionReport, "The comparison"), ...faults },
});
const disconnect = guardedRoute("connections:write", {
	method: "post",
	path: "/connections/{host}/disconnect",
	tags,
	summary: "Give our rights back at the vendor, forget all secrets and switch off; what is here stays",
	request: { params },
	responses: { 200: answer(disconnected, "Switched off, and whether the vendor knows"), ...faults },
});
const removeFields = guardedRoute("connections:write", {
	method: "post",
	path: "/connections/{host}/remove-fields",
	tags,
	summary: "Take the fields named Courtside away from the source's records",
	request: { params },
	responses: { 200: answer(removedFields, "What it came to"), ...faults },
});

/** The connections of the workspace with the systems it is fed from. */
export function connectionRoutes(deps: Deps) {
	const { database, vault, now, portsOf } = deps;
	const routes = createRouter();

	routes.openapi(list, async (c) => {
		const { tenantId } = c.var.principal;
		const db = database.reader(tenantId);
		const [facts, runs, failed] = await Promise.all([
			listInstallations(db, tenantId),
			listRuns(db, tenantId, null, 200),
			countFailures(db, tenantId),
		]);
		const items = deps.hosts.map((host) =>
			connectionJson(host, viewerOf(c), {
				facts: facts.find((one) => one.host === host.id),
				lastRun: runs.find((run) => run.host === host.id),
				failed: failed.get(host.id) ?? 0,
			}),
		);
		return c.json({ items }, 200);
	});

	routes.openapi(read, async (c) => {
		const { tenantId } = c.var.principal;
		return c.json(await detail(c, database.reader(tenantId), hostOf(deps, c.req.valid("param").host)), 200);
	});

	routes.openapi(update, async (c) => {
		const { tenantId } = c.var.principal;
		const host = hostOf(deps, c.req.valid("param").host);
		const { state, syncEveryMinutes, settings = {}, secrets = {} } = c.req.valid("json");
		refuseSettings(host, viewerOf(c), { settings, secrets });
		const shown = await database.inTenant(tenantId, async (trx) => {
			await changeInstallation(trx, {
				tenantId,
				host: host.id,
				state,
				syncEveryMinutes,
				settings: settings as Record<string, JsonValue>,
			});
			for (const [name, value] of Object.entries(secrets)) {
				await writeSecret(trx, vault, { tenantId, host: host.id, name, value });
			}
			if (state && state !== "on") await cancelRun(trx, tenantId, { host: host.id }, now());
			const told = { ...(state && { state }), ...(syncEveryMinutes !== undefined && { syncEveryMinutes }) };
			await note(c, trx, host.id, "connection.updated", {
				...told,
				settings: Object.keys(settings),
				secrets: Object.keys(secrets),
			});
			return detail(c, trx, host);
		});
		deps.wakeRelay();
		return c.json(shown, 200);
	});

	routes.openapi(test, async (c) => {
		const { tenantId } = c.var.principal;
		const host = hostOf(deps, c.req.valid("param").host);
		const result = await tried(host, tenantId);
		const at = now();
		await database.inTenant(tenantId, async (trx) => {
			await noteTest(trx, { tenantId, host: host.id, result: { ...result } as unknown as JsonValue, now: at });
			await note(c, trx, host.id, "connection.tested", { ok: result.ok });
		});
		deps.wakeRelay();
		const viewer = viewerOf(c);
		const [fault, todo] = result.ok ? [null, null] : [sayTold(viewer, result.fault), sayTold(viewer, result.todo)];
		return c.json({ ok: result.ok, at: new Date(at).toISOString(), fault, todo }, 200);
	});

	routes.openapi(report, async (c) => {
		const { tenantId } = c.var.principal;
		const host = hostOf(deps, c.req.valid("param").host);
		const ports = await portsWhereOn(deps, tenantId, host.id);
		const [source, history, ours] = await Promise.all([
			ports && host.report ? host.report(ports) : null,
			ports && host.history ? host.history(ports) : null,
			countOurs(database.reader(tenantId), tenantId, host.id),
		]);
		return c.json(reportJson(viewerOf(c), { source, history, ours, now: now() }), 200);
	});

	routes.openapi(disconnect, async (c) => {
		const { tenantId } = c.var.principal;
		const host = hostOf(deps, c.req.valid("param").host);
		const reason = await host.disconnect?.(portsOf(host.id, tenantId)).then(() => null, reasonOf);
		const shown = await database.inTenant(tenantId, async (trx) => {
			await cancelRun(trx, tenantId, { host: host.id }, now());
			await changeInstallation(trx, { tenantId, host: host.id, state: "off", settings: {} });
			await forgetSecrets(trx, tenantId, host.id);
			await releaseAccount(trx, tenantId, host.id);
			await note(c, trx, host.id, "connection.disconnected", { revoked: !reason });
			return summary(c, trx, host);
		});
		deps.wakeRelay();
		return c.json({ connection: shown, revoked: !reason, reason: reason ?? null }, 200);
	});

	routes.openapi(removeFields, async (c) => {
		const { tenantId } = c.var.principal;
		const host = hostOf(deps, c.req.valid("param").host);
		if (!host.removeFields) throw new CourtsideError("wrong_state", `${host.about.name} holds no fields of ours.`);
		const removed = await host.removeFields(portsOf(host.id, tenantId));
		await database.inTenant(tenantId, (trx) =>
			note(c, trx, host.id, "connection.fields-removed", { records: removed.records, failed: removed.failed.length }),
		);
		return c.json({ ...removed, failed: removed.failed.slice(0, 200) }, 200);
	});

	async function tried(host: Host, tenantId: number): Promise<Tested> {
		if (!host.test) throw new CourtsideError("wrong_state", `${host.about.name} cannot be tested from here.`);
		const fault = { key: "connections.test.late", params: { seconds: TEST_LIMIT_MS / 1000 } };
		const late: Tested = { ok: false, fault, todo: { key: "connections.test.again" } };
		const broken = (fault: unknown): Tested => ({
			ok: false,
			fault: { key: "connections.test.broke", params: { reason: reasonOf(fault) } },
			todo: { key: "connections.test.again" },
		});
		return Promise.race([
			host.test(portsOf(host.id, tenantId)).catch(broken),
			wait(TEST_LIMIT_MS, late, { ref: false }),
		]);
	}

	async function summary(c: Context<AppEnv>, db: Db, host: Host): Promise<ConnectionJson> {
		const { tenantId } = c.var.principal;
		const facts = (await listInstallations(db, tenantId)).find((one) => one.host === host.id);
		const [lastRun] = await listRuns(db, tenantId, host.id, 1);
		const failed = (await countFailures(db, tenantId)).get(host.id) ?? 0;
		return connectionJson(host, viewerOf(c), { facts, lastRun, failed });
	}

	async function detail(c: Context<AppEnv>, db: Db, host: Host): Promise<ConnectionDetailJson> {
		const { tenantId } = c.var.principal;
		const viewer = viewerOf(c);
		const installation = await findInstallation(db, tenantId, host.id);
		const secrets = await readSecrets(db, vault, tenantId, host.id).catch(() => ({}));
		const facts = (await listInstallations(db, tenantId)).find((one) => one.host === host.id);
		const { slug } = await db
			.selectFrom("tenants")
			.select("slug")
			.where("tenant_id", "=", tenantId)
			.executeTakeFirstOrThrow();
		return {
			...(await summary(c, db, host)),
			folder: host.about.folder ? join(await portsOf(host.id, tenantId).files.where(), host.about.folder) : null,
			address: `${deps.settings.publicUrl}/hooks/${host.id}/${slug}`,
			account: installation?.account ?? null,
			byConsent: host.accounts !== undefined && deps.vendorApps[host.id] !== undefined,
			settings: host.config.map((setting) => {
				const { name, secret } = setting;
				const value = secret ? null : (installation?.settings[name] ?? null);
				return settingJson(host.id, viewer, setting, { value, isSet: secret ? name in secrets : value !== null });
			}),
			syncEveryMinutes: host.sync ? (facts?.syncEveryMinutes ?? null) : null,
			scopes: host.about.scopes.map(({ name, reason }) => ({ name, reason: sayTold(viewer, reason) })),
			addresses: host.about.addresses.map(({ address, reason }) => ({ address, reason: sayTold(viewer, reason) })),
			limits: host.about.limits.map(({ reason, ...limit }) => ({ ...limit, reason: sayTold(viewer, reason) })),
			runs: (await listRuns(db, tenantId, host.id, SHOWN_RUNS)).map(runJson),
		};
	}

	return routes;
}

/** The host of that id. Throws not_found. */
export function hostOf({ hosts }: Pick<Deps, "hosts">, id: string): Host {
	const host = hosts.find((one) => one.id === id);
	if (host) return host;
	throw new CourtsideError("not_found", "There is no such host here. GET /connections lists those there are.");
}

/** What a host may use for a workspace; null where its connection is not switched on. */
export async function portsWhereOn(
	{ portsOf }: Pick<Deps, "portsOf">,
	tenantId: number,
	host: string,
): Promise<Ports | null> {
	const ports = portsOf(host, tenantId);
	return (await ports.installations.current())?.state === "on" ? ports : null;
}

/** Tells of a change to a connection: an event for open pages and, last, the audit entry. */
export async function note(
	c: Context<AppEnv>,
	trx: Parameters<typeof recordAudit>[0],
	host: string,
	action: string,
	detail: { [key: string]: JsonValue },
): Promise<void> {
	const { tenantId, userId, name } = c.var.principal;
	const about = { tenantId, entity: "connection", entityId: host };
	await appendEvent(trx, { ...about, type: "connection.changed", causeId: c.var.requestId });
	await recordAudit(trx, { ...about, actorId: userId, actor: name, action, detail, requestId: c.var.requestId });
}

function reasonOf(fault: unknown): string {
	return fault instanceof Error ? fault.message : String(fault);
}
