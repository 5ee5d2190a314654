import fc from "fast-check";
import { expect, test } from "vitest";
import { startOfDayIn } from "../model/instant.ts";
import type { RowResult } from "./draft.ts";
import { sheetMapper } from "./map-sheet.ts";
import type { Plan } from "./plan.ts";
import { proposePlan } from "./propose-plan.ts";
import { NEW_WORKSPACE, sheetOf, TODAY } from "./test-sheets.ts";

/** Maps every row of a sheet by the plan that it suggests itself. */
function mapAll(file: string, lines: string[], change: (plan: Plan) => void = () => {}): RowResult[] {
	const sheet = sheetOf(file, ...lines);
	const plan = proposePlan([sheet], NEW_WORKSPACE, TODAY);
	change(plan);
	const mapper = sheetMapper(plan, 0);
	return lines.slice(1).map((line, at) =>
		mapper.map(
			line.split("|").map((cell) => cell.trim()),
			at + 2,
		),
	);
}

function rejected(results: RowResult[]): string[] {
	return results.flatMap((r) => (r.ok ? [] : [`${r.reject.row} ${r.reject.column} ${r.reject.code}`]));
}

const DEALS = "Deal ID|Deal name|Stage|Amount|Close date|Created";

test("a bad row is refused with its place and its reason, and its neighbours are taken", () => {
	const good = Array.from({ length: 40 }, (_, k) => `G${k}|Good|Won|1.00|2025-01-31|2025-01-01`);
	const results = mapAll(
		"deals.csv",
		[
			DEALS,
			...good,
			"1|Bad amount|Won|12 apples|2025-01-31|2025-01-01",
			"2|Bad date|Won|1|2025-02-30|2025-01-01",
			"3|Far|Won|1|2025-01-31|1891-01-01",
			"4|Strange|Limbo|1|2025-01-31|2025-01-01",
			"G0|Twice|Won|1|2025-01-31|2025-01-01",
			"short",
			"6|Long|Won|1|2025-01-31|2025-01-01|more",
			"7|Huge|Won|99999999999999999999|2025-01-31|2025-01-01",
		],
		(plan) => {
			plan.stages = plan.stages.filter((s) => s.name !== "Limbo");
		},
	);
	expect(rejected(results)).toEqual([
		"42 Amount bad_amount",
		"43 Close date bad_date",
		"44 Created date_out_of_range",
		"45 Stage unknown_stage",
		"46 Deal ID duplicate_key",
		"47 null too_few_columns",
		"48 null too_many_columns",
		"49 Amount amount_out_of_range",
	]);
	expect(results.filter((r) => r.ok)).toHaveLength(40);
	expect(results[44]).toMatchObject({ reject: { params: { first: 2 } } });
});

test("a deal closed before it was made, or without any closing day, is kept and noted", () => {
	const [before, undated] = mapAll("deals.csv", [DEALS, "1|A|Won|1|2025-01-01|2025-02-01", "2|B|Won|1||2025-01-01"]);
	expect(before).toMatchObject({ ok: true, warnings: ["closed_before_created"] });
	expect(undated).toMatchObject({
		ok: true,
		warnings: ["closed_without_date"],
		drafts: [{ fields: { status: "won", closedAt: null, closeDate: null } }],
	});
});

test("a forecast category is read in the words of its file; of closed deals none, and an unknown one is noted", () => {
	const results = mapAll("deals.csv", [
		`${DEALS}|Forecast Category`,
		"1|A|Open|1|2026-12-01|2026-01-01|Best Case",
		"2|B|Open|1|2026-12-01|2026-01-01|Zusage",
		"3|C|Won|1|2026-02-01|2026-01-01|Closed",
		"4|D|Open|1|2026-12-01|2026-01-01|Hope",
		"5|E|Open|1|2026-12-01|2026-01-01|",
	]);
	expect(results).toMatchObject([
		{ drafts: [{ fields: { forecastCategory: "best_case" } }], warnings: [] },
		{ drafts: [{ fields: { forecastCategory: "commit" } }], warnings: [] },
		{ drafts: [{ fields: { forecastCategory: null } }], warnings: [] },
		{ drafts: [{ fields: { forecastCategory: null } }], warnings: ["unknown_category"] },
		{ drafts: [{ fields: { forecastCategory: null } }], warnings: [] },
	]);
});

test("a field history tells how a deal's category moved", () => {
	const results = mapAll("OpportunityFieldHistory.csv", [
		"Opportunity ID|Field|Old Value|New Value|Created Date",
		"1|ForecastCategoryName|Pipeline|Best Case|2026-01-02",
		"1|ForecastCategoryName|Best Case|Commit|2026-02-03",
		"1|StageName|Prospecting|Negotiation|2026-02-03",
	]);
	expect(results.flatMap((r) => (r.ok ? r.steps : []))).toMatchObject([
		{ field: "forecastCategory", value: "best_case" },
		{ field: "forecastCategory", value: "commit" },
		{ field: "stageId" },
	]);
});

test("moments without an offset are of the workspace's zone, also on the day clocks change", () => {
	const [result] = mapAll("deals.csv", [DEALS, "1|A|Open|1|2026-03-29|2026-03-29 12:00"], (plan) => {
		plan.zone = "Europe/Berlin";
	});
	expect(result).toMatchObject({
		drafts: [{ fields: { createdAt: Date.parse("2026-03-29T10:00:00Z"), closeDate: "2026-03-29" } }],
	});
	expect(startOfDayIn("Europe/Berlin", "2026-03-29")).toBe(Date.parse("2026-03-28T23:00:00Z"));
});

