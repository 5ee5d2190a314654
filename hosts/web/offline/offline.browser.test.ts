import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../../../scripts/real-portal.ts";
import { axeFindings, be, firstRow, overflow, portalUrl, settled, type Visit, visit } from "../test-visit.ts";

let browser: Browser;
beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(() => browser.close());

/** Someone on a device that keeps what they saw: home and one deal. */
async function keeper(): Promise<Visit & { deal: string }> {
	const seen = await visit(browser);
	const { page } = seen;
	await be(page, "maria");
	await page.goto(`${portalUrl()}/settings`);
	await settled(page);
	await page.getByRole("switch").press("Space");
	await page.waitForFunction(async () => (await caches.keys()).some((name) => name.startsWith("courtside-kept-")));
	const deal = await firstRow(page, "/deals");
	for (const path of ["/", deal]) {
		await page.goto(portalUrl() + path);
		await settled(page);
	}
	return { ...seen, deal };
}

test("the portal can be installed: its manifest, icons and worker are there", async () => {
	const { context, page } = await visit(browser);
	const manifest = await (await page.request.get(`${portalUrl()}/courtside.webmanifest`)).json();
	expect(manifest).toMatchObject({ display: "standalone", start_url: "/" });
	for (const { src, type } of manifest.icons) {
		const answer = await page.request.get(portalUrl() + src);
		expect([answer.status(), answer.headers()["content-type"]]).toEqual([200, type]);
		expect(answer.headers()["cache-control"]).toBe("no-cache");
	}
	await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
	await context.close();
});

test("without a network one reads what was kept, is told since when, and signing out forgets it", async () => {
	const { context, page, deal } = await keeper();
	const online = await page.locator("h1").textContent();
	await context.setOffline(true);
	await page.goto(portalUrl() + deal);
	await settled(page);
	expect(await page.locator("h1").textContent()).toBe(online);
	await page.locator(".offline-banner").waitFor();
	expect(await page.locator(".offline-banner").textContent()).toMatch(/as of .*may be stale/);

	await page.getByRole("link", { name: "What can be read without it" }).first().click();
	await page.locator(".offline-pages li").first().waitFor();
	expect(await page.locator(".offline-pages").textContent()).toContain(online);
	expect(await axeFindings(page)).toEqual([]);
	expect(await overflow(page)).toBe(0);

	await context.setOffline(false);
	await page.goto(portalUrl() + deal);
	await settled(page);
	await page.locator(".offline-banner").waitFor({ state: "detached" });
	await page.getByRole("button", { name: "You are Maria Alvarez" }).click();
	await page.getByRole("menuitem", { name: "Be someone else" }).click();
	await page.waitForSelector(".start-person");
	await page.waitForFunction(async () => !(await caches.keys()).some((name) => name.startsWith("courtside-kept-")));
	await context.close();
});

test("a device that was not told to keeps nothing", async () => {
	const { context, page } = await visit(browser);
	await be(page, "robert");
	await settled(page);
	expect(await page.evaluate(() => caches.keys().then((names) => names.filter((n) => n.includes("kept"))))).toEqual([]);
	await page.goto(`${portalUrl()}/offline`);
	await page.getByText("This device keeps no pages").waitFor();
	await context.close();
});
