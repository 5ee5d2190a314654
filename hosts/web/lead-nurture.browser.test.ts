import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../../scripts/real-portal.ts";
import { axeFindings, be, portalUrl, visit } from "./test-visit.ts";

let browser: Browser;
beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(() => browser?.close());

test("a sequence is tried, kept, started, and its task done", async () => {
	const { context, page, complaints } = await visit(browser);
	await be(page, "david");
	await page.goto(`${portalUrl()}/leads/nurture`);
	await page.getByRole("button", { name: "Add a sequence" }).focus();
	await page.keyboard.press("Enter");
	await page.getByRole("textbox", { name: "Name", exact: true }).fill("Wake the sleeping");
	await page.getByRole("combobox", { name: "Hot, warm, cold" }).selectOption("Any");
	await page.getByRole("button", { name: "Add a condition" }).click();
	await page.getByRole("combobox", { name: "Looks at" }).selectOption("company");
	await page.getByRole("combobox", { name: "How", exact: true }).selectOption("known");
	await page.getByRole("textbox", { name: "Task", exact: true }).fill("Ask how it goes");
	await page.getByRole("button", { name: "Whom would it take?" }).click();
	await page.getByText(/Today it would take \d+ of \d+ open leads/).waitFor();
	expect(await axeFindings(page)).toEqual([]);
	await page.getByRole("button", { name: "Save" }).click();
	await page.getByRole("button", { name: "Start: Wake the sleeping" }).click();
	const done = page.getByRole("button", { name: /^Done: Ask how it goes/ });
	await done.first().waitFor();
	const name = (await done.first().getAttribute("aria-label")) ?? "";
	await done.first().press("Enter");
	await page.getByRole("button", { name, exact: true }).waitFor({ state: "detached" });
	await page.getByRole("button", { name: "Pause: Wake the sleeping" }).click();
	await page.getByRole("button", { name: "Resume: Wake the sleeping" }).waitFor();
	expect(await axeFindings(page)).toEqual([]);
	expect(complaints).toEqual([]);
	await context.close();
});
