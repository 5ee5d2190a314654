import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../../scripts/real-portal.ts";
import { axeFindings, be, overflow, portalUrl, settled, visit } from "./test-visit.ts";

let browser: Browser;
beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(() => browser?.close());

/** Deals whose owners are written in several ways; Ann Example is the one who signs in. */
function exportOfMany(): string {
	const day = (back: number) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);
	const owners = ["Ann Example", "Anne Example", "Example, Ann", "Bo Sample", "B. Sample", "Sales Queue"];
	const lines = ["Deal Name,Stage,Owner,Value (EUR),Created,Close Date"];
	owners.forEach((owner, i) => {
		lines.push(`Open ${i},Proposal,"${owner}",${1000 * (i + 1)},${day(30)},${day(-30)}`);
		lines.push(`Old ${i},Won,"${owner}",500,${day(90)},${day(40)}`);
	});
	return `${lines.join("\n")}\n`;
}

async function ownWorkspace(page: Page): Promise<void> {
	await page.goto(`${portalUrl()}/start/new`);
	await page.getByLabel("Company").fill("Many Names");
	await page.getByLabel("Your name").fill("Ann Example");
	await page.getByLabel("E-mail").fill("ann@names.example");
	await page.getByLabel("Password").fill("correct horse battery");
	await page.getByLabel("Currency").selectOption("EUR");
	await page.getByRole("button", { name: "Make the workspace" }).press("Enter");
	await page.waitForSelector(".drop");
	const file = { name: "deals.csv", mimeType: "text/csv", buffer: Buffer.from(exportOfMany()) };
	await page.getByTestId("files").setInputFiles(file);
	await page.getByRole("button", { name: /^Import 12 rows/ }).click();
	await page.getByRole("link", { name: "See the deals" }).waitFor({ timeout: 60_000 });
}

test("names that fit nobody are matched by keyboard, taken back, merged and marked as left", async () => {
	const { context, page, complaints } = await visit(browser);
	await ownWorkspace(page);
	await page.getByRole("link", { name: "People", exact: true }).focus();
	await page.keyboard.press("Enter");
	await page.getByRole("heading", { name: "4 names and accounts fit nobody for certain" }).waitFor();
	await page.getByText("Maybe Ann Example").first().waitFor();
	expect(await axeFindings(page)).toEqual([]);
	for (const width of [320, 768]) {
		await page.setViewportSize({ width, height: 800 });
		expect(await overflow(page), `${width} px`).toBeLessThanOrEqual(0);
	}
	await page.setViewportSize({ width: 1280, height: 800 });

	// Arrow to "Anne Example", choose by Space, confirm by C.
	await page.locator("[data-row-link]").first().focus();
	expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Anne Example");
	await page.keyboard.press("Space");
	await page.getByText("1 chosen").waitFor();
	await page.keyboard.press("c");
	await page.getByText("1 name or account matched. 4 records and history entries moved.", { exact: false }).waitFor();
	await page.getByRole("heading", { name: "3 names and accounts fit nobody for certain" }).waitFor();
	await page.getByRole("button", { name: "Undo", exact: true }).first().press("Enter");
	await page.getByRole("heading", { name: "4 names and accounts fit nobody for certain" }).waitFor();

	// Those left: a queue left out, Bo kept as himself.
	await page.getByRole("checkbox", { name: "Choose Sales Queue" }).press("Space");
	await page.getByRole("button", { name: "Leave out" }).press("Enter");
	await page.getByRole("heading", { name: "3 names and accounts fit nobody for certain" }).waitFor();
	await page.getByRole("checkbox", { name: "Choose Bo Sample" }).press("Space");
	await page.getByRole("button", { name: "Keep as people of their own" }).press("Enter");
	await page.getByRole("heading", { name: "2 names and accounts fit nobody for certain" }).waitFor();
	await page.getByRole("checkbox", { name: "Choose B. Sample" }).press("Space");
	await page.getByRole("button", { name: "Assign to…" }).press("Enter");
	const who = page.getByRole("combobox", { name: "Who is it?" });
	await who.fill("");
	await who.pressSequentially("Bo Sa");
	await expect.poll(() => page.getByRole("option").allTextContents()).toEqual(["Bo Sample"]);
	await who.press("ArrowDown");
	await who.press("Enter");
	expect(await axeFindings(page)).toEqual([]);
	await page.getByRole("dialog").getByRole("button", { name: "Assign to…" }).press("Enter");
	await page
		.getByRole("heading", { name: "One name or account fits nobody for certain" })
		.or(page.getByRole("heading", { name: "1 name or account fits nobody for certain" }))
		.waitFor();

	await page.goto(`${portalUrl()}/people?view=everyone`);
	await settled(page);
	await page.getByRole("link", { name: "Bo Sample", exact: true }).press("Enter");
	await page.getByRole("heading", { name: "Bo Sample", exact: true }).waitFor();
	await page.getByText("2 · €9,000").waitFor();
	expect(await axeFindings(page)).toEqual([]);
	await page.getByRole("button", { name: "Mark as left" }).press("Enter");
	await page.getByText(/Bo Sample left on .* and still has 2 open deals/).waitFor();
	const merge = page.getByRole("combobox", { name: "Merge into" });
	await merge.pressSequentially("Ann Ex");
	await expect.poll(() => page.getByRole("option").allTextContents()).toEqual(["Ann Example · ann@names.example"]);
	await merge.press("ArrowDown");
	await merge.press("Enter");
	await page.getByRole("button", { name: "Merge", exact: true }).press("Enter");
	await page.getByRole("heading", { name: "Ann Example", exact: true }).waitFor();
	expect(complaints).toEqual([]);
	await context.close();
});

test("who may not decide sees who is who", async () => {
	const { context, page, complaints } = await visit(browser);
	await be(page, "maria");
	await page.goto(`${portalUrl()}/people?view=everyone`);
	await settled(page);
	await page.locator("[data-row-link]").first().press("Enter");
	await page.getByRole("heading", { name: /^What finds/ }).waitFor();
	expect(await page.getByRole("button", { name: "Merge" }).count()).toBe(0);
	expect(complaints).toEqual([]);
	await context.close();
});
