import { createRoute, z } from "@hono/zod-openapi";
import {
	cardForecastQuery,
	cardOverrideRequest,
	cardQuotaQuery,
	lightningChanges,
	lightningCoaching,
	lightningDeal,
	lightningForecast,
	lightningLead,
	lightningQuota,
	vendorRecordId,
} from "../../core/contract/lightning-cards.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { askerOf } from "../answers/asker.ts";
import {
	changesCardFor,
	coachingCardOf,
	dealCardOf,
	forecastCardFor,
	leadCardOf,
	quotaCardFor,
	recordAt,
} from "../answers/lightning-cards.ts";
import { rememberBriefly } from "../answers/remember.ts";
import { sayChance } from "../answers/say-chance.ts";
import { withdrawOverride } from "../db/deal-overrides.ts";
import { findDeal } from "../db/deals.ts";
import { findLead } from "../db/leads.ts";
import type { Deps } from "../deps.ts";
import { rescoreDeal } from "../jobs/rescore-deal.ts";
import { rescoreLead } from "../jobs/rescore-lead.ts";
import { requirePermission } from "../policy/guard.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { found, writerOf } from "./writing.ts";

const tags = ["Hosts"];
const host = z.string().regex(/^[a-z0-9-]{1,40}$/);
const params = z.object({ host });
const recordParams = params.extend({ record: vendorRecordId });

/** What External Services of Salesforce ask too: a deal. */
export const dealCardRoute = createRoute({
	middleware: requirePermission("deals:read"),
	method: "get",
	path: "/cards/{host}/lightning/deals/{record}",
	tags,
	summary: "A deal beside its record at a vendor, by the vendor's id: chance, reasons, next step, people's own",
	request: { params: recordParams },
	responses: { 200: answer(lightningDeal, "The card"), ...faults },
});
const coaching = createRoute({
	middleware: requirePermission("meetings:read"),
	method: "get",
	path: "/cards/{host}/lightning/deals/{record}/coaching",
	tags,
	summary: "What the last meeting on a deal came to, by the vendor's id of the deal",
	request: { params: recordParams },
	responses: { 200: answer(lightningCoaching, "The card"), ...faults },
});
const override = createRoute({
	middleware: requirePermission("deals:write"),
	method: "put",
	path: "/cards/{host}/lightning/deals/{record}/override",
	tags,
	summary: "Put a chance of one's own beside the model's, by the vendor's id of the deal",
	request: { params: recordParams, body: jsonBody(cardOverrideRequest) },
	responses: { 200: answer(lightningDeal, "The card with it"), ...faults },
});
const withdraw = createRoute({
	middleware: requirePermission("deals:write"),
	method: "delete",
	path: "/cards/{host}/lightning/deals/{record}/override",
	tags,
	summary: "Take one's own chance back, by the vendor's id of the deal",
	request: { params: recordParams },
	responses: { 200: answer(lightningDeal, "The card without it"), ...faults },
});
/** A lead, likewise. */
export const leadCardRoute = createRoute({
	middleware: requirePermission("leads:read"),
	method: "get",
	path: "/cards/{host}/lightning/leads/{record}",
	tags,
	summary: "A lead beside its record at a vendor, by the vendor's id: points, reasons, how soon it is worth a call",
	request: { params: recordParams },
	responses: { 200: answer(lightningLead, "The card"), ...faults },
});
/** A deal scored anew, likewise. */
export const dealScoreRoute = createRoute({
	middleware: requirePermission("deals:write"),
	method: "post",
	path: "/cards/{host}/lightning/deals/{record}/score",
	tags,
	summary: "Score a deal anew from what is known here now, by the vendor's id; said twice it leaves the same",
	request: { params: recordParams },
	responses: { 200: answer(lightningDeal, "The card with the new number"), ...faults },
});
/** A lead scored anew, likewise. */
export const leadScoreRoute = createRoute({
	middleware: requirePermission("leads:write"),
	method: "post",
	path: "/cards/{host}/lightning/leads/{record}/score",
	tags,
	summary: "Score a lead anew from what is known here now, by the vendor's id; said twice it leaves the same",
	request: { params: recordParams },
	responses: { 200: answer(lightningLead, "The card with the new number"), ...faults },
});
/** The forecast, likewise. */
export const forecastCardRoute = createRoute({
	middleware: requirePermission("forecasts:read"),
	method: "get",
	path: "/cards/{host}/lightning/forecast",
	tags,
	summary: "One node of a period's forecast with what lies beneath it; the topmost in sight unless one is named",
	request: { params, query: cardForecastQuery },
	responses: { 200: answer(lightningForecast, "The card"), ...faults },
});
const changes = createRoute({
	middleware: requirePermission("forecasts:read"),
	method: "get",
	path: "/cards/{host}/lightning/forecast/changes",
	tags,
	summary: "Why a node's number is another one than a week ago; the parts add up exactly",
	request: { params, query: cardForecastQuery },
	responses: { 200: answer(lightningChanges, "The change in parts"), ...faults },
});
const quota = createRoute({
	middleware: requirePermission("forecasts:read"),
	method: "get",
	path: "/cards/{host}/lightning/quota",
	tags,
	summary: "What one is to bring this quarter and where; of another in sight by the vendor's id of the person",
	request: { params, query: cardQuotaQuery },
	responses: { 200: answer(lightningQuota, "The card"), ...faults },
});

