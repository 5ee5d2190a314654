import { expect, test } from "vitest";
import type { DealJson } from "../../core/contract/deals.ts";
import type { ForecastJson } from "../../core/contract/forecasts.ts";
import { verifyAuditChain } from "../audit/verify.ts";
import { testApp } from "../test-app.ts";
import { loadSmallCompany, rebuildNow } from "../test-company.ts";
import { LIMITS } from "./cost.ts";
import { ask, countQueries } from "./test-graph.ts";

const app = await testApp();
const { tenantId, cast } = await loadSmallCompany(app, Date.now());
await rebuildNow(app, tenantId);

const VIEW = `value unit interval { low high level } n asOf modelVersion state direction { change since }
	base { code value amount text } parts { code value amount text } text { value label interval sample how }`;
const DEALS = `query ($first: Int, $after: String) { opportunities(first: $first, after: $after, sort: "name") { total nextCursor items {
	id name amount { amountMinor currency } stage { id name } owner { id name team { name manager { name } } }
	account { id name owner { name } opportunities { id name } } probability { ${VIEW} } } } }`;

interface Deals {
	opportunities: { total: number; nextCursor: string | null; items: (DealJson & { id: string })[] };
}

test("a deal is the same through both doors, to the last reason", async () => {
	const { items } = (await (
		await app.call("GET", "/opportunities?limit=1&sort=name", { as: cast.jennifer })
	).json()) as {
		items: DealJson[];
	};
	const rest = items[0];
	const { data, errors } = await ask(app, cast.jennifer, DEALS, { first: 1 });
	expect(errors).toEqual([]);
	const graph = (data as unknown as Deals).opportunities.items[0];
	expect(graph).toMatchObject({ id: rest?.id, name: rest?.name, amount: rest?.amount, stage: rest?.stage });
	expect(rest?.probability).toMatchObject(graph?.probability ?? {});
});

test("a list leads on by its cursor until everything in sight was seen once", async () => {
	const seen: string[] = [];
	let after: string | null = null;
	do {
		const { data } = await ask(app, cast.maria, DEALS, { first: 3, after });
		const { items, nextCursor, total } = (data as unknown as Deals).opportunities;
		seen.push(...items.map((deal) => deal.id));
		after = nextCursor;
		expect(total).toBeGreaterThanOrEqual(seen.length);
	} while (after);
	const rest = (await (await app.call("GET", "/opportunities?limit=200&sort=name", { as: cast.maria })).json()) as {
		items: DealJson[];
	};
	expect(seen).toEqual(rest.items.map((deal) => deal.id));
});

test("a page of many asks the database no more often than a page of one", async () => {
	const one = await countQueries(app, () => ask(app, cast.jennifer, DEALS, { first: 1 }));
	const many = await countQueries(app, () => ask(app, cast.jennifer, DEALS, { first: 50 }));
	expect((many.result.data as unknown as Deals).opportunities.items.length).toBeGreaterThan(10);
	expect(many.queries).toBeLessThanOrEqual(one.queries + 1);
	expect(many.queries).toBeLessThan(12);
});

