import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser } from "../../scripts/real-portal.ts";
import { axeFindings, be, overflow, portalUrl, settled, visit } from "./test-visit.ts";

let browser: Browser;
beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(() => browser?.close());

describe("a live meeting", () => {
	test("plays a sample call: its words come, a note and a tick by key stay, and both widths hold", async () => {
		const { context, page, complaints } = await visit(browser);
		await be(page, "maria");
		await page.goto(`${portalUrl()}/live`);
		await settled(page);
		await page.getByRole("button", { name: "English" }).focus();
		await page.keyboard.press("Enter");
		await page.getByText("Hi Helen, thanks for making the time").waitFor();
		await page.keyboard.press("n");
		await page.keyboard.type("Asks for offline mode");
		await page.keyboard.press("Enter");
		await page.locator(".live-notes li", { hasText: "Asks for offline mode" }).waitFor();
		await page.locator("h1").focus();
		await page.keyboard.press("3");
		await page.getByRole("checkbox", { name: "Their budget" }).focus();
		await page.keyboard.press("Space");
		await page.keyboard.press("b");
		await page.locator(".cs-live-say").waitFor();
		expect(await axeFindings(page)).toEqual([]);
		await page.setViewportSize({ width: 320, height: 800 });
		expect(await overflow(page)).toBe(0);
		await page.reload();
		await page.locator(".live-notes li", { hasText: "Asks for offline mode" }).waitFor();
		expect(complaints).toEqual([]);
		await context.close();
	});
});
