import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../../scripts/real-portal.ts";
import { axeFindings, be, overflow, portalUrl, settled, visit } from "./test-visit.ts";

let browser: Browser;
beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(() => browser?.close());

test("a plan is made, stopped, changed on the map by keyboard, handed in, sent back and deleted", async () => {
	const { context, page, complaints } = await visit(browser);
	await be(page, "david");
	await page.goto(`${portalUrl()}/territories/new`);
	await settled(page);
	const teams = page.getByLabel("Whose territories");
	const team = (await teams.locator("option").allTextContents()).find((name) => name.startsWith("DACH")) ?? "";
	await teams.selectOption({ label: team });
	await page.getByLabel("Name of the plan").fill("By keyboard");
	await page.getByRole("button", { name: "Look for a plan" }).press("Enter");
	await page.getByRole("button", { name: "Stop, and keep the best so far" }).press("Enter");
	const map = page.getByRole("listbox");
	await map.waitFor();
	await page.getByRole("button", { name: "Stop, and keep the best so far" }).waitFor({ state: "detached" });

	await map.focus();
	await page.keyboard.press("ArrowRight");
	await page.keyboard.press("Enter");
	const said = page.getByText("1 chosen:");
	await said.waitFor();
	const moveTo = page.getByLabel("Move to");
	const [, first, second] = await moveTo.locator("option").allTextContents();
	await moveTo.selectOption({ label: first ?? "" });
	await page.getByText("Travel:", { exact: false }).waitFor();
	await moveTo.selectOption({ label: second ?? "" });
	await page.getByRole("table", { name: "What the move does" }).waitFor();
	await page.getByRole("button", { name: "Move and lock" }).press("Enter");
	await said.waitFor({ state: "detached" });
	expect(await axeFindings(page)).toEqual([]);
	await page.setViewportSize({ width: 320, height: 800 });
	expect(await overflow(page)).toBe(0);
	await page.setViewportSize({ width: 1280, height: 800 });

	await page.getByRole("button", { name: "Hand in for agreement" }).press("Enter");
	await page.getByRole("button", { name: "Hand in", exact: true }).press("Enter");
	await page.getByText("Waits for agreement").waitFor();
	const { pathname } = new URL(page.url());

	const other = await visit(browser);
	await be(other.page, "jennifer");
	await other.page.goto(portalUrl() + pathname);
	await other.page.getByRole("button", { name: "Send back" }).press("Enter");
	await other.page.getByRole("button", { name: "Hand in for agreement" }).waitFor();
	await other.context.close();

	await page.goto(portalUrl() + pathname);
	await page.getByRole("button", { name: "Delete" }).press("Enter");
	await page.waitForURL(`${portalUrl()}/territories`);
	expect(complaints).toEqual([]);
	await context.close();
}, 60_000);
