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
	test("by keyboard: a quote leads to its moment, something to do is dismissed, a speaker renamed, a moment shared", async () => {
		const { context, page, complaints } = await visit(browser);
		await be(page, "maria");
		// What follows the demo's meetings is made by jobs, one after the other.
		await page.goto(`${portalUrl()}/meetings?state=ready`);
		await page.locator("[data-row-link]").first().waitFor({ timeout: 90_000 });
		await page.locator("[data-row-link]").first().click();
		await settled(page);
		const quote = page.locator(".meeting-quote").first();
		await quote.waitFor();
		await quote.focus();
		await page.keyboard.press("Enter");
		await page.locator(".meeting-turn-here").waitFor();
		expect(await page.evaluate(() => document.activeElement?.id.startsWith("turn-"))).toBe(true);

		const dismiss = page.getByRole("button", { name: /^Dismiss: / }).first();
		const dismissed = await dismiss.getAttribute("aria-label");
		await dismiss.focus();
		await page.keyboard.press("Enter");
		await page.getByRole("button", { name: dismissed ?? "", exact: true }).waitFor({ state: "detached" });

		const who = page.locator("details", { hasText: "people spoke" });
		await who.locator("summary").focus();
		await page.keyboard.press("Enter");
		const name = who.getByRole("textbox").last();
		await name.focus();
		await page.keyboard.press("ControlOrMeta+a");
		await page.keyboard.type("Nora Berg");
		await page.keyboard.press("Tab");
		await page.locator(".meeting-turn-who", { hasText: "Nora Berg" }).first().waitFor();

		await page
			.getByRole("button", { name: /^Share as an example: / })
			.first()
			.focus();
		await page.keyboard.press("Enter");
		await page.getByRole("checkbox", { name: /Colleagues may read/ }).focus();
		await page.keyboard.press("Space");
		await page
			.locator(".meeting-turn")
			.getByRole("button", { name: "Share as an example", exact: true })
			.first()
			.focus();
		await page.keyboard.press("Enter");
		await page.getByRole("status").filter({ hasText: "Shared" }).waitFor();
		expect(await axeFindings(page)).toEqual([]);
		await page.setViewportSize({ width: 320, height: 800 });
		expect(await overflow(page)).toBe(0);
		expect(complaints).toEqual([]);
		await context.close();
	});

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
