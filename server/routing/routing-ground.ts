import { sql, type Transaction } from "kysely";
import { dateIn } from "../../core/model/instant.ts";
import type { Lead } from "../../core/model/lead.ts";
import type { LeadToRoute } from "../../core/routing/route-many.ts";
import { DEFAULT_ROUTING, type RoutingSettings } from "../../core/routing/routing-model.ts";
import { territoriesOf } from "../../core/routing/territories-of.ts";
import type { Db } from "../db/connect.ts";
import { liveModel } from "../db/models.ts";
import { leadChances, territoryCuts } from "../db/routing.ts";
import type { Tables } from "../db/tables.ts";
import { leadsWithTouches, type TouchedLead } from "../db/touched-leads.ts";
import type { Workspace } from "../db/workspace.ts";
import { placeLeads } from "../territory/place-record.ts";

/** How the workspace routes its leads. */
export async function routingInUse(db: Db): Promise<RoutingSettings> {
	const stored = await liveModel(db, "lead-routing");
	if (!stored) return DEFAULT_ROUTING;
	// Written by the route that checks it; what was written before there were accounts says nothing of them.
	const kept = stored.body as unknown as RoutingSettings;
	const onSince = kept.onSince ?? (kept.isOn ? stored.trainedAt : null);
	return { ...DEFAULT_ROUTING, ...kept, onSince, version: stored.version };
}

/** Lets one router at a time at the workspace's leads: two would both think that it is the same person's turn. */
export async function holdRouting(trx: Transaction<Tables>, tenantId: number): Promise<void> {
	await sql`select pg_advisory_xact_lock(${tenantId}, hashtext('lead-routing'))`.execute(trx);
}

/** These leads as routing reads them, in the order given. */
export async function leadsToRoute(
	db: Db,
	settings: RoutingSettings,
	ids: string[],
	workspace: Workspace,
): Promise<LeadToRoute[]> {
	// A lead that has just come counts too.
	const touched = await leadsWithTouches(db, { ids }, workspace.now + 1);
	return readyToRoute(db, settings, touched, workspace, ids);
}

/** Leads that are read already, as routing reads them. `at` of each is the workspace's now, unless they are tried as of their arrival. */
export async function readyToRoute(
	db: Db,
	settings: RoutingSettings,
	touched: readonly TouchedLead[],
	workspace: Workspace,
	order: readonly string[],
	asOfArrival = false,
): Promise<LeadToRoute[]> {
	const chances = await leadChances(
		db,
		touched.map(({ lead }) => lead.id),
	);
	const cuts = await territoryCuts(db);
	const places = await placeLeads(
		db,
		touched.map(({ lead }) => lead),
	);
	const ready = touched.map(({ lead, touches }, k): LeadToRoute => {
		const at = asOfArrival ? lead.createdAt + 1 : workspace.now;
		return {
			lead: asOfArrival ? { ...lead, status: "new", closedAt: null } : lead,
			touches,
			routed: {
				id: lead.id,
				at,
				day: dateIn(workspace.zone, at),
				chance: chances.get(lead.id) ?? null,
				skill: textOf(lead, settings.skillField),
				language: textOf(lead, settings.languageField),
				// By the territory plans in force, and by what territories say of themselves.
				territoryIds: [...new Set([...(places[k] ? [places[k].territoryId] : []), ...territoriesOf(lead, cuts)])],
			},
		};
	});
	const place = new Map(order.map((id, k) => [id, k]));
	return ready.sort((a, b) => (place.get(a.lead.id) ?? 0) - (place.get(b.lead.id) ?? 0));
}

/** A field of a lead as text; null where it is not known, or no field is named. */
export function textOf(lead: Lead, field: string | null): string | null {
	if (field === null) return null;
	const value = field.startsWith("extra.") ? lead.extra?.[field.slice(6)] : { ...lead }[field as keyof Lead];
	return typeof value === "string" && value.trim() !== "" ? value : null;
}
