import { afterAll, expect, test } from "vitest";
import { smallCompany } from "../../core/demo/small-company.ts";
import { appendEvents } from "../events/append.ts";
import { startRelay } from "../events/relay.ts";
import { MANY, toLivePages } from "../events/sinks.ts";
import { permissionSet } from "../policy/permission-set.ts";
import { testApp } from "../test-app.ts";
import { loadSmallCompany, rebuildNow } from "../test-company.ts";

const app = await testApp();
const now = Date.now();
const company = smallCompany(now);
const { tenantId, cast } = await loadSmallCompany(app, now);
await rebuildNow(app, tenantId);
const relay = startRelay(app.database, [toLivePages(app.fanout)], app.deps.log);
await relay.drain();
afterAll(() => relay.stop());

const dealOf = (ownerId: string) => company.deals.find((d) => d.ownerId === ownerId && d.status === "open")?.id ?? "";
const marias = dealOf(cast.maria.userId);
const others = company.deals.find((d) => d.ownerId !== cast.maria.userId)?.id ?? "";

interface Heard {
	data: Record<string, Record<string, unknown> | null> | null;
	errors?: { extensions: { code: string } }[];
}

async function subscribe(as: { tenantId: number; userId: string } | string, query: string, variables: object = {}) {
	const answer = await app.request("/graphql", {
		method: "POST",
		headers: {
			accept: "text/event-stream",
			"content-type": "application/json",
			authorization: `Bearer ${typeof as === "string" ? as : await app.tokenOf(as)}`,
		},
		body: JSON.stringify({ query, variables }),
	});
	expect(answer.headers.get("content-type")).toContain("text/event-stream");
	const reader = (answer.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader();
	const heard: Heard[] = [];
	const finished = (async () => {
		let text = "";
		for (;;) {
			const { done, value } = await reader.read();
			if (done) return;
			text += value;
			const parts = text.split("\n\n");
			text = parts.pop() ?? "";
			for (const part of parts) {
				const data = /^data: ?(.+)$/m.exec(part)?.[1];
				if (data) heard.push(JSON.parse(data));
			}
		}
	})();
	return { heard, finished, leave: () => reader.cancel() };
}

async function happen(type: "deal.changed" | "lead.scored" | "forecast.computed", ...entityIds: string[]) {
	const entity = type.split(".")[0] ?? "";
	await app.database.inTenant(tenantId, (trx) =>
		appendEvents(
			trx,
			entityIds.map((entityId) => ({ tenantId, type, entity, entityId })),
		),
	);
	await relay.drain();
}

const DEALS = `subscription ($ids: [ID!]) { dealUpdates(dealIds: $ids) { id name probability { value text { value } } } }`;

test("a deal's owner hears of it with its number, and of nobody else's", async () => {
	const maria = await subscribe(cast.maria, DEALS);
	await happen("deal.changed", others, marias);
	await expect.poll(() => maria.heard.length, { timeout: 3000 }).toBe(1);
	expect(maria.heard[0]?.data?.["dealUpdates"]).toMatchObject({
		id: marias,
		probability: { value: expect.any(Number) },
	});
	await maria.leave();
});

test("only the deals that were named are told of, and many at once is told as null", async () => {
	const jennifer = await subscribe(cast.jennifer, DEALS, { ids: [others] });
	await happen("deal.changed", marias, others);
	await expect.poll(() => jennifer.heard.length, { timeout: 3000 }).toBe(1);
	expect(jennifer.heard[0]?.data?.["dealUpdates"]).toMatchObject({ id: others });
	await happen("deal.changed", MANY);
	await expect.poll(() => jennifer.heard.at(-1)?.data, { timeout: 3000 }).toEqual({ dealUpdates: null });
	await jennifer.leave();
});

test("forecast and performance come anew when a forecast was computed", async () => {
	const { id, nodes } = await (await app.call("GET", "/forecasts", { as: cast.jennifer })).json();
	const forecast = await subscribe(
		cast.jennifer,
		`subscription ($id: ID!) { forecastUpdates(forecastId: $id) { period { name } nodes { name } } }`,
		{ id },
	);
	const performance = await subscribe(
		cast.jennifer,
		`subscription ($id: ID!) { performanceUpdates(entityId: $id) { attainment forecast { name } } }`,
		{ id: nodes[0].nodeId },
	);
	await happen("forecast.computed", id);
	await expect.poll(() => [forecast.heard.length, performance.heard.length], { timeout: 3000 }).toEqual([1, 1]);
	expect(forecast.heard[0]?.errors).toBeUndefined();
	expect(performance.heard[0]?.data?.["performanceUpdates"]).toMatchObject({ forecast: { name: nodes[0].name } });
	await Promise.all([forecast.leave(), performance.leave()]);
});

test("a stream ends when its person is locked out or gets other rights, and when they leave nobody listens on", async () => {
	const lead = `subscription { leadScoreUpdates { leadId score { value } } }`;
	const open = async () =>
		Number(/courtside_live_connections (\d+)/.exec(await app.deps.metrics.registry.metrics())?.[1] ?? 0);
	const before = await open();
	const maria = await subscribe(cast.maria, lead);
	expect(await open()).toBe(before + 1);
	await maria.leave();
	await expect.poll(open).toBe(before);

	const again = await subscribe(cast.maria, lead);
	await app.database.inTenant(tenantId, (trx) =>
		trx
			.updateTable("users")
			.set({ role: "ops" })
			.where("tenant_id", "=", tenantId)
			.where("id", "=", cast.maria.userId)
			.execute(),
	);
	app.passTime(60_000);
	const hers = company.leads.find((l) => l.ownerId === cast.maria.userId)?.id ?? "";
	await happen("lead.scored", hers);
	await again.finished;
	expect(again.heard).toEqual([]);
	expect(await open()).toBe(before);
});

test("without the permission it is refused at once", async () => {
	const { of } = app.deps.standings;
	app.deps.standings.of = async (...who) => {
		const person = await of(...who);
		return person && { ...person, permissions: permissionSet([]) };
	};
	const refused = await subscribe(cast.jennifer, DEALS).finally(() => {
		app.deps.standings.of = of;
	});
	await refused.finished;
	expect(refused.heard[0]?.errors?.[0]?.extensions.code).toBe("forbidden");
});

test("a program listens by its key until the key is revoked", async () => {
	const made = await app.call("POST", "/api-keys", {
		as: cast.david,
		body: { name: "Listener", scopes: ["deals:read"] },
	});
	const { key, apiKey } = (await made.json()) as { key: string; apiKey: { id: string } };
	const program = await subscribe(key, DEALS, { ids: [others] });
	await happen("deal.changed", others);
	await expect.poll(() => program.heard.length, { timeout: 3000 }).toBe(1);
	expect((await app.call("DELETE", `/api-keys/${apiKey.id}`, { as: cast.david })).status).toBeLessThan(300);
	app.passTime(60_000);
	await happen("deal.changed", others);
	await program.finished;
	expect(program.heard).toHaveLength(1);
});
