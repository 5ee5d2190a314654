import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { type Browser, type BrowserContext, chromium, type Frame, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Client, createClient } from "../../core/contract/client.ts";
import { findChromium } from "../../scripts/ensure-chromium.ts";
import { type ServerProcess, startServer, stopServer } from "../../scripts/real-server.ts";
import { type SpeechStandIn, startSpeech } from "../../stand-ins/speech/server.ts";
import { addMeeting, createOrganization, type Organization } from "../../stand-ins/teams/organization.ts";
import { startTeams, type TeamsStandIn } from "../../stand-ins/teams/server.ts";
import { axeFindings, overflow } from "../web/test-visit.ts";

const PRICE = "Honestly, that is too expensive for us this year.";
const OPENING = "Shall we talk about the price?";
const LATER = "And what does it cost you to wait?";
const LOOKS = ["default", "dark", "contrast"];
const home = mkdtempSync(join(tmpdir(), "courtside-teams-"));
const told = { courtside: "" };
let browser: Browser;
let server: ServerProcess;
let speech: SpeechStandIn;
let teams: TeamsStandIn;
let org: Organization;
let admin: Client;

beforeAll(async () => {
	org = await createOrganization();
	const people = [
		{ name: "Maria", email: "maria@fjord.example", isGuest: false },
		{ name: "Helen", email: "helen@buyer.example", isGuest: true },
	];
	for (const one of people) org.people.push({ ...one, oid: crypto.randomUUID(), upn: one.email });
	for (const key of ["panel", "companion", "bot"])
		addMeeting(org, { key, title: `Lumen: ${key}`, organiserOid: org.people[0]?.oid ?? "" });
	teams = await startTeams(org, told);
	const said = (channel: number, start: number, text: string) => {
		const words = text.split(" ");
		const timed = words.map((word, k): [string, number, number] => [word, start + k * 0.1, start + k * 0.1 + 0.1]);
		return { channel, start, end: start + words.length * 0.1, text, words: timed };
	};
	// Every stream hears the same: which is the first one depends on those that are still ending.
	const segments = [0, 1, 2, 3].flatMap((k) => [said(k, 0.3, OPENING), said(k, 1, PRICE), said(k, 4, LATER)]);
	speech = await startSpeech({ manifest: { lang: "en", segments } });
	const env = { SPEECH_KEY: "speech-key", SPEECH_PROVIDER: "assemblyai", SPEECH_URL: speech.assemblyAiUrl };
	server = await startServer({ home, demo: false, env: { ...env, PANEL_FRAMES: teams.base } });
	told.courtside = server.url;
	await connect();
	const sound = join(home, "sound.wav");
	writeFileSync(sound, tone(10));
	browser = await chromium.launch({
		executablePath: findChromium() ?? "",
		args: [
			...["--headless", "--no-sandbox", "--disable-gpu", "--use-fake-device-for-media-stream"],
			...["--use-fake-ui-for-media-stream", `--use-file-for-fake-audio-capture=${sound}`],
			"--autoplay-policy=no-user-gesture-required",
		],
	});
});
afterAll(async () => {
	await browser?.close();
	if (server) await stopServer(server.child);
	await speech?.stop();
	await teams?.stop();
	rmSync(home, { recursive: true, force: true });
});

/** A workspace whose administrator is Maria, connected as the settings say. */
async function connect(): Promise<void> {
	let token: string | null = null;
	const headers = { "x-courtside-client": "api" };
	const send = (url: string, init: RequestInit = {}) =>
		fetch(url, { ...init, headers: { ...(init.headers as Record<string, string>), ...headers } });
	admin = createClient({ fetch: send, baseUrl: server.url, token: () => token });
	const made = await admin.createWorkspace({
		...{ company: "Fjord", name: "Maria", email: "maria@fjord.example", password: "a long enough word" },
		currency: "EUR",
	});
	token = made.accessToken;
	await admin.updateConnection("teams", {
		state: "on",
		settings: { clientId: org.app.clientId, directoryId: org.directoryId, apiUrl: teams.base },
		secrets: { clientSecret: org.app.clientSecret },
	});
	expect(await admin.testConnection("teams")).toMatchObject({ ok: true });
}

const soon = () => new Date(Date.now() + 1000).toISOString();

