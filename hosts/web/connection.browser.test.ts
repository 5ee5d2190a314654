import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../../scripts/real-portal.ts";
import { be, portalUrl, settled, visit } from "./test-visit.ts";

let browser: Browser;
beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(() => browser?.close());

test("an own system is connected on its page: a key shown once, an address to hear at, a pause", async () => {
	const { context, page, complaints } = await visit(browser);
	await be(page, "david");
	await page.goto(`${portalUrl()}/connections/web`);
	await settled(page);
	expect(await page.getByLabel("Your system sends its changes to").inputValue()).toContain("/hooks/web/");
	await page.getByRole("button", { name: /^Make a (new )?key$/ }).click();
	const key = page.getByLabel("New key");
	expect(await key.inputValue()).toMatch(/^[\w-]{43}$/);
	await page.getByText("On: signed changes are taken.").waitFor();

	await page.getByLabel("Where your system hears of changes made here").fill("https://crm.example.com/courtside");
	const saves = page.locator("form", { hasText: "Where your system hears" }).getByRole("button", { name: "Save" });
	await saves.click();
	await page.getByText("Saved.").waitFor();
	await page.getByRole("switch", { name: "Take and send changes" }).click();
	await page.getByText("Paused: nothing is taken and nothing is sent.").waitFor();

	await page.reload();
	await settled(page);
	await page.getByText("Paused: nothing is taken and nothing is sent.").waitFor();
	expect(await page.getByLabel("New key").count()).toBe(0);
	expect(await page.getByLabel("Where your system hears of changes made here").inputValue()).toBe(
		"https://crm.example.com/courtside",
	);
	await page.getByRole("switch", { name: "Take and send changes" }).click();
	await page.getByText("On: signed changes are taken.").waitFor();
	expect(complaints).toEqual([]);
	await context.close();
});
