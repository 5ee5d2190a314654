import { type GalleryJson, gallery, galleryQuery } from "../../core/contract/gallery.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { View } from "../../core/contract/view.ts";
import { askerOf } from "../answers/asker.ts";
import { latestForecastFor } from "../answers/forecast.ts";
import { findDeal, listDeals } from "../db/deals.ts";
import { findLead, listLeads } from "../db/leads.ts";
import type { Deps } from "../deps.ts";
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
		"The same deal, lead and forecast as each host presents them; unless named, the largest deal and best lead in sight",
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
		return c.json(
			{
				deal: deal ? exhibit(dealView(deal, viewer), `/deals/${deal.id}`) : null,
				lead: lead ? exhibit(leadView(lead, viewer), `/leads/${lead.id}`) : null,
				forecast: permissions.has("forecasts:read") ? exhibit(await forecastView(askerOf(c)), "/forecast") : null,
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

	function exhibit(view: View | null, path: string): Exhibit | null {
		if (!view) return null;
		return {
			view,
			path,
			surfaces: hosts.map((host) => ({ host: host.id, name: host.about.name, surface: host.present(view) })),
		};
	}

	return routes;
}
