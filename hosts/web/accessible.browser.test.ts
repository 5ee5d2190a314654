import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser } from "../../scripts/real-portal.ts";
import { axeFindings, be, type DemoPerson, firstRow, overflow, portalUrl, settled, visit } from "./test-visit.ts";

let browser: Browser;
beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(() => browser?.close());

const PAGES: [string, DemoPerson][] = [
	["/", "maria"],
	["/connections", "david"],
	["/connections/file-drop", "david"],
	["/connections/web?part=write-back", "david"],
	["/deals", "jennifer"],
	["/board", "jennifer"],
	["/deals/drivers", "robert"],
	["/deals/endings", "jennifer"],
	["deal", "maria"],
	["/forecast", "jennifer"],
	["/forecast/changes", "jennifer"],
	["/forecast/scenarios?scenario=new", "jennifer"],
	["/forecast/accuracy", "jennifer"],
	["/forecast/calls", "robert"],
	["/forecast/deals", "maria"],
	["/forecast/number", "robert"],
	["/forecast/scores", "maria"],
	["/settings/forecast-calls", "david"],
	["/territories", "david"],
	["/territories/new", "robert"],
	["/people", "david"],
	["/people?view=everyone", "david"],
	["/pipeline", "robert"],
	["/leads", "maria"],
	["/live", "maria"],
	["/meetings", "maria"],
	["/meetings/search?q=price", "maria"],
	["/meetings/coaching", "maria"],
	["/meetings/trackers", "david"],
	["/settings/coaching", "david"],
	["/leads/grades", "david"],
	["/leads/routing", "david"],
	["/leads/nurture", "david"],
	["/leads/scoring", "david"],
	["/leads/sources", "david"],
	["/leads/marketing", "david"],
	["/quotas", "maria"],
	["/quotas/requests", "robert"],
	["/quotas/potential", "david"],
	["/quotas/performance", "robert"],
	["/quotas/coverage", "david"],
	["lead", "maria"],
	["/import", "david"],
	["/jobs", "david"],
	["/accounts", "jennifer"],
	["/audit", "david"],
	["/search?q=hotel", "jennifer"],
	["/settings", "david"],
	["/settings/webhooks", "david"],
	["/settings/microsoft-teams", "david"],
	["/settings/model", "david"],
	["/settings/api", "david"],
	["/settings/website", "david"],
	["/settings/slack", "david"],
	["/graphql", "maria"],
	["/settings/roles", "david"],
	["/settings/api-keys", "david"],
	["/settings/roles?role=new&from=manager", "david"],
	["/nowhere", "maria"],
];

describe.each(["light", "dark"] as const)("in %s", (look) => {
	test("the start pages have nothing that axe objects to", async () => {
		const { context, page } = await visit(browser, { look });
		await page.goto(portalUrl());
		await page.waitForSelector(".start-person");
		expect(await axeFindings(page)).toEqual([]);
		await page.goto(`${portalUrl()}/start/new`);
		await page.getByLabel("Company").waitFor();
		expect(await axeFindings(page)).toEqual([]);
		await context.close();
	});
	test.each(PAGES)("%s (%s) has nothing that axe objects to", async (path, key) => {
		const { context, page } = await visit(browser, { look });
		await open(page, path, key);
		if (path === "deal") await page.getByRole("button", { name: "Edit" }).click();
		for (const summary of await page.locator("summary").all()) await summary.click();
		expect(await axeFindings(page)).toEqual([]);
		await context.close();
	});
});

describe("no page is wider than the window", () => {
	test.each(PAGES)("%s (%s)", async (path, key) => {
		const { context, page } = await visit(browser);
		await open(page, path, key);
		for (const [width, locale] of [
			[320, "en"],
			[768, "en"],
			[1440, "en"],
			[320, "en-XB"],
			[768, "en-XB"],
		] as const) {
			await page.setViewportSize({ width, height: 800 });
			await page.evaluate((l) => localStorage.setItem("courtside.locale", l), locale);
			if (locale !== "en") await page.reload();
			await settled(page);
			expect(await overflow(page), `${width} px, ${locale}`).toBeLessThanOrEqual(0);
		}
		await context.close();
	});
});

async function open(page: Page, path: string, key: DemoPerson): Promise<void> {
	await be(page, key);
	const address = path.startsWith("/") ? path : await firstRow(page, `/${path}s`);
	await page.goto(portalUrl() + address);
	await settled(page);
}
