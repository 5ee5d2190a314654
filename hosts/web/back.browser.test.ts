import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../../scripts/real-portal.ts";
import { be, portalUrl, settled, visit } from "./test-visit.ts";

let browser: Browser;
beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(() => browser?.close());

test("the back button returns to the rows that were loaded, as far down as one was; a new page begins at its top", async () => {
	const { context, page, complaints } = await visit(browser);
	await be(page, "jennifer");
	await page.goto(`${portalUrl()}/deals`);
	const rows = page.locator("[data-row-link]");
	await rows.nth(49).waitFor();
	await page.getByRole("button", { name: "Load more" }).click();
	await rows.nth(99).waitFor();
	await rows.nth(80).scrollIntoViewIfNeeded();
	const down = await page.evaluate(() => Math.round(scrollY));
	expect(down).toBeGreaterThan(500);
	const name = await rows.nth(80).innerText();

	await rows.nth(80).click();
	await page.waitForURL(/\/deals\/.+/);
	await settled(page);
	expect(await page.evaluate(() => scrollY)).toBe(0);

	await page.goBack();
	await rows.nth(99).waitFor();
	await page.waitForFunction((y) => Math.abs(scrollY - y) < 100, down);
	expect(await rows.nth(80).innerText()).toBe(name);

	await page.reload();
	await rows.nth(99).waitFor();
	await page.waitForFunction((y) => Math.abs(scrollY - y) < 100, down);
	expect(complaints).toEqual([]);
	await context.close();
});
