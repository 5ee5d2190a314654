import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../../scripts/real-portal.ts";
import { axeFindings, be, portalUrl, settled, visit } from "./test-visit.ts";

let browser: Browser;
beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(() => browser?.close());

test("a key is made, shown once, opens what it may, and opens nothing once it is revoked", async () => {
	const { context, page, complaints } = await visit(browser);
	await be(page, "david");
	await page.goto(`${portalUrl()}/settings/api-keys`);
	await settled(page);
	await page.getByRole("button", { name: "New key" }).press("Enter");
	await page.getByLabel("Name").fill("Warehouse");
	await page.getByRole("checkbox", { name: "See deals, with their chances and history" }).press("Space");
	expect(await axeFindings(page)).toEqual([]);
	await page.getByRole("button", { name: "Make the key" }).press("Enter");
	const key = await page.getByLabel("The key").inputValue();
	expect(key).toMatch(/^csk_[\w-]{43}$/);
	const opens = async (path: string) => {
		const answer = await fetch(`${portalUrl()}/api/v1${path}`, { headers: { authorization: `Bearer ${key}` } });
		return answer.status;
	};
	expect([await opens("/opportunities"), await opens("/leads")]).toEqual([200, 403]);

	await page.reload();
	await settled(page);
	await page.getByRole("heading", { name: "1 key is in use" }).waitFor();
	expect(await page.getByLabel("The key").count()).toBe(0);
	expect(await axeFindings(page)).toEqual([]);
	await page.getByRole("button", { name: "Revoke Warehouse" }).click();
	await page.getByRole("button", { name: "Really revoke" }).click();
	await page.getByText("· Revoked").waitFor();
	expect(await opens("/opportunities")).toBe(401);
	expect(complaints).toEqual([]);
	await context.close();
});
