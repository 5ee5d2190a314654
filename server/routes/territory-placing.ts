import { placeRequest, placing, territoryAdvice } from "../../core/contract/territory-placing.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import { adviseOn } from "../territory/advise.ts";
import { placeLeads, placeRecords } from "../territory/place-record.ts";
import { placingText } from "../territory/placing-words.ts";
import { say, viewerOf } from "../views/viewer.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";

const tags = ["Territories"];

const advice = guardedRoute("territories:plan", {
	method: "get",
	path: "/territories/advice",
	"x-cost": 5,
	tags,
	summary: "Why territories should be drawn anew: who joined, left, ramps, and whose potential drifted; worst first",
	responses: { 200: answer(territoryAdvice, "For the teams in sight"), ...faults },
});
const place = guardedRoute("territories:read", {
	method: "post",
	path: "/territories/place",
	tags,
	summary: "Whose territory a lead or account like this falls into by the plans in force, and why",
	request: { body: jsonBody(placeRequest) },
	responses: { 200: answer(placing, "A territory, or none"), ...faults },
});

/** Whether to draw anew, and where what arrives will land. */
export function territoryPlacingRoutes({ database, now }: Deps) {
	const routes = createRouter();

	routes.openapi(advice, async (c) => {
		const { tenantId, visibleOwners } = c.var.principal;
		const db = database.reader(tenantId);
		const workspace = await loadWorkspace(db, now());
		return c.json(await adviseOn(db, { visibleOwners, workspace, viewer: viewerOf(c) }), 200);
	});

	routes.openapi(place, async (c) => {
		const db = database.reader(c.var.principal.tenantId);
		const { company, email, country, region, postcode, point } = c.req.valid("json");
		const own = { email: email ?? null, company: company ?? null, country: null };
		const [byCompany] = await placeLeads(db, [own]);
		const where = { accountId: null, country: country ?? null, region: region ?? null, postcode: postcode ?? null };
		const [byPlace] = byCompany ? [byCompany] : await placeRecords(db, [{ ...where, point: point ?? null }]);
		const viewer = viewerOf(c);
		if (!byPlace) return c.json({ territory: null, text: say(viewer, "terr.placed.none") }, 200);
		const { territoryId, territoryName, ownerId, ownerName } = byPlace;
		const owner = ownerId === null ? null : { id: ownerId, name: ownerName ?? "" };
		return c.json(
			{ territory: { id: territoryId, name: territoryName, owner }, text: placingText(viewer, byPlace) },
			200,
		);
	});
	return routes;
}