/** What a vendor's cards ask, by the vendor's own ids. Answered from stored numbers; who asks sees what they see here. */
export function lightningCardRoutes(deps: Deps) {
	const { database, now } = deps;
	const routes = createRouter();
	const rememberChanges = rememberBriefly<Awaited<ReturnType<typeof changesCardFor>>>(now);
	const idOf = (tenantId: number, given: { host: string; record: string }, object: "deal" | "lead" | "user") =>
		recordAt(database.reader(tenantId), { tenantId, object, ...given });

	routes.openapi(dealCardRoute, async (c) => {
		const asker = askerOf(c);
		const id = await idOf(asker.principal.tenantId, c.req.valid("param"), "deal");
		return c.json(await dealCardOf(deps, asker, id), 200);
	});

	routes.openapi(coaching, async (c) => {
		const asker = askerOf(c);
		const id = await idOf(asker.principal.tenantId, c.req.valid("param"), "deal");
		return c.json(await coachingCardOf(deps, asker, id), 200);
	});

	routes.openapi(override, async (c) => {
		const asker = askerOf(c);
		const { tenantId } = asker.principal;
		const id = await idOf(tenantId, c.req.valid("param"), "deal");
		const said = c.req.valid("json");
		await database.inTenant(tenantId, async (trx) => sayChance(trx, await writerOf(c, trx, deps), id, said));
		return c.json(await dealCardOf(deps, asker, id), 200);
	});

	routes.openapi(withdraw, async (c) => {
		const asker = askerOf(c);
		const { tenantId, visibleOwners } = asker.principal;
		const id = await idOf(tenantId, c.req.valid("param"), "deal");
		await database.inTenant(tenantId, async (trx) => {
			found(await findDeal(trx, id, visibleOwners, now()), "deal");
			if (await withdrawOverride(await writerOf(c, trx, deps), id)) return;
			throw new CourtsideError("not_found", "Nobody has put a chance of their own beside this deal's.");
		});
		return c.json(await dealCardOf(deps, asker, id), 200);
	});

	routes.openapi(leadCardRoute, async (c) => {
		const asker = askerOf(c);
		const id = await idOf(asker.principal.tenantId, c.req.valid("param"), "lead");
		return c.json(await leadCardOf(deps, asker, id), 200);
	});

	routes.openapi(dealScoreRoute, async (c) => {
		const asker = askerOf(c);
		const { tenantId, visibleOwners } = asker.principal;
		const dealId = await idOf(tenantId, c.req.valid("param"), "deal");
		found(await findDeal(database.reader(tenantId), dealId, visibleOwners, now()), "deal");
		await rescoreDeal(deps, { tenantId, dealId });
		return c.json(await dealCardOf(deps, asker, dealId), 200);
	});

	routes.openapi(leadScoreRoute, async (c) => {
		const asker = askerOf(c);
		const { tenantId, visibleOwners } = asker.principal;
		const leadId = await idOf(tenantId, c.req.valid("param"), "lead");
		found(await findLead(database.reader(tenantId), leadId, visibleOwners, now()), "lead");
		await rescoreLead(deps, { tenantId, leadId });
		return c.json(await leadCardOf(deps, asker, leadId), 200);
	});

	routes.openapi(forecastCardRoute, async (c) =>
		c.json(await forecastCardFor(deps, askerOf(c), c.req.valid("query")), 200),
	);

	routes.openapi(changes, async (c) => {
		const asker = askerOf(c);
		const query = c.req.valid("query");
		const { principal, viewer } = asker;
		const key = [principal.tenantId, principal.userId, query.period, query.node, viewer.locale].join(" ");
		return c.json(await rememberChanges(key, () => changesCardFor(deps, asker, query)), 200);
	});

	routes.openapi(quota, async (c) => {
		const asker = askerOf(c);
		const { tenantId, userId } = asker.principal;
		const { person } = c.req.valid("query");
		const whose = person ? await idOf(tenantId, { host: c.req.valid("param").host, record: person }, "user") : userId;
		return c.json(await quotaCardFor(deps, asker, whose), 200);
	});
	return routes;
}
