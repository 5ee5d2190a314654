import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser, type RealPortal, startRealPortal } from "../../scripts/real-portal.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PEOPLE = ["maria", "robert", "jennifer", "david"] as const;
type Key = (typeof PEOPLE)[number];
type Look = "light" | "dark" | "contrast";

let portal: RealPortal;
let browser: Browser;
beforeAll(async () => {
	portal = await startRealPortal({ demo: true });
	browser = await openBrowser();
});
afterAll(async () => {
	await browser?.close();
	await portal?.stop();
});

/** A browser of one's own, with what its console complained of. */
async function visit(given: { look?: Look; width?: number; locale?: string } = {}) {
	const context = await browser.newContext({
		viewport: { width: given.width ?? 1280, height: 800 },
		colorScheme: given.look === "dark" ? "dark" : "light",
		reducedMotion: "reduce",
		locale: "en-US",
	});
	context.setDefaultTimeout(15_000);
	await context.addInitScript(
		([look, locale]) => {
			localStorage.setItem("courtside.look", look ?? "system");
			localStorage.setItem("courtside.locale", locale ?? "en");
		},
		[given.look ?? "light", given.locale ?? "en"],
	);
	const page = await context.newPage();
	const complaints: string[] = [];
	page.on("pageerror", (fault) => complaints.push(fault.message));
	page.on("console", (message) => {
		const text = message.text();
		// Before anyone has signed in, the cookie is asked and the answer is a plain no.
		if (message.type() === "error" && !text.includes("401")) complaints.push(text);
	});
	return { context, page, complaints };
}

async function be(page: Page, key: Key): Promise<void> {
	await page.goto(portal.url);
	await page.locator(".start-person").nth(PEOPLE.indexOf(key)).click();
	await page.waitForSelector(".shell");
}

async function settled(page: Page): Promise<void> {
	await page.waitForSelector(".page h1");
	await page.waitForFunction(() => !document.querySelector(".cs-skeleton"));
}

/** What axe finds against WCAG 2.2 A and AA, in short. */
async function axe(page: Page): Promise<string[]> {
	await page.evaluate(AXE);
	return page.evaluate(async () => {
		const { run } = (globalThis as unknown as { axe: typeof import("axe-core") }).axe;
		const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
		const { violations } = await run(document, { runOnly: { type: "tag", values: tags } });
		return violations.map(
			(v) =>
				`${v.id}: ${v.nodes
					.map((n) => n.html.slice(0, 160))
					.slice(0, 3)
					.join(" | ")}`,
		);
	});
}

