import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser } from "../../scripts/real-portal.ts";
import { be, firstRow, portalUrl, settled, visit } from "./test-visit.ts";

let browser: Browser;
beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(() => browser?.close());

async function changeDeal(page: Page, field: string, value: string): Promise<void> {
	await page.getByRole("button", { name: "Edit" }).click();
	await page.getByLabel(field, { exact: false }).fill(value);
	await page.getByRole("button", { name: "Save", exact: true }).click();
}

describe("the portal", () => {
	test("is walked by keyboard alone: in, to a deal, and back to the list's row", async () => {
		const { context, page, complaints } = await visit(browser);
		await page.goto(portalUrl());
		await page.getByRole("button", { name: /^Be Maria/ }).focus();
		await page.keyboard.press("Enter");
		await page.waitForSelector(".shell");
		await page.keyboard.press("Tab");
		expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to the page");

		await page.getByRole("link", { name: "Deals", exact: true }).focus();
		await page.keyboard.press("Enter");
		await page.waitForSelector("[data-row-link]");
		expect(await page.title()).toBe("Deals · Courtside");
		expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("H1");

		const second = page.locator("[data-row-link]").nth(1);
		const name = await second.textContent();
		await page.locator("[data-row-link]").first().focus();
		await page.keyboard.press("ArrowDown");
		await page.keyboard.press("Enter");
		await page.waitForSelector(".cs-number-long");
		expect(await page.locator("h1").textContent()).toBe(name);
		expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("H1");
		await page.goBack();
		await page.waitForSelector("[data-row-link]");
		expect(complaints).toEqual([]);
		await context.close();
	});

	test("keeps filters and sorting in the address", async () => {
		const { context, page } = await visit(browser);
		await be(page, "jennifer");
		await page.goto(`${portalUrl()}/deals`);
		await page.getByRole("button", { name: "Amount" }).click();
		await page.waitForURL(/sort=-amount/);
		await page.getByLabel("Status").selectOption("won");
		await page.waitForURL(/status=won/);
		await page.getByRole("searchbox", { name: "Search deals" }).fill("hospital");
		await page.waitForURL(/search=hospital/);
		await page.reload();
		await settled(page);
		expect(await page.getByRole("searchbox", { name: "Search deals" }).inputValue()).toBe("hospital");
		const names = await page.locator("[data-row-link]").allTextContents();
		expect(names.length).toBeGreaterThan(0);
		expect(names.filter((n) => !/hospital/i.test(n))).toEqual([]);
		await context.close();
	});

	test("loads more of a list without losing what is there", async () => {
		const { context, page } = await visit(browser);
		await be(page, "jennifer");
		await page.goto(`${portalUrl()}/leads`);
		await page.waitForSelector("[data-row-link]");
		const before = await page.locator("[data-row-link]").allTextContents();
		await page.getByRole("button", { name: "Load more" }).click();
		await page.waitForFunction((n) => document.querySelectorAll("[data-row-link]").length > n, before.length);
		const after = await page
			.locator("[data-row-link]")
			.evaluateAll((links) => links.map((l) => l.getAttribute("href")));
		expect(new Set(after).size).toBe(after.length);
		await context.close();
	});

	test("stays signed in over a reload, and signs out for good", async () => {
		const { context, page } = await visit(browser);
		await be(page, "robert");
		await page.reload();
		await page.waitForSelector(".shell");
		expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toMatch(/eyJ/);
		await page.getByRole("button", { name: /You are Robert/ }).click();
		await page.getByRole("menuitem", { name: "Be someone else" }).click();
		await page.waitForSelector(".start-person");
		await page.goto(`${portalUrl()}/deals`);
		await page.waitForSelector(".start-person");
		await context.close();
	});
});

describe("a change made by one person", () => {
	test("moves the page and the list of another by itself", async () => {
		const [maria, robert, list] = await Promise.all([visit(browser), visit(browser), visit(browser)]);
		await be(maria.page, "maria");
		await be(robert.page, "robert");
		await be(list.page, "maria");
		const address = await firstRow(maria.page, "/deals?sort=-amount");
		await maria.page.goto(portalUrl() + address);
		await settled(maria.page);
		await list.page.goto(`${portalUrl()}/deals?sort=-amount`);
		await list.page.waitForSelector("[data-row-link]");
		await robert.page.goto(portalUrl() + address);
		await settled(robert.page);
		await Promise.all([maria, list].map(({ page }) => page.waitForSelector(".hearing-live")));

		await changeDeal(robert.page, "Amount", "123,456");
		await robert.page.getByRole("button", { name: "Edit" }).waitFor();
		await Promise.all([
			maria.page.locator(".facts").getByText("123,456").waitFor(),
			list.page.locator(".cs-table td", { hasText: "123,456" }).waitFor(),
		]);
		await Promise.all([maria, robert, list].map(({ context }) => context.close()));
	});

	test("is not lost to a second person's: the conflict says what changed and who wins is asked", async () => {
		const [maria, robert] = await Promise.all([visit(browser), visit(browser)]);
		await be(maria.page, "maria");
		await be(robert.page, "robert");
		const address = await firstRow(maria.page, "/deals?sort=amount");
		await Promise.all([maria, robert].map(({ page }) => page.goto(portalUrl() + address)));
		await maria.page.getByRole("button", { name: "Edit" }).click();
		await maria.page.getByLabel("Next step").fill("Send the plan");
		await changeDeal(robert.page, "Amount", "54321");
		await robert.page.getByRole("button", { name: "Edit" }).waitFor();

		await maria.page.getByRole("button", { name: "Save", exact: true }).click();
		await maria.page.getByText("Someone else changed this deal").waitFor();
		await maria.page.getByText(/Amount: .* → 54,321/).waitFor();
		await maria.page.getByRole("button", { name: "Save mine" }).click();
		const facts = maria.page.locator(".facts");
		await facts.getByText("Send the plan").waitFor();
		await facts.getByText("54,321").waitFor();
		await Promise.all([maria, robert].map(({ context }) => context.close()));
	});
});

describe("the forecast", () => {
	test("is drilled from the company to a person's deals by Enter", async () => {
		const { context, page, complaints } = await visit(browser);
		await be(page, "jennifer");
		await page.goto(`${portalUrl()}/forecast`);
		for (let depth = 1; depth <= 3; depth++) {
			const first = page.locator("[data-row-link]").first();
			await first.focus();
			await page.keyboard.press("Enter");
			await page.waitForFunction((n) => document.querySelectorAll(".trail li").length === n, depth + 1);
		}
		const person = (await page.locator(".trail [aria-current]").textContent()) ?? "?";
		await page.getByRole("link", { name: /^Deals closing/ }).click();
		await page.getByRole("heading", { level: 1, name: "Deals" }).waitFor();
		await page.waitForSelector(".cs-table tbody tr");
		const deals = await page.locator(".cs-table tbody th .cs-muted").allTextContents();
		expect(deals.filter((about) => !about.startsWith(person))).toEqual([]);
		expect(complaints).toEqual([]);
		await context.close();
	});
});
