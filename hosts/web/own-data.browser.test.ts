import { readFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser } from "../../scripts/real-portal.ts";
import { axeFindings, overflow, portalUrl, visit } from "./test-visit.ts";

let browser: Browser;
beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(() => browser?.close());

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
		const { context, page, complaints } = await visit(browser);
		await page.goto(portalUrl());
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
		expect(await axeFindings(page)).toEqual([]);
		await page.setViewportSize({ width: 320, height: 800 });
		expect(await overflow(page)).toBeLessThanOrEqual(0);
		await page.setViewportSize({ width: 1280, height: 800 });
		await page.getByRole("button", { name: /^Import 53 rows/ }).click();
		await page.getByRole("link", { name: "See the deals" }).waitFor({ timeout: 60_000 });
		expect(await axeFindings(page)).toEqual([]);

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
		await other.locator(".facts").getByText("Contacted").waitFor();
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
		const { context, page } = await visit(browser);
		await page.goto(`${portalUrl()}/start/new`);
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
