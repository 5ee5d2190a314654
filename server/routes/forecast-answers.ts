import {
	callScores,
	changesQuery,
	coverageQuery,
	type ForecastChangesJson,
	type ForecastCoverageJson,
	forecastChanges,
	forecastCoverage,
	secondOpinion as secondOpinionAnswer,
	withoutDeal,
	withoutQuery,
} from "../../core/contract/forecast-answers.ts";
import { askerOf } from "../answers/asker.ts";
import { rememberBriefly } from "../answers/remember.ts";
import { aboutNode, callGround } from "../calls/ground.ts";
import { scoresFor } from "../calls/scores.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { guardedRoute } from "../policy/guard.ts";
import { answer, createRouter, faults } from "./router.ts";
import { found } from "./writing.ts";

const tags = ["Forecasts"];
const changes = guardedRoute("forecasts:read", {
	method: "get",
	path: "/forecasts/changes",
	"x-cost": 20,
	tags,
	summary: "Why a node's number is another one than on a day before; the parts add up exactly",
	request: { query: changesQuery },
	responses: { 200: answer(forecastChanges, "The change in parts"), ...faults },
});
const without = guardedRoute("forecasts:read", {
	method: "get",
	path: "/forecasts/without",
	"x-cost": 20,
	tags,
	summary: "What a node's number would be without one deal",
	request: { query: withoutQuery },
	responses: { 200: answer(withoutDeal, "With and without it"), ...faults },
});
const coverage = guardedRoute("forecasts:read", {
	method: "get",
	path: "/forecasts/coverage",
	"x-cost": 10,
	tags,
	summary: "How much must be open for what is missing to the target, by the node's own yield",
	request: { query: coverageQuery },
	responses: { 200: answer(forecastCoverage, "What is missing, and what it takes"), ...faults },
});
const opinion = guardedRoute("forecasts:read", {
	method: "get",
	path: "/forecasts/second-opinion",
	"x-cost": 20,
	tags,
	summary: "What bookings of finished periods alone say of a period; teams and sellers add up",
	request: { query: coverageQuery },
	responses: { 200: answer(secondOpinionAnswer, "The opinion, or why there is none"), ...faults },
});
const scores = guardedRoute("forecasts:read", {
	method: "get",
	path: "/forecasts/scores",
	"x-cost": 10,
	tags,
	summary: "Who was right in periods that are over: your own calls, and those of whom you lead",
	responses: { 200: answer(callScores, "Scores by person"), ...faults },
});

/** What a forecast is asked further. */
export function forecastAnswerRoutes(deps: Deps) {
	const { database, beside, now } = deps;
	const routes = createRouter();
	const rememberChanges = rememberBriefly<ForecastChangesJson | null>(now);
	const rememberCoverage = rememberBriefly<ForecastCoverageJson | null>(now);

	routes.openapi(changes, async (c) => {
		const { since, ...asked } = c.req.valid("query");
		const asker = askerOf(c);
		const { tenantId } = asker.principal;
		const ground = await callGround(deps, database.reader(tenantId), asker, asked);
		const { stored, node } = ground;
		const key = [tenantId, stored.id, node.nodeId, since, asker.viewer.locale].join(" ");
		const make = () => beside("changes", { ...aboutNode(asker, ground), since });
		return c.json(found(await rememberChanges(key, make), "node"), 200);
	});

	routes.openapi(without, async (c) => {
		const { deal, ...asked } = c.req.valid("query");
		const asker = askerOf(c);
		const { principal } = asker;
		const ground = await callGround(deps, database.reader(principal.tenantId), asker, asked);
		const shown = await beside("without", { ...aboutNode(asker, ground), dealId: deal });
		return c.json(found(shown, "deal"), 200);
	});

	routes.openapi(coverage, async (c) => {
		const asker = askerOf(c);
		const { tenantId } = asker.principal;
		const ground = await callGround(deps, database.reader(tenantId), asker, c.req.valid("query"));
		const { stored, node } = ground;
		const key = [tenantId, stored.id, node.nodeId, asker.viewer.locale].join(" ");
		const make = () => beside("coverage", aboutNode(asker, ground));
		return c.json(found(await rememberCoverage(key, make), "node"), 200);
	});

	routes.openapi(opinion, async (c) => {
		const asker = askerOf(c);
		const { tenantId } = asker.principal;
		const ground = await callGround(deps, database.reader(tenantId), asker, c.req.valid("query"));
		return c.json(await beside("opinion", aboutNode(asker, ground)), 200);
	});

	routes.openapi(scores, async (c) => {
		const asker = askerOf(c);
		const shown = await database.inTenant(asker.principal.tenantId, async (trx) =>
			scoresFor(trx, await loadWorkspace(trx, now()), asker),
		);
		return c.json(shown, 200);
	});

	return routes;
}
