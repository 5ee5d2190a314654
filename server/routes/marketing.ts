import { createHash } from "node:crypto";
import { z } from "@hono/zod-openapi";
import Papa from "papaparse";
import {
	closedLoop,
	closedLoopQuery,
	handoffQuery,
	handoffRequest,
	handoffTaken,
	MARKETING_HOST,
	type OutcomeJson,
	outcomePage,
	outcomeQuery,
} from "../../core/contract/marketing.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { closedLoopFor } from "../answers/closed-loop.ts";
import { recordAudit } from "../audit/record.ts";
import { type HandedLead, handoffOutcomes } from "../db/closed-loop.ts";
import type { Deps } from "../deps.ts";
import { enqueueDelivery, keepDelivery } from "../hosts/inbox.ts";
import { changeInstallation, findInstallation } from "../hosts/installations.ts";
import { linkKnownLeads } from "../marketing/link-known-leads.ts";
import { guardedRoute } from "../policy/guard.ts";
import { invalid } from "../problems.ts";
import { csvLine } from "../views/csv-line.ts";
import { viewerOf } from "../views/viewer.ts";
import { answer, createRouter, faults } from "./router.ts";

const tags = ["Marketing"];
const MOST_ROWS = 5000;
const PAUSED = "Somebody paused this. Switch it on under Connections, Marketing systems, then hand over again.";

const take = guardedRoute("leads:write", {
	method: "post",
	path: "/marketing/handoffs",
	"x-cost": 10,
	tags,
	summary:
		"Hand qualified leads over, as CSV or JSON with the columns of Marketo, Pardot, Eloqua, HubSpot or ours; the same rows again change nothing, and a row that cannot be stored is kept to be replayed",
	request: {
		query: handoffQuery,
		body: {
			// Not required as JSON: it may be CSV.
			content: { "application/json": { schema: handoffRequest }, "text/csv": { schema: z.string() } },
		},
	},
	responses: { 202: answer(handoffTaken, "Kept, and stored in a moment"), ...faults },
});
const outcomes = guardedRoute("leads:read", {
	method: "get",
	path: "/marketing/outcomes",
	"x-cost": 10,
	tags,
	summary: "What became of leads that marketing handed over: sales' word, deal and money, oldest change first",
	request: { query: outcomeQuery },
	responses: {
		200: {
			description: "A page; as CSV the next cursor is in the header x-next-cursor",
			content: { "application/json": { schema: outcomePage }, "text/csv": { schema: z.string() } },
		},
		...faults,
	},
});
const report = guardedRoute("leads:read", {
	method: "get",
	path: "/marketing/closed-loop",
	"x-cost": 10,
	tags,
	summary: "From marketing's leads to won deals, by source or campaign, money in each currency by itself",
	request: { query: closedLoopQuery },
	responses: { 200: answer(closedLoop, "Of the records you may see"), ...faults },
});

