import { expect, test } from "vitest";
import type { CustomFieldsJson } from "../../core/contract/connection-fields.ts";
import { workOnHosts } from "../../server/jobs/host-jobs.ts";
import { addWorkspace, testApp } from "../../server/test-app.ts";
import { fileDropHost } from "./host.ts";

const app = await testApp({ hosts: [fileDropHost] });
const { tenantId, people } = await addWorkspace(app.database, "harbour");
await workOnHosts(app.jobs, app.deps);
const ports = app.deps.portsOf(fileDropHost.id, tenantId);

async function call<T>(
	method: string,
	path: string,
	body?: unknown,
	as = people.admin,
): Promise<{ status: number; body: T }> {
	const answer = await app.call(method, `/connections/file-drop${path}`, { as, body });
	return { status: answer.status, body: (await answer.json()) as T };
}
const fields = async () => (await call<CustomFieldsJson>("GET", "/fields")).body;
const deals = () =>
	app.database
		.reader(tenantId)
		.selectFrom("deals")
		.select(["name", "amount_minor", "currency", "next_step", "close_date"])
		.orderBy("name")
		.execute();

let minute = 0;
async function drop(...records: Record<string, unknown>[]): Promise<void> {
	const recordedAt = new Date(Date.UTC(2026, 8, 1, 8, minute++)).toISOString();
	await ports.files.write(
		`changes/${minute}.json`,
		JSON.stringify({ changes: records.map((r) => ({ ...r, recordedAt })) }),
	);
	const { body } = await call<{ id: string }>("POST", "/sync", { kind: "incremental" });
	await expect
		.poll(async () => (await (await app.call("GET", `/sync-runs/${body.id}`, { as: people.admin })).json()).state, {
			timeout: 15_000,
		})
		.toBe("done");
}
const deal = (id: string, more: Record<string, unknown>) => ({
	entity: "deal",
	id,
	fields: { name: id, stageExternalId: "open", ...more },
});

test("custom fields are kept with samples, fill ours from now on, and what is here when asked; the source's own word stands", async () => {
	await call("PUT", "", { state: "on" });
	const stages = [{ externalId: "open", name: "Negotiation", kind: "open", position: 1 }];
	await drop({ entity: "pipeline", id: "P", fields: { name: "Sales", stages } });
	await drop(
		deal("A", { extra: { Budget__c: "1200.50", Plan__c: "call the CFO", Go_Live__c: "2027-03-01T00:00:00Z" } }),
		deal("B", { amount: "0.99", currency: "EUR", extra: { Budget__c: "555", Plan__c: " " } }),
		deal("B2", { extra: { Budget__c: "about a lot" } }),
	);
	expect((await fields()).items).toEqual([
		expect.objectContaining({
			entity: "deal",
			field: "Budget__c",
			records: 3,
			samples: ["1200.50", "555", "about a lot"],
			target: null,
		}),
		expect.objectContaining({ field: "Go_Live__c" }),
		expect.objectContaining({ field: "Plan__c", samples: ["call the CFO"] }),
	]);
	const map = (field: string, target: string | null) =>
		call<CustomFieldsJson>("PUT", "/fields", { entity: "deal", field, target });
	expect((await map("Budget__c", "ownerId")).status).toBe(422);
	expect((await map("Budget__c", "amountMinor")).status).toBe(200);
	expect((await map("Plan__c", "amountMinor")).status).toBe(422);
	await map("Plan__c", "nextStep");
	await map("Go_Live__c", "closeDate");
	await drop(deal("C", { extra: { Budget__c: "7", Plan__c: "wait" } }));
	expect((await deals()).at(-1)).toEqual({
		name: "C",
		amount_minor: 700n,
		currency: "USD",
		next_step: "wait",
		close_date: null,
	});
	expect((await deals())[0]?.amount_minor).toBeNull();

	expect((await call("POST", "/fields/apply", {}, people.rep)).status).toBe(403);
	expect((await call("POST", "/fields/apply", {})).status).toBe(202);
	await expect
		.poll(async () => (await fields()).items.map(({ state }) => state), { timeout: 15_000 })
		.toEqual(Array(3).fill("applied"));
	const [budget] = (await fields()).items;
	expect([budget?.filled, budget?.unread]).toEqual([1, 1]);
	expect(await deals()).toEqual([
		{ name: "A", amount_minor: 120050n, currency: "USD", next_step: "call the CFO", close_date: "2027-03-01" },
		{ name: "B", amount_minor: 99n, currency: "EUR", next_step: null, close_date: null },
		{ name: "B2", amount_minor: null, currency: null, next_step: null, close_date: null },
		{ name: "C", amount_minor: 700n, currency: "USD", next_step: "wait", close_date: null },
	]);
	await map("Plan__c", null);
	expect((await fields()).items.find(({ field }) => field === "Plan__c")?.target).toBeNull();
});

test("a company's own field can tell the forecast category, in its words; then the source's own no longer does", async () => {
	const categories = async () => {
		const query = app.database.reader(tenantId).selectFrom("deals").select(["name", "forecast_category"]);
		const rows = await query.where("name", "like", "F%").orderBy("name").execute();
		return rows.map((row) => row.forecast_category);
	};
	const own = { forecastCategory: "pipeline" };
	await drop(deal("F1", { ...own, extra: { Call__c: "Upside" } }), deal("F2", own));
	expect(await categories()).toEqual(["pipeline", "pipeline"]);
	const map = { entity: "deal", field: "Call__c", target: "forecastCategory" };
	expect((await call("PUT", "/fields", map)).status).toBe(200);
	await drop(
		deal("F1", { ...own, extra: { Call__c: "Most Likely" } }),
		deal("F3", { ...own, extra: { Call__c: "COMMIT" } }),
		deal("F4", { ...own, extra: { Call__c: "hmm" } }),
	);
	expect(await categories()).toEqual(["best_case", "pipeline", "commit", null]);
});
