import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Answered, type Asked, refusal } from "./answer.ts";
import { openBulk } from "./bulk-door.ts";
import { openCometd } from "./cometd-door.ts";
import { giveToken } from "./oauth-door.ts";
import type { Org } from "./org.ts";
import type { Preview } from "./preview-door.ts";
import { openQueries } from "./query-door.ts";
import { answerRecords, changeMany } from "./record-door.ts";

/** A running organisation. */
export interface SalesforceStandIn {
	base: string;
	org: Org;
	/** Bulk jobs are thrown away, as after their days are over. */
	forgetJobs(): void;
	/** The Streaming API knows none of its clients any more, as after a restart of the vendor's. */
	forgetClients(): void;
	stop(): Promise<void>;
}

/** Serves an organisation on loopback in the vendor's protocol: OAuth, REST with SOQL, collections, Bulk 2.0 queries, change events; with `preview` also the cards' page. */
export async function startSalesforce(org: Org, port = 0, preview: Preview | null = null): Promise<SalesforceStandIn> {
	const queries = openQueries(org);
	const bulk = openBulk(org);
	const cometd = openCometd(org);
	const server = createServer(async (request, response) => {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const url = new URL(request.url ?? "/", base);
		const asked: Asked = {
			method: request.method ?? "GET",
			url,
			headers: request.headers,
			body: Buffer.concat(chunks).toString(),
		};
		org.log.push({ method: asked.method, path: url.pathname });
		send(org, response, await respond(asked));
	});
	server.listen(port, "127.0.0.1");
	await once(server, "listening");
	const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

	function respond(asked: Asked): Answered | Promise<Answered> {
		const { url, body } = asked;
		if (preview && url.pathname === "/preview") return preview.show(base, url);
		if (url.pathname === "/services/oauth2/token") return giveToken(org, base, new URLSearchParams(body));
		if (url.pathname === "/services/oauth2/revoke") {
			org.tokens.delete(new URLSearchParams(body).get("token") ?? "");
			return { status: 200, text: { type: "text/plain", body: "" } };
		}
		const trouble = org.troubles.findIndex(({ path }) => url.pathname.includes(path));
		if (trouble >= 0) {
			const [one] = org.troubles.splice(trouble, 1);
			if (one) return refusal(one.status, one.errorCode, one.message);
		}
		const token = /^(?:Bearer|OAuth) (.+)$/.exec(String(asked.headers["authorization"] ?? ""))?.[1] ?? "";
		if (url.pathname.startsWith("/cometd/")) return cometd.answer(asked, org.tokens.has(token));
		if (!org.tokens.has(token)) return refusal(401, "INVALID_SESSION_ID", "Session expired or invalid");
		if (++org.calls.used > org.calls.most)
			return refusal(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
		const path = /^\/services\/data\/(v\d+\.0)\/(.*)$/.exec(url.pathname);
		return path
			? data(asked, path[1] ?? "", (path[2] ?? "").split("/"))
			: refusal(404, "NOT_FOUND", "The requested resource does not exist");
	}

	function data(asked: Asked, version: string, [first = "", ...rest]: string[]): Answered {
		const { url, method, body } = asked;
		if ((first === "query" || first === "queryAll") && rest.length === 0)
			return queries.ask(version, url.searchParams.get("q") ?? "", first === "queryAll");
		if (first === "query" || first === "queryAll") return queries.next(version, rest[0] ?? "");
		if (first === "sobjects") return answerRecords(org, asked, rest);
		if (first === "composite" && rest[0] === "sobjects" && (method === "PATCH" || method === "POST"))
			return changeMany(org, asked);
		if (first === "limits")
			return {
				status: 200,
				json: { DailyApiRequests: { Max: org.calls.most, Remaining: org.calls.most - org.calls.used } },
			};
		if (first === "connect" && rest[0] === "organization")
			return {
				status: 200,
				json: {
					orgId: org.id,
					name: "Fjordlight",
					features: { multiCurrency: org.isMultiCurrency, defaultCurrencyIsoCode: org.currency },
				},
			};
		if (first === "ui-api") return stagesOfType(org, rest);
		if (first === "jobs" && rest[0] === "query") {
			if (method === "POST") return bulk.make(JSON.parse(body));
			if (method === "DELETE") return bulk.remove(rest[1] ?? "");
			return rest[2] === "results" ? bulk.results(rest[1] ?? "", url.searchParams) : bulk.read(rest[1] ?? "");
		}
		return refusal(404, "NOT_FOUND", "The requested resource does not exist");
	}

	return {
		base,
		org,
		forgetJobs: bulk.forgetAll,
		forgetClients: cometd.forgetClients,
		async stop() {
			cometd.release();
			await preview?.stop();
			server.closeAllConnections();
			server.close();
			await once(server, "close");
		},
	};
}

/** `ui-api/object-info/Opportunity/picklist-values/<record type>/StageName`: the stages of its sales process. */
function stagesOfType(org: Org, [, object, , type = "", field]: string[]): Answered {
	if (object !== "Opportunity" || field !== "StageName" || !org.rows.RecordType.has(type))
		return refusal(404, "NOT_FOUND", "The requested resource does not exist");
	const all = [...org.rows.OpportunityStage.values()].map((stage) => String(stage["ApiName"]));
	const values = (org.stagesOf.get(type) ?? all).map((value) => ({ label: value, value }));
	return { status: 200, json: { controllerValues: {}, defaultValue: null, values } };
}

function send(
	org: Org,
	response: ServerResponse<IncomingMessage>,
	{ status, json, text, headers = {} }: Answered,
): void {
	response.setHeader("Sforce-Limit-Info", `api-usage=${org.calls.used}/${org.calls.most}`);
	for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
	if (text) response.setHeader("content-type", text.type);
	else if (json !== undefined) response.setHeader("content-type", "application/json;charset=UTF-8");
	response.writeHead(status);
	response.end(text?.body ?? (json === undefined ? "" : JSON.stringify(json)));
}
