import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../../scripts/real-portal.ts";
import { axeFindings, be, overflow, portalUrl, visit } from "./test-visit.ts";

let browser: Browser;
beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(() => browser?.close());

test("ended deals are parted another way from the keyboard, and the answer and the table follow", async () => {
	const { context, page, complaints } = await visit(browser);
	await be(page, "jennifer");
	await page.goto(`${portalUrl()}/deals/endings`);
	await page
		.getByRole("rowheader", { name: /and more/ })
		.or(page.getByRole("cell", { name: /and more/ }))
		.first()
		.waitFor();
	await page.getByLabel("Group by").focus();
	await page.keyboard.type("Reason");
	await page.getByRole("heading", { level: 1, name: /^(Most often lost to|No reason is noted)/ }).waitFor();
	expect(new URL(page.url()).searchParams.get("by")).toBe("reason");
	await page.setViewportSize({ width: 320, height: 700 });
	expect(await overflow(page)).toBe(0);
	expect(await axeFindings(page)).toEqual([]);
	expect(complaints).toEqual([]);
	await context.close();
});
