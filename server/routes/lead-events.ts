import { sql } from "kysely";
import { leadEventsRequest, leadEventsTaken, putTrackingRequest, tracking } from "../../core/contract/lead-events.ts";
import { recordAudit } from "../audit/record.ts";
import { leadVisibleTo } from "../db/leads.ts";
import { requireVersion } from "../db/own-write.ts";
import { isWithinTime } from "../db/partitions.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import { readTracking, saveTracking, trackingCounts } from "../tracking/settings.ts";
import { type TakenEvent, takeEvents } from "../tracking/take-events.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";

const tags = ["Leads"];

const take = guardedRoute("leads:write", {
	method: "post",
	path: "/lead-events",
	"x-cost": 5,
	tags,
	summary: "Tell what leads did; each event counts once by its key, and its lead is scored again",
	request: { body: jsonBody(leadEventsRequest) },
	responses: { 200: answer(leadEventsTaken, "What was taken"), ...faults },
});
const read = guardedRoute("workspace:write", {
	method: "get",
	path: "/tracking",
	tags,
	summary: "The snippet on the company's own site",
	responses: { 200: answer(tracking, "The snippet"), ...faults },
});
const put = guardedRoute("workspace:write", {
	method: "put",
	path: "/tracking",
	tags,
	summary: "Switch the snippet on or off, say from which origins it may send, make a new key",
	request: { body: jsonBody(putTrackingRequest) },
	responses: { 200: answer(tracking, "The snippet"), ...faults },
});

/** What leads do, told by programs; and the settings of the snippet. */
export function leadEventRoutes({ database, settings, now }: Deps) {
	const routes = createRouter();

	routes.openapi(take, async (c) => {
		const { events } = c.req.valid("json");
		const { tenantId, visibleOwners } = c.var.principal;
		const body = await database.inTenant(tenantId, async (trx) => {
			const workspace = await loadWorkspace(trx, now());
			const ids = events.flatMap((e) => e.leadId ?? []);
			const mails = events.flatMap((e) => e.email?.toLowerCase() ?? []);
			const { rows } = await sql<{ id: string; email: string | null }>`select l.id::text as id, lower(l.email) as email
				from leads l where (l.id = any(${ids}::uuid[]) or lower(l.email) = any(${mails}::text[]))
				and ${leadVisibleTo(visibleOwners)} order by l.created_at`.execute(trx);
			const unmatched: string[] = [];
			const known = new Map<string, TakenEvent>();
			for (const { key, leadId, email, kind, direction, subject, at } of events) {
				const lead = rows.findLast((row) => (leadId ? row.id === leadId : row.email === email?.toLowerCase()));
				const when = at === undefined ? workspace.recordedAt : Date.parse(at);
				if (!lead || !isWithinTime(when)) unmatched.push(key);
				else
					known.set(key, { key, visitor: null, leadId: lead.id, kind, direction, subject: subject ?? null, at: when });
			}
			const taken = await takeEvents(trx, tenantId, "api", [...known.values()]);
			return { taken, known: events.length - unmatched.length - taken, unmatched };
		});
		return c.json(body, 200);
	});

	const shown = async (tenantId: number) => {
		const kept = await readTracking(database, tenantId);
		const { events, matched } = await trackingCounts(database, tenantId, now());
		const { writeKey, workspace } = kept;
		const address = settings.publicUrl;
		const snippet = writeKey
			? `<script async src="${address}/t.js" data-workspace="${workspace}" data-key="${writeKey}"></script>`
			: "";
		return { isOn: kept.isOn, writeKey, origins: kept.origins, snippet, events, matched, version: kept.version };
	};

	routes.openapi(read, async (c) => c.json(await shown(c.var.principal.tenantId), 200));

	routes.openapi(put, async (c) => {
		const { isOn, origins, newKey, version } = c.req.valid("json");
		const { tenantId, userId, name } = c.var.principal;
		const before = await readTracking(database, tenantId);
		requireVersion(version, before.version, "snippet");
		await database.inTenant(tenantId, async (trx) => {
			await saveTracking(trx, tenantId, { isOn, origins, newKey: newKey ?? false, version });
			await recordAudit(trx, {
				tenantId,
				actorId: userId,
				actor: name,
				action: "tracking.changed",
				detail: { isOn, origins, newKey: newKey ?? false },
				requestId: c.var.requestId,
			});
		});
		return c.json(await shown(tenantId), 200);
	});
	return routes;
}
