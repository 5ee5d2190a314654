import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../../scripts/real-portal.ts";
import { axeFindings, be, portalUrl, visit } from "./test-visit.ts";

let browser: Browser;
beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(() => browser?.close());

test("what became of marketing's leads stands by source and by campaign, with how many and as of when", async () => {
	const { context, page, complaints } = await visit(browser);
	await be(page, "david");
	// Years ahead, so that nothing else in the demo company falls into it.
	await page.evaluate(async () => {
		const token = await (
			await fetch("/api/v1/auth/demo", {
				method: "POST",
				headers: { "content-type": "application/json" },
				body: '{"person":"david"}',
			})
		).json();
		const rows = [1, 2, 3].map((k) => ({
			email: `loop${k}@fair.example`,
			source: "Harbour fair",
			campaign: `Stand ${k % 2}`,
			mql_at: `2031-0${k}-05`,
		}));
		const headers = { "content-type": "application/json", authorization: `Bearer ${token.accessToken}` };
		await fetch("/api/v1/marketing/handoffs", { method: "POST", headers, body: JSON.stringify({ rows }) });
	});
	await page.goto(`${portalUrl()}/leads/marketing?from=2031-01&to=2031-06`);
	await expect
		.poll(
			async () => {
				await page.reload();
				return page.getByRole("heading", { level: 1 }).innerText();
			},
			{ timeout: 15_000, interval: 1000 },
		)
		.toMatch(/^3 leads handed over in 6 months: 0 taken up by sales, 0 won$/);
	await page.getByRole("rowheader", { name: "Harbour fair" }).waitFor();
	await page.getByLabel("Show").selectOption("campaign");
	await page.getByRole("rowheader", { name: "Harbour fair · Stand 1" }).waitFor();
	expect(await page.getByText(/^As of /).count()).toBe(1);
	expect(await axeFindings(page)).toEqual([]);
	expect(complaints).toEqual([]);
	await context.close();
});
