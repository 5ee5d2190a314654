import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../../scripts/real-portal.ts";
import { axeFindings, be, portalUrl, visit } from "./test-visit.ts";

let browser: Browser;
beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(() => browser?.close());

test("the script for the company's site is switched on and shown, by keyboard", async () => {
	const { context, page, complaints } = await visit(browser);
	await be(page, "david");
	await page.goto(`${portalUrl()}/settings/website`);
	await page.getByRole("heading", { name: "Your site sends nothing" }).waitFor();
	await page.getByRole("switch", { name: "Take what the site sends" }).focus();
	await page.keyboard.press("Space");
	await page.getByLabel("Addresses of your site").fill("https://www.fjordlight.example");
	await page.getByRole("button", { name: "Save" }).focus();
	await page.keyboard.press("Enter");
	await page.getByRole("heading", { name: "What leads read on your site counts" }).waitFor();
	await page.getByText(/<script async src=/).waitFor();
	expect(await axeFindings(page)).toEqual([]);
	expect(complaints).toEqual([]);
	await context.close();
});
