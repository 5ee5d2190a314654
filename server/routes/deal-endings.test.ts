import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { type DealEndingsJson, ENDING_DIMENSIONS } from "../../core/contract/deal-endings.ts";
import { testApp } from "../test-app.ts";
import { loadSmallCompany, type TestCast } from "../test-company.ts";

const app = await testApp();
let tenantId = 0;
let cast: TestCast;
beforeAll(async () => {
	({ tenantId, cast } = await loadSmallCompany(app, Date.UTC(2026, 8, 15, 9, 30)));
});

async function endings(query = "", as = cast.jennifer, status = 200): Promise<DealEndingsJson> {
	const response = await app.call("GET", `/deals/endings${query}`, { as });
	expect(response.status, await response.clone().text()).toBe(status);
	return (await response.json()) as DealEndingsJson;
}
const change = (statement: ReturnType<typeof sql>) => app.database.inTenant(tenantId, (trx) => statement.execute(trx));

describe("how deals ended", () => {
	test("every way of parting them counts the same deals, with shares in their ranges, as the database does", async () => {
		const [there] = await app.database.inTenant(tenantId, async (trx) => {
			const { rows } = await sql<{ won: number; lost: number }>`select
				count(*) filter (where status = 'won')::int as won, count(*) filter (where status = 'lost')::int as lost
				from deals, tenants t where closed_at < '2026-09-15T09:30Z'
					and closed_at >= '2025-10-01'::timestamp at time zone t.zone`.execute(trx);
			return rows;
		});
		for (const by of ENDING_DIMENSIONS) {
			const { all, rows, quarters, text } = await endings(`?by=${by}&from=2025-10&to=2026-09`);
			expect(all, by).toMatchObject({ won: there?.won, lost: there?.lost });
			expect(text, by).not.toBe("");
			expect(quarters.reduce((sum, q) => sum + q.won + q.lost, 0)).toBe(all.won + all.lost);
			if (by === "size" || by === "owner" || by === "industry") {
				expect(
					rows.reduce((sum, r) => sum + r.won + r.lost, 0),
					by,
				).toBe(all.won + all.lost);
			}
			for (const { share } of rows) {
				if (!share) continue;
				expect(share.low).toBeLessThanOrEqual(share.value);
				expect(share.high).toBeGreaterThanOrEqual(share.value);
			}
		}
	});

	test("competitors, reasons and products have the deals that were noted with them", async () => {
		await change(sql`insert into deal_competitors (tenant_id, deal_id, competitor_id)
			select d.tenant_id, d.id, (select id from competitors order by name limit 1) from deals d
			where d.status = 'lost' and d.closed_at >= '2025-11-01' and d.closed_at < '2026-09-01'
			order by d.closed_at limit 2`);
		const against = await endings("?by=competitor");
		expect(against.rows.find((row) => row.key !== "")).toMatchObject({ won: 0, lost: 2 });
		await change(sql`update deals set lost_reason = case when id in (select deal_id from deal_competitors) then 'price' end
			where status = 'lost'`);
		const reasons = await endings("?by=reason");
		expect(reasons.text).toBe(`Most often lost to: price, 2 of ${reasons.all.lost} lost deals`);
		expect(reasons.rows.find((row) => row.key === "price")).toMatchObject({ lost: 2, won: 0, share: null });
		expect(reasons.rows.reduce((sum, row) => sum + row.lost, 0)).toBe(reasons.all.lost);
	});

	test("a rep sees only what ended with them, and another's is empty to them", async () => {
		const own = await endings("?by=owner", cast.maria);
		expect(own.rows.map((row) => row.key)).toEqual([cast.maria.userId]);
		const whole = await endings("?by=owner");
		expect(whole.rows.length).toBeGreaterThan(1);
		const other = whole.rows.find((row) => row.key !== "" && row.key !== cast.maria.userId);
		expect(await endings(`?ownerId=${other?.key}`, cast.maria)).toMatchObject({
			rows: [],
			quarters: [],
			text: "No deal ended in this time",
			all: { won: 0, lost: 0, share: null, cycle: null },
		});
		expect((await endings(`?ownerId=${other?.key}`)).all.won).toBe(other?.won);
	});

	test("downloads what it shows, and refuses months the wrong way round", async () => {
		const response = await app.call("GET", "/deals/endings/download?by=size&format=csv", { as: cast.jennifer });
		expect(response.status).toBe(200);
		const lines = (await response.text()).trim().split("\n");
		expect(lines.length - 1).toBe((await endings()).rows.length);
		await endings("?from=2026-05&to=2026-01", cast.jennifer, 400);
	});
});
