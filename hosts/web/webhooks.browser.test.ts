import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../../scripts/real-portal.ts";
import { axeFindings, be, portalUrl, settled, visit } from "./test-visit.ts";

let browser: Browser;
let receiver: Server;
const received: { headers: Record<string, unknown>; body: string }[] = [];
beforeAll(async () => {
	browser = await openBrowser();
	receiver = createServer((request, out) => {
		let body = "";
		request.on("data", (part) => {
			body += String(part);
		});
		request.on("end", () => {
			received.push({ headers: request.headers, body });
			out.writeHead(200, { "content-type": "text/html" }).end("<b>thank you</b>");
		});
	});
	await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
	receiver?.close();
	await browser?.close();
});

test("an address is added by keyboard, tried, paused and removed; its secret is shown once", async () => {
	const { context, page, complaints } = await visit(browser);
	await be(page, "david");
	await page.goto(`${portalUrl()}/settings/webhooks`);
	await settled(page);
	await page.getByRole("button", { name: "Add an address" }).focus();
	await page.keyboard.press("Enter");
	await page.getByLabel("Address").focus();
	await page.keyboard.type(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/courtside`);
	await page.keyboard.press("Enter");
	expect(await page.getByLabel("New secret").inputValue()).toMatch(/^whsec_/);

	await page.getByRole("button", { name: "Send a test" }).click();
	await page.getByText(/It answered 200 in/).waitFor();
	// Foreign text is shown as text.
	await page.getByText("<b>thank you</b>").first().waitFor();
	expect(received[0]?.headers).toMatchObject({ "webhook-signature": expect.stringMatching(/^v1,/) });
	await page.locator(".webhook-log summary").first().click();
	await page
		.getByText(/^Request /)
		.first()
		.waitFor();

	await page.getByRole("button", { name: "Pause" }).click();
	await page.getByText("What happens is kept, and sent when it is on again.").waitFor();
	expect(await axeFindings(page)).toEqual([]);
	await page.reload();
	await settled(page);
	expect(await page.getByLabel("New secret").count()).toBe(0);
	await page.getByRole("button", { name: "Remove" }).click();
	await page.getByRole("button", { name: "Remove it" }).click();
	await page.getByText("No address yet").waitFor();
	expect(complaints).toEqual([]);
	await context.close();
});

test("what happens arrives by itself, signed", async () => {
	const { context, page } = await visit(browser);
	await be(page, "david");
	await page.goto(`${portalUrl()}/settings/webhooks?webhook=new`);
	await settled(page);
	await page.getByLabel("Address").fill(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/live`);
	await page.getByRole("button", { name: "Add an address" }).click();
	await page.getByLabel("New secret").waitFor();
	received.length = 0;
	await page.goto(`${portalUrl()}/graphql`);
	await settled(page);
	await page.getByLabel("Question").fill("{ opportunities(first: 1) { items { id version nextStep } } }");
	await page.keyboard.press("Control+Enter");
	await page.getByText('"nextStep"').waitFor();
	const { id, version } = JSON.parse((await page.locator(".graph-answer pre").textContent()) ?? "").data.opportunities
		.items[0];
	await page
		.getByLabel("Question")
		.fill(
			`mutation { updateOpportunity(id: "${id}", version: ${version}, input: { nextStep: "Ring at noon" }) { nextStep } }`,
		);
	await page.getByRole("button", { name: "Run" }).click();
	await page.getByText("Ring at noon").last().waitFor();
	await expect
		.poll(() => received.map((message) => JSON.parse(message.body).data.id), { timeout: 15_000 })
		.toContain(id);
	await context.close();
});

test("GraphQL answers, listens and shows its schema on a page that axe has nothing against", async () => {
	const { context, page, complaints } = await visit(browser);
	await be(page, "maria");
	await page.goto(`${portalUrl()}/graphql`);
	await settled(page);
	await page.getByLabel("Question").focus();
	await page.keyboard.press("Control+Enter");
	await page.getByText('"opportunities"').waitFor();
	await page.getByLabel("Variables").fill("{ first }");
	await page.getByRole("button", { name: "Run" }).click();
	await page.getByText(/The variables are not JSON/).waitFor();
	await page.getByRole("button", { name: "Listen to deals as they move" }).click();
	await page.getByRole("button", { name: "Run" }).click();
	await page.getByRole("button", { name: "Stop" }).click();
	await page.getByLabel("Find a type or a field").fill("input DateRange");
	await page.getByText(/period: String/).waitFor();
	expect(await axeFindings(page)).toEqual([]);
	expect(complaints).toEqual([]);
	await context.close();
});
