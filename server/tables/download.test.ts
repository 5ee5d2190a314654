import { beforeAll, describe, expect, test } from "vitest";
import { auditDownload, auditQuery } from "../../core/contract/audit.ts";
import { accountDownload, accountQuery } from "../../core/contract/customers.ts";
import type { DealJson } from "../../core/contract/deals.ts";
import { dealDownload, dealQuery } from "../../core/contract/deals.ts";
import { identityDownload, identityQuery, peopleDownload, peopleQuery } from "../../core/contract/identities.ts";
import { leadDownload, leadQuery } from "../../core/contract/leads.ts";
import type { Page } from "../../core/contract/scalars.ts";
import { accountTable } from "../../core/contract/tables/account-table.ts";
import { auditTable } from "../../core/contract/tables/audit-table.ts";
import { dealTable } from "../../core/contract/tables/deal-table.ts";
import { identityTable } from "../../core/contract/tables/identity-table.ts";
import { leadTable } from "../../core/contract/tables/lead-table.ts";
import { peopleTable } from "../../core/contract/tables/people-table.ts";
import { filterNames, type Table } from "../../core/contract/tables/table.ts";
import { AUDIT_SORTS } from "../db/audit-entries.ts";
import { ACCOUNT_SORTS } from "../db/customer-accounts.ts";
import { DEAL_SORTS } from "../db/deals.ts";
import { LEAD_SORTS } from "../db/leads.ts";
import { PEOPLE_SORTS } from "../db/people-list.ts";
import { testApp } from "../test-app.ts";
import { loadSmallCompany, rebuildNow, type TestCast } from "../test-company.ts";
import { openWorkbook } from "./test-workbook.ts";

const app = await testApp();
const NOW = Date.UTC(2026, 8, 15, 9, 30);
let cast: TestCast;
let tenantId = 0;

beforeAll(async () => {
	({ tenantId, cast } = await loadSmallCompany(app, NOW));
	await rebuildNow(app, tenantId);
});

type Person = { tenantId: number; userId: string };
async function file(as: Person, query: string): Promise<Response> {
	const answer = await app.call("GET", `/opportunities/download?${query}`, { as });
	expect(answer.status, answer.status === 200 ? "" : await answer.clone().text()).toBe(200);
	return answer;
}
const lines = async (answer: Response) => (await answer.text()).trimEnd().split("\r\n");
async function listed(as: Person, query: string): Promise<DealJson[]> {
	const answer = await app.call("GET", `/opportunities?limit=200&${query}`, { as });
	expect(answer.status, await answer.clone().text()).toBe(200);
	return ((await answer.json()) as Page<DealJson>).items;
}

describe("a table downloaded as CSV", () => {
	test.each([
		"sort=-amount",
		"status=won&sort=name",
		"sort=probability",
		"search=hotel",
		"amountFrom=20000&amountTo=90000",
	])("has the rows of the list in its order: %s", async (query) => {
		const want = await listed(cast.jennifer, query);
		const [head, ...rows] = await lines(await file(cast.jennifer, `${query}&columns=id,stage`));
		expect(head).toBe("Id,Stage");
		expect(rows.map((row) => row.split(",")[0])).toEqual(want.map((deal) => deal.id));
		expect(want.length).toBeGreaterThan(0);
	});

	test("shows only what the person may see", async () => {
		const [, ...rows] = await lines(await file(cast.maria, "columns=id"));
		expect(rows).toEqual((await listed(cast.maria, "")).map((deal) => deal.id));
		expect(rows.length).toBeLessThan((await listed(cast.jennifer, "")).length);
	});

	test("writes an estimate with unit, range, records, as-of time, model and state", async () => {
		const [head, first] = await lines(await file(cast.jennifer, "status=open&sort=-probability&columns=probability"));
		expect(head).toBe(
			"Chance to close,Chance to close: unit,Chance to close: low end,Chance to close: high end,Chance to close: range meant to hold,Chance to close: records behind it,Chance to close: as of,Chance to close: model,Chance to close: state",
		);
		expect(first).toMatch(/^0\.\d+,"share, 0–1",0\.\d+,0\.\d+,0\.\d+,\d+,2026-09-\d\dT[\d:.]+Z,[\w.:@-]+,/);
	});

	test("speaks the language asked for, and begins with a mark for Excel when told to", async () => {
		const answer = await app.call("GET", "/opportunities/download?bom=true&columns=stage", {
			as: cast.jennifer,
			headers: { "accept-language": "de" },
		});
		const bytes = Buffer.from(await answer.arrayBuffer());
		expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
		expect(bytes.toString()).toContain("Phase");
	});

	test("names a column that is not there", async () => {
		const answer = await app.call("GET", "/opportunities/download?columns=name,shoe", { as: cast.jennifer });
		expect(answer.status).toBe(400);
		expect(await answer.text()).toContain("there is no shoe");
	});
});