test("forecast, pipeline, home and performance are REST's own", async () => {
	const { data, errors } = await ask(
		app,
		cast.robert,
		`{ forecast { id nodes { nodeId kind name view { ${VIEW} } quota { amountMinor } } }
			pipelineHealth { velocity { ${VIEW} } stages { stage { name } open } stalled { deal { name } reasons { text } } }
			home { answer next { text why } } me { name permissions workspace { reportingCurrency } }
			users { name role } teams { name parent { name } manager { name } } territories { items { name rules { countries } owner { name } } }
			leadScores(first: 3) { leadId score { ${VIEW} } } accounts(first: 5) { items { name } } }`,
	);
	expect(errors).toEqual([]);
	const forecast = (await (await app.call("GET", "/forecasts", { as: cast.robert })).json()) as ForecastJson;
	expect(forecast).toMatchObject(data?.["forecast"] as object);
	for (const [path, name] of [
		["/pipeline/health", "pipelineHealth"],
		["/home", "home"],
		["/users/me", "me"],
	] as const) {
		expect(await (await app.call("GET", path, { as: cast.robert })).json()).toMatchObject(data?.[name] as object);
	}
	const top = forecast.nodes[0];
	const more = await ask(
		app,
		cast.robert,
		`query ($id: ID!, $kind: EntityType) { salesPerformance(entityId: $id) { period attainment forecast { name } pipeline { winRate { value } } }
			forecasts(entityType: $kind, entityId: $id) { period { name grain } nodes { nodeId parentId } } }`,
		{ id: top?.nodeId, kind: top?.kind },
	);
	expect(more.errors).toEqual([]);
	expect(more.data?.["salesPerformance"]).toMatchObject({
		period: forecast.period.name,
		forecast: { name: top?.name },
	});
	const { forecasts } = more.data as { forecasts: { period: { grain: string } }[] };
	expect(forecasts.map((f) => f.period.grain)).toEqual(["month", "quarter", "year"]);
});

test("words come in the language asked for", async () => {
	const query = `{ opportunities(first: 1, filter: { status: open }) { items { probability { text { label } } } } }`;
	const [en, de] = await Promise.all(
		["en", "de"].map((locale) => ask(app, cast.maria, query, {}, { "accept-language": locale })),
	);
	expect(JSON.stringify(en?.data)).not.toEqual(JSON.stringify(de?.data));
});

const CREATE = `mutation ($input: CreateOpportunityInput!) { createOpportunity(input: $input) { id name version owner { name } } }`;
interface Created {
	createOpportunity: { id: string; version: number };
}

test("a deal made twice under one key is made once; another request under it is refused", async () => {
	const stageId = await openStage();
	const headers = { "idempotency-key": "graph-1" };
	const first = await ask(app, cast.maria, CREATE, { input: { name: "Harbour lamps", stageId } }, headers);
	const again = await ask(app, cast.maria, CREATE, { input: { name: "Harbour lamps", stageId } }, headers);
	expect(first.errors).toEqual([]);
	expect(again.data).toEqual(first.data);
	const other = await ask(app, cast.maria, CREATE, { input: { name: "Other lamps", stageId } }, headers);
	expect(other.errors[0]?.extensions).toMatchObject({ code: "idempotency_conflict", status: 409 });

	const two = `mutation ($input: CreateLeadInput!) { a: createLead(input: $input) { id } b: createLead(input: $input) { id } }`;
	const given = { input: { name: "Twin" } };
	const twins = await ask(app, cast.maria, two, given, { "idempotency-key": "graph-2" });
	const { a, b } = twins.data as { a: { id: string }; b: { id: string } };
	expect(a.id).not.toEqual(b.id);
	expect((await ask(app, cast.maria, two, given, { "idempotency-key": "graph-2" })).data).toEqual(twins.data);
});

test("a change needs the version that was read, is audited and told of", async () => {
	const { data } = await ask(app, cast.maria, CREATE, { input: { name: "Quay lights", stageId: await openStage() } });
	const { id, version } = (data as unknown as Created).createOpportunity;
	const update = `mutation ($id: ID!, $version: Int!) { updateOpportunity(id: $id, version: $version, input: { nextStep: "Call Ines" }) { nextStep version } }`;
	const done = await ask(app, cast.maria, update, { id, version });
	expect(done.data).toEqual({ updateOpportunity: { nextStep: "Call Ines", version: version + 1 } });
	const late = await ask(app, cast.maria, update, { id, version });
	expect(late.errors[0]?.extensions).toMatchObject({ code: "version_conflict", status: 409 });
	const db = app.database.reader(tenantId);
	const entries = db.selectFrom("audit_entries").select("action").where("entity_id", "=", id).orderBy("seq").execute();
	expect((await entries).map((entry) => entry.action)).toEqual(["deal.created", "deal.updated"]);
	expect((await verifyAuditChain(db, tenantId)).ok).toBe(true);
});

