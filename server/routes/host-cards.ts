import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { cardQuery, coachingCard, dealCard, leadCard, outlookCard } from "../../core/contract/cards.ts";
import { latestForecastFor } from "../answers/forecast.ts";
import type { AppEnv } from "../app-env.ts";
import { dealOfContact, leadsOfCompany, ourIdOf, trendOf } from "../db/card-records.ts";
import type { Db } from "../db/connect.ts";
import { findDealPage } from "../db/deal-page.ts";
import { findDeal } from "../db/deals.ts";
import { findLeads } from "../db/leads.ts";
import { listActions, listInsights } from "../db/meeting-findings.ts";
import { listMeetings } from "../db/meetings.ts";
import { parseSort } from "../db/paging.ts";
import { listTerritories, TERRITORY_SORTS } from "../db/territories.ts";
import type { Deps } from "../deps.ts";
import { rescoreDeal } from "../jobs/rescore-deal.ts";
import { rescoreLead } from "../jobs/rescore-lead.ts";
import { requirePermission } from "../policy/guard.ts";
import type { Principal } from "../policy/principal.ts";
import {
	type CardViewer,
	coachingCardJson,
	dealCardJson,
	type LastMeeting,
	leadCardJson,
	outlookCardJson,
} from "../views/card-view.ts";
import { territoryJson } from "../views/territory-json.ts";
import { answer, createRouter, faults, jsonBody } from "./router.ts";
import { found } from "./writing.ts";

const tags = ["Hosts"];
const params = z.object({ host: z.string().regex(/^[a-z0-9-]{1,40}$/) });
const TREND = 60;
const LEADS_OF_COMPANY = 6;

type CardRecord = z.infer<typeof cardQuery>;

const lead = createRoute({
	method: "get",
	path: "/cards/{host}/lead",
	tags,
	summary: "The score of the person or company beside whose record a card stands",
	request: { params, query: cardQuery },
	middleware: requirePermission("leads:read"),
	responses: { 200: answer(leadCard, "The card"), ...faults },
});
const deal = createRoute({
	method: "get",
	path: "/cards/{host}/deal",
	tags,
	summary: "The chance of the deal beside whose record a card stands",
	request: { params, query: cardQuery },
	middleware: requirePermission("deals:read"),
	responses: { 200: answer(dealCard, "The card"), ...faults },
});
const coaching = createRoute({
	method: "get",
	path: "/cards/{host}/coaching",
	tags,
	summary: "What to do next with a deal, or with a contact's deal, and what was said lately",
	request: { params, query: cardQuery },
	middleware: requirePermission("deals:read"),
	responses: { 200: answer(coachingCard, "The card"), ...faults },
});
const outlook = createRoute({
	method: "get",
	path: "/cards/{host}/outlook",
	tags,
	summary: "Where the quarter lands and who works which part of the market",
	request: { params },
	middleware: requirePermission("forecasts:read"),
	responses: { 200: answer(outlookCard, "The page"), ...faults },
});
const score = createRoute({
	method: "post",
	path: "/cards/{host}/score",
	tags,
	summary: "Score the record anew, from what is known here now; said twice it leaves the same",
	request: { params, body: jsonBody(cardQuery) },
	responses: { 200: answer(z.object({ lead: leadCard.nullable(), deal: dealCard.nullable() }), "The card"), ...faults },
});

