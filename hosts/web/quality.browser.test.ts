import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../../scripts/real-portal.ts";
import { axeFindings, be, overflow, portalUrl, settled, type Visit, visit } from "./test-visit.ts";

let browser: Browser;
beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(() => browser.close());

/** David at the page of data quality, once the data were checked. */
async function inspector(): Promise<Visit> {
	const seen = await visit(browser);
	await be(seen.page, "david");
	await seen.page.goto(`${portalUrl()}/quality`);
	await settled(seen.page);
	const check = seen.page.getByRole("button", { name: "Check now" });
	if (await check.isVisible()) await check.press("Enter");
	// The demo's first numbers, and with them the first check, take a while on a busy machine.
	await seen.page.locator(".twin").first().waitFor({ timeout: 110_000 });
	return seen;
}

test("two records that stand twice are merged by keyboard and parted again", async () => {
	const { context, page, complaints } = await inspector();
	expect(await page.locator("h1").textContent()).toMatch(/of 100: \d+ faults in the data/);
	expect(await axeFindings(page)).toEqual([]);

	const twins = page.getByRole("button", { name: /^Accounts \(\d+\)$/ });
	const before = (await twins.textContent()) ?? "";
	const first = page.locator(".twin").first();
	await first.getByRole("radio").first().focus();
	await page.keyboard.press("ArrowDown");
	await first.getByRole("button", { name: "Merge" }).press("Enter");
	await page.waitForFunction((text) => !document.body.textContent?.includes(text), before);

	const undo = page.getByRole("button", { name: "Take back: Merged" }).first();
	await undo.press("Enter");
	await page.getByText("Taken back (1)").first().waitFor();
	await page.waitForFunction((text) => document.body.textContent?.includes(text), before);
	expect(complaints).toEqual([]);
	await context.close();
});

test("close dates that have passed are moved at once, on a narrow page too, and put back", async () => {
	const { context, page } = await inspector();
	await page.setViewportSize({ width: 320, height: 800 });
	expect(await overflow(page)).toBe(0);
	await page.getByRole("link", { name: /past their close date/ }).press("Enter");
	await page.getByRole("button", { name: "Mend all" }).waitFor();
	expect(await overflow(page)).toBe(0);
	expect(await axeFindings(page)).toEqual([]);
	await page.getByRole("button", { name: "Mend all" }).press("Enter");
	await page.getByText(/records? mended/).waitFor();
	await page.getByRole("link", { name: "All faults" }).press("Enter");
	await page
		.getByRole("button", { name: /Take back: Close dates moved/ })
		.first()
		.press("Enter");
	await page
		.getByText(/^Taken back/)
		.first()
		.waitFor();
	await page.getByRole("link", { name: /past their close date/ }).waitFor();
	await context.close();
});