test("leads are scored again on request", async () => {
	const leads = await ask(app, cast.maria, `{ leads(first: 2, filter: { open: true }) { items { id } } }`);
	const ids = (leads.data as { leads: { items: { id: string }[] } }).leads.items.map((lead) => lead.id);
	const { data, errors } = await ask(
		app,
		cast.maria,
		`mutation ($ids: [ID!]!) { scoreLeads(leadIds: $ids) { leadId score { value asOf } } }`,
		{ ids },
	);
	expect(errors).toEqual([]);
	expect((data as { scoreLeads: { leadId: string }[] }).scoreLeads.map((score) => score.leadId)).toEqual(ids);
});

test("wrong input says which, in REST's words", async () => {
	const { errors } = await ask(app, cast.maria, CREATE, { input: { name: "", stageId: await openStage() } });
	expect(errors[0]).toMatchObject({
		path: ["createOpportunity"],
		extensions: { code: "invalid_request", status: 400 },
	});
	expect(errors[0]?.extensions["errors"]).toMatchObject([{ path: "name" }]);
	const badSort = await ask(app, cast.maria, `{ leads(sort: "shoe") { total } }`);
	expect(badSort.errors[0]?.message).toContain("score, createdAt, name, company");
});

test("what breaks on our side says nothing of itself but a reference", async () => {
	const { inTenant } = app.database;
	app.database.inTenant = () => Promise.reject(new Error("password=hunter2 at 10.0.0.7"));
	const update = `mutation ($id: ID!) { updateLead(id: $id, version: 1, input: {}) { id } }`;
	const { errors } = await ask(app, cast.maria, update, { id: crypto.randomUUID() });
	app.database.inTenant = inTenant;
	expect(JSON.stringify(errors)).not.toContain("hunter2");
	expect(errors[0]?.extensions).toMatchObject({ code: "internal", status: 500, requestId: expect.any(String) });
});

const deep = `{ accounts { items { opportunities { account { opportunities { account { opportunities { account { opportunities { account { opportunities { account { name } } } } } } } } } } } } }`;
const bomb = `query { ...f0 } ${Array.from({ length: 30 }, (_, i) => `fragment f${i} on Query { a${i}: __typename ...f${i + 1} ...f${i + 1} }`).join(" ")} fragment f30 on Query { me { name } }`;
const TOO_MUCH: [string, string][] = [
	["deep", deep],
	[
		"costly",
		`{ opportunities(first: 200) { items { account { opportunities { id name probability { parts { text } } } } } } }`,
	],
	["wide", `{ me { ${"name ".repeat(LIMITS.breadth + 1)} } }`],
	["full of aliases", `{ ${Array.from({ length: LIMITS.aliases + 1 }, (_, i) => `a${i}: me { name }`).join(" ")} }`],
	[
		"full of mutations",
		`mutation { ${Array.from({ length: LIMITS.mutations + 1 }, (_, i) => `m${i}: scoreLeads(leadIds: []) { leadId }`).join(" ")} }`,
	],
	["wide", bomb],
	["tokens", `{ me { ${"name ".repeat(LIMITS.tokens)} } }`],
];
test.each(TOO_MUCH)("what is too %s is refused before it runs, and says how much may be asked", async (what, query) => {
	const began = performance.now();
	const { result, queries } = await countQueries(app, () => ask(app, cast.jennifer, query));
	expect(result.errors[0]?.message.toLowerCase()).toContain(what);
	expect(result.data).toBeNull();
	// Whoever asks is looked up; nothing else.
	expect(queries).toBeLessThanOrEqual(1);
	expect(performance.now() - began).toBeLessThan(2000);
});