/** A second of a quiet tone after the other, 48 kHz mono: what the microphone hears. */
function tone(seconds: number): Buffer {
	const samples = Buffer.alloc(48_000 * seconds * 2);
	for (let k = 0; k < 48_000 * seconds; k++) samples.writeInt16LE(Math.round(3000 * Math.sin(k / 12)), k * 2);
	const header = Buffer.alloc(44);
	header.write("RIFF", 0);
	header.writeUInt32LE(36 + samples.length, 4);
	header.write("WAVEfmt ", 8);
	header.writeUInt32LE(16, 16);
	header.writeUInt16LE(1, 20);
	header.writeUInt16LE(1, 22);
	header.writeUInt32LE(48_000, 24);
	header.writeUInt32LE(96_000, 28);
	header.writeUInt16LE(2, 32);
	header.writeUInt16LE(16, 34);
	header.write("data", 36);
	header.writeUInt32LE(samples.length, 40);
	return Buffer.concat([header, samples]);
}

async function open(context: BrowserContext, query: string): Promise<{ page: Page; frame: Frame }> {
	const page = await context.newPage();
	await page.goto(`${teams.base}/?${query}`);
	await page.frameLocator("#tab").locator("h1").waitFor();
	const frame = page.frames().find((one) => one.url().startsWith(`${server.url}/teams/`));
	if (!frame) throw new Error("the panel is not in its frame");
	return { page, frame };
}

function visitor(): Promise<BrowserContext> {
	return browser.newContext({ viewport: { width: 900, height: 900 }, reducedMotion: "reduce" }).then((context) => {
		context.setDefaultTimeout(15_000);
		return context;
	});
}