/** What cards inside a vendor's pages show: the stored numbers and the words of the views, as everywhere else. */
export function hostCardRoutes(deps: Deps) {
	const { database, now } = deps;
	const routes = createRouter();

	routes.openapi(lead, async (c) => c.json(await leadCardOf(c, c.req.valid("query")), 200));
	routes.openapi(deal, async (c) => c.json(await dealCardOf(c, c.req.valid("query")), 200));

	routes.openapi(coaching, async (c) => {
		const { tenantId, visibleOwners } = c.var.principal;
		const db = database.reader(tenantId);
		const id = await dealBeside(db, c.req.valid("param").host, c.req.valid("query"));
		const rows = id && (await findDealPage(db, id, visibleOwners, now()));
		const last = id && rows ? await lastMeeting(db, id, c.var.principal) : null;
		return c.json(coachingCardJson(rows || null, last, now(), cardViewer(c)), 200);
	});

	routes.openapi(outlook, async (c) => {
		const { tenantId, permissions } = c.var.principal;
		const db = database.reader(tenantId);
		const sort = parseSort(undefined, TERRITORY_SORTS, "name");
		const [forecast, parts] = await Promise.all([
			latestForecastFor(deps, { principal: c.var.principal, viewer: cardViewer(c) }, {}),
			permissions.has("territories:read") ? listTerritories(db, { filter: {}, sort, after: null, limit: 30 }) : null,
		]);
		return c.json(outlookCardJson(forecast, (parts?.rows ?? []).map(territoryJson), cardViewer(c)), 200);
	});

	routes.openapi(score, async (c) => {
		const { tenantId, visibleOwners, permissions } = c.var.principal;
		const beside = c.req.valid("json");
		const db = database.reader(tenantId);
		const { host } = c.req.valid("param");
		if (beside.record === "deal" && permissions.has("deals:write")) {
			const id = found(await dealBeside(db, host, beside), "deal");
			found(await findDeal(db, id, visibleOwners, now()), "deal");
			await rescoreDeal(deps, { tenantId, dealId: id });
			return c.json({ lead: null, deal: await dealCardOf(c, beside) }, 200);
		}
		const [leadId] = permissions.has("leads:write") ? await leadsBeside(db, host, beside) : [];
		const [row] = await findLeads(db, leadId ? [leadId] : [], visibleOwners, now());
		await rescoreLead(deps, { tenantId, leadId: found(row ?? null, "lead").id });
		return c.json({ lead: await leadCardOf(c, beside), deal: null }, 200);
	});

	async function leadCardOf(c: Context<AppEnv>, beside: CardRecord) {
		const { tenantId, visibleOwners } = c.var.principal;
		const db = database.reader(tenantId);
		const ids = await leadsBeside(db, c.req.param("host") ?? "", beside);
		const rows = await findLeads(db, ids, visibleOwners, now());
		const trend = rows[0] ? await trendOf(db, "lead", rows[0].id, TREND) : [];
		return leadCardJson(rows, trend, cardViewer(c));
	}

	async function dealCardOf(c: Context<AppEnv>, beside: CardRecord) {
		const { tenantId, visibleOwners } = c.var.principal;
		const db = database.reader(tenantId);
		const id = await dealBeside(db, c.req.param("host") ?? "", beside);
		const [row, trend] = id
			? await Promise.all([findDeal(db, id, visibleOwners, now()), trendOf(db, "deal", id, TREND)])
			: [null, []];
		return dealCardJson(row, trend, cardViewer(c));
	}

	function cardViewer(c: Context<AppEnv>): CardViewer {
		// The language that the card asked for, whatever the vendor's own program sends along.
		const { permissions, locale, zone } = c.var.principal;
		return { locale, zone, permissions, publicUrl: deps.settings.publicUrl };
	}

	return routes;
}

async function leadsBeside(db: Db, source: string, { record, recordId: externalId }: CardRecord): Promise<string[]> {
	if (record === "company") {
		const account = await ourIdOf(db, { source, object: "account", externalId });
		return account ? leadsOfCompany(db, source, account, LEADS_OF_COMPANY) : [];
	}
	const id = record === "deal" ? null : await ourIdOf(db, { source, object: "lead", externalId });
	return id ? [id] : [];
}

async function dealBeside(
	db: Db,
	source: string,
	{ record, recordId: externalId }: CardRecord,
): Promise<string | null> {
	if (record === "deal") return ourIdOf(db, { source, object: "deal", externalId });
	const contact = record === "contact" ? await ourIdOf(db, { source, object: "contact", externalId }) : null;
	return contact && dealOfContact(db, contact);
}

/** The last meeting of a deal that the person may see, with what was found in it; null where there is none. */
async function lastMeeting(
	db: Db,
	dealId: string,
	{ permissions, visibleOwners }: Principal,
): Promise<LastMeeting | null> {
	if (!permissions.has("meetings:read")) return null;
	const sort = { key: "startsAt", descending: true } as const;
	const ask = { filter: { dealId, state: "ready" as const }, visibleOwners, sort, after: null, limit: 1 };
	const [meeting] = (await listMeetings(db, ask)).rows;
	if (!meeting) return null;
	const [actions, insights] = await Promise.all([listActions(db, meeting.id), listInsights(db, meeting.id)]);
	return { meeting, actions, insights };
}
