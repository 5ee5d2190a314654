import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../../scripts/real-portal.ts";
import { axeFindings, be, firstRow, portalUrl, settled, visit } from "./test-visit.ts";

let browser: Browser;
beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(() => browser?.close());

test("each lead of the inbox has its next step, and says why by keyboard", async () => {
	const { context, page, complaints } = await visit(browser);
	await be(page, "maria");
	await page.goto(`${portalUrl()}/leads`);
	await page.getByRole("columnheader", { name: "Next step" }).waitFor();
	const step = page.locator("td details summary").first();
	await step.focus();
	await page.keyboard.press("Enter");
	await page.locator("td details[open] .cs-sub").first().waitFor();
	expect(complaints).toEqual([]);
	await context.close();
});

test("a lead's page says how to reach it next, with reasons and how that is known", async () => {
	const { context, page, complaints } = await visit(browser);
	await be(page, "maria");
	await page.goto(portalUrl() + (await firstRow(page, "/leads")));
	const advice = page.getByRole("region", { name: /^How to reach .* next$/ });
	await advice.locator(".next-touch-why li").first().waitFor();
	await settled(page);
	const how = advice.getByText("How we know");
	await how.focus();
	await page.keyboard.press("Enter");
	await advice.getByText(/answered within seven days/).waitFor();
	expect(await axeFindings(page)).toEqual([]);
	expect(complaints).toEqual([]);
	await context.close();
});

test("what wins stands beside the deals", async () => {
	const { context, page, complaints } = await visit(browser);
	await be(page, "robert");
	await page.goto(`${portalUrl()}/deals`);
	const way = page.getByRole("link", { name: "What wins" });
	await way.focus();
	await page.keyboard.press("Enter");
	await page.waitForURL(/\/deals\/drivers$/);
	await page.getByRole("heading", { level: 1, name: /won|look/ }).waitFor();
	expect(await axeFindings(page)).toEqual([]);
	expect(complaints).toEqual([]);
	await context.close();
});
