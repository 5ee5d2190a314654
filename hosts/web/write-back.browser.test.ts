import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../../scripts/real-portal.ts";
import { signedHeaders } from "./signature.ts";
import { axeFindings, be, overflow, portalUrl, settled, visit } from "./test-visit.ts";

let browser: Browser;
/** The company's own system: what stands in its records, by id, and what was written there. */
const records = new Map<string, Record<string, unknown>>();
let system: Server;

beforeAll(async () => {
	browser = await openBrowser();
	system = createServer(async (request, response) => {
		let body = "";
		for await (const part of request) body += part;
		const { kind, payload } = JSON.parse(body);
		const told = payload.records.map((record: { id: string; fields: Record<string, unknown> }) => {
			const stored = records.get(record.id) ?? {};
			if (kind === "read-records") return { fields: stored };
			const before = Object.fromEntries(Object.keys(record.fields).map((name) => [name, stored[name] ?? null]));
			records.set(record.id, { ...stored, ...record.fields });
			return { ok: true, before };
		});
		response.setHeader("content-type", "application/json");
		response.end(JSON.stringify({ records: told }));
	});
	await new Promise<void>((resolve) => system.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
	await browser?.close();
	await new Promise((resolve) => system.close(resolve));
});

/** Connects the system on its page, and sends three deals as it would. */
async function connect(page: Page): Promise<void> {
	await page.goto(`${portalUrl()}/connections/web`);
	await settled(page);
	const address = await page.getByLabel("Your system sends its changes to").inputValue();
	await page.getByRole("button", { name: /^Make a (new )?key$/ }).click();
	const key = await page.getByLabel("New key").inputValue();
	const { port } = system.address() as AddressInfo;
	await page.getByLabel("Where your system hears of changes made here").fill(`http://127.0.0.1:${port}/courtside`);
	await page.locator("form", { hasText: "Where your system hears" }).getByRole("button", { name: "Save" }).click();
	await page.getByText("Saved.").waitFor();
	const recordedAt = new Date().toISOString();
	const deal = (id: string, name: string) => ({
		entity: "deal",
		id,
		recordedAt,
		fields: { name, stageName: "Proposal", amount: "12000", currency: "EUR", closeDate: "2030-01-31" },
	});
	const body = JSON.stringify({
		changes: [deal("own-1", "Harbour cranes"), deal("own-2", "Lighthouse lamps"), deal("own-3", "Dry dock pumps")],
	});
	const headers = { "content-type": "application/json", ...signedHeaders(body, { now: Date.now(), key }) };
	const answer = await fetch(address, { method: "POST", headers, body });
	expect(answer.status, await answer.text()).toBe(202);
}

test("what is written back is seen first, then confirmed, paused and taken back, by keyboard", async () => {
	const { context, page, complaints } = await visit(browser);
	await be(page, "david");
	await connect(page);
	// A deal that was just told of gets its number within seconds.
	await page.goto(`${portalUrl()}/connections/web?part=write-back`);
	await settled(page);
	await page.getByText("Off: nothing is written back.").waitFor();
	const press = async (name: string | RegExp) => {
		await page.getByRole("button", { name }).first().focus();
		await page.keyboard.press("Enter");
	};
	await expect
		.poll(
			async () => {
				await press("See what would be written");
				await page.getByRole("heading", { name: /would change there$/ }).waitFor();
				const found = await page.getByRole("heading", { name: "3 records would change there" }).count();
				if (found === 0) {
					await press("Call it off");
					await page.getByText("Off: nothing is written back.").waitFor();
				}
				return found;
			},
			{ timeout: 30_000, interval: 1000 },
		)
		.toBe(1);
	expect(records.size).toBe(0);
	await page.getByText("Harbour cranes").waitFor();
	expect(await axeFindings(page)).toEqual([]);
	await page.setViewportSize({ width: 320, height: 800 });
	expect(await overflow(page)).toBeLessThanOrEqual(0);

	await press("Write 3 records");
	await page.getByText("3 records written").waitFor();
	expect(records.get("own-1")).toMatchObject({ courtsideProbability: expect.any(Number) });

	const pause = page.getByRole("switch", { name: "Send what changes" });
	await pause.focus();
	await page.keyboard.press("Space");
	await page.getByText("Paused: nothing is sent.").waitFor();
	await page.getByText("What is written", { exact: true }).click();
	expect(await axeFindings(page)).toEqual([]);
	expect(await overflow(page)).toBeLessThanOrEqual(0);

	await press("Take it back");
	await page.getByText("Put back what stood in 3 records before?").waitFor();
	await press("Take it back");
	await expect.poll(() => records.get("own-1")?.["courtsideProbability"], { timeout: 10_000 }).toBeNull();
	await press("Turn it off");
	await page.getByText("Off: nothing is written back.").waitFor();
	expect(complaints).toEqual([]);
	await context.close();
});
