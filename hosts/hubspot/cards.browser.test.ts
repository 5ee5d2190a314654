import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openBrowser } from "../../scripts/real-portal.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const url = inject("portalUrl");
let browser: Browser;
beforeAll(async () => {
	browser = await openBrowser();
});
afterAll(() => browser?.close());

async function api(token: string, path: string, init: { method?: string; body?: object } = {}) {
	const answer = await fetch(`${url}/api/v1${path}`, {
		method: init.method ?? "GET",
		headers: { authorization: `Bearer ${token}`, ...(init.body && { "content-type": "application/json" }) },
		...(init.body && { body: JSON.stringify(init.body) }),
	});
	return answer.json();
}
async function signIn(name: string): Promise<string> {
	const answer = await fetch(`${url}/api/v1/auth/demo`, {
		method: "POST",
		headers: { "content-type": "application/json" },
		body: JSON.stringify({ person: name }),
	});
	return (await answer.json()).accessToken;
}
/** A page that draws one card beside the record of the gallery's preview, and what its console complained of. */
async function look(preview: string, given: Record<string, string> = {}, width = 900) {
	const page = await browser.newPage({ viewport: { width, height: 900 } });
	const complaints: string[] = [];
	page.on("pageerror", (fault) => complaints.push(fault.message));
	const asked = new URL(preview);
	for (const [name, value] of Object.entries(given)) asked.searchParams.set(name, value);
	await page.goto(asked.href);
	await page.waitForSelector(".frame");
	await page.waitForFunction(
		() => document.querySelector(".frame")?.textContent && !document.querySelector(".loading"),
	);
	return { page, complaints };
}
const unknown = (page: Page) => page.locator(".unknown").allTextContents();

test("the production bundles run in a worker against the real server: score seen, scored anew by keyboard, written back", async () => {
	const david = await signIn("david");
	let exhibits: {
		deal: { view: { text: { value: string } }; surfaces: { host: string; preview: string | null }[] } | null;
		lead: {
			view: { text: { value: string }; parts: { text: string }[] };
			surfaces: { host: string; preview: string | null }[];
		} | null;
	} = { deal: null, lead: null };
	// The portal comes after the demo company's numbers are asked for, so there is a moment without either.
	await expect
		.poll(
			async () => {
				exhibits = await api(david, "/gallery");
				return exhibits.lead?.surfaces.find(({ host }) => host === "hubspot")?.preview ?? null;
			},
			{ timeout: 60_000, interval: 500 },
		)
		.toContain("/preview/");
	const previewOf = (what: "deal" | "lead") =>
		exhibits[what]?.surfaces.find(({ host }) => host === "hubspot")?.preview ?? "";
	const lead = await look(previewOf("lead"));
	const shown = await lead.page.locator(".frame").innerText();
	for (const words of [exhibits.lead?.view.text.value, ...(exhibits.lead?.view.parts ?? []).map(({ text }) => text)])
		expect(shown).toContain(words);
	const again = lead.page.getByRole("button", { name: "Score anew" });
	await again.focus();
	await lead.page.keyboard.press("Enter");
	await lead.page.locator(".alerts p").first().waitFor();
	expect(await lead.page.locator(".alerts").innerText()).toMatch(/Scored anew: \d+/);
	await lead.page.evaluate(AXE);
	const faults = await lead.page.evaluate(async () => {
		const { violations } = await (
			globalThis as never as { axe: { run(): Promise<{ violations: { id: string }[] }> } }
		).axe.run();
		return violations.map(({ id }) => id);
	});
	expect(faults).toEqual([]);
	expect([await unknown(lead.page), lead.complaints]).toEqual([[], []]);
	for (const card of [
		"courtside_lead_history",
		"courtside_deal_chance",
		"courtside_deal_coaching",
		"courtside_outlook",
		"courtside_settings",
	]) {
		const { page, complaints } = await look(previewOf(card.includes("deal") ? "deal" : "lead"), {
			card,
			language: "de",
		});
		await page.waitForFunction(() => (document.querySelector(".frame")?.textContent ?? "").length > 40);
		expect([card, await unknown(page), complaints]).toEqual([card, [], []]);
		expect(await page.locator("[role=alert]").allTextContents()).toEqual([]);
		await page.close();
	}
	const stranger = await look(previewOf("lead"), { user: "nobody@else.example" });
	expect(await stranger.page.getByRole("alert").innerText()).toContain("You may not see this");
});

test("what is scored goes back into the portal's own record", async () => {
	const david = await signIn("david");
	const stands = await api(david, "/connections/hubspot/write-back");
	await api(david, "/connections/hubspot/write-back", {
		method: "PUT",
		body: { state: "on", version: stands.version },
	});
	const preview = await api(david, "/connections/hubspot/write-back/preview", { method: "POST", body: {} });
	const run = () => api(david, `/write-runs/${preview.id}`);
	await expect.poll(async () => (await run()).state, { timeout: 30_000 }).toBe("preview");
	await api(david, `/write-runs/${preview.id}/confirm`, { method: "POST", body: {} });
	await expect.poll(async () => (await run()).counts.written, { timeout: 30_000 }).toBeGreaterThan(100);
	expect((await run()).counts.failed).toBe(0);
});
