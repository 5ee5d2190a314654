import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser } from "../../scripts/real-portal.ts";
import { axeFindings, be, overflow, portalUrl, settled, visit } from "./test-visit.ts";

let browser: Browser;
beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(() => browser?.close());

describe("content", () => {
	test("is written by keyboard, changed, and gone back to what it said", async () => {
		const { context, page, complaints } = await visit(browser);
		await be(page, "robert");
		await page.goto(`${portalUrl()}/content`);
		await page.getByRole("heading", { name: "5 things to say or send" }).waitFor();
		await page.getByRole("button", { name: "Write a new one" }).focus();
		await page.keyboard.press("Enter");
		await page.getByLabel("Title").fill("Ask who signs");
		await page.getByLabel("Kind").selectOption("playbook_line");
		await page.getByLabel("Text").fill("## First\n> “Who signs?”\n\n<img src=x onerror=alert(1)> **now**");
		await page.locator(".content-preview blockquote").getByText("“Who signs?”").waitFor();
		await page.locator(".content-preview strong").getByText("now").waitFor();
		expect(await page.locator(".content-preview img").count()).toBe(0);
		await page.getByRole("button", { name: "Save" }).press("Enter");
		await page.waitForURL(/\/content\/[0-9a-f-]{36}$/);
		await page.getByText(/Nobody has marked it as used/).waitFor();
		await page.getByLabel("Text").fill("“Whose budget is it?”");
		await page.getByRole("button", { name: "Save" }).click();
		await page.locator(".content-versions summary").getByText("Version 1").click();
		expect(await axeFindings(page)).toEqual([]);
		await page.getByRole("button", { name: /^Go back to this/ }).click();
		await expect.poll(() => page.getByLabel("Text").inputValue()).toContain("Who signs?");
		await page.getByRole("button", { name: "Archive" }).click();
		await page.getByRole("button", { name: "Take out of the archive" }).waitFor();
		await page.goto(`${portalUrl()}/content`);
		await page.getByRole("heading", { name: "5 things to say or send" }).waitFor();
		await page.getByLabel("State").selectOption("archived");
		await page.getByRole("link", { name: "Ask who signs" }).waitFor();
		expect(complaints).toEqual([]);
		await context.close();
	});

	test("is only read by those who sell", async () => {
		const { context, page } = await visit(browser);
		await be(page, "maria");
		await page.goto(`${portalUrl()}/content`);
		await page.getByRole("link", { name: /^Against Lumenhaus/ }).click();
		await page.getByText(/their lamp costs less/).waitFor();
		expect(await page.getByLabel("Title").count()).toBe(0);
		expect(await axeFindings(page)).toEqual([]);
		await context.close();
	});

	test("has competitors with spellings, each of them changed in its place", async () => {
		const { context, page } = await visit(browser);
		await be(page, "david");
		await page.goto(`${portalUrl()}/content?part=competitors`);
		await page.getByLabel("Name").fill("Nordlys");
		await page.getByLabel(/^Other spellings/).fill("Nord Lys, Nordlys AS");
		await page.keyboard.press("Enter");
		await page.getByText(/Nord Lys, Nordlys AS · 0 lines, 0 deals/).waitFor();
		expect(await axeFindings(page)).toEqual([]);
		await page.getByRole("button", { name: "Remove: Lumenhaus" }).click();
		await page.getByText(/is made against this competitor/).waitFor();
		await page.getByRole("button", { name: "Remove: Nordlys" }).click();
		await page.getByRole("heading", { name: "3 competitors" }).waitFor();
		await context.close();
	});

	test.each(["/content", "/content?part=competitors", "/content/new"])(
		"%s fits a phone and has nothing that axe objects to",
		async (path) => {
			const { context, page } = await visit(browser);
			await be(page, "david");
			await page.goto(portalUrl() + path);
			await settled(page);
			expect(await axeFindings(page)).toEqual([]);
			await page.setViewportSize({ width: 320, height: 760 });
			expect(await overflow(page)).toBeLessThanOrEqual(0);
			await context.close();
		},
	);
});