describe("the panel in Teams' frame, by Teams' own unmodified library", () => {
	test("stands in every place and look without a fault for axe, at 280 pixels and right to left", async () => {
		const context = await visitor();
		const person = `meeting=panel&person=${org.people[0]?.oid}`;
		const places: [string, string][] = [
			["frame=sidePanel&theme=default", "Ask these"],
			["frame=sidePanel&theme=dark&locale=he-il&microphone=1", "כדאי לשאול"],
			["frame=sidePanel&theme=contrast&bare=1", "Nobody is listening"],
			...LOOKS.map((theme): [string, string] => [`frame=content&theme=${theme}`, "Only you see this"]),
			["frame=personal&theme=default", "My meetings"],
			["frame=personal&theme=dark&locale=he-il", "הפגישות שלי"],
			["frame=personal&theme=contrast&locale=de-de", "Meine Meetings"],
			...LOOKS.map((theme): [string, string] => [`frame=meetingStage&theme=${theme}`, "Nothing is shown here yet"]),
		];
		for (const [query, words] of places) {
			const { page, frame } = await open(context, `${person}&${query}`);
			await frame.getByText(words).first().waitFor();
			expect(await axeFindings(frame), query).toEqual([]);
			expect(await overflow(frame), query).toBeLessThanOrEqual(0);
			const look = new URLSearchParams(query).get("theme")?.replace("default", "light");
			expect(await frame.evaluate(() => document.documentElement.dataset["look"])).toBe(look);
			expect(await frame.evaluate(() => document.documentElement.dir)).toBe(query.includes("he-il") ? "rtl" : "ltr");
			if (query.includes("sidePanel")) expect(await frame.evaluate(() => innerWidth)).toBe(280);
			await page.close();
		}
		await context.close();
	});

	test("gives a guest a page of nothing, and a stranger's page no panel at all", async () => {
		const context = await visitor();
		const { frame } = await open(context, `meeting=panel&person=${org.people[1]?.oid}`);
		await frame.getByText("Welcome").waitFor();
		expect(await frame.locator("body").innerText()).not.toMatch(/Lumen|%|Ask these/);
		const page = await context.newPage();
		const refused = page.waitForEvent("console", (message) => message.text().includes("frame-ancestors"));
		await page.goto(teams.base.replace("127.0.0.1", "localhost"));
		await refused;
		expect(page.frames().filter((one) => one.url().startsWith(server.url))).toEqual([]);
		await context.close();
	});

	test("goes on when the sign-in runs out, and asks Teams anew when it can no longer be renewed", async () => {
		const context = await visitor();
		const calls: string[] = [];
		await context.route(/\/api\/v1\/auth\/(panel|refresh)$/, async (route) => {
			calls.push(new URL(route.request().url()).pathname.split("/").at(-1) ?? "");
			const answer = await route.fetch();
			const body = await answer.json();
			// The first sign-in is about to run out, and so is the one that renews it, which is refused the next time.
			if (calls.length === 1) body.session.expiresAt = soon();
			if (calls.length === 2) Object.assign(body, { expiresAt: soon(), refreshToken: "forgotten" });
			await route.fulfill({ response: answer, json: body });
		});
		const { frame } = await open(context, `meeting=panel&person=${org.people[0]?.oid}`);
		await frame.getByText("Ask these").first().waitFor();
		await expect.poll(() => calls.slice(0, 4)).toEqual(["panel", "refresh", "refresh", "panel"]);
		await frame.getByText("Ask these").first().waitFor();
		await context.close();
	});

	test("hears the microphone where the frame gives it, and only then; what was heard is there when it comes back", async () => {
		const context = await visitor();
		const person = `meeting=panel&person=${org.people[0]?.oid}`;
		const kept = await open(context, person);
		await kept.frame.getByText("Teams keeps the microphone from this panel").waitFor();
		await kept.page.close();
		const lines: { close(): Promise<void> }[] = [];
		await context.routeWebSocket(/\/api\/v1\/live/, (line) => {
			line.connectToServer();
			lines.push(line);
		});
		const { page, frame } = await open(context, `${person}&microphone=1`);
		await frame.getByRole("button", { name: "Listen with this microphone" }).click();
		await frame.getByRole("button", { name: "Everyone agreed" }).click();
		await frame.getByText("Listening: this microphone").waitFor();
		await frame.getByText(OPENING).first().waitFor();
		await lines.at(-1)?.close();
		await expect.poll(() => lines.length).toBeGreaterThan(1);
		// What was said while the line was away, and after, is heard.
		await frame.getByText(LATER).first().waitFor();
		await page.close();
		const again = await open(context, person);
		await again.frame.getByText(OPENING).first().waitFor();
		await again.frame.getByText("Consent given").first().waitFor();
		await context.close();
	});

	test("opens a window that hears both sides, and shows the tip that follows from what the customer says", async () => {
		const context = await visitor();
		// A browser without a person shares no tab: its microphone stands for the call's sound.
		await context.addInitScript(() => {
			navigator.mediaDevices.getDisplayMedia = () => navigator.mediaDevices.getUserMedia({ audio: true });
		});
		const { frame } = await open(context, `meeting=companion&person=${org.people[0]?.oid}`);
		const opened = context.waitForEvent("page");
		await frame.getByRole("button", { name: "Listen in a browser window" }).click();
		const companion = await opened;
		await companion.getByRole("button", { name: "Record microphone and call tab" }).click();
		await companion.getByRole("button", { name: "Everyone agreed" }).click();
		await frame.getByText("Listening: your other window").waitFor();
		await frame.locator(".cs-live-tip").waitFor();
		expect(await frame.locator(".cs-live-tip").innerText()).toContain(PRICE);
		expect(await axeFindings(frame)).toEqual([]);
		await frame.getByRole("button", { name: "Dismiss" }).click();
		await frame.locator(".cs-live-tip").waitFor({ state: "detached" });
		await frame.getByRole("button", { name: "End meeting" }).click();
		await frame.getByText("The meeting is over", { exact: true }).waitFor();
		await context.close();
	});

	test("sends a connected vendor's bot into the meeting, with consent asked before", async () => {
		const asked: { meeting_url: string; metadata: object }[] = [];
		const vendor = createServer(async (request, response) => {
			asked.push((await json(request)) as (typeof asked)[number]);
			response.end(JSON.stringify({ id: "bot-1" }));
		});
		await new Promise<void>((done) => vendor.listen(0, "127.0.0.1", done));
		const apiUrl = `http://127.0.0.1:${(vendor.address() as AddressInfo).port}`;
		const secret = `whsec_${Buffer.from("a secret of the workspace at the vendor").toString("base64")}`;
		await admin.updateMeetingBot("recall", { isOn: true, secret, apiKey: "the-vendors-key", apiUrl });
		const context = await visitor();
		const { frame } = await open(context, `meeting=bot&person=${org.people[0]?.oid}`);
		await frame.getByRole("button", { name: "Send Recall.ai’s bot into this meeting" }).press("Enter");
		await frame.getByRole("button", { name: "Everyone agreed" }).press("Enter");
		await frame.getByText("Recall.ai’s bot is on its way.").waitFor();
		expect(asked).toMatchObject([{ meeting_url: org.meetings.find(({ key }) => key === "bot")?.joinUrl }]);
		expect(await axeFindings(frame)).toEqual([]);
		expect(await overflow(frame)).toBeLessThanOrEqual(0);
		await context.close();
		vendor.close();
	});
});
