import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../../scripts/real-portal.ts";
import { axeFindings, be, overflow, portalUrl, settled, visit } from "./test-visit.ts";

let browser: Browser;
beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(() => browser.close());

test("a seller puts a chance of their own beside the number by keyboard, and takes it back", async () => {
	const { context, page, complaints } = await visit(browser);
	await be(page, "maria");
	await page.goto(`${portalUrl()}/deals`);
	await settled(page);
	await page.locator("a[data-row-link]").first().press("Enter");
	await page.getByRole("heading", { name: "Your own chance" }).waitFor();
	await page.getByRole("heading", { name: "Closed deals like this one" }).waitFor();
	await page.getByRole("button", { name: "Say what you think" }).press("Enter");
	await page.getByLabel("Chance in percent").fill("180");
	await page.getByText("Write a whole number from 0 to 100.").waitFor();
	await page.getByLabel("Chance in percent").fill("83");
	await page.locator(".own-chance textarea").fill("Their board has agreed");
	await page.getByRole("button", { name: "Put it beside" }).press("Enter");
	const own = page.locator(".own-chance");
	await own.getByText("Their board has agreed").waitFor();
	expect(await own.locator(".own-chance-value").textContent()).toMatch(/83\s%/);
	await own.getByText("The forecast goes on with").waitFor();
	expect(await axeFindings(page)).toEqual([]);
	await page.setViewportSize({ width: 320, height: 800 });
	expect(await overflow(page)).toBe(0);
	await own.getByRole("button", { name: "Withdraw" }).press("Enter");
	await page.getByRole("button", { name: "Say what you think" }).waitFor();
	expect(complaints).toEqual([]);
	await context.close();
});

test("how chances are made is said to anyone, and is decided on by those who run the workspace", async () => {
	const { context, page } = await visit(browser, { look: "dark" });
	await be(page, "maria");
	await page.goto(`${portalUrl()}/settings/model`);
	await settled(page);
	await page.getByRole("heading", { name: "Versions" }).waitFor();
	expect(await page.getByRole("button", { name: "Learn anew" }).count()).toBe(0);
	await page.getByText("How we know").press("Enter");
	await page.getByText("Reason of a loss: known only at the end").waitFor();
	expect(await axeFindings(page)).toEqual([]);
	await page.setViewportSize({ width: 320, height: 800 });
	expect(await overflow(page)).toBe(0);
	await context.close();
});
