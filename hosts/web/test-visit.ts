import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, BrowserContext, Frame, Page } from "playwright-core";
import { inject } from "vitest";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The demo's people, in the order of the start page. */
const PEOPLE = ["maria", "robert", "jennifer", "david"] as const;
export type DemoPerson = (typeof PEOPLE)[number];
export type TestLook = "light" | "dark" | "contrast";

/** Someone at the portal with a browser of their own, and what its console complained of. */
export interface Visit {
	context: BrowserContext;
	page: Page;
	complaints: string[];
}

/** Where the server under test is, without a slash at the end. */
export function portalUrl(): string {
	return inject("portalUrl");
}

export async function visit(browser: Browser, given: { look?: TestLook; locale?: string } = {}): Promise<Visit> {
	const context = await browser.newContext({
		viewport: { width: 1280, height: 800 },
		colorScheme: given.look === "dark" ? "dark" : "light",
		reducedMotion: "reduce",
		locale: "en-US",
	});
	context.setDefaultTimeout(15_000);
	const page = await context.newPage();
	const complaints: string[] = [];
	page.on("pageerror", (fault) => complaints.push(fault.message));
	page.on("console", (message) => {
		const text = message.text();
		// Before anyone has signed in, the cookie is asked and the answer is a plain no.
		if (message.type() === "error" && !text.includes("401")) complaints.push(text);
	});
	await page.goto(portalUrl());
	await page.evaluate(
		([look, locale]) => {
			localStorage.setItem("courtside.look", look ?? "light");
			localStorage.setItem("courtside.locale", locale ?? "en");
		},
		[given.look, given.locale],
	);
	await page.reload();
	return { context, page, complaints };
}

/** Becomes one of the demo's people by one click. */
export async function be(page: Page, person: DemoPerson): Promise<void> {
	await page.goto(portalUrl());
	await page.locator(".start-person").nth(PEOPLE.indexOf(person)).click();
	await page.waitForSelector(".shell");
}

/** Waits until the page shows what it came for. */
export async function settled(page: Page): Promise<void> {
	await page.waitForSelector(".page h1");
	await page.waitForFunction(() => !document.querySelector(".cs-skeleton"));
}

/** What axe finds against WCAG 2.2 A and AA and its own best practices, in short. */
export async function axeFindings(page: Page | Frame): Promise<string[]> {
	// A page that is still being drawn has neither landmark nor heading; one that never gets them is told of below.
	await page
		.locator("h1")
		.first()
		.waitFor({ timeout: 10_000 })
		.catch(() => undefined);
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

/** How many pixels the page is wider than the window. */
export async function overflow(page: Page | Frame): Promise<number> {
	return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** The address of the first record in a list. */
export async function firstRow(page: Page, list: string): Promise<string> {
	await page.goto(portalUrl() + list);
	return (await page.locator("[data-row-link]").first().getAttribute("href")) ?? "";
}
