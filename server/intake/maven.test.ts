import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { contentsOf, importTexts, testIntake } from "./test-workspace.ts";
import { undoImport } from "./undo-import.ts";

const folder = join(
	process.env["COURTSIDE_DATA"] ?? join(import.meta.dirname, "../../../shared/data"),
	"deals/maven-crm",
);
const files = ["accounts.csv", "products.csv", "sales_pipeline.csv", "sales_teams.csv"];

describe.skipIf(!existsSync(folder))("the four files of a whole company", async () => {
	const deps = await testIntake();
	const maven = Object.fromEntries(
		files.map((name) => [name, existsSync(folder) ? readFileSync(join(folder, name)) : ""]),
	);

	test("import as they are, with owners, teams, prices and a clock that stands at their end", async () => {
		const tenant = await deps.newTenant();
		const before = await contentsOf(deps, tenant);
		const { counts, description } = await importTexts(deps, tenant, maven);
		expect(counts.rows).toEqual({ read: 8927, stored: 8927, unchanged: 0, rejected: 0 });
		expect(counts.entities["deal"]).toEqual({ created: 8800, updated: 0, unchanged: 0, rejected: 0 });
		expect(counts.warnings).toMatchObject({ created_unknown: 500 });
		const after = await contentsOf(deps, tenant);
		expect(after["stages"]?.map((s) => (s as { name: string }).name)).toEqual([
			"Prospecting",
			"Engaging",
			"Won",
			"Lost",
		]);
		expect(after["tenant"]).toMatchObject([{ clock_at: Date.UTC(2018, 0, 1) }]);
		expect(after["teams"]).toContainEqual({
			name: "Dustin Brinkmann",
			kind: "team",
			parent: "Central",
			manager: "Dustin Brinkmann",
		});
		expect(after["users"]).toContainEqual({
			name: "Dustin Brinkmann",
			email: null,
			role: "manager",
			team: "Dustin Brinkmann",
		});
		expect(after["users"]).toContainEqual({
			name: "Anna Snelling",
			email: null,
			role: "rep",
			team: "Dustin Brinkmann",
		});
		expect(after["products"]).toHaveLength(7);
		expect(after["accounts"]).toHaveLength(85);
		const [sums] = (
			await deps.database.inTenant(tenant, (trx) =>
				sql<{ won: bigint; priced: number }>`select sum(amount_minor) filter (where status = 'won')::int8 as won,
					count(*) filter (where status = 'open' and amount_minor is not null)::int as priced from deals`.execute(trx),
			)
		).rows;
		expect(sums).toEqual({ won: 1_000_553_400n, priced: 2089 });

		const again = await importTexts(deps, tenant, maven);
		expect(again.description.questions).toEqual([]);
		expect(again.counts.rows).toEqual({ read: 8927, stored: 0, unchanged: 8927, rejected: 0 });
		expect(again.counts.changes).toBe(0);
		expect(await contentsOf(deps, tenant)).toEqual(after);

		await undoImport(deps, tenant, again.description.id);
		expect(await contentsOf(deps, tenant)).toEqual(after);
		const undone = await undoImport(deps, tenant, description.id);
		expect(undone.removed).toMatchObject({ deal: 8800, account: 85, product: 7, user: 41, team: 9, line_item: 8800 });
		expect(undone.kept).toEqual({});
		expect(await contentsOf(deps, tenant)).toEqual(before);
	});
});

const leads = join(folder, "../../leads/x-education/Leads.csv");
test.skipIf(!existsSync(leads))("a list of leads that nobody here made is taken in as it is", async () => {
	const deps = await testIntake();
	const tenant = await deps.newTenant();
	const file = { "Leads.csv": existsSync(leads) ? readFileSync(leads) : "" };
	const { counts, description } = await importTexts(deps, tenant, file);
	expect(description.plan.sheets[0]?.entity).toBe("lead");
	expect(counts.rows).toEqual({ read: 9240, stored: 9240, unchanged: 0, rejected: 0 });
	const all = (await contentsOf(deps, tenant))["leads"] as { status: string; extra: Record<string, string> }[];
	expect(all.filter((lead) => lead.status === "converted")).toHaveLength(3561);
	expect(Object.keys(all[0]?.extra ?? {}).length).toBeGreaterThan(20);
	expect((await importTexts(deps, tenant, file)).counts.rows).toMatchObject({ stored: 0, unchanged: 9240 });
});