/** What marketing hands over, and what it hears back. */
export function marketingRoutes({ database, jobs, hosts, now }: Deps) {
	const routes = createRouter();
	const host = hosts.find(({ id }) => id === MARKETING_HOST);

	routes.openapi(take, async (c) => {
		const isCsv = (c.req.header("content-type") ?? "").startsWith("text/csv");
		const { system, rows } = isCsv
			? { system: c.req.valid("query").system, rows: rowsOf(await c.req.text()) }
			: readBody(await c.req.json());
		if (!host) throw new CourtsideError("unavailable", "This server takes nothing from marketing systems.");
		const { tenantId, userId, name } = c.var.principal;
		const delivery = createHash("sha256")
			.update(JSON.stringify([system, rows]))
			.digest("hex");
		const arrivedAt = new Date(now()).toISOString();
		const records = rows.map((row) => ({ system, arrivedAt, row }));
		const known = await database.inTenant(tenantId, async (trx) => {
			const state = (await findInstallation(trx, tenantId, MARKETING_HOST))?.state ?? "on";
			if (state !== "on") throw new CourtsideError("wrong_state", PAUSED);
			// The first hand-over sets it up: who has the key may.
			await changeInstallation(trx, { tenantId, host: MARKETING_HOST, state, settings: {} });
			return linkKnownLeads(trx, tenantId, host, records);
		});
		const body = JSON.stringify(records.map((record, k) => ({ ...record, isKnown: known.has(k) })));
		const request = { method: "POST", url: c.req.path, headers: {}, body };
		const inboxId = await keepDelivery(database, { tenantId, source: MARKETING_HOST, deliveryKey: delivery, request });
		if (inboxId !== null) {
			await database.inTenant(tenantId, (trx) =>
				recordAudit(trx, {
					...{ tenantId, actorId: userId, actor: name, action: "marketing.handed-over" },
					...{ entity: "connection", entityId: MARKETING_HOST },
					detail: { system, rows: rows.length, sha256: delivery },
					requestId: c.var.requestId,
				}),
			);
			await enqueueDelivery(jobs, tenantId, inboxId);
		}
		return c.json({ rows: rows.length, delivery, seenBefore: inboxId === null }, 202);
	});

	routes.openapi(outcomes, async (c) => {
		const { system = null, cursor, limit, format } = c.req.valid("query");
		const { tenantId, visibleOwners } = c.var.principal;
		const leads = await database.inTenant(tenantId, (trx) =>
			handoffOutcomes(trx, { system, after: cursor ? placeOf(cursor) : null, limit, visibleOwners }),
		);
		const items = leads.map(outcomeJson);
		const last = leads.at(-1);
		// Always given, so that a program asks tomorrow for what changed since.
		const nextCursor = last ? `${last.changedAt}_${last.leadId}` : (cursor ?? null);
		if (format === "json") return c.json({ items, nextCursor }, 200);
		const headers = { "content-type": "text/csv; charset=utf-8", ...(nextCursor && { "x-next-cursor": nextCursor }) };
		return c.body([HEAD, ...items.map(cellsOf)].map(csvLine).join(""), 200, headers) as never;
	});

	routes.openapi(report, async (c) => {
		const asked = c.req.valid("query");
		if (asked.from && asked.to && asked.from > asked.to)
			throw new CourtsideError(
				"invalid_request",
				"The first month lies after the last. Ask for them the other way round.",
			);
		const { tenantId, visibleOwners } = c.var.principal;
		const shown = await database.inTenant(tenantId, (trx) =>
			closedLoopFor(trx, asked, { visibleOwners, viewer: viewerOf(c), now: now() }),
		);
		return c.json(shown, 200);
	});
	return routes;
}

function readBody(given: unknown): z.output<typeof handoffRequest> {
	const parsed = handoffRequest.safeParse(given);
	if (!parsed.success) throw invalid(parsed.error);
	return parsed.data;
}

/** Rows of a CSV with a line of headings. */
function rowsOf(text: string): Record<string, string>[] {
	const { data, meta } = Papa.parse<Record<string, string>>(text.replace(/^\uFEFF/, ""), {
		header: true,
		skipEmptyLines: "greedy",
		delimitersToGuess: [",", ";", "\t"],
	});
	const named = (meta.fields ?? []).filter((name) => name.trim() !== "");
	if (named.length === 0 || data.length === 0)
		throw new CourtsideError("invalid_request", "The CSV needs a line of column names and one of values at least.");
	if (data.length > MOST_ROWS)
		throw new CourtsideError(
			"invalid_request",
			`At most ${MOST_ROWS} rows at once; these are ${data.length}. Send them in parts.`,
		);
	return data.map((row) => Object.fromEntries(named.map((name) => [name, String(row[name] ?? "").slice(0, 5000)])));
}

function placeOf(cursor: string): { at: number; leadId: string } {
	const [at = "", leadId = ""] = cursor.split("_");
	if (!/^\d{1,15}$/.test(at) || !z.uuid().safeParse(leadId).success)
		throw new CourtsideError("invalid_request", "cursor: send the nextCursor of the page before as it was.");
	return { at: Number(at), leadId };
}

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());

function outcomeJson(lead: HandedLead): OutcomeJson {
	const { leadId, system, externalId, email, source, campaign, status, amountMinor, currency } = lead;
	const amount = amountMinor !== null && currency !== null ? { amountMinor: amountMinor.toString(), currency } : null;
	return {
		...{ leadId, system, externalId, email, source, campaign, status },
		mqlAt: iso(lead.mqlAt) ?? "",
		sqlAt: iso(lead.sqlAt),
		deal: lead.dealStatus && { status: lead.dealStatus, amount, closedAt: iso(lead.closedAt) },
		changedAt: iso(lead.changedAt) ?? "",
	};
}

const HEAD = [
	...["lead_id", "system", "external_id", "email", "source", "campaign", "mql_at", "sql_at", "status"],
	...["deal_status", "amount_minor", "currency", "closed_at", "changed_at"],
];

function cellsOf(one: OutcomeJson): string[] {
	const { deal } = one;
	const cells = [one.leadId, one.system, one.externalId, one.email, one.source, one.campaign, one.mqlAt, one.sqlAt];
	const rest = [
		one.status,
		deal?.status,
		deal?.amount?.amountMinor,
		deal?.amount?.currency,
		deal?.closedAt,
		one.changedAt,
	];
	return [...cells, ...rest].map((value) => value ?? "");
}
