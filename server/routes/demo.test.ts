import { expect, test } from "vitest";
import { CAST } from "../../core/demo/cast.ts";
import { smallCompany } from "../../core/demo/small-company.ts";
import { loadCompany } from "../demo/load-demo.ts";
import { addWorkspace, testApp } from "../test-app.ts";

const NOW = Date.now();
const app = await testApp();
const company = smallCompany(NOW);
const planted = [
	{
		id: "quiet-champion",
		who: "Maria Alvarez",
		ids: [company.deals[0]?.id ?? ""],
		what: "",
		whereToLook: "",
		expect: "",
	},
] as const;
const tenantId =
	(await loadCompany(app.database, {
		...company,
		truth: { planted: planted.map((p) => ({ ...p, ids: [...p.ids] })) },
	})) ?? 0;
const maria = { tenantId, userId: CAST.maria.id };
const deal = company.deals.find((d) => d.ownerId === CAST.maria.id && d.status === "open" && d.accountId !== null);
const dealId = deal?.id ?? "";

function nudge(kind: string, as = maria, id = dealId) {
	return app.call("POST", "/demo/nudges", { as, body: { kind, dealId: id } });
}

async function happened() {
	const { activities, deal } = await (await app.call("GET", `/opportunities/${dealId}`, { as: maria })).json();
	return {
		replies: activities.filter((a: { direction: string }) => a.direction === "in").length,
		closeDate: deal.closeDate,
	};
}

async function changesTold(): Promise<number> {
	const rows = await app.database.kysely
		.selectFrom("events")
		.select("id")
		.where("entity_id", "=", dealId)
		.where("type", "=", "deal.changed")
		.execute();
	return rows.length;
}

test("the start page tells the story in the visitor's language, with who sees it and where", async () => {
	const start = await (await app.request("/api/v1/start", { headers: { "accept-language": "de" } })).json();
	expect(start.story).toEqual([
		{
			cause: "quiet-champion",
			person: "maria",
			path: `/deals/${company.deals[0]?.id}`,
			title: "Eine Fürsprecherin schweigt",
			says: expect.stringContaining("Maria Alvarez"),
			look: expect.any(String),
		},
	]);
	expect((await (await app.request("/api/v1/start", {}, "192.0.2.7")).json()).story).toEqual([]);
});

test("a customer who replies is an e-mail on the deal, and pages and scores are told", async () => {
	const [before, told] = [await happened(), await changesTold()];
	expect((await nudge("customer-replies")).status).toBe(204);
	expect((await happened()).replies).toBe(before.replies + 1);
	expect(await changesTold()).toBe(told + 1);
});

test("a close date that slips moves by a month and is in the deal's history", async () => {
	const before = await happened();
	expect((await nudge("close-date-slips")).status).toBe(204);
	expect((await happened()).closeDate > before.closeDate).toBe(true);
	const { history } = await (await app.call("GET", `/opportunities/${dealId}`, { as: maria })).json();
	expect(JSON.stringify(history)).toContain("closeDate");
});

test("nothing is nudged out of sight, when closed, or in a company's own workspace", async () => {
	const closed = company.deals.find((d) => d.ownerId === CAST.maria.id && d.status !== "open")?.id;
	const others = company.deals.find((d) => d.ownerId !== CAST.maria.id && d.status === "open")?.id;
	expect((await nudge("customer-replies", maria, closed)).status).toBe(404);
	expect((await nudge("customer-replies", maria, others)).status).toBe(404);
	const own = await addWorkspace(app.database, "harbour");
	expect((await nudge("customer-replies", own.people.rep)).status).toBe(409);
});
