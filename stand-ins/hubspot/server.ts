import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import { type Answered, refusal, tooMany } from "./answer.ts";
import { type Cards, openFetchDoor, previewFile } from "./fetch-door.ts";
import { agree, giveToken } from "./oauth-door.ts";
import { answerObjects } from "./objects-door.ts";
import { OBJECT_TYPES, type ObjectType, type Portal } from "./portal.ts";

const PER_TEN_SECONDS = 110;
const SEARCHES_PER_SECOND = 5;

/** For measuring: the clock of the limits, in ms, and who hears how each call was answered. */
interface Watch {
	clock?(): number;
	onAnswer?(path: string, status: number): void;
}

/** A running portal. */
export interface HubSpotStandIn {
	base: string;
	stop(): Promise<void>;
}

/**
 * Serves a portal on loopback in the vendor's protocol, paths of 2026-09 and of v3, with its limits; with `cards` also the
 * pages in which cards run, at /preview/.
 */
export async function startHubSpot(
	portal: Portal,
	port = 0,
	cards: Cards | null = null,
	watch: Watch = {},
): Promise<HubSpotStandIn> {
	const fetchFor = cards && openFetchDoor(portal, cards);
	const calls: number[] = [];
	const searches: number[] = [];
	const server = createServer(async (request, response) => {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const url = new URL(request.url ?? "/", "http://portal");
		const method = request.method ?? "GET";
		if (cards && fetchFor && url.pathname.startsWith("/preview/")) {
			const path = url.pathname.slice("/preview/".length);
			const shown = path === "fetch" ? await fetchFor(String(Buffer.concat(chunks))) : await previewFile(cards, path);
			response.writeHead(shown.status, { "content-type": shown.type });
			response.end(shown.body);
			return;
		}
		portal.log.push({ method, path: url.pathname });
		const {
			status,
			json,
			headers = {},
		} = respond(method, url, String(request.headers.authorization ?? ""), Buffer.concat(chunks).toString());
		watch.onAnswer?.(url.pathname, status);
		for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
		if (json !== undefined) response.setHeader("content-type", "application/json;charset=utf-8");
		response.writeHead(status);
		response.end(json === undefined ? "" : JSON.stringify(json));
	});
	server.listen(port, "127.0.0.1");
	await once(server, "listening");

	function respond(method: string, url: URL, authorization: string, body: string): Answered {
		const parts = url.pathname.split("/").filter(Boolean);
		if (parts[0] === "oauth" && parts[1] === "authorize") return agree(portal, url.searchParams);
		if (parts[0] === "oauth" && parts[2] === "token") return giveToken(portal, new URLSearchParams(body));
		const trouble = portal.troubles.findIndex(({ path }) => url.pathname.includes(path));
		if (trouble >= 0) {
			const [one] = portal.troubles.splice(trouble, 1);
			if (one) return { status: one.status, json: one.body, ...(one.headers && { headers: one.headers }) };
		}
		const token = /^Bearer (.+)$/.exec(authorization)?.[1] ?? "";
		if (token !== portal.privateToken && !((portal.tokens.get(token) ?? 0) > portal.now()))
			return refusal(401, "EXPIRED_AUTHENTICATION", "The OAuth token used to make this call expired.");
		if (isOver(calls, 10_000, PER_TEN_SECONDS)) return tooMany("TEN_SECONDLY_ROLLING");
		if (parts.at(-1) === "search" && isOver(searches, 1000, SEARCHES_PER_SECOND)) return tooMany("SECONDLY");
		if (parts[0] === "account-info")
			return {
				status: 200,
				json: {
					portalId: portal.id,
					companyCurrency: portal.currency,
					timeZone: "Europe/Berlin",
					additionalCurrencies: [],
				},
			};
		if (parts[0] === "settings" && parts[1] === "currencies") {
			if (!portal.scopes.has("multi-currency-read"))
				return refusal(403, "MISSING_SCOPES", "This app hasn't been granted all required scopes to make this call.");
			return { status: 200, json: { results: portal.rates } };
		}
		if (parts[0] !== "crm") return refusal(404, "OBJECT_NOT_FOUND", "no such path");
		// 2026-09 names the version after the area, v3 and v4 before it.
		const [area = "", ...rest] = /^v[34]$/.test(parts[1] ?? "") ? parts.slice(2) : [parts[1] ?? "", ...parts.slice(3)];
		if (area === "objects")
			return answerObjects(portal, { method, params: url.searchParams, body, by: portal.app.clientId }, rest);
		if (area === "pipelines") return { status: 200, json: { results: portal.pipelines } };
		if (area === "owners")
			return {
				status: 200,
				json: {
					results: portal.owners.filter((one) => one.archived === (url.searchParams.get("archived") === "true")),
				},
			};
		if (area === "properties") return answerProperties(portal, method, rest, body);
		if (area === "associations") return answerAssociations(portal, rest, body);
		return refusal(404, "OBJECT_NOT_FOUND", "no such path");
	}

	function isOver(times: number[], perMs: number, most: number): boolean {
		// Limits are of the real clock: the portal's own may stand still in a test.
		const now = (watch.clock ?? performance.now.bind(performance))();
		while (times[0] !== undefined && times[0] <= now - perMs) times.shift();
		if (times.length >= most) return true;
		times.push(now);
		return false;
	}

	return {
		base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		async stop() {
			server.closeAllConnections();
			server.close();
			await once(server, "close");
		},
	};
}

