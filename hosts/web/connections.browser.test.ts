import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../../scripts/real-portal.ts";
import { axeFindings, be, overflow, settled, visit } from "./test-visit.ts";

let browser: Browser;
beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(() => browser?.close());

/** Presses a button by key once it can be pressed. */
async function press(page: Page, button: { name: string; exact?: boolean }): Promise<void> {
	const found = page.getByRole("button", button);
	await expect.poll(() => found.isEnabled(), { timeout: 15_000 }).toBe(true);
	await found.press("Enter");
}

const at = (minute: number) => new Date(Date.UTC(2026, 8, 1, 8, minute)).toISOString();
const deal = (id: string, fields: Record<string, unknown>) => ({
	entity: "deal",
	id,
	recordedAt: at(1),
	fields: { name: id, stageExternalId: "open", ...fields },
});
const CHANGES = [
	{
		entity: "pipeline",
		id: "P",
		recordedAt: at(0),
		fields: { name: "Folder", stages: [{ externalId: "open", name: "Talking", kind: "open", position: 1 }] },
	},
	deal("Folder A", { amount: "1200", currency: "EUR", Budget__c: "1500" }),
	deal("Folder B", { Budget__c: "2000" }),
	deal("Folder C", { amount: "many", currency: "EUR" }),
];

test("a folder is connected, tested, fetched, compared, mapped and turned off again, by keyboard", async () => {
	const { context, page, complaints } = await visit(browser);
	await be(page, "david");
	await page.getByRole("link", { name: "Connections", exact: true }).press("Enter");
	await page.getByRole("heading", { name: /connected/ }).waitFor();
	expect(await axeFindings(page)).toEqual([]);
	await page.getByRole("link", { name: "File folder" }).press("Enter");
	await page.getByRole("heading", { name: /^File folder: / }).waitFor();
	await page.getByRole("switch", { name: "Take and send changes" }).press("Space");
	await page.getByRole("heading", { name: "File folder: on" }).waitFor();

	await press(page, { name: "Test now" });
	const fault = page.getByText(/^There is no file in /);
	await fault.waitFor();
	const folder = ((await fault.textContent()) ?? "").replace("There is no file in ", "").trim();
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, "1.json"), JSON.stringify({ changes: CHANGES }));
	await press(page, { name: "Test now" });
	await page.getByText(/^It worked/).waitFor();
	await press(page, { name: "Fetch everything", exact: true });
	await page.getByText("Everything: fetched").waitFor({ timeout: 30_000 });
	await page.getByText(/3 new, 0 changed, 0 as they were, 1 failed/).waitFor();
	expect(await axeFindings(page)).toEqual([]);

	await page.getByRole("link", { name: "Failed records (1)" }).press("Enter");
	await page.getByText("deal Folder C", { exact: true }).first().waitFor();
	await page.getByText("As it came").press("Enter");
	await page.getByText('"many"', { exact: false }).waitFor();
	expect(await axeFindings(page)).toEqual([]);

	await page.getByRole("link", { name: "Compare", exact: true }).press("Enter");
	await page.getByRole("heading", { name: "Theirs beside ours" }).waitFor();
	await settled(page);
	expect(await axeFindings(page)).toEqual([]);

	await page.getByRole("link", { name: "Fields", exact: true }).press("Enter");
	const budget = page.getByLabel("Which field of ours Budget__c fills");
	await budget.selectOption({ label: "Amount" });
	await press(page, { name: "Fill the records that are here too" });
	await page.getByText(/^1 filled/).waitFor({ timeout: 30_000 });
	expect(await axeFindings(page)).toEqual([]);

	await page.getByRole("link", { name: "Turn it off" }).press("Enter");
	await page.getByText("It takes: Deals 2.").waitFor();
	expect(await axeFindings(page)).toEqual([]);
	for (const width of [320, 768]) {
		await page.setViewportSize({ width, height: 800 });
		expect(await overflow(page), `${width} px`).toBeLessThanOrEqual(0);
	}
	await page.setViewportSize({ width: 1280, height: 800 });
	await press(page, { name: "Disconnect", exact: true });
	await press(page, { name: "Disconnect File folder now" });
	await page.getByText("File folder is disconnected and knows it.").waitFor();
	await press(page, { name: "Delete our copy", exact: true });
	await press(page, { name: "Delete our copy of File folder for good" });
	await page.getByText("Deleted: Deals 2.").waitFor({ timeout: 30_000 });
	expect(complaints).toEqual([]);
	await context.close();
});
