import { z } from "@hono/zod-openapi";
import {
	dealOutlook,
	dealProbability,
	dealScore,
	probabilitiesQuery,
	setOverrideRequest,
} from "../../core/contract/deal-outlook.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { id } from "../../core/contract/scalars.ts";
import { askerOf } from "../answers/asker.ts";
import { outlookOf } from "../answers/deal-outlook.ts";
import { sayChance } from "../answers/say-chance.ts";
import type { DealRow } from "../db/deal-columns.ts";
import { withdrawOverride } from "../db/deal-overrides.ts";
import { findDeal, findDeals } from "../db/deals.ts";
import type { Deps } from "../deps.ts";
import { rescoreDeal } from "../jobs/rescore-deal.ts";
import { guardedRoute } from "../policy/guard.ts";
import { dealView } from "../views/deal-view.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { found, writerOf } from "./writing.ts";

const tags = ["Deals"];
const params = z.object({ id });

const outlook = guardedRoute("deals:read", {
	method: "get",
	path: "/opportunities/{id}/outlook",
	tags,
	summary:
		"What stands beside a deal's chance: the company's own past, like deals, when it will close, what people say",
	request: { params },
	responses: { 200: answer(dealOutlook, "The outlook"), ...faults },
});
const say = guardedRoute("deals:write", {
	method: "put",
	path: "/opportunities/{id}/override",
	tags,
	summary: "Put a chance of one's own beside the model's, with the reason; the one before ends",
	request: { params, body: jsonBody(setOverrideRequest) },
	responses: { 200: answer(dealOutlook, "The outlook with it"), ...faults },
});
const withdraw = guardedRoute("deals:write", {
	method: "delete",
	path: "/opportunities/{id}/override",
	tags,
	summary: "Take the chance that somebody put beside the model's away",
	request: { params },
	responses: { 204: { description: "Gone" }, ...faults },
});
const score = guardedRoute("deals:read", {
	method: "post",
	path: "/deals/{id}/score",
	"x-cost": 3,
	tags,
	summary: "Score a deal now, and answer its chance with reasons and all that goes with it",
	request: { params },
	responses: { 200: answer(dealScore, "The score"), ...faults },
});
const batch = guardedRoute("deals:read", {
	method: "get",
	path: "/deals/probabilities/batch",
	tags,
	summary: "The chances of up to 200 deals, in the order asked; those out of sight are left out",
	request: { query: probabilitiesQuery },
	responses: { 200: answer(z.object({ items: z.array(dealProbability) }), "The chances"), ...faults },
});

/** A deal's chance with what stands beside it. */
export function dealOutlookRoutes(deps: Deps) {
	const { database, now } = deps;
	const routes = createRouter();

	routes.openapi(outlook, async (c) => {
		const asker = askerOf(c);
		const { tenantId, visibleOwners } = asker.principal;
		const db = database.reader(tenantId);
		const deal = found(await findDeal(db, c.req.valid("param").id, visibleOwners, now()), "deal");
		return c.json(await outlookOf(db, deal, asker), 200);
	});

	routes.openapi(say, async (c) => {
		const asker = askerOf(c);
		const said = c.req.valid("json");
		const shown = await database.inTenant(asker.principal.tenantId, async (trx) => {
			const deal = await sayChance(trx, await writerOf(c, trx, deps), c.req.valid("param").id, said);
			return outlookOf(trx, deal, asker);
		});
		return c.json(shown, 200);
	});

	routes.openapi(withdraw, async (c) => {
		const { tenantId, visibleOwners } = c.var.principal;
		await database.inTenant(tenantId, async (trx) => {
			const deal = found(await findDeal(trx, c.req.valid("param").id, visibleOwners, now()), "deal");
			if (await withdrawOverride(await writerOf(c, trx, deps), deal.id)) return;
			throw new CourtsideError("not_found", "Nobody has put a chance of their own beside this deal's.");
		});
		return c.body(null, 204);
	});

	routes.openapi(score, async (c) => {
		const asker = askerOf(c);
		const { tenantId, visibleOwners } = asker.principal;
		const dealId = c.req.valid("param").id;
		const db = database.reader(tenantId);
		found(await findDeal(db, dealId, visibleOwners, now()), "deal");
		await rescoreDeal(deps, { tenantId, dealId });
		const deal = found(await findDeal(db, dealId, visibleOwners, now()), "deal");
		const { score: scored } = deal;
		const width = scored?.low == null || scored.high === null ? null : scored.high - scored.low;
		const shown = {
			dealId,
			probability: scored?.value ?? null,
			confidence: width === null ? null : 1 - width,
			scoredAt: new Date(scored?.asOf ?? deal.now).toISOString(),
			modelVersion: scored?.modelVersion ?? "",
			view: dealView(deal, asker.viewer),
			outlook: await outlookOf(db, deal, asker),
		};
		return c.json(shown, 200);
	});

	routes.openapi(batch, async (c) => {
		const { tenantId, visibleOwners } = c.var.principal;
		const rows = await findDeals(database.reader(tenantId), c.req.valid("query").ids, visibleOwners, now());
		return c.json({ items: rows.map(probabilityJson) }, 200);
	});
	return routes;
}

function probabilityJson({ id: dealId, status, score }: DealRow) {
	const value = status === "open" ? (score?.value ?? null) : null;
	return {
		dealId,
		probability: value,
		interval:
			value === null || score?.low == null || score.high === null
				? null
				: { low: score.low, high: score.high, level: score.level ?? 0.8 },
		n: score?.n ?? 0,
		change: value === null || !score?.before ? null : value - score.before.value,
		asOf: score ? new Date(score.asOf).toISOString() : null,
		modelVersion: score?.modelVersion ?? null,
		state: status === "open" ? (score?.state ?? "empty") : status,
	};
}
