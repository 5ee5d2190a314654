import { expect, test } from "vitest";
import type {
	MarketPreviewJson,
	MarketTableJson,
	PotentialJson,
	PotentialLeadsJson,
} from "../../core/contract/market.ts";
import { testApp } from "../test-app.ts";
import { loadSmallCompany } from "../test-company.ts";

const NOW = Date.UTC(2026, 9, 20);
const app = await testApp();
const { tenantId, cast } = await loadSmallCompany(app, NOW);
app.passTime(NOW - Date.now());

async function ask<T>(
	method: string,
	path: string,
	body?: unknown,
	as = cast.david,
): Promise<{ status: number; body: T }> {
	const response = await app.call(method, path, { as, ...(body !== undefined && { body }) });
	return { status: response.status, body: response.status === 204 ? (null as T) : ((await response.json()) as T) };
}
const accounts = await app.database
	.reader(tenantId)
	.selectFrom("accounts")
	.select(["id", "name", "country", "industry", "employees"])
	.execute();
const countries = [...new Set(accounts.map((a) => a.country ?? ""))];
const csv = [
	"Country;Number of companies;Annual spend",
	...countries.map((country) => `${country};1000;2.500,00`),
	"Brazil;500;1.000,00",
	"Peru;many;1",
].join("\n");
const content = Buffer.from(csv).toString("base64");

test("a market table is looked at, mapped, taken in once, and says where it is from and what it could not read", async () => {
	const { body: looked } = await ask<MarketPreviewJson>("POST", "/market-tables/preview", {
		fileName: "m.csv",
		content,
	});
	expect(looked.mapping).toEqual({ country: 0, companies: 1, spend: 2 });
	const about = {
		name: "Light 2026",
		kind: "industry",
		source: "Statistical office",
		asOf: "2026-01-01",
		sample: "12,400 firms",
	};
	const given = { fileName: "m.csv", content, mapping: looked.mapping, ...about };
	const made = await ask<MarketTableJson>("POST", "/market-tables", given);
	expect(made.status).toBe(201);
	expect(made.body).toMatchObject({ ...about, rows: countries.length + 1, rejects: [{ row: countries.length + 3 }] });
	expect((await ask("POST", "/market-tables", given)).status).toBe(409);
	expect((await ask("POST", "/market-tables", given, cast.maria)).status).toBe(403);
	const wrong = { ...given, content: Buffer.from("%PDF-1.7 no table").toString("base64") };
	expect((await ask("POST", "/market-tables", wrong)).status).toBe(400);
});

test("potential is what the tables say, what we serve of it, have of it, and where there is room", async () => {
	const { body } = await ask<PotentialJson>("GET", "/potential");
	expect(body.tam.amountMinor).toBe(String(BigInt(countries.length) * 250_000_000n + 50_000_000n));
	expect(body.sam.amountMinor).toBe(String(BigInt(countries.length) * 250_000_000n));
	expect(BigInt(body.won.amountMinor)).toBeGreaterThan(0n);
	expect(BigInt(body.white.amountMinor) + BigInt(body.won.amountMinor)).toBe(BigInt(body.sam.amountMinor));
	expect(body.share).toBeCloseTo(Number(body.won.amountMinor) / Number(body.sam.amountMinor));
	expect(body.rows.reduce((sum, row) => sum + row.accounts, 0) + body.outside).toBe(accounts.length);
	const growth = Buffer.from(`Country,Growth\n${countries[0]},3 %`).toString("base64");
	const more = {
		name: "Growth",
		kind: "economic",
		source: "Bank",
		asOf: "2026-06-30",
		mapping: { country: 0, growth: 1 },
	};
	await ask("POST", "/market-tables", { fileName: "g.csv", content: growth, ...more });
	const { body: grown } = await ask<PotentialJson>("GET", "/potential");
	expect(grown.tam).toEqual(body.tam);
	expect(grown.rows.find((row) => row.country === countries[0])?.growth).toBeCloseTo(0.03);
	const file = await app.call("GET", "/potential/download?format=csv", { as: cast.david });
	expect((await file.text()).split("\n").length).toBeGreaterThan(countries.length);
});

test("a table that does not count says nothing", async () => {
	const { body } = await ask<PotentialJson>("GET", "/potential");
	const table = body.tables.find((t) => t.kind === "industry");
	const off = { isUsed: false, version: table?.version };
	expect((await ask("PUT", `/market-tables/${table?.id}`, off)).status).toBe(200);
	expect((await ask("PUT", `/market-tables/${table?.id}`, off)).status).toBe(409);
	const { body: without } = await ask<PotentialJson>("GET", "/potential");
	expect(without.rows).toEqual([]);
	expect(without.share).toBeNull();
	expect((await ask("DELETE", `/market-tables/${table?.id}`)).status).toBe(204);
});

test("accounts that nobody has touched become leads, once, and each person sees their own", async () => {
	await app.database.inTenant(tenantId, async (trx) => {
		const row = {
			tenant_id: tenantId,
			name: "Untouched Light Ltd",
			country: "DE",
			employees: 5000,
			owner_id: cast.maria.userId,
		};
		await trx
			.insertInto("accounts")
			.values({ ...row, created_at: new Date(NOW - 1e9) })
			.execute();
	});
	const { body } = await ask<PotentialJson>("GET", "/potential", undefined, cast.maria);
	const untouched = body.untapped.find((u) => u.account.name === "Untouched Light Ltd");
	expect(untouched).toMatchObject({ hasLead: false, owner: { id: cast.maria.userId } });
	const accountIds = [untouched?.account.id];
	const { body: first } = await ask<PotentialLeadsJson>("POST", "/potential/leads", { accountIds }, cast.maria);
	expect(first).toMatchObject({ made: 1, had: 0 });
	const { body: again } = await ask<PotentialLeadsJson>("POST", "/potential/leads", { accountIds }, cast.maria);
	expect(again).toMatchObject({ made: 0, had: 1 });
	const lead = await ask<{ source: string; company: string }>(
		"GET",
		`/leads/${first.leadIds[0]}`,
		undefined,
		cast.maria,
	);
	expect(lead.body).toMatchObject({ source: "White space", company: "Untouched Light Ltd" });
});
