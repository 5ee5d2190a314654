import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../../scripts/real-portal.ts";
import { axeFindings, be, overflow, portalUrl, settled, visit } from "./test-visit.ts";

let browser: Browser;
beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(() => browser.close());

test("Maria calls her quarter by keyboard and sees which deals stand between her and the model", async () => {
	const { context, page, complaints } = await visit(browser);
	await be(page, "maria");
	await page.goto(`${portalUrl()}/forecast/calls`);
	await settled(page);
	const commit = page.getByLabel("Commit (EUR)");
	await commit.waitFor();
	await commit.fill("5,000,000");
	await page.getByLabel("Best case (EUR)").fill("6,000,000");
	await page.getByLabel("Note").fill("two tenders");
	await page.getByRole("button", { name: "Submit" }).press("Enter");
	await page.getByText(/commits €5M; the model says/).waitFor();
	await page.getByRole("cell", { name: "two tenders" }).first().waitFor();
	await settled(page);
	const gap = page.getByRole("table", { name: "Deals between the model and the commit" });
	expect(await gap.getByRole("link").count()).toBeGreaterThan(0);
	expect(await axeFindings(page)).toEqual([]);
	await page.setViewportSize({ width: 320, height: 800 });
	expect(await overflow(page)).toBe(0);
	expect(complaints).toEqual([]);
	await context.close();
});

test("Robert puts another number beside a deal's, says why, and takes it back", async () => {
	const { context, page, complaints } = await visit(browser);
	await be(page, "robert");
	await page.goto(`${portalUrl()}/forecast/deals`);
	await settled(page);
	await page.getByRole("button", { name: "Without it" }).first().click();
	await page
		.getByRole("dialog")
		.getByRole("row", { name: /Without it/ })
		.waitFor({ timeout: 60_000 });
	await page.keyboard.press("Escape");
	await page.getByRole("button", { name: "Another number" }).first().press("Enter");
	await page.getByLabel("Your number (EUR)").fill("12345");
	await page.getByLabel("Why").fill("they told me");
	await page.getByRole("button", { name: "Put it beside" }).press("Enter");
	await page
		.getByText(/by hand €12\.3K/)
		.first()
		.waitFor();
	await page.goto(`${portalUrl()}/forecast/calls`);
	await settled(page);
	await page.getByText("they told me").first().waitFor();
	await page.getByRole("button", { name: "Take it back" }).first().press("Enter");
	await page
		.getByText(/Taken back by Robert/)
		.first()
		.waitFor();
	expect(complaints).toEqual([]);
	await context.close();
});
