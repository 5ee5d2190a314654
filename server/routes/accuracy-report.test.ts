import { beforeAll, expect, test, vi } from "vitest";
import type { AccuracyJson } from "../../core/contract/accuracy.ts";
import { LOCALES } from "../../core/words/locales.ts";
import { measureAccuracy } from "../jobs/measure-accuracy.ts";
import { openWorkbook } from "../tables/test-workbook.ts";
import { testApp } from "../test-app.ts";
import { loadSmallCompany, numberDeps, rebuildNow, type TestCast } from "../test-company.ts";

const app = await testApp();
const NOW = Date.UTC(2026, 8, 15, 9, 30);
const PATH = "/forecasts/accuracy/report/download";
let cast: TestCast;
let tenantId = 0;

beforeAll(async () => {
	({ tenantId, cast } = await loadSmallCompany(app, NOW));
	await rebuildNow(app, tenantId);
});

async function fileOf(query = "", locale = "en"): Promise<Buffer> {
	const answer = await app.call("GET", PATH + query, { as: cast.jennifer, headers: { "accept-language": locale } });
	expect(answer.status, answer.status === 200 ? "" : await answer.clone().text()).toBe(200);
	return Buffer.from(await answer.arrayBuffer());
}

test("before anything has been compared there is nothing to take along, and it says what to do", async () => {
	const answer = await app.call("GET", PATH, { as: cast.jennifer });
	expect(answer.status).toBe(422);
	expect(await answer.text()).toContain("Ask for the comparison first");
});

test("the workbook holds the figures of the page, each past period beside what came, and is audited", async () => {
	await measureAccuracy(
		numberDeps(app),
		{ tenantId },
		{ signal: new AbortController().signal, progress: async () => {} },
	);
	const shown = (await (await app.call("GET", "/forecasts/accuracy", { as: cast.jennifer })).json()) as AccuracyJson;
	const sheets = await openWorkbook(await fileOf("?format=xlsx"));
	const figures = sheets["Accuracy in figures"] ?? [];
	expect(figures.length - 1).toBe(shown.rows.length);
	expect(Number(figures[1]?.[4])).toBeCloseTo(shown.rows[0]?.wape.value ?? -1, 6);
	expect((sheets["Forecast and outcome"] ?? []).length - 1).toBe(shown.past.length);
	// It is noted once the file is through, which is after its reader has it.
	await vi.waitFor(async () => {
		const audits = await app.database
			.reader(tenantId)
			.selectFrom("audit_entries")
			.select("detail")
			.where("action", "=", "accuracy.report_taken")
			.execute();
		expect(audits.at(-1)?.detail).toMatchObject({ format: "xlsx", whole: true });
	}, 20_000);
});

test.each(LOCALES)("is printed in %s with its fonts in it", async (locale) => {
	const pdf = (await fileOf("", locale)).toString("latin1");
	expect(pdf.startsWith("%PDF-")).toBe(true);
	expect(pdf.match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(0);
	expect(pdf).toContain("/FontFile2");
	expect(pdf).toContain(`/Lang (${locale})`);
});
