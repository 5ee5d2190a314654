import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../../scripts/real-portal.ts";
import { axeFindings, be, firstRow, portalUrl, settled, visit } from "./test-visit.ts";

let browser: Browser;
beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(() => browser?.close());

test("rules are tried on the last 30 days, and a person's room is set, by keyboard", async () => {
	const { context, page, complaints } = await visit(browser);
	await be(page, "david");
	await page.goto(`${portalUrl()}/leads/routing`);
	await page.getByRole("heading", { name: /^Routing is off/ }).waitFor();
	await page.getByRole("button", { name: "Try on the last 30 days" }).click();
	await page.getByRole("strong").filter({ hasText: "leads in the last 30 days" }).waitFor();
	const person = page.getByRole("button", { name: "Maria", exact: false }).first();
	await person.focus();
	await page.keyboard.press("Enter");
	await page.getByLabel("Most open leads at once").fill("75");
	await page.getByLabel("Most open leads at once").press("Enter");
	await page.getByText(/of 75$/).waitFor();
	expect(await axeFindings(page)).toEqual([]);
	expect(complaints).toEqual([]);
	await context.close();
});

test("a rep asks to hand a lead over, and her manager declines", async () => {
	const { context, page, complaints } = await visit(browser);
	await be(page, "maria");
	await page.goto(portalUrl() + (await firstRow(page, "/leads")));
	await settled(page);
	await page.getByRole("button", { name: "Hand over" }).click();
	const whom = page.getByRole("combobox", { name: "To whom" });
	await whom.click();
	await whom.fill("Ben");
	await page.getByRole("option", { name: /Benoît/ }).click();
	await page.getByLabel("Why").fill("Speaks their language");
	await page.getByLabel("Why").press("Enter");
	await page.getByText(/^Asked: somebody who leads/).waitFor();
	expect(complaints).toEqual([]);
	await context.close();
	const manager = await visit(browser);
	await be(manager.page, "robert");
	await manager.page.goto(`${portalUrl()}/leads/routing`);
	await manager.page.getByText("Speaks their language").waitFor();
	await manager.page.getByRole("button", { name: "Decline" }).click();
	await manager.page.getByText(/does not get it/).waitFor();
	expect(manager.complaints).toEqual([]);
	await manager.context.close();
});
