import { type GalleryJson, gallery, galleryQuery } from "../../core/contract/gallery.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { View } from "../../core/contract/view.ts";
import { askerOf } from "../answers/asker.ts";
import { latestForecastFor } from "../answers/forecast.ts";
import { firstTerritory, territoryViewFor } from "../answers/territory-view.ts";
import { theirIdOf } from "../db/card-records.ts";
import type { Db } from "../db/connect.ts";
import { findDeal, listDeals } from "../db/deals.ts";
import { findLead, listLeads } from "../db/leads.ts";
import type { Deps } from "../deps.ts";
import { findInstallation } from "../hosts/installations.ts";
import { guardedRoute } from "../policy/guard.ts";
import { dealView } from "../views/deal-view.ts";
import { leadView } from "../views/lead-view.ts";
import { viewerOf } from "../views/viewer.ts";
import { answer, createRouter, faults } from "./router.ts";

const show = guardedRoute("deals:read", {
	method: "get",
	path: "/gallery",
	tags: ["Hosts"],
	summary:
		"The same deal, lead, forecast and territory as each host presents them; unless named, the largest deal and best lead in sight",
	request: { query: galleryQuery },
	responses: { 200: answer(gallery, "What each host makes of them"), ...faults },
});

type Exhibit = NonNullable<GalleryJson["deal"]>;

/** One engine, all hosts, side by side. */
export function galleryRoutes(deps: Deps) {
	const { database, hosts, now } = deps;
	const routes = createRouter();

	routes.openapi(show, async (c) => {
		const { tenantId, visibleOwners, permissions } = c.var.principal;
		const { dealId, leadId } = c.req.valid("query");
		const db = database.reader(tenantId);
		const viewer = viewerOf(c);
		const first = { visibleOwners, after: null, limit: 1, now: now() };
		const largest = {
			...first,
			filter: { status: "open" as const },
			sort: { key: "amount" as const, descending: true },
		};
		const best = { ...first, filter: { open: true }, sort: { key: "score" as const, descending: true } };
		const deal = dealId ? await findDeal(db, dealId, visibleOwners, now()) : (await listDeals(db, largest)).rows[0];
		const seesLeads = permissions.has("leads:read");
		const lead = !seesLeads
			? null
			: leadId
				? await findLead(db, leadId, visibleOwners, now())
				: (await listLeads(db, best)).rows[0];
		const shownTo = { tenantId, email: await addressOf(db, c.var.principal.userId), locale: viewer.locale };
		const previews = (kind: "deal" | "lead", id: string) => previewsOf(shownTo, kind, id);
		return c.json(
			{
				deal: deal ? exhibit(dealView(deal, viewer), `/deals/${deal.id}`, await previews("deal", deal.id)) : null,
				lead: lead ? exhibit(leadView(lead, viewer), `/leads/${lead.id}`, await previews("lead", lead.id)) : null,
				forecast: permissions.has("forecasts:read") ? exhibit(await forecastView(askerOf(c)), "/forecast") : null,
				territory: permissions.has("territories:read")
					? exhibit(await territoryShown(askerOf(c)), permissions.has("territories:plan") ? "/territories" : "/quotas")
					: null,
			},
			200,
		);
	});

	/** The topmost node in sight of this quarter's forecast; null where there is none yet. */
	async function forecastView(asker: ReturnType<typeof askerOf>): Promise<View | null> {
		try {
			return (await latestForecastFor(deps, asker, {})).nodes[0]?.view ?? null;
		} catch (fault) {
			if (fault instanceof CourtsideError && fault.code === "not_found") return null;
			throw fault;
		}
	}

	/** One's own territory, or the first in sight; null where there is none. */
	async function territoryShown(asker: ReturnType<typeof askerOf>): Promise<View | null> {
		return database.inTenant(asker.principal.tenantId, async (trx) => {
			const id = await firstTerritory(trx, asker);
			return id === null ? null : territoryViewFor(trx, asker, id, now());
		});
	}

	/** Where each host's real surface of a record can be looked at, by host. */
	async function previewsOf(
		{ tenantId, email, locale }: { tenantId: number; email: string | null; locale: string },
		kind: "deal" | "lead",
		id: string,
	): Promise<Map<string, string | null>> {
		const db = database.reader(tenantId);
		const previews = new Map<string, string | null>();
		for (const { id: host, preview } of hosts) {
			if (!preview || !email) continue;
			const [installation, externalId] = await Promise.all([
				findInstallation(db, tenantId, host),
				theirIdOf(db, { source: host, object: kind, id }),
			]);
			if (installation?.state !== "on" || externalId === null) continue;
			previews.set(host, preview({ kind, externalId, email, locale, settings: installation.settings }));
		}
		return previews;
	}

	function exhibit(view: View | null, path: string, previews = new Map<string, string | null>()): Exhibit | null {
		if (!view) return null;
		return {
			view,
			path,
			surfaces: hosts
				.filter(({ about }) => about.shows?.includes(view.kind) ?? true)
				.map((host) => ({
					host: host.id,
					name: host.about.name,
					surface: host.present(view),
					preview: previews.get(host.id) ?? null,
				})),
		};
	}

	return routes;
}

async function addressOf(db: Db, userId: string): Promise<string | null> {
	const row = await db.selectFrom("users").select("email").where("id", "=", userId).executeTakeFirst();
	return row?.email ?? null;
}
