import { beforeAll, expect, test } from "vitest";
import type { ForecastJson } from "../../core/contract/forecasts.ts";
import { LOCALES } from "../../core/words/locales.ts";
import { noteMeasure, replaceOutcomes } from "../db/outcomes.ts";
import { openWorkbook } from "../tables/test-workbook.ts";
import { testApp } from "../test-app.ts";
import { loadSmallCompany, rebuildNow, type TestCast } from "../test-company.ts";

const app = await testApp();
const NOW = Date.UTC(2026, 8, 15, 9, 30);
const PATH = "/forecasts/page/download?period=FY2026-Q3";
let cast: TestCast;
let tenantId = 0;

beforeAll(async () => {
	({ tenantId, cast } = await loadSmallCompany(app, NOW));
	await rebuildNow(app, tenantId);
	const body = { period: "FY2026-Q3", nodeId: cast.maria.userId, currency: "EUR", version: 0 };
	const call = { ...body, commitMinor: "40000000", bestCaseMinor: "50000000" };
	const made = await app.call("POST", "/forecasts/calls", { as: cast.maria, body: call });
	expect(made.status, await made.clone().text()).toBe(201);
});

async function fileOf(query: string, as = cast.maria, locale = "en"): Promise<Buffer> {
	const answer = await app.call("GET", PATH + query, { as, headers: { "accept-language": locale } });
	expect(answer.status, answer.status === 200 ? "" : await answer.clone().text()).toBe(200);
	return Buffer.from(await answer.arrayBuffer());
}

test("as a workbook has rows that sum to the number exactly: parts, deals, and the bridge from the last call", async () => {
	for (const as of [cast.maria, cast.jennifer]) {
		const shown = await app.call("GET", "/forecasts?period=FY2026-Q3", { as });
		const value = ((await shown.json()) as ForecastJson).nodes[0]?.view.value;
		const sheets = await openWorkbook(await fileOf("&format=xlsx", as));
		for (const name of ["What it is made of", "Deals", "How it got here"]) {
			const rows = sheets[name] ?? [];
			const cents = rows.slice(1).map((row) => Math.round(Number(row.at(-1)) * 100));
			const total = cents.pop();
			expect(total, name).toBe(Number(value));
			expect(
				cents.reduce((sum, minor) => sum + minor, 0),
				name,
			).toBe(total);
		}
		const past = sheets["Earlier forecasts and what came"] ?? [];
		expect(past.length).toBeGreaterThan(1);
	}
	const bridge = (await openWorkbook(await fileOf("&format=xlsx")))["How it got here"];
	expect(bridge?.[1]?.[0]).toContain("Commit of Maria");
	expect(bridge?.[1]?.[1]).toBe("400000.00");
});

test("takes past forecasts from what was measured, where that comes near the middle of the period and is in its currency", async () => {
	const measured = (currency: string) =>
		app.database.inTenant(tenantId, async (trx) => {
			await noteMeasure(trx, tenantId, { state: "done", currency });
			const node = { nodeId: cast.maria.userId, nodeKind: "user" as const, modelVersion: "m", trainedTo: null };
			const amounts = { forecastMinor: 12_345_678n, lowMinor: 10_000_000n, highMinor: 14_000_000n, level: 0.8 };
			const at = { period: "FY2026-Q2", asOf: Date.UTC(2026, 4, 16), horizonDays: 46, actualMinor: 1n };
			await replaceOutcomes(trx, tenantId, [{ source: "replayed", ...node, ...amounts, ...at }]);
		});
	const past = async () =>
		((await openWorkbook(await fileOf("&format=xlsx")))["Earlier forecasts and what came"] ?? []).flat().map(String);
	await measured("USD");
	expect(await past()).not.toContain("123456.78");
	await measured("EUR");
	expect(await past()).toContain("123456.78");
});

test.each(LOCALES)("is one printable page in %s, with its fonts in it", async (locale) => {
	const pdf = (await fileOf("", cast.jennifer, locale)).toString("latin1");
	expect(pdf.startsWith("%PDF-")).toBe(true);
	expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(1);
	expect(pdf).toContain("/FontFile2");
	expect(pdf).toContain(`/Lang (${locale})`);
});

test("is audited by who took it, and made for nobody who may not see the node", async () => {
	const audits = await app.database
		.reader(tenantId)
		.selectFrom("audit_entries")
		.select(["actor_id", "detail"])
		.where("action", "=", "forecast.page_taken")
		.execute();
	expect(audits.length).toBeGreaterThan(0);
	const answer = await app.call("GET", `${PATH}&node=${cast.robert.userId}`, { as: cast.maria });
	expect(answer.status).toBe(404);
});
