import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../../scripts/real-portal.ts";
import { axeFindings, be, portalUrl, settled, visit } from "./test-visit.ts";

let browser: Browser;
beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(() => browser?.close());

test("a role is copied, narrowed, found by its name and taken away again, by keyboard", async () => {
	const { context, page, complaints } = await visit(browser);
	await be(page, "david");
	await page.goto(`${portalUrl()}/settings/roles`);
	await settled(page);
	await page.getByRole("link", { name: "Copy Sales rep to a new role" }).focus();
	await page.keyboard.press("Enter");
	const name = page.getByLabel("Name");
	await name.waitFor();
	expect(await name.inputValue()).toBe("Copy of Sales rep");
	await name.fill("Deal desk");
	await page.getByLabel("Find a permission").fill("make and change leads");
	const leads = page.getByRole("checkbox", { name: "Make and change leads" });
	await leads.focus();
	await page.keyboard.press("Space");
	expect(await leads.isChecked()).toBe(false);
	await name.press("Enter");
	await page.getByRole("heading", { name: "Deal desk" }).waitFor();
	expect(await axeFindings(page)).toEqual([]);

	await page.getByRole("link", { name: "All roles" }).click();
	await page.getByLabel("Find a role").fill("desk");
	await page.getByRole("link", { name: "Deal desk", exact: true }).click();
	expect(await page.getByRole("checkbox", { name: "Make and change leads" }).isChecked()).toBe(false);
	expect(await page.getByRole("checkbox", { name: "See leads and their points" }).isChecked()).toBe(true);
	await page.getByRole("button", { name: "Delete role" }).click();
	await page.getByRole("button", { name: "Really delete Deal desk" }).click();
	await page.getByRole("heading", { name: "Your own" }).waitFor();
	expect(await page.getByRole("link", { name: "Deal desk", exact: true }).count()).toBe(0);
	expect(complaints).toEqual([]);
	await context.close();
});
