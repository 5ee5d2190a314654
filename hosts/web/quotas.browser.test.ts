import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../../scripts/real-portal.ts";
import { axeFindings, be, portalUrl, visit } from "./test-visit.ts";

let browser: Browser;
beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(() => browser?.close());

test("a number typed into the plan by keyboard is held, the rest is shared out anew, and it lets go again", async () => {
	const { context, page, complaints } = await visit(browser);
	await be(page, "david");
	await page.goto(`${portalUrl()}/quotas/plans`);
	await page.getByRole("row", { name: /Draft/ }).getByRole("link").first().click();
	const maria = page.getByRole("textbox", { name: /^Quota of Maria Alvarez/ });
	await maria.waitFor();
	const before = await maria.inputValue();
	await maria.fill("100,000");
	await maria.press("Enter");
	await page.getByRole("textbox", { name: "Quota of Maria Alvarez, held" }).waitFor();
	expect(await page.getByRole("textbox", { name: "Quota of Maria Alvarez, held" }).inputValue()).toBe("100,000");
	// A field half beneath the bar above would be called too small to hit.
	await page.evaluate(() => window.scrollTo(0, 0));
	expect(await axeFindings(page)).toEqual([]);
	await page.getByRole("textbox", { name: "Quota of Maria Alvarez, held" }).fill("");
	await page.getByRole("textbox", { name: "Quota of Maria Alvarez, held" }).press("Enter");
	const free = page.getByRole("textbox", { name: "Quota of Maria Alvarez", exact: true });
	await free.waitFor();
	expect(await free.inputValue()).toBe(before);
	expect(complaints).toEqual([]);
	await context.close();
});
