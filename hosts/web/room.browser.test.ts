import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser } from "../../scripts/real-portal.ts";
import { axeFindings, be, firstRow, overflow, portalUrl, settled, visit } from "./test-visit.ts";

let browser: Browser;
beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(() => browser?.close());

async function openPart(page: Page, address: string, part: string): Promise<void> {
	await page.goto(`${portalUrl()}${address}?part=${part}`);
	await settled(page);
	await page.waitForSelector("section h2");
}

/** A deal in its first stage, where the demo has put nothing into the room yet. */
async function earlyDeal(page: Page): Promise<string> {
	await page.goto(`${portalUrl()}/board`);
	const card = page.locator(".board-column").first().locator("[data-card-link]").first();
	return (await card.getAttribute("href")) ?? "";
}

describe("a deal's room", () => {
	test("takes a decision maker by keyboard, says what is missing, and moves a colleague's page", async () => {
		const [maria, robert] = await Promise.all([visit(browser), visit(browser)]);
		await be(maria.page, "maria");
		await be(robert.page, "robert");
		const address = await earlyDeal(maria.page);
		await openPart(robert.page, address, "people");
		await robert.page.waitForSelector(".hearing-live");
		await maria.page.goto(portalUrl() + address);
		await maria.page.getByRole("link", { name: /^People/ }).focus();
		await maria.page.keyboard.press("Enter");
		await maria.page.getByRole("button", { name: "Add a person" }).focus();
		await maria.page.keyboard.press("Enter");
		await maria.page.getByLabel("Who", { exact: true }).selectOption({ label: "Somebody new" });
		await maria.page.getByLabel("Name").fill("Amos Fry");
		await maria.page.getByLabel("decision maker").focus();
		await maria.page.keyboard.press("Space");
		await maria.page.getByLabel("Stance").selectOption("against");
		await maria.page.getByLabel("Influence").selectOption("3");
		expect(await axeFindings(maria.page)).toEqual([]);
		await maria.page.getByRole("button", { name: "Save" }).focus();
		await maria.page.keyboard.press("Enter");
		await maria.page.getByRole("heading", { name: /Nobody is named as champion/ }).waitFor();
		await maria.page
			.locator(".people-map")
			.getByRole("button", { name: /Amos Fry.*decision maker.*silent/ })
			.waitFor();
		await robert.page.locator(".people-map").getByText("Amos Fry").waitFor();
		await Promise.all([maria, robert].map(({ context }) => context.close()));
	});

	test("keeps a plan: added, ordered, done; late steps stand first in its heading", async () => {
		const { context, page, complaints } = await visit(browser);
		await be(page, "maria");
		const address = await earlyDeal(page);
		await openPart(page, address, "plan");
		for (const [title, day] of [
			["Send the contract", "2024-01-31"],
			["Sign", ""],
		]) {
			await page.getByLabel("New step").fill(title ?? "");
			if (day) await page.getByLabel("Due").fill(day);
			await page.keyboard.press("Enter");
			await page.locator(".plan-step", { hasText: title ?? "" }).waitFor();
		}
		await page.getByRole("heading", { name: "1 step is overdue" }).waitFor();
		await page.getByRole("button", { name: "Move up: Sign" }).click();
		await page.locator(".plan-step").first().getByText("Sign").waitFor();
		await page.getByLabel("Done: Send the contract").press("Space");
		await page.getByRole("heading", { name: /1 step ahead/ }).waitFor();
		await openPart(page, address, "timeline");
		await page.getByRole("button", { name: "Plan", exact: true }).click();
		await page.waitForURL(/kinds=step/);
		await page.getByText("Done: Send the contract").waitFor();
		expect(complaints).toEqual([]);
		await context.close();
	});

	test("takes a file, hands it back as it was under its own name, and deletes it", async () => {
		const { context, page } = await visit(browser);
		await be(page, "maria");
		const address = await firstRow(page, "/deals?sort=amount");
		await openPart(page, address, "documents");
		const file = { name: "Angebot Süd.txt", mimeType: "text/plain", buffer: Buffer.from("drei Lampen") };
		await page.locator("input[type=file]").setInputFiles(file);
		const [download] = await Promise.all([
			page.waitForEvent("download"),
			page.getByRole("button", { name: "Angebot Süd.txt", exact: true }).click(),
		]);
		expect(download.suggestedFilename()).toBe("Angebot Süd.txt");
		await page.getByRole("button", { name: "Delete Angebot Süd.txt" }).click();
		await page.getByRole("heading", { name: "No documents yet" }).waitFor();
		await context.close();
	});

	test("shows lines against a competitor once somebody says it is there, and marks one as used", async () => {
		const { context, page } = await visit(browser);
		await be(page, "maria");
		const address = await firstRow(page, "/deals?sort=-amount");
		await openPart(page, address, "playbook");
		await page.getByRole("button", { name: /^Lumenhaus/ }).click();
		await page.getByText("Against Lumenhaus: they are cheaper per lamp").click();
		await page.getByText(/their lamp costs less/).waitFor();
		await page.getByRole("button", { name: /^I used this: Against Lumenhaus/ }).click();
		await page.getByText(/^used /).waitFor();
		await context.close();
	});

	test.each(["people", "plan", "timeline", "documents", "playbook"])(
		"%s has nothing that axe objects to and fits a phone",
		async (part) => {
			const { context, page } = await visit(browser);
			await be(page, "maria");
			const address = await firstRow(page, "/deals?sort=-amount");
			await openPart(page, address, part);
			expect(await axeFindings(page)).toEqual([]);
			await page.setViewportSize({ width: 320, height: 760 });
			expect(await overflow(page)).toBeLessThanOrEqual(0);
			await context.close();
		},
	);
});