test("a refused row does not take with it what later rows need", () => {
	const results = mapAll("deals.csv", [
		"Deal ID|Stage|Owner|Amount|Created",
		...Array.from({ length: 10 }, (_, k) => `G${k}|Won|Bo|1|2025-01-01`),
		"1|Won|Ann|x|2025-01-01",
		"2|Won|Ann|2|2025-01-01",
		"3|Won|Ann|3|2025-01-01",
	]);
	const owners = results.map((r) => (r.ok ? r.drafts.filter((d) => d.entity === "user").map((d) => d.key) : "refused"));
	expect(owners.slice(-3)).toEqual(["refused", ["name:ann"], []]);
});

test("rows that only their content tells apart keep their keys when read again, and equal ones are numbered", () => {
	const lines = ["Stage|Amount|Created", "Won|1|2025-01-01", "Won|2|2025-01-01", "Won|1|2025-01-01"];
	const keys = (): string[] => mapAll("deals.csv", lines).flatMap((r) => (r.ok ? r.drafts.map((d) => d.key) : []));
	expect(new Set(keys()).size).toBe(3);
	expect(keys()).toEqual(keys());
});

test("a person, the manager and the office become a tree of teams", () => {
	const [result] = mapAll("sales_teams.csv", [
		"sales_agent|manager|regional_office",
		"Anna Snelling|Dustin Brinkmann|Central",
		"Bo|Dustin Brinkmann|Central",
	]);
	expect(
		result?.ok &&
			result.drafts.map((d) => [d.entity, d.key, d.implied, Object.entries(d.links).map(([f, l]) => `${f} ${l?.key}`)]),
	).toEqual([
		["team", "region:central", true, []],
		["user", "name:dustinbrinkmann", true, []],
		["team", "team:central/dustinbrinkmann", true, ["parentId region:central", "managerId name:dustinbrinkmann"]],
		["user", "name:annasnelling", false, ["teamId team:central/dustinbrinkmann"]],
	]);
});

test("nobody becomes an administrator by a file", () => {
	const results = mapAll("users.csv", [
		"Name|Email|Role|Active",
		"Ann|ann@a.test|Admin|yes",
		"Bo|bo@a.test|Sales Manager|no",
		"Cy|cy@a.test|Account Executive|yes",
	]);
	expect(results.flatMap((r) => (r.ok ? r.drafts.map((d) => [d.fields["role"], d.fields["isActive"]]) : []))).toEqual([
		["ops", true],
		["manager", false],
		["executive", true],
	]);
});

test("employees may be a range, and what cannot be read costs no row", () => {
	const results = mapAll("accounts.csv", [
		"Account Name|Employees|Industry",
		"A|51-200|X",
		"B|1,000+|X",
		"C|many|X",
		"D|12|X",
		"E|13|X",
	]);
	expect(results.map((r) => (r.ok ? (r.drafts[0]?.fields["employees"] ?? null) : "refused"))).toEqual([
		126,
		1000,
		null,
		12,
		13,
	]);
	expect(results[2]).toMatchObject({ warnings: ["unreadable_value"] });
});

test("a field history brings stages, amounts and close dates, and leaves other fields alone", () => {
	const results = mapAll(
		"field history.csv",
		[
			"Opportunity ID|Field|Old Value|New Value|Edit Date",
			"1|Stage|Prospecting|Closed Won|2025-01-05T10:00:00Z",
			"1|Amount|10|20|2025-01-06T10:00:00Z",
			"1|Close Date|2025-01-01|2025-02-01|2025-01-07T10:00:00Z",
			"1|Description|a|b|2025-01-08T10:00:00Z",
		],
		(plan) => {
			plan.stages = [
				{ name: "Prospecting", kind: "open", position: 0 },
				{ name: "Closed Won", kind: "won", position: 1 },
			];
		},
	);
	expect(results.map((r) => (r.ok ? r.steps.map((s) => `${s.field}=${s.value}`) : []))).toEqual([
		["stageId=Closed Won", "status=won"],
		["amountMinor=2000"],
		["closeDate=2025-02-01"],
		[],
	]);
});

test("whatever stands in a row, it is either stored or refused, and never throws", () => {
	const cell = fc.oneof(
		fc.string(),
		fc.constantFrom(
			"Won",
			"2025-01-01",
			"12.5",
			"\u0000",
			"=1+1",
			"'; drop table deals; --",
			"\ud800",
			"x".repeat(400),
			"-1",
			"1e9",
		),
	);
	const sheet = sheetOf(
		"deals.csv",
		`${DEALS}|Owner|Account|Product|Note`,
		"1|A|Won|1|2025-01-31|2025-01-01|Ann|Acme|Box|n",
	);
	const plan = proposePlan([sheet], NEW_WORKSPACE, TODAY);
	fc.assert(
		fc.property(fc.array(fc.array(cell, { maxLength: 12 }), { maxLength: 20 }), (rows) => {
			const mapper = sheetMapper(plan, 0);
			for (const [at, row] of rows.entries()) {
				const result = mapper.map(row, at + 2);
				const text = JSON.stringify(result);
				expect(text).not.toContain("\\u0000");
				expect(text.isWellFormed() && !/\\ud[89a-f]/i.test(text)).toBe(true);
			}
		}),
	);
});
