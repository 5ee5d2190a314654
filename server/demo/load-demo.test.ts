import { expect, test } from "vitest";
import { simulateCompany } from "../../core/demo/simulate.ts";
import { smallCompany } from "../../core/demo/small-company.ts";
import { freshDatabase } from "../test-database.ts";
import { loadCompany } from "./load-demo.ts";

const { database } = await freshDatabase();
const NOW = Date.UTC(2026, 8, 15, 9, 30);

async function countsOf(tenantId: number) {
	const count = (table: "deals" | "leads" | "activities" | "field_changes" | "line_items" | "users") =>
		database
			.reader(tenantId)
			.selectFrom(table)
			.select((q) => q.cast<number>(q.fn.countAll(), "integer").as("n"))
			.executeTakeFirstOrThrow();
	return {
		users: (await count("users")).n,
		deals: (await count("deals")).n,
		leads: (await count("leads")).n,
		lineItems: (await count("line_items")).n,
		activities: (await count("activities")).n,
		changes: (await count("field_changes")).n,
	};
}

test("a company is stored whole, and a second load of it changes nothing", async () => {
	const company = smallCompany(NOW);
	const tenantId = await loadCompany(database, company);
	if (tenantId === null) throw new Error("not loaded");
	expect(await countsOf(tenantId)).toEqual({
		users: company.users.length,
		deals: company.deals.length,
		leads: company.leads.length,
		lineItems: company.lineItems.length,
		activities: company.activities.length,
		changes: company.changes.length,
	});
	expect(await loadCompany(database, company)).toBeNull();

	const [deal] = company.deals;
	const stored = await database
		.reader(tenantId)
		.selectFrom("deals")
		.select(["name", "amount_minor", "currency", "close_date", "created_at", "status"])
		.where("id", "=", deal?.id ?? "")
		.executeTakeFirstOrThrow();
	expect(stored).toEqual({
		name: deal?.name,
		amount_minor: deal?.amountMinor,
		currency: deal?.currency,
		close_date: deal?.closeDate,
		created_at: deal?.createdAt,
		status: deal?.status,
	});
	const snapshots = await database
		.reader(tenantId)
		.selectFrom("field_changes")
		.select("value")
		.where("entity_id", "=", deal?.id ?? "")
		.where("field", "=", "*")
		.execute();
	expect(snapshots[0]?.value).toEqual(company.changes.find((c) => c.entityId === deal?.id && c.field === "*")?.value);
});

test("a load that breaks off leaves nothing", async () => {
	const company = simulateCompany({ seed: 3, now: NOW, size: 0.01 });
	const [team] = company.teams;
	const spoiled = {
		...company,
		quotas: [...company.quotas, { ...company.quotas[0], period: "soon" }],
	} as typeof company;
	await expect(loadCompany(database, spoiled)).rejects.toThrow();
	const left = await database.kysely
		.selectFrom("tenants")
		.select("slug")
		.where("slug", "=", company.tenant.slug)
		.execute();
	expect(left).toEqual([]);
	const shares: number[] = [];
	const tenantId = await loadCompany(database, company, (share) => shares.push(share));
	expect(shares.at(-1)).toBe(1);
	const teams = await database
		.reader(tenantId ?? 0)
		.selectFrom("teams")
		.select("name")
		.where("id", "=", team?.id ?? "")
		.execute();
	expect(teams).toEqual([{ name: team?.name }]);
});
