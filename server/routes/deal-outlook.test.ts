import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import type { DealOutlookJson, DealProbabilityJson, DealScoreJson } from "../../core/contract/deal-outlook.ts";
import type { DealJson } from "../../core/contract/deals.ts";
import type { TimelineJson } from "../../core/contract/room.ts";
import type { Page } from "../../core/contract/scalars.ts";
import { DAY_MS } from "../../core/model/instant.ts";
import { overrideRecord } from "../db/deal-overrides.ts";
import { timestamp } from "../db/values.ts";
import { rescoreDeal } from "../jobs/rescore-deal.ts";
import { testApp } from "../test-app.ts";
import { loadSmallCompany, numberDeps, rebuildNow, type TestCast } from "../test-company.ts";

const app = await testApp();
const NOW = Date.UTC(2026, 8, 15, 9, 30);
let tenantId = 0;
let cast: TestCast;
let deal: DealJson;

beforeAll(async () => {
	({ tenantId, cast } = await loadSmallCompany(app, NOW));
	await rebuildNow(app, tenantId);
	const page = await read<Page<DealJson>>("GET", "/opportunities?status=open");
	deal = page.items.find((one) => (one.closeDate ?? "") > "2026-09-20") as DealJson;
});

async function read<T>(method: string, path: string, body?: unknown, as = cast.maria): Promise<T> {
	const response = await app.call(method, path, { as, ...(body === undefined ? {} : { body }) });
	expect(response.status, await response.clone().text()).toBeLessThan(300);
	return (response.status === 204 ? null : await response.json()) as T;
}
const outlook = () => read<DealOutlookJson>("GET", `/opportunities/${deal.id}/outlook`);

describe("what stands beside a deal's chance", () => {
	test("says that it is provisional while the past is too short, and when the deal will close", async () => {
		const shown = await outlook();
		expect(shown.past).toBeNull();
		expect(shown.text.past).toContain("Provisional");
		expect(shown.winBy?.probability).toBeLessThanOrEqual(Number(deal.probability?.value) + 1e-9);
		const { from, date, to } = shown.expectedClose ?? { from: "", date: "", to: "" };
		expect(from <= date && date <= to && from >= "2026-09-15").toBe(true);
	});

	test("offers closed deals of those one may see, with what they have in common", async () => {
		const { similar } = await outlook();
		expect(similar.length).toBeGreaterThan(0);
		for (const { id, status, text } of similar) {
			expect(status).not.toBe("open");
			expect(text).not.toBe("");
			await read("GET", `/opportunities/${id}`);
		}
	});
});

