import { readFile } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser } from "../../scripts/real-portal.ts";
import { axeFindings, be, portalUrl, settled, visit } from "./test-visit.ts";

let browser: Browser;
beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(() => browser?.close());

describe("the search of every page", () => {
	test("is reached, read and followed by keyboard alone", async () => {
		const { context, page, complaints } = await visit(browser);
		await be(page, "jennifer");
		await settled(page);
		await page.keyboard.press("/");
		const field = page.getByRole("combobox", { name: /^Search deals/ });
		expect(await field.evaluate((input) => input === document.activeElement)).toBe(true);
		await page.keyboard.type("harbor hosp");
		const first = page.getByRole("option").first();
		await first.waitFor();
		await page.keyboard.press("ArrowDown");
		expect(await first.getAttribute("aria-selected")).toBe("true");
		expect(await field.getAttribute("aria-activedescendant")).toBe(await first.getAttribute("id"));
		expect(await axeFindings(page)).toEqual([]);
		const name = await first.locator("bdi").textContent();
		await page.keyboard.press("Enter");
		await page.waitForURL(/\/deals\/[0-9a-f-]{36}$/);
		await settled(page);
		expect(await page.locator("h1").textContent()).toBe(name);

		await page.keyboard.press("Control+k");
		await page.getByRole("group", { name: "Opened lately" }).waitFor();
		await page.keyboard.type("hotal");
		await page.getByText("These are similar").waitFor();
		await page.keyboard.press("Enter");
		await page.waitForURL(/\/search\?q=hotal/);
		await settled(page);
		expect(await page.locator(".found").count()).toBeGreaterThan(1);
		expect(await axeFindings(page)).toEqual([]);
		expect(complaints).toEqual([]);
		await context.close();
	});

	test("leads to accounts and contacts that have a page", async () => {
		const { context, page, complaints } = await visit(browser);
		await be(page, "maria");
		await page.goto(`${portalUrl()}/search?q=hospital&kind=account`);
		await page.locator(".found a").first().click();
		await page.getByRole("heading", { name: "People there" }).waitFor();
		await page.locator(".happenings a").first().click();
		await page.waitForURL(/\/contacts\//);
		await settled(page);
		expect(await axeFindings(page)).toEqual([]);
		expect(complaints).toEqual([]);
		await context.close();
	});
});

describe("a table", () => {
	test("keeps filters, order and columns in its address, gone back over step by step, and downloads exactly that", async () => {
		const { context, page } = await visit(browser);
		await be(page, "jennifer");
		await page.goto(`${portalUrl()}/deals`);
		await settled(page);
		await page.getByLabel("Status").selectOption("won");
		await page.waitForURL(/status=won/);
		await page.getByRole("button", { name: "More filters" }).click();
		await page.getByLabel("Amount: from").fill("50000");
		await page.waitForURL(/amountFrom=50000/);
		await page.getByRole("button", { name: "Columns" }).click();
		await page.getByRole("menuitemcheckbox", { name: "Source" }).click();
		await page.waitForURL(/columns=.*source/);
		await page.keyboard.press("Escape");
		await page.getByRole("button", { name: "Amount", exact: true }).click();
		await page.waitForURL(/sort=-amount/);
		await settled(page);

		await page.getByRole("button", { name: "Download" }).click();
		const [download] = await Promise.all([
			page.waitForEvent("download"),
			page.getByRole("menuitem", { name: "CSV", exact: true }).click(),
		]);
		const [head, ...rows] = (await readFile(await download.path(), "utf8")).trimEnd().split("\r\n");
		expect(head).toMatch(/^Deal,Stage,Owner,Amount,Amount: currency,Close date,Chance to close,.*,Source$/);
		const shown = await page.locator("[data-row-link]").allTextContents();
		expect(rows.slice(0, 5).map((row) => row.startsWith(`"${shown[0]}"`) || row.length > 0)).not.toContain(false);
		expect(rows[0]?.replaceAll('"', "")).toContain(shown[0] ?? "?");
		const count = await page.locator(".list-count").first().textContent();
		expect(count).toBe(`${rows.length} deals`);

		await page.goBack();
		await page.waitForURL((url) => !url.search.includes("sort="));
		await page.goBack();
		await page.waitForURL((url) => !url.search.includes("columns="));
		expect(await page.getByLabel("Amount: from").inputValue()).toBe("50000");
		await context.close();
	});
});

describe("a view of a table", () => {
	test("is kept under a name, shown again, and forgotten", async () => {
		const { context, page, complaints } = await visit(browser);
		await be(page, "robert");
		await page.goto(`${portalUrl()}/leads?status=qualified&sort=name`);
		await settled(page);
		await page.getByRole("button", { name: "Views" }).click();
		await page.getByRole("menuitem", { name: "Keep this view…" }).click();
		await page.getByLabel("Name of the view").fill("Ready");
		expect(await axeFindings(page)).toEqual([]);
		await page.keyboard.press("Enter");
		await page.getByRole("dialog").waitFor({ state: "detached" });
		await page.goto(`${portalUrl()}/leads`);
		await settled(page);
		await page.getByRole("button", { name: "Views" }).click();
		await page.getByRole("menuitem", { name: "Ready" }).click();
		await page.waitForURL(/status=qualified/);
		await page.waitForURL(/sort=name/);
		await page.getByRole("button", { name: "Views" }).click();
		await page.getByRole("menuitem", { name: "Forget “Ready”" }).click();
		await page.getByRole("menuitem", { name: "Ready" }).waitFor({ state: "detached" });
		expect(complaints).toEqual([]);
		await context.close();
	});
});

describe("the audit", () => {
	test("is checked, filtered and opened by keyboard", async () => {
		const { context, page, complaints } = await visit(browser);
		await be(page, "david");
		await page.goto(`${portalUrl()}/audit`);
		await settled(page);
		await page.getByRole("button", { name: "Check now" }).focus();
		await page.keyboard.press("Enter");
		await page.getByRole("heading", { level: 1, name: /entries is whole$/ }).waitFor();
		await page.getByLabel("Search the audit").fill("signed-in");
		await page.waitForURL(/search=signed-in/);
		await settled(page);
		const entry = page.locator(".audit-entry summary").first();
		await entry.focus();
		await page.keyboard.press("Enter");
		await page.locator(".audit-entry[open] code").first().waitFor();
		expect(await axeFindings(page)).toEqual([]);
		expect(complaints).toEqual([]);
		await context.close();
	});
});
