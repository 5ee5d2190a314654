import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../../scripts/real-portal.ts";
import { axeFindings, be, portalUrl, settled, visit } from "./test-visit.ts";

let browser: Browser;
const folder = mkdtempSync(join(tmpdir(), "courtside-sound-"));
beforeAll(async () => {
	const sound = join(folder, "tone.wav");
	writeFileSync(sound, tone(20));
	browser = await openBrowser([
		"--use-fake-ui-for-media-stream",
		"--use-fake-device-for-media-stream",
		`--use-file-for-fake-audio-capture=${sound}`,
	]);
});
afterAll(async () => {
	await browser?.close();
	rmSync(folder, { recursive: true, force: true });
});

test("what is said into the microphone is on the page, and coached once the rep says who said it", async () => {
	const { context, page, complaints } = await visit(browser);
	await be(page, "maria");
	await page.goto(`${portalUrl()}/live`);
	await settled(page);
	await page.getByLabel("What is it called?").fill("By microphone");
	await page.keyboard.press("Enter");
	await page.getByRole("button", { name: "Record microphone only" }).click();
	await page.getByRole("button", { name: "Everyone agreed" }).click();
	await page.locator(".cs-live-words li", { hasText: "too expensive for us" }).first().waitFor();
	await page.locator(".cs-live-whois").getByRole("button", { name: "Customer" }).focus();
	await page.keyboard.press("Enter");
	await page.locator(".cs-live-tip").waitFor();
	expect(await page.locator(".cs-live-tip").textContent()).toContain("too expensive for us");
	await page.keyboard.press("o");
	await page.getByText("Off the record", { exact: false }).first().waitFor();
	await page.locator(".cs-live-words li", { hasText: "too expensive for us" }).waitFor({ state: "detached" });
	expect(await axeFindings(page)).toEqual([]);
	await page.locator("h1").focus();
	await page.keyboard.press("x");
	await page.getByText("declined", { exact: false }).first().waitFor();
	expect(await page.getByRole("button", { name: /microphone/ }).count()).toBe(0);
	await page.keyboard.press("e");
	await page.getByRole("link", { name: "To its summary" }).waitFor();
	expect(complaints).toEqual([]);
	await context.close();
});

/** A WAV of seconds of a tone that comes and goes: 16 kHz, one channel. */
function tone(seconds: number): Buffer {
	const rate = 16_000;
	const samples = rate * seconds;
	const wav = Buffer.alloc(44 + samples * 2);
	wav.write("RIFF", 0);
	wav.writeUInt32LE(36 + samples * 2, 4);
	wav.write("WAVEfmt ", 8);
	wav.writeUInt32LE(16, 16);
	wav.writeUInt16LE(1, 20);
	wav.writeUInt16LE(1, 22);
	wav.writeUInt32LE(rate, 24);
	wav.writeUInt32LE(rate * 2, 28);
	wav.writeUInt16LE(2, 32);
	wav.writeUInt16LE(16, 34);
	wav.write("data", 36);
	wav.writeUInt32LE(samples * 2, 40);
	for (let k = 0; k < samples; k++) {
		const loud = Math.sin((Math.PI * k) / rate) ** 2;
		wav.writeInt16LE(Math.round(9000 * loud * Math.sin((2 * Math.PI * 220 * k) / rate)), 44 + k * 2);
	}
	return wav;
}
