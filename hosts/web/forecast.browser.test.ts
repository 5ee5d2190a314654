import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../../scripts/real-portal.ts";
import { axeFindings, be, portalUrl, settled, visit } from "./test-visit.ts";

let browser: Browser;
beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(() => browser?.close());

test("a step of the waterfall opens its deals by keyboard, and the way back closes them", async () => {
	const { context, page, complaints } = await visit(browser);
	await be(page, "jennifer");
	await page.goto(`${portalUrl()}/forecast`);
	await page.getByRole("link", { name: "What changed" }).click();
	await page.locator("a.waterfall-row").first().waitFor();
	const step = page.locator("a.waterfall-row").first();
	const name = await step.locator(".waterfall-label").textContent();
	await step.focus();
	await page.keyboard.press("Enter");
	await page.getByRole("heading", { name: `${name}: the deals` }).waitFor();
	await page.locator("[data-row-link]").first().waitFor();
	expect(await axeFindings(page)).toEqual([]);
	await page.goBack();
	await page.getByRole("heading", { name: `${name}: the deals` }).waitFor({ state: "detached" });
	await page.getByLabel("Whose pipeline").selectOption({ index: 1 });
	await settled(page);
	expect(page.url()).toContain("node=");
	expect(complaints).toEqual([]);
	await context.close();
});

test("a scenario is built by keyboard and stands beside the usual ones", async () => {
	const { context, page, complaints } = await visit(browser);
	await be(page, "robert");
	await page.goto(`${portalUrl()}/forecast/scenarios?scenario=new`);
	const name = page.getByLabel("Name", { exact: false }).first();
	await name.waitFor();
	await name.focus();
	await page.keyboard.type("Slow autumn");
	await page.getByLabel("Kind of change").selectOption("creation");
	await page.getByRole("button", { name: "Add this change" }).focus();
	await page.keyboard.press("Enter");
	const percent = page.getByLabel("% more", { exact: false });
	await percent.fill("-30");
	await percent.press("Enter");
	await page.getByRole("heading", { name: "Side by side" }).waitFor();
	await page
		.getByRole("heading", { name: /under “Slow autumn”/ })
		.first()
		.waitFor();
	expect(await page.locator(".scenario-bars li").count()).toBe(4);
	await page.getByRole("heading", { name: "What could go wrong" }).waitFor();
	expect(await axeFindings(page)).toEqual([]);
	await page.getByRole("button", { name: "Delete" }).click();
	await page.getByText("No scenario has been made yet").waitFor();
	expect(complaints).toEqual([]);
	await context.close();
});

test("a stored forecast is made again by keyboard and comes to the same, or says why not", async () => {
	const { context, page, complaints } = await visit(browser);
	await be(page, "jennifer");
	await page.goto(`${portalUrl()}/forecast/accuracy`);
	const again = page.getByRole("button", { name: /^Make it again: / }).first();
	await again.focus();
	await page.keyboard.press("Enter");
	// Other files change deals and rates of the same company, and all of it is worked out anew: it may take a while.
	const came = page.locator(".stack-tight[aria-live=polite] strong").first();
	await came.waitFor({ timeout: 60_000 });
	const isSame = /^The same: \d+ numbers/.test((await came.textContent()) ?? "");
	if (!isSame)
		expect(await page.locator(".stack-tight[aria-live=polite] strong + span").first().textContent()).not.toBe("");
	expect(await axeFindings(page)).toEqual([]);
	expect(complaints).toEqual([]);
	await context.close();
});

test("past forecasts are compared with what came on request", async () => {
	const { context, page, complaints } = await visit(browser);
	await be(page, "jennifer");
	await page.goto(`${portalUrl()}/forecast/accuracy`);
	// Another file may have asked for it before: then it is under way, or over, and there is a way to ask again.
	const ask = page.getByRole("button", { name: "Compare now" });
	const asked = page
		.getByText("Past periods are being forecast again")
		.or(page.getByRole("button", { name: "Compare again" }))
		.first();
	await ask.or(asked).first().waitFor();
	if (await ask.isVisible()) {
		await ask.focus();
		await page.keyboard.press("Enter");
	}
	await asked.waitFor();
	await page.getByRole("heading", { name: "Newly learned models" }).waitFor();
	expect(await axeFindings(page)).toEqual([]);
	expect(complaints).toEqual([]);
	await context.close();
});
