import type { Transaction } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import type { BoardColumnJson, BoardJson } from "../../core/contract/board.ts";
import type { DealJson } from "../../core/contract/deals.ts";
import type { Page } from "../../core/contract/scalars.ts";
import { smallDealId } from "../../core/demo/small-ground.ts";
import type { Tables } from "../db/tables.ts";
import { testApp } from "../test-app.ts";
import { loadSmallCompany, rebuildNow, type TestCast } from "../test-company.ts";

const app = await testApp();
const NOW = Date.UTC(2026, 8, 15, 9, 30);
let tenantId = 0;
let cast: TestCast;
type Person = { tenantId: number; userId: string };

beforeAll(async () => {
	({ tenantId, cast } = await loadSmallCompany(app, NOW));
	await rebuildNow(app, tenantId);
});

async function get<T>(as: Person, path: string): Promise<T> {
	const response = await app.call("GET", path, { as });
	expect(response.status, await response.clone().text()).toBe(200);
	return (await response.json()) as T;
}
const boardOf = (as: Person, query = "") => get<BoardJson>(as, `/pipeline/board${query}`);
const cardsOf = (board: BoardJson) => board.columns.flatMap((c) => c.items);
const minor = (deal: DealJson) => BigInt(deal.amountReporting?.amountMinor ?? 0);
const column = (board: BoardJson, name: string): BoardColumnJson => {
	const found = board.columns.find((c) => c.stage.name === name);
	if (!found) throw new Error(`no column ${name}`);
	return found;
};

describe("the board", () => {
	test("has a column for every stage in order, closed ones last, and each open deal once", async () => {
		const board = await boardOf(cast.jennifer);
		expect(board.columns.map((c) => c.stage.name)).toEqual([
			"Qualification",
			"Discovery",
			"Light plan",
			"Proposal",
			"Negotiation",
			"Closed won",
			"Closed lost",
		]);
		const listed = await get<Page<DealJson>>(cast.jennifer, "/opportunities?status=open&limit=200");
		const open = cardsOf(board).filter((d) => d.status === "open");
		expect(open.map((d) => d.id).sort()).toEqual(listed.items.map((d) => d.id).sort());
		for (const { stage, items } of board.columns) expect(items.every((d) => d.stage.id === stage.id)).toBe(true);
	});

	test("adds up each column as its cards do, in the reporting currency", async () => {
		const board = await boardOf(cast.jennifer);
		for (const { totals, items } of board.columns) {
			expect(totals.deals).toBe(items.length);
			expect(BigInt(totals.amount.amountMinor)).toBe(items.reduce((sum, d) => sum + minor(d), 0n));
			expect(totals.amount.currency).toBe("EUR");
		}
		const parts = board.columns.reduce((sum, c) => sum + BigInt(c.totals.weighted?.amountMinor ?? 0), 0n);
		expect(board.open.weighted?.amountMinor).toBe(parts.toString());
		const expected = cardsOf(board).reduce((sum, d) => sum + Number(minor(d)) * Number(d.probability?.value ?? 0), 0);
		expect(Math.abs(Number(parts) - expected)).toBeLessThan(1);
		expect(column(board, "Closed won").totals.weighted).toBeNull();
	});

	test("counts what has no rate or no amount, and does not price it", async () => {
		const { totals, items } = column(await boardOf(cast.jennifer), "Proposal");
		expect(items.map((d) => d.id)).toContain(smallDealId("withoutRate"));
		expect(totals).toMatchObject({ withoutRate: 1, withoutAmount: 0, deals: items.length });
		expect(column(await boardOf(cast.jennifer), "Discovery").totals).toMatchObject({ withoutAmount: 1 });
	});

	test("takes the latest rate for open deals and that of the closing day for closed ones", async () => {
		const before = await boardOf(cast.jennifer);
		await app.database.inTenant(tenantId, (trx) =>
			trx
				.insertInto("exchange_rates")
				.values([
					{ tenant_id: tenantId, from_currency: "USD", to_currency: "EUR", valid_from: "2026-09-15", rate: "0.5" },
					{ tenant_id: tenantId, from_currency: "CHF", to_currency: "EUR", valid_from: "2026-09-16", rate: "1" },
				])
				.execute(),
		);
		const after = await boardOf(cast.jennifer);
		expect(column(after, "Closed won").totals).toEqual(column(before, "Closed won").totals);
		const negotiation = column(after, "Negotiation");
		expect(negotiation.totals.amount.amountMinor).toBe("8600000");
		expect(BigInt(negotiation.totals.amount.amountMinor)).toBe(
			negotiation.items.reduce((sum, d) => sum + minor(d), 0n),
		);
		expect(column(after, "Proposal").totals.withoutRate).toBe(1);
		await app.database.inTenant(tenantId, (trx) =>
			trx.deleteFrom("exchange_rates").where("valid_from", ">=", "2026-09-15").execute(),
		);
	});

	test("prices currencies without cents, and with three digits after the point", async () => {
		const stageId = column(await boardOf(cast.jennifer), "Qualification").stage.id;
		await app.database.inTenant(tenantId, (trx) =>
			trx
				.insertInto("exchange_rates")
				.values([
					{ tenant_id: tenantId, from_currency: "JPY", to_currency: "EUR", valid_from: "2020-01-01", rate: "0.00613" },
					{ tenant_id: tenantId, from_currency: "KWD", to_currency: "EUR", valid_from: "2020-01-01", rate: "2.805" },
				])
				.execute(),
		);
		const before = BigInt(column(await boardOf(cast.jennifer), "Qualification").totals.amount.amountMinor);
		for (const [name, currency, amountMinor] of [
			["Kyoto", "JPY", "12345"],
			["Kuwait", "KWD", "10005"],
		]) {
			const body = { name, stageId, currency, amountMinor };
			expect((await app.call("POST", "/opportunities", { as: cast.jennifer, body })).status).toBe(201);
		}
		const { totals, items } = column(await boardOf(cast.jennifer), "Qualification");
		expect(minor(items.find((d) => d.name === "Kyoto") as DealJson)).toBe(7567n);
		expect(minor(items.find((d) => d.name === "Kuwait") as DealJson)).toBe(2806n);
		expect(BigInt(totals.amount.amountMinor) - before).toBe(7567n + 2806n);
		expect(totals.notScored).toBe(2);
	});

	test("shows each their own, and what a filter leaves", async () => {
		const [maria, robert] = await Promise.all([boardOf(cast.maria), boardOf(cast.robert)]);
		expect(cardsOf(maria).every((d) => d.owner?.name === "Maria Alvarez")).toBe(true);
		expect(robert.open.deals).toBeGreaterThan(maria.open.deals);
		const hers = await boardOf(cast.robert, `?ownerId=${cast.maria.userId}`);
		expect(hers.open).toEqual(maria.open);
		const named = await boardOf(cast.maria, "?search=harbourfield");
		expect(cardsOf(named).map((d) => d.id)).toEqual([smallDealId("nearlyThere")]);
		expect((await app.call("GET", "/pipeline/board?sort=colour", { as: cast.maria })).status).toBe(400);
	});

	test("shows closed deals of this quarter only, unless days are asked for", async () => {
		const now = await boardOf(cast.jennifer);
		expect(column(now, "Closed won").items.map((d) => d.id)).toEqual([smallDealId("wonThisWeek")]);
		expect(column(now, "Closed won").closed).toEqual({ from: "2026-07-01", to: "2026-09-30" });
		const all = await boardOf(cast.jennifer, "?closeFrom=2020-01-01");
		expect(column(all, "Closed won").totals.deals).toBe(2);
		expect(column(all, "Closed won").closed).toBeNull();
	});

	test("goes on in a column where its first cards end", async () => {
		const few = column(await boardOf(cast.jennifer, "?limit=1"), "Proposal");
		expect(few.items).toHaveLength(1);
		expect(few.totals.deals).toBe(2);
		const rest = await get<Page<DealJson>>(
			cast.jennifer,
			`/opportunities?stageId=${few.stage.id}&status=open&sort=${few.sort}&cursor=${few.nextCursor}`,
		);
		const all = column(await boardOf(cast.jennifer), "Proposal");
		expect([...few.items, ...rest.items].map((d) => d.id)).toEqual(all.items.map((d) => d.id));
	});
});