test("how many items a variable asks for counts too, and several operations in one body are refused", async () => {
	const query = `query ($first: Int!) { opportunities(first: $first) { items { account { opportunities { name } } } } }`;
	expect((await ask(app, cast.jennifer, query, { first: 5 })).errors).toEqual([]);
	expect((await ask(app, cast.jennifer, query, { first: 200 })).errors).toEqual([]);
	const wide = query.replace("{ name }", "{ id name probability { parts { text } } }");
	expect((await ask(app, cast.jennifer, wide, { first: 20 })).errors).toEqual([]);
	expect((await ask(app, cast.jennifer, wide, { first: 200 })).errors[0]?.extensions["code"]).toBe("too_large");
	const batch = await app.request("/graphql", {
		method: "POST",
		headers: { authorization: `Bearer ${await app.tokenOf(cast.maria)}`, "content-type": "application/json" },
		body: JSON.stringify([{ query: "{ me { name } }" }, { query: "{ me { name } }" }]),
	});
	expect(batch.status).toBe(400);
});

test("a mutation is not run from another site's page, nor anything by GET", async () => {
	const body = JSON.stringify({ query: "{ me { name } }" });
	const authorization = `Bearer ${await app.tokenOf(cast.maria)}`;
	const headers = { authorization, "content-type": "application/json", origin: "https://elsewhere.example" };
	expect((await app.request("/graphql", { method: "POST", headers, body })).status).toBe(403);
	const got = await app.request("/graphql?query={me{name}}", { headers: { authorization } });
	expect(await got.text()).not.toContain("Maria");
	const large = JSON.stringify({ query: `{ me { name } } #${"x".repeat(1_100_000)}` });
	const tooLarge = await app.request("/graphql", {
		method: "POST",
		headers: { authorization, "content-type": "application/json" },
		body: large,
	});
	expect(tooLarge.status).toBe(413);
});

async function openStage(): Promise<string> {
	const { items } = (await (await app.call("GET", "/stages", { as: cast.maria })).json()) as {
		items: { id: string; kind: string }[];
	};
	return items.find((stage) => stage.kind === "open")?.id ?? "";
}

test("a chance of one's own stands beside the model's, with its reason", async () => {
	const { data } = await ask(app, cast.maria, CREATE, { input: { name: "Pier lights", stageId: await openStage() } });
	const { id } = (data as unknown as Created).createOpportunity;
	const say = `mutation ($id: ID!, $why: String!) { updateDealProbability(dealId: $id, probability: 0.7, justification: $why) { dealId } }`;
	expect((await ask(app, cast.maria, say, { id, why: "They signed the plan" })).data).toEqual({
		updateDealProbability: { dealId: id },
	});
	expect((await ask(app, cast.maria, say, { id, why: " " })).errors[0]?.extensions).toMatchObject({ status: 400 });
	const kept = await app.database
		.reader(tenantId)
		.selectFrom("deal_overrides")
		.select(["probability", "reason"])
		.where("deal_id", "=", id)
		.execute();
	expect(kept).toEqual([{ probability: 0.7, reason: "They signed the plan" }]);
});

test("another number beside the forecast's, once under a key and against the version that was read", async () => {
	const { data } = await ask(app, cast.jennifer, "{ forecast { id nodes { nodeId view { unit } } } }");
	const { id, nodes } = (data as unknown as { forecast: { id: string; nodes: { nodeId: string }[] } }).forecast;
	const adjust = `mutation ($id: ID!, $input: AdjustForecastInput!) { adjustForecast(id: $id, input: $input) { id nodes { nodeId adjusted { amountMinor } } } }`;
	const input = { nodeId: nodes[0]?.nodeId, valueMinor: "123400", currency: "EUR", reason: "A tender", version: 0 };
	const headers = { "idempotency-key": "graph-adjust" };
	const done = await ask(app, cast.jennifer, adjust, { id, input }, headers);
	expect(done.errors).toEqual([]);
	expect(JSON.stringify(done.data)).toContain("123400");
	expect((await ask(app, cast.jennifer, adjust, { id, input }, headers)).errors).toEqual([]);
	const late = await ask(app, cast.jennifer, adjust, { id, input });
	expect(late.errors[0]?.extensions).toMatchObject({ code: "version_conflict", status: 409 });
});
