import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBrowser } from "../../scripts/real-portal.ts";
import { axeFindings, be, portalUrl, settled, visit } from "./test-visit.ts";

let browser: Browser;
beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(() => browser?.close());

async function openBoard(page: Page, query = ""): Promise<void> {
	await page.goto(`${portalUrl()}/board${query}`);
	await settled(page);
	await page.waitForSelector("[data-card-link]");
}
const column = (page: Page, k: number) => page.locator(".board-column").nth(k);
const cardIn = (page: Page, k: number, id: string) => column(page, k).locator(`[data-card-link="${id}"]`);
async function firstCard(page: Page, k: number): Promise<string> {
	return (await column(page, k).locator("[data-card-link]").first().getAttribute("data-card-link")) ?? "";
}
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute("data-card-link"));
/** How many deals a column says it has. */
const totals = (page: Page, k: number) => column(page, k).locator(".board-totals span").first().textContent();
const becomes = (page: Page, k: number, is: (text: string | null) => boolean) =>
	expect.poll(() => totals(page, k).then(is), { timeout: 5000 }).toBe(true);

describe("the board", () => {
	test("moves a card by keyboard alone, says so, keeps the focus on it, and takes it back", async () => {
		const { context, page, complaints } = await visit(browser);
		await be(page, "maria");
		await openBoard(page);
		const id = await firstCard(page, 1);
		const before = [await totals(page, 1), await totals(page, 2)];
		await cardIn(page, 1, id).focus();
		await page.keyboard.press("Space");
		const said = page.locator("[aria-live=assertive]");
		await said.getByText(/picked up\. It is in Discovery, 2 of 7/).waitFor({ state: "attached" });
		await page.keyboard.press("ArrowRight");
		await said.getByText("Light plan, 3 of 7").waitFor({ state: "attached" });
		await page.keyboard.press("Escape");
		await said.getByText(/stays in Discovery/).waitFor({ state: "attached" });
		expect(await cardIn(page, 1, id).count()).toBe(1);

		for (const key of ["Space", "ArrowRight", "Enter"]) await page.keyboard.press(key);
		await page
			.locator(".board-toast")
			.getByText(/moved to Light plan/)
			.waitFor();
		await cardIn(page, 2, id).waitFor();
		expect(await focused(page)).toBe(id);
		await becomes(page, 2, (text) => text !== before[1]);

		await page.keyboard.press("Control+z");
		await page
			.locator(".board-toast")
			.getByText(/is back in Discovery/)
			.waitFor();
		await cardIn(page, 1, id).waitFor();
		await becomes(page, 1, (text) => text === before[0]);
		await becomes(page, 2, (text) => text === before[1]);
		expect(complaints).toEqual([]);
		await context.close();
	});

	test("moves a card by mouse, shows the move on another's board by itself, and undoes it by a button", async () => {
		const [maria, robert] = await Promise.all([visit(browser), visit(browser)]);
		await be(maria.page, "maria");
		await be(robert.page, "robert");
		await openBoard(maria.page);
		const id = await firstCard(maria.page, 2);
		const name = (await cardIn(maria.page, 2, id).textContent()) ?? "";
		await openBoard(robert.page, `?search=${encodeURIComponent(name)}`);
		await robert.page.waitForSelector(".hearing-live");
		const from = await cardIn(maria.page, 2, id).boundingBox();
		const to = await column(maria.page, 3).locator("h2").boundingBox();
		if (!from || !to) throw new Error("nothing to drag");
		await maria.page.mouse.move(from.x + 10, from.y + 5);
		await maria.page.mouse.down();
		await maria.page.mouse.move(to.x - 20, to.y + 60, { steps: 6 });
		await maria.page.mouse.move(to.x + 40, to.y + 80, { steps: 6 });
		await maria.page.mouse.up();
		await cardIn(maria.page, 3, id).waitFor();
		await cardIn(robert.page, 3, id).waitFor();
		expect(maria.page.url()).toContain("/board");
		await maria.page.getByRole("button", { name: "Undo" }).click();
		await cardIn(robert.page, 2, id).waitFor();
		await Promise.all([maria, robert].map(({ context }) => context.close()));
	});

	test("asks why a deal was lost, and undoing opens it with its date again", async () => {
		const { context, page } = await visit(browser);
		await be(page, "maria");
		await openBoard(page);
		const id = await firstCard(page, 4);
		const facts = await column(page, 4)
			.locator("li", { has: page.locator(`[data-card-link="${id}"]`) })
			.textContent();
		await column(page, 4)
			.getByRole("button", { name: /^Move / })
			.first()
			.click();
		await page.getByRole("menuitem", { name: "Closed lost" }).click();
		await page.getByLabel("Why was it lost?").selectOption("price");
		expect(await axeFindings(page)).toEqual([]);
		await page.getByRole("button", { name: "Mark as lost" }).click();
		await cardIn(page, 6, id).waitFor();
		await page.getByRole("button", { name: "Undo" }).click();
		await cardIn(page, 4, id).waitFor();
		await page.waitForTimeout(300);
		const after = await column(page, 4)
			.locator("li", { has: page.locator(`[data-card-link="${id}"]`) })
			.textContent();
		expect(after?.slice(0, 60)).toBe(facts?.slice(0, 60));
		await context.close();
	});

	test("says what somebody else did meanwhile, and moves the card only when told to", async () => {
		const [maria, robert] = await Promise.all([visit(browser), visit(browser)]);
		await be(maria.page, "maria");
		await be(robert.page, "robert");
		await openBoard(maria.page);
		const id = await firstCard(maria.page, 3);
		// A page that does not hear, as on a train.
		await maria.page.route("**/api/v1/stream", (route) => route.abort());
		await maria.page.route("**/api/v1/pipeline/board*", (route) => route.abort());
		await robert.page.goto(`${portalUrl()}/deals/${id}`);
		await robert.page.getByRole("button", { name: "Edit" }).click();
		await robert.page.getByLabel("Next step").fill("Ask for the floor plan");
		await robert.page.getByRole("button", { name: "Save", exact: true }).click();
		await robert.page.getByText("Ask for the floor plan").waitFor();
		await cardIn(maria.page, 3, id).focus();
		for (const key of ["Space", "ArrowRight", "Enter"]) await maria.page.keyboard.press(key);
		await maria.page.getByText(/^Someone else changed/).waitFor();
		await maria.page.getByText(/It is now in Proposal/).waitFor();
		await maria.page.unroute("**/api/v1/pipeline/board*");
		await maria.page.getByRole("button", { name: "Move it anyway" }).click();
		await cardIn(maria.page, 4, id).waitFor();
		await maria.page.getByRole("button", { name: "Undo" }).click();
		await cardIn(maria.page, 3, id).waitFor();
		await Promise.all([maria, robert].map(({ context }) => context.close()));
	});

	test("shows one stage at a time on a phone, chosen in the address", async () => {
		const { context, page } = await visit(browser);
		await be(page, "maria");
		await page.setViewportSize({ width: 360, height: 760 });
		await openBoard(page);
		expect(await page.locator(".board-column:visible").count()).toBe(1);
		await page.getByLabel("Stage shown").selectOption({ index: 3 });
		await page.waitForURL(/stage=/);
		expect(await page.locator(".board-column:visible h2").textContent()).toContain("Proposal");
		await page.getByRole("link", { name: "List" }).click();
		await page.waitForSelector("[data-row-link]");
		await context.close();
	});
});
