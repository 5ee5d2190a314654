import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../../scripts/real-portal.ts";
import { axeFindings, be, portalUrl, settled, visit } from "./test-visit.ts";

let browser: Browser;
beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(() => browser?.close());

test("a step of the waterfall opens its deals by keyboard, and the way back closes them", async () => {
	const { context, page, complaints } = await visit(browser);
	await be(page, "jennifer");
	await page.goto(`${portalUrl()}/forecast`);
	await page.getByRole("link", { name: "What changed" }).click();
	await page.locator("a.waterfall-row").first().waitFor();
	const step = page.locator("a.waterfall-row").first();
	const name = await step.locator(".waterfall-label").textContent();
	await step.focus();
	await page.keyboard.press("Enter");
	await page.getByRole("heading", { name: `${name}: the deals` }).waitFor();
	await page.locator("[data-row-link]").first().waitFor();
	expect(await axeFindings(page)).toEqual([]);
	await page.goBack();
	await page.getByRole("heading", { name: `${name}: the deals` }).waitFor({ state: "detached" });
	await page.getByLabel("Whose pipeline").selectOption({ index: 1 });
	await settled(page);
	expect(page.url()).toContain("node=");
	expect(complaints).toEqual([]);
	await context.close();
});