describe("a table downloaded as XLSX", () => {
	test("has typed cells, and says what it is and as of when", async () => {
		const answer = await file(
			cast.jennifer,
			"format=xlsx&status=open&sort=-amount&columns=name,amount,closeDate,probability",
		);
		const book = await openWorkbook(Buffer.from(await answer.arrayBuffer()));
		const want = await listed(cast.jennifer, "status=open&sort=-amount");
		const [head, ...rows] = book["Deals"] ?? [];
		expect(head?.slice(0, 4)).toEqual(["Deal", "Amount", "Amount: currency", "Close date"]);
		expect(rows.map((row) => row[0])).toEqual(want.map((deal) => deal.name));
		expect(rows[0]?.[3]).toBe(want[0]?.closeDate);
		expect(Number(rows[0]?.[1]) * 100).toBeCloseTo(Number(want[0]?.amount?.amountMinor));
		const about = book["About"]?.map((row) => row.join(": ")) ?? [];
		expect(about).toContain("Filter: Status: Open");
		expect(about).toContain("Order: Amount, from the highest");
		expect(about).toContain(`Rows: ${want.length}`);
		expect(about.some((line) => line.startsWith("As of: 2026-09-15"))).toBe(true);
	});
});

test("who downloaded what stands in the audit", async () => {
	await (await file(cast.robert, "status=lost&columns=id")).text();
	await expect
		.poll(async () => {
			const rows = await app.database
				.reader(tenantId)
				.selectFrom("audit_entries")
				.select(["actor_id", "detail"])
				.where("action", "=", "table.downloaded")
				.where("actor_id", "=", cast.robert.userId)
				.execute();
			return rows.map((row) => row.detail);
		})
		.toEqual([expect.objectContaining({ table: "deals", format: "csv", whole: true, filters: { status: "lost" } })]);
});

describe.each([
	[dealTable, dealQuery, dealDownload, DEAL_SORTS],
	[leadTable, leadQuery, leadDownload, LEAD_SORTS],
	[accountTable, accountQuery, accountDownload, ACCOUNT_SORTS],
	[auditTable, auditQuery, auditDownload, AUDIT_SORTS],
	[identityTable, identityQuery, identityDownload, []],
	[peopleTable, peopleQuery, peopleDownload, PEOPLE_SORTS],
] as const)("the description of a table", (table, query, download, sorts) => {
	const { columns, filters, name } = table as Table<never>;
	test(`${name} names only filters and sorts that its route knows`, () => {
		const known = Object.keys(query.shape);
		for (const filter of filters) {
			const sent =
				filter.kind === "choice"
					? filter.options.flatMap((o) => Object.keys(o.sends ?? { [filter.name]: 1 }))
					: filterNames(filter);
			expect(known).toEqual(expect.arrayContaining(sent));
		}
		expect(Object.keys(download.shape)).toEqual(expect.arrayContaining(["format", "columns", "sort"]));
		expect(
			columns
				.filter((c) => c.sorts)
				.map((c) => c.key)
				.sort(),
		).toEqual([...sorts].sort());
	});
});
