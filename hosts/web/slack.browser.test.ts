import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CAST } from "../../core/demo/cast.ts";
import { openBrowser } from "../../scripts/real-portal.ts";
import { type SlackStandIn, startSlack } from "../../stand-ins/slack/server.ts";
import { addChannel, addUser, createWorkspace } from "../../stand-ins/slack/workspace.ts";
import { axeFindings, be, overflow, portalUrl, settled, visit } from "./test-visit.ts";

let browser: Browser;
let vendor: SlackStandIn;
const slack = createWorkspace();
beforeAll(async () => {
	browser = await openBrowser();
	for (const [key, { name, email }] of Object.entries(CAST))
		addUser(slack, { id: `U${key.toUpperCase()}`, name, email });
	addChannel(slack, { id: "C1", name: "sales" });
	vendor = await startSlack(slack);
	slack.app.redirectUrls = [portalUrl()];
});
afterAll(async () => {
	await vendor?.stop();
	await browser?.close();
});

async function fill(page: Page, name: string, value: string): Promise<void> {
	await page.getByLabel(name, { exact: true }).fill(value);
}

test("Slack is set up step by step, by Socket Mode, previewed and switched on; then its own pages answer, by keyboard", async () => {
	const { context, page, complaints } = await visit(browser);
	await be(page, "david");
	await page.goto(`${portalUrl()}/settings/slack`);
	await settled(page);
	await page.getByRole("heading", { name: /^Set up: 0 of 6/ }).waitFor();
	await page.getByRole("radio", { name: /Socket Mode/ }).press("Space");
	await page.getByText('"socket_mode_enabled": true').waitFor();
	await page.getByText("Still missing: Client ID, Client secret, Signing secret.").waitFor();
	expect(await axeFindings(page)).toEqual([]);

	await page.getByRole("link", { name: "Paste it on the connection’s page" }).first().press("Enter");
	await settled(page);
	const { clientId, clientSecret, signingSecret, appToken } = slack.app;
	await page.getByRole("switch", { name: "Take and send changes" }).press("Space");
	await page.getByRole("heading", { name: "Slack: on" }).waitFor();
	await page.getByText("Seldom needed").press("Enter");
	for (const [label, value] of Object.entries({
		"Client ID": clientId,
		"Client secret": clientSecret,
		"Signing secret": signingSecret,
		"App-level token": appToken,
		"Address of a stand-in": vendor.base,
	}))
		await fill(page, label, value);
	await page.getByRole("button", { name: "Save", exact: true }).press("Enter");
	await expect.poll(() => slack.sockets.length, { timeout: 20_000 }).toBe(1);

	await page.goto(`${portalUrl()}/settings/slack`);
	await page.getByRole("heading", { name: /^Set up: 2 of 6/ }).waitFor();
	await page.getByText("our connection to Slack is open").waitFor();
	await page.getByRole("button", { name: "Add to Slack" }).press("Enter");
	await page.getByRole("button", { name: "Allow" }).press("Enter");
	await page.getByText("Courtside is in your Slack workspace.").waitFor();
	await page.getByRole("heading", { name: /^Set up: 4 of 6/ }).waitFor();
	const look = page.getByRole("region", { name: "Look at a real one first" });
	await look.getByLabel("Person").selectOption({ label: CAST.maria.name });
	await look.getByRole("button", { name: "Show it" }).press("Enter");
	await look.locator(".slack-message").waitFor();
	const everybody = page.getByRole("radio", { name: "Everybody who is known in Slack" });
	// Nobody is chosen before a real one was seen, and the page has heard of it.
	await expect.poll(() => everybody.isEnabled()).toBe(true);
	await everybody.press("Space");
	await page.getByRole("button", { name: "Save", exact: true }).press("Enter");
	await page.getByRole("heading", { name: /people get their day in Slack$/ }).waitFor();
	expect(await axeFindings(page)).toEqual([]);
	await page.setViewportSize({ width: 320, height: 800 });
	expect(await overflow(page)).toBeLessThanOrEqual(0);

	const there = await context.newPage();
	await there.goto(vendor.base);
	await there.getByLabel("You are").selectOption({ label: CAST.maria.name });
	await there.getByText("What should I do next?").or(there.getByText("What comes to you")).first().waitFor();
	await there.getByRole("button", { name: "Settings" }).press("Enter");
	const modal = there.getByRole("dialog");
	await modal.getByLabel("hot leads").press("Space");
	await modal.getByRole("button", { name: "Save" }).press("Enter");
	await there.getByText("Turned off: hot leads.").waitFor();
	await there.getByRole("button", { name: "# sales" }).press("Enter");
	await there.getByLabel("Message").fill("/courtside forecast");
	await there.getByLabel("Message").press("Enter");
	await there.getByText("Only visible to you").waitFor();
	await there.locator("figure.chart").waitFor();
	expect(await axeFindings(there)).toEqual([]);

	// The other files of this run share the server.
	await page.goto(`${portalUrl()}/connections/slack`);
	await page.getByRole("switch", { name: "Take and send changes" }).press("Space");
	await page.getByRole("heading", { name: "Slack: paused" }).waitFor();
	expect(complaints).toEqual([]);
	await context.close();
});