const property = z.object({
	name: z.string(),
	label: z.string(),
	type: z.string(),
	fieldType: z.string(),
	groupName: z.string(),
});
const links = z.object({ inputs: z.array(z.object({ id: z.string() })).max(1000) });

function answerProperties(portal: Portal, method: string, [type = "", name]: string[], body: string): Answered {
	const object = type as ObjectType;
	const made = portal.made.get(object) ?? new Map();
	portal.made.set(object, made);
	if (name === "groups") return { status: 201, json: {} };
	if (method === "DELETE" && name) return { status: made.delete(name) ? 204 : 404 };
	if (method === "POST") {
		const parsed = property.safeParse(JSON.parse(body));
		if (!parsed.success) return refusal(400, "VALIDATION_ERROR", parsed.error.issues[0]?.message ?? "invalid");
		if (made.has(parsed.data.name))
			return refusal(409, "CONFLICT", `A property named '${parsed.data.name}' already exists.`);
		made.set(parsed.data.name, parsed.data);
		return { status: 201, json: parsed.data };
	}
	const plain = [
		"dealname",
		"amount",
		"dealstage",
		"closedate",
		"hs_next_step",
		"hs_manual_forecast_category",
		"hubspot_owner_id",
		"hs_lead_status",
		"budget_confirmed",
	].map((one) => ({
		name: one,
		label: one,
		type: "string",
		modificationMetadata: { readOnlyValue: false },
		hubspotDefined: one !== "budget_confirmed",
	}));
	const own = [...made.values()].map((one) => ({
		...one,
		modificationMetadata: { readOnlyValue: false },
		hubspotDefined: false,
	}));
	return { status: 200, json: { results: [...plain, ...own] } };
}

function answerAssociations(portal: Portal, [from = "", to = "", , verb]: string[], body: string): Answered {
	const parsed = links.safeParse(JSON.parse(body || "{}"));
	if (verb !== "read" || !parsed.success || !(OBJECT_TYPES as readonly string[]).includes(from))
		return refusal(400, "VALIDATION_ERROR", "invalid");
	const known = portal.associations.get(`${from}→${to}`);
	const results = parsed.data.inputs.flatMap(({ id }) => {
		const ids = [...(known?.get(id) ?? [])].filter(
			(other) => portal.records[to as ObjectType].get(other)?.archived === false,
		);
		return ids.length > 0
			? [{ from: { id }, to: ids.map((other) => ({ toObjectId: Number(other), associationTypes: [] })) }]
			: [];
	});
	return { status: results.length < parsed.data.inputs.length ? 207 : 200, json: { status: "COMPLETE", results } };
}
