import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../../scripts/real-portal.ts";
import { axeFindings, be, firstRow, portalUrl, settled, visit } from "./test-visit.ts";

let browser: Browser;
beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(() => browser?.close());

test("other thresholds are tried before they are kept, with a rule of one's own", async () => {
	const { context, page, complaints } = await visit(browser);
	await be(page, "david");
	await page.goto(`${portalUrl()}/leads/grades`);
	await page.getByRole("heading", { name: /open leads are hot/ }).waitFor();
	await page.getByRole("button", { name: "Add a rule" }).focus();
	await page.keyboard.press("Enter");
	await page.getByLabel("Name of the rule").fill("Knows its company");
	await page.getByLabel("How", { exact: true }).selectOption("known");
	await page.getByLabel("Looks at").selectOption("company");
	await page.getByRole("button", { name: "Try it first" }).click();
	await page.getByText(/With these settings: 1?\d\d\s% of/).waitFor();
	expect(await page.getByText("Nothing is kept yet.").count()).toBe(1);
	expect(await axeFindings(page)).toEqual([]);
	expect(complaints).toEqual([]);
	await context.close();
});

test("a person's word about a lead stands with its reason, and is taken back", async () => {
	const { context, page, complaints } = await visit(browser);
	await be(page, "maria");
	await page.goto(portalUrl() + (await firstRow(page, "/leads")));
	await settled(page);
	await page.getByRole("button", { name: "Say it yourself" }).click();
	await page.getByLabel("Hot, warm, cold").selectOption("cold");
	await page.getByLabel("Why").fill("Has no budget this year");
	await page.getByLabel("Why").press("Enter");
	await page.getByText(/says Cold, .*: Has no budget this year/).waitFor();
	await page.getByRole("button", { name: "Say it yourself" }).click();
	await page.getByLabel("Hot, warm, cold").selectOption("As it was found");
	await page.getByLabel("Why").fill("Found a budget");
	await page.getByLabel("Why").press("Enter");
	await page.getByText("Has no budget this year").waitFor({ state: "detached" });
	expect(complaints).toEqual([]);
	await context.close();
});