describe("a chance of one's own", () => {
	const said = { probability: 0.8, reason: "Sarah has the budget" };

	test("stands beside the number and never replaces it, and says that the forecast goes on without it", async () => {
		const { override } = await read<DealOutlookJson>("PUT", `/opportunities/${deal.id}/override`, said);
		expect(override).toMatchObject({ ...said, by: "Maria Alvarez", modelValue: deal.probability?.value, asks: null });
		expect(override?.text.forecast).toContain(deal.probability?.text.value);
		const card = await read<DealJson>("GET", `/opportunities/${deal.id}/card`);
		expect(card.probability?.value).toBe(deal.probability?.value);
	});

	test("said again changes nothing; every change is in the audit", async () => {
		await read("PUT", `/opportunities/${deal.id}/override`, said);
		const rows = await app.database.inTenant(tenantId, (trx) =>
			trx.selectFrom("deal_overrides").select("id").where("deal_id", "=", deal.id).execute(),
		);
		expect(rows).toHaveLength(1);
		const audit = await app.database.inTenant(tenantId, (trx) =>
			trx.selectFrom("audit_entries").select("action").where("entity_id", "=", deal.id).execute(),
		);
		expect(audit.map((entry) => entry.action)).toEqual(["deal.chance_said"]);
	});

	test("needs a reason, and a deal in sight that is open", async () => {
		const put = (id: string, body: object, as = cast.maria) =>
			app.call("PUT", `/opportunities/${id}/override`, { as, body });
		expect((await put(deal.id, { probability: 0.5, reason: " " })).status).toBe(400);
		const all = await read<Page<DealJson>>("GET", "/opportunities?limit=200", undefined, cast.jennifer);
		const hers = await read<Page<DealJson>>("GET", "/opportunities?limit=200");
		const other = all.items.find((one) => !hers.items.some((own) => own.id === one.id));
		expect((await put(other?.id ?? "", said)).status).toBe(404);
	});

	test("asks again when the stage changes, and after thirty days", async () => {
		const { stages } = await read<{ stages: { id: string; kind: string }[] }>("GET", `/opportunities/${deal.id}`);
		const next = stages.find((stage) => stage.kind === "open" && stage.id !== deal.stage.id);
		const { version } = await read<DealJson>("GET", `/opportunities/${deal.id}/card`);
		await read("PUT", `/opportunities/${deal.id}`, { stageId: next?.id, version });
		expect((await outlook()).override?.asks).toBe("stage");
		await read("PUT", `/opportunities/${deal.id}/override`, said);
		expect((await outlook()).override?.asks).toBeNull();
		await app.database.inTenant(tenantId, (trx) =>
			trx
				.updateTable("deal_overrides")
				.set({ made_at: timestamp(NOW - 31 * DAY_MS) })
				.where("ended_at", "is", null)
				.execute(),
		);
		expect((await outlook()).override?.asks).toBe("age");
	});

	test("is judged against the model's once the deal is over", async () => {
		const before = await app.database.inTenant(tenantId, overrideRecord);
		expect(before).toMatchObject({ decided: 0, standing: 1 });
		const { stages } = await read<{ stages: { id: string; kind: string }[] }>("GET", `/opportunities/${deal.id}`);
		const { version } = await read<DealJson>("GET", `/opportunities/${deal.id}/card`);
		const won = stages.find((stage) => stage.kind === "won");
		await read("PUT", `/opportunities/${deal.id}`, { stageId: won?.id, version });
		const after = await app.database.inTenant(tenantId, overrideRecord);
		expect(after).toMatchObject({ decided: 1, standing: 0, closer: 1 });
		expect(after.brierPeople).toBeCloseTo(0.04);
	});

	test("is withdrawn", async () => {
		const [open] = (await read<Page<DealJson>>("GET", "/opportunities?status=open")).items;
		await read("PUT", `/opportunities/${open?.id}/override`, said);
		await read("DELETE", `/opportunities/${open?.id}/override`);
		expect((await app.call("DELETE", `/opportunities/${open?.id}/override`, { as: cast.maria })).status).toBe(404);
	});
});

describe("the doors for programs", () => {
	test("score a deal now, with its reasons, and several at once", async () => {
		const page = await read<Page<DealJson>>("GET", "/opportunities?status=open&sort=-probability");
		const ids = page.items.map((one) => one.id);
		const scored = await read<DealScoreJson>("POST", `/deals/${ids[0]}/score`);
		expect(scored.probability).toBe(scored.view?.value);
		expect(scored.confidence).toBeGreaterThan(0);
		expect(scored.view?.parts.length).toBeGreaterThan(0);
		const { items } = await read<{ items: DealProbabilityJson[] }>(
			"GET",
			`/deals/probabilities/batch?ids=${[...ids].reverse().join()}`,
		);
		expect(items.map((item) => item.dealId)).toEqual([...ids].reverse());
		expect(items.at(-1)?.probability).toBe(scored.probability);
	});

	test("a move of a chance names what caused it", async () => {
		const [open] = (await read<Page<DealJson>>("GET", "/opportunities?status=open")).items;
		const { version, closeDate } = await read<DealJson>("GET", `/opportunities/${open?.id}/card`);
		await read("PUT", `/opportunities/${open?.id}`, {
			closeDate: closeDate === "2027-08-01" ? "2027-09-01" : "2027-08-01",
			version,
		});
		// Whatever the push is worth in so small a company: a stored chance further away is a move.
		await app.database.inTenant(tenantId, (trx) =>
			trx
				.updateTable("score_history")
				.set((row) => ({ value: row("value", "*", 0.5) }))
				.where("entity_id", "=", open?.id ?? "")
				.execute(),
		);
		await app.database.inTenant(tenantId, (trx) =>
			trx
				.deleteFrom("score_history")
				.where("entity_id", "=", open?.id ?? "")
				.where("as_of", "=", sql<number>`${timestamp(NOW)}::timestamptz`)
				.execute(),
		);
		await rescoreDeal(numberDeps(app), { tenantId, dealId: open?.id ?? "" });
		const { items } = await read<TimelineJson>("GET", `/opportunities/${open?.id}/timeline?kinds=score`);
		expect(items[0]?.cause).toMatch(/^after: .*[Cc]lose date/);
	});
});
