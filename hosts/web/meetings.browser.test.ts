import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser } from "../../scripts/real-portal.ts";
import { axeFindings, be, overflow, portalUrl, settled, visit } from "./test-visit.ts";

let browser: Browser;
beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(() => browser?.close());

describe("the meetings", () => {
	test("a manager sees means over the team, never one person's", async () => {
		const { context, page, complaints } = await visit(browser);
		await be(page, "robert");
		await page.goto(`${portalUrl()}/meetings/team`);
		await settled(page);
		await page.locator(".team-facts, .cs-state").first().waitFor();
		expect(await axeFindings(page)).toEqual([]);
		expect(complaints).toEqual([]);
		await context.close();
	});

	test("the door of a meeting bot is opened by keyboard, its token shown once", async () => {
		const { context, page, complaints } = await visit(browser);
		await be(page, "david");
		await page.goto(`${portalUrl()}/settings/coaching`);
		await settled(page);
		await page.getByRole("button", { name: "Make a token" }).focus();
		await page.keyboard.press("Enter");
		await page.getByText("it is shown this once", { exact: false }).waitFor();
		await page.getByRole("switch", { name: "Take what Vexa sends" }).focus();
		await page.keyboard.press("Space");
		await page.locator('input[role="switch"]:checked').first().waitFor();
		expect(await axeFindings(page)).toEqual([]);
		await page.setViewportSize({ width: 320, height: 800 });
		expect(await overflow(page)).toBe(0);
		expect(complaints).toEqual([]);
		await context.close();
	});
});
