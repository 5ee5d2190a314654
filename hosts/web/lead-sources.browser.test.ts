import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../../scripts/real-portal.ts";
import { axeFindings, be, portalUrl, visit } from "./test-visit.ts";

let browser: Browser;
beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(() => browser?.close());

test("a source's cost, typed by keyboard, tells what is worth its money, until it is taken away", async () => {
	const { context, page, complaints } = await visit(browser);
	await be(page, "david");
	await page.goto(`${portalUrl()}/leads/sources`);
	await page.getByRole("heading", { name: /^Most revenue came by / }).waitFor();
	await page.getByLabel("Source", { exact: true }).fill("Referral");
	await page.getByLabel(/^Amount/).fill("1,000");
	await page.getByLabel(/^Amount/).press("Enter");
	await page.getByRole("heading", { name: /^Referral brings most for its money: / }).waitFor();
	expect(await axeFindings(page)).toEqual([]);
	await page.getByRole("button", { name: /^Remove the cost of Referral/ }).click();
	await page.getByRole("heading", { name: /^Most revenue came by / }).waitFor();
	expect(complaints).toEqual([]);
	await context.close();
});