describe("a card moved to lost and back", () => {
	test("keeps the reason while it is lost, tells it in its history, and leaves the column", async () => {
		const start = await boardOf(cast.maria);
		const deal = column(start, "Negotiation").items[0];
		const lost = column(start, "Closed lost").stage.id;
		const put = async (body: object) => {
			const answer = await app.call("PUT", `/opportunities/${deal?.id}`, { as: cast.maria, body });
			expect(answer.status, await answer.clone().text()).toBe(200);
			return (await answer.json()) as DealJson;
		};
		const closed = await put({ stageId: lost, lostReason: "price", version: deal?.version });
		expect(closed).toMatchObject({ status: "lost", lostReason: "price" });
		expect(column(await boardOf(cast.maria), "Negotiation").totals.deals).toBe(0);
		const page = await get<{ history: { text: string }[] }>(cast.maria, `/opportunities/${deal?.id}`);
		expect(page.history.map((h) => h.text)).toContain("Why it was lost: price");
		const open = await put({ stageId: deal?.stage.id, closeDate: deal?.closeDate, version: closed.version });
		expect(open).toMatchObject({ status: "open", lostReason: null, closeDate: deal?.closeDate });
	});
});

test("a card says what the system it came from does not have yet, until it was written", async () => {
	const deal = smallDealId("nearlyThere");
	const add = (trx: Transaction<Tables>, state: "queued" | "failed" | "written", createdAt: number) =>
		trx
			.insertInto("write_backs")
			.values({
				tenant_id: tenantId,
				host: "web",
				run_id: runId,
				entity: "deal",
				entity_id: deal,
				cause: "person",
				fields: "{}",
				state,
				reason: state === "failed" ? "they answered 400" : null,
				created_at: new Date(createdAt),
			})
			.execute();
	let runId = "";
	await app.database.inTenant(tenantId, async (trx) => {
		const run = { tenant_id: tenantId, host: "web", kind: "ongoing", state: "running" } as const;
		const made = await trx.insertInto("write_runs").values(run).returning("id").executeTakeFirstOrThrow();
		runId = made.id;
		await add(trx, "failed", NOW);
	});
	const writes = async () => (await boardOf(cast.maria)).writes;
	expect(await writes()).toEqual([{ dealId: deal, host: "web", state: "failed", reason: "they answered 400" }]);
	await app.database.inTenant(tenantId, (trx) => add(trx, "queued", NOW + 1000));
	expect(await writes()).toMatchObject([{ state: "waiting" }]);
	await app.database.inTenant(tenantId, async (trx) => {
		await trx.updateTable("write_backs").set({ state: "written" }).where("state", "=", "queued").execute();
		const record = { tenant_id: tenantId, host: "web", entity: "deal", entity_id: deal, written: "{}" } as const;
		await trx
			.insertInto("write_back_records")
			.values({ ...record, written_at: new Date(NOW + 2000) })
			.execute();
	});
	expect(await writes()).toEqual([]);
});
