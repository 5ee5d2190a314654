import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../../scripts/real-portal.ts";
import { axeFindings, be, portalUrl, visit } from "./test-visit.ts";

let browser: Browser;
beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(() => browser?.close());

test("says what scores are learnt from, and tries other points on past leads", async () => {
	const { context, page, complaints } = await visit(browser);
	await be(page, "david");
	await page.goto(`${portalUrl()}/leads/scoring`);
	// Learnt once the demo's numbers are there; points until then.
	await page.getByRole("heading", { name: /^Scores are/ }).waitFor();
	await page.getByText("student or trainee").focus();
	await page.keyboard.press("Enter");
	await page.getByLabel("Points", { exact: true }).and(page.locator(":visible")).fill("-40");
	await page.getByRole("button", { name: "Try on past leads" }).click();
	await page.getByText(/^The best fifth by these rules held \d+\s% of/).waitFor();
	expect(await axeFindings(page)).toEqual([]);
	expect(complaints).toEqual([]);
	await context.close();
});