/** Elements that reach beyond the page's width. */
async function overflow(page: Page): Promise<number> {
	return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** The address of the first deal, or lead, in a list. */
async function firstRow(page: Page, list: string): Promise<string> {
	await page.goto(portal.url + list);
	return (await page.locator("[data-row-link]").first().getAttribute("href")) ?? "";
}

async function changeDeal(page: Page, field: string, value: string): Promise<void> {
	await page.getByRole("button", { name: "Edit" }).click();
	await page.getByLabel(field, { exact: false }).fill(value);
	await page.getByRole("button", { name: "Save", exact: true }).click();
}

describe("the portal", () => {
	test("is walked by keyboard alone: in, to a deal, and back to the list's row", async () => {
		const { context, page, complaints } = await visit();
		await page.goto(portal.url);
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
		const { context, page } = await visit();
		await be(page, "jennifer");
		await page.goto(`${portal.url}/deals`);
		await page.getByRole("button", { name: "Amount" }).click();
		await page.waitForURL(/sort=-amount/);
		await page.getByLabel("Status").selectOption("won");
		await page.waitForURL(/status=won/);
		await page.getByLabel("Search deals").fill("hospital");
		await page.waitForURL(/search=hospital/);
		await page.reload();
		await settled(page);
		expect(await page.getByLabel("Search deals").inputValue()).toBe("hospital");
		const names = await page.locator("[data-row-link]").allTextContents();
		expect(names.length).toBeGreaterThan(0);
		expect(names.filter((n) => !/hospital/i.test(n))).toEqual([]);
		await context.close();
	});

	test("loads more of a list without losing what is there", async () => {
		const { context, page } = await visit();
		await be(page, "jennifer");
		await page.goto(`${portal.url}/leads`);
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
		const { context, page } = await visit();
		await be(page, "robert");
		await page.reload();
		await page.waitForSelector(".shell");
		expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toMatch(/eyJ/);
		await page.getByRole("button", { name: /You are Robert/ }).click();
		await page.getByRole("menuitem", { name: "Be someone else" }).click();
		await page.waitForSelector(".start-person");
		await page.goto(`${portal.url}/deals`);
		await page.waitForSelector(".start-person");
		await context.close();
	});
});

describe("a change made by one person", () => {
	test("moves the page and the list of another within two seconds", async () => {
		const [maria, robert, list] = await Promise.all([visit(), visit(), visit()]);
		await be(maria.page, "maria");
		await be(robert.page, "robert");
		await be(list.page, "maria");
		const address = await firstRow(maria.page, "/deals?sort=-amount");
		await maria.page.goto(portal.url + address);
		await settled(maria.page);
		await list.page.goto(`${portal.url}/deals?sort=-amount`);
		await list.page.waitForSelector("[data-row-link]");
		await robert.page.goto(portal.url + address);
		await settled(robert.page);
		await Promise.all([maria, list].map(({ page }) => page.waitForSelector(".hearing-live")));

		await changeDeal(robert.page, "Amount", "123,456");
		await robert.page.getByRole("button", { name: "Edit" }).waitFor();
		const changed = performance.now();
		await Promise.all([
			maria.page.locator(".facts").getByText("123,456").waitFor({ timeout: 2000 }),
			list.page.locator(".cs-table td", { hasText: "123,456" }).waitFor({ timeout: 2000 }),
		]);
		expect(performance.now() - changed).toBeLessThan(2000);
		await Promise.all([maria, robert, list].map(({ context }) => context.close()));
	});

	test("is not lost to a second person's: the conflict says what changed and who wins is asked", async () => {
		const [maria, robert] = await Promise.all([visit(), visit()]);
		await be(maria.page, "maria");
		await be(robert.page, "robert");
		const address = await firstRow(maria.page, "/deals?sort=amount");
		await Promise.all([maria, robert].map(({ page }) => page.goto(portal.url + address)));
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
		const { context, page, complaints } = await visit();
		await be(page, "jennifer");
		await page.goto(`${portal.url}/forecast`);
		for (let depth = 1; depth <= 3; depth++) {
			const first = page.locator("[data-row-link]").first();
			await first.focus();
			await page.keyboard.press("Enter");
			await page.waitForFunction((n) => document.querySelectorAll(".trail li").length === n, depth + 1);
		}
		const person = (await page.locator(".trail [aria-current]").textContent()) ?? "?";
		await page.getByRole("link", { name: /^Deals closing/ }).click();
		await page.waitForSelector(".cs-table tbody tr");
		const owners = await page.locator(".cs-table tbody tr td:nth-child(3)").allTextContents();
		expect(owners.filter((o) => o !== person)).toEqual([]);
		expect(complaints).toEqual([]);
		await context.close();
	});
});

/** A company's export of its own make: 40 closed and 12 open deals, two rows that cannot be read. */
function ownExport(): string {
	const lines = ["Deal Name,Company,Stage,Owner,Value (EUR),Created,Expected Close,Closed On"];
	const day = (back: number) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);
	for (let i = 0; i < 40; i++) {
		const won = i % 5 < 2;
		const closed = day(5 + i * 4);
		lines.push(
			`Lights ${i},Northwind ${i % 7},${won ? "Won" : "Lost"},${i % 2 ? "Ann Example" : "Bo Sample"},${1500 + i * 130}.50,${day(45 + i * 4)},${closed},${closed}`,
		);
	}
	for (let i = 0; i < 12; i++) {
		lines.push(
			`Rollout ${i},Northwind ${i % 7},${i % 2 ? "Proposal" : "Contacted"},Ann Example,${9000 + i * 700},${day(10 + i)},${day(-10 - i)},`,
		);
	}
	lines.push(`Broken,Northwind 1,Proposal,Ann Example,many,not a day,${day(-5)},`);
	return `${lines.join("\n")}\n`;
}

describe("someone's own data", () => {
	test("goes from a file to a deal, a changed stage that another page sees, and a forecast", async () => {
		const { context, page, complaints } = await visit();
		await page.goto(portal.url);
		await page.getByRole("link", { name: "Use my own data" }).click();
		await page.getByLabel("Company").fill("Northwind Lights");
		await page.getByLabel("Your name").fill("Ann Example");
		await page.getByLabel("E-mail").fill("ann@northwind.example");
		await page.getByLabel("Password").fill("correct horse battery");
		await page.getByLabel("Currency").selectOption("EUR");
		await page.getByRole("button", { name: "Make the workspace" }).press("Enter");
		await page.waitForSelector(".drop");

		const file = { name: "deals.csv", mimeType: "text/csv", buffer: Buffer.from(ownExport()) };
		await page.getByTestId("files").setInputFiles(file);
		await page.getByText("Three of your rows, as they will be stored").waitFor();
		expect(await page.getByLabel("This file holds").inputValue()).toBe("deal");
		await page
			.getByText("Rollout", { exact: false })
			.or(page.getByText("Lights", { exact: false }))
			.first()
			.waitFor();
		expect(await axe(page)).toEqual([]);
		await page.setViewportSize({ width: 320, height: 800 });
		expect(await overflow(page)).toBeLessThanOrEqual(0);
		await page.setViewportSize({ width: 1280, height: 800 });
		await page.getByRole("button", { name: /^Import 53 rows/ }).click();
		await page.getByRole("link", { name: "See the deals" }).waitFor({ timeout: 60_000 });
		expect(await axe(page)).toEqual([]);

		await page.getByRole("link", { name: "See the deals" }).click();
		await page.getByText("12 deals").or(page.getByText("13 deals")).waitFor();
		await page.getByRole("link", { name: "Rollout 3" }).click();
		await page.locator(".facts").getByText("€11,100").waitFor();
		const other = await context.newPage();
		await other.goto(page.url());
		await other.waitForSelector(".hearing-live");
		await other.locator(".facts").getByText("Proposal").waitFor();

		await page.getByRole("button", { name: "Edit" }).click();
		await page.getByLabel("Stage").selectOption({ label: "Contacted" });
		await page.getByRole("button", { name: "Save", exact: true }).press("Enter");
		await page.getByRole("button", { name: "Edit" }).waitFor();
		await other.locator(".facts").getByText("Contacted").waitFor({ timeout: 2000 });
		await page.getByText("Stage: Proposal → Contacted").waitFor();
		await page.waitForFunction(
			() => /%/.test(document.querySelector(".cs-number-value")?.textContent ?? ""),
			undefined,
			{ timeout: 60_000 },
		);

		await page.getByRole("link", { name: "Forecast", exact: true }).click();
		await page.waitForFunction(
			() => /lands between|:/.test(document.querySelector("h1")?.textContent ?? ""),
			undefined,
			{ timeout: 60_000 },
		);
		await page.locator("[data-row-link]").first().press("Enter");
		await page.waitForFunction(() => document.querySelectorAll(".trail li").length > 1);
		expect(complaints).toEqual([]);
		await context.close();
	});

	test("can be taken back, and what was refused is handed out with its reason", async () => {
		const { context, page } = await visit();
		await page.goto(`${portal.url}/start/new`);
		await page.getByLabel("Company").fill("Second Thoughts");
		await page.getByLabel("Your name").fill("Bo Sample");
		await page.getByLabel("E-mail").fill("bo@second.example");
		await page.getByLabel("Password").fill("correct horse battery");
		await page.getByRole("button", { name: "Make the workspace" }).click();
		await page.waitForSelector(".drop");
		const bad = `${ownExport()}Bad money,Northwind 1,Proposal,Ann Example,lots and lots,2026-01-05,2026-02-30,\n`;
		await page
			.getByTestId("files")
			.setInputFiles({ name: "deals.csv", mimeType: "text/csv", buffer: Buffer.from(bad) });
		await page.getByRole("button", { name: /^Import \d+ rows/ }).click();
		await page.getByRole("button", { name: "Undo this import" }).waitFor({ timeout: 60_000 });
		const download = page.getByRole("button", { name: "Download 2 rows not taken" });
		const [handed] = await Promise.all([page.waitForEvent("download"), download.click()]);
		expect(readFileSync(await handed.path(), "utf8")).toContain("lots and lots");
		await page.getByRole("button", { name: "Undo this import" }).click();
		await page.getByText("This import was undone").waitFor({ timeout: 60_000 });
		await page.getByRole("link", { name: "Deals", exact: true }).click();
		await page.getByText("Your deals will be listed here").waitFor();
		await context.close();
	});
});

const PAGES: [string, Key][] = [
	["/", "maria"],
	["/deals", "jennifer"],
	["deal", "maria"],
	["/forecast", "jennifer"],
	["/pipeline", "robert"],
	["/leads", "maria"],
	["lead", "maria"],
	["/import", "david"],
	["/jobs", "david"],
	["/settings", "david"],
	["/nowhere", "maria"],
];

describe.each(["light", "dark"] as const)("in %s", (look) => {
	test("the start pages have nothing that axe objects to", async () => {
		const { context, page } = await visit({ look });
		await page.goto(portal.url);
		await page.waitForSelector(".start-person");
		expect(await axe(page)).toEqual([]);
		await page.goto(`${portal.url}/start/new`);
		await page.getByLabel("Company").waitFor();
		expect(await axe(page)).toEqual([]);
		await context.close();
	});
	test.each(PAGES)("%s (%s) has nothing that axe objects to", async (path, key) => {
		const { context, page } = await visit({ look });
		await open(page, path, key);
		if (path === "deal") await page.getByRole("button", { name: "Edit" }).click();
		for (const summary of await page.locator("summary").all()) await summary.click();
		expect(await axe(page)).toEqual([]);
		await context.close();
	});
});

describe("no page is wider than the window", () => {
	test.each(PAGES)("%s (%s)", async (path, key) => {
		const { context, page } = await visit();
		await open(page, path, key);
		for (const [width, locale] of [
			[320, "en"],
			[768, "en"],
			[1440, "en"],
			[320, "en-XB"],
			[768, "en-XB"],
		] as const) {
			await page.setViewportSize({ width, height: 800 });
			await page.evaluate((l) => localStorage.setItem("courtside.locale", l), locale);
			if (locale !== "en") await page.reload();
			await settled(page);
			expect(await overflow(page), `${width} px, ${locale}`).toBeLessThanOrEqual(0);
		}
		await context.close();
	});
});

async function open(page: Page, path: string, key: Key): Promise<void> {
	await be(page, key);
	const address = path.startsWith("/") ? path : await firstRow(page, `/${path}s`);
	await page.goto(portal.url + address);
	await settled(page);
}
