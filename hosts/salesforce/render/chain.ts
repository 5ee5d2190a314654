import { type ChildProcess, spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "playwright-core";
import { build } from "./build.ts";
import { type PageWorld, servePage } from "./serve.ts";
import { signStatement } from "./statement.ts";

/*
 * The whole chain: real Lightning bundles in Chromium → Apex, interpreted → the real server, with a connection to the
 * stand-in organisation. Draws each card in both generations of the vendor's look, wide and narrow, dark, right to left and
 * in German, looks for faults with axe, and says a chance of its own by keyboard. `node chain.ts [folder for pictures]`.
 */
const here = import.meta.dirname;
const ROOT = join(here, "../../..");
const PICTURES = process.argv[2] ?? join(here, "dist/pictures");
const PEM = { publicKeyEncoding: { type: "spki", format: "pem" }, privateKeyEncoding: { type: "pkcs8", format: "pem" } } as const;
const PASSWORD = "a long enough pass phrase 7";
const CARDS = ["deal", "coaching", "lead", "forecast", "quota"];

const running: ChildProcess[] = [];
const home = mkdtempSync(join(tmpdir(), "courtside-chain-"));
const faults: string[] = [];
/** How long the server took to answer a card, in ms. */
const took: number[] = [];
try {
	await main();
} finally {
	for (const child of running) child.kill("SIGTERM");
	await Promise.all(running.map((child) => (child.exitCode === null ? new Promise((done) => child.once("exit", done)) : null)));
	rmSync(home, { recursive: true, force: true });
}
took.sort((a, b) => a - b);
const at = (share: number) => Math.round(took[Math.floor((took.length - 1) * share)] ?? 0);
console.log(`${took.length} answers to cards: half within ${at(0.5)} ms, 95 % within ${at(0.95)} ms`);
for (const fault of faults) console.error(`BAD ${fault}`);
console.log(faults.length === 0 ? `ok  pictures in ${PICTURES}` : `${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;

async function main(): Promise<void> {
	await build();
	mkdirSync(PICTURES, { recursive: true });
	const org = await start(["stand-ins/salesforce/main.ts", "--port", "0", "--size", "0.05"], /My Domain address\s+(\S+)/);
	const server = await start(["server/main.ts"], /Courtside is at (\S+)/, {
		...{ COURTSIDE_HOME: home, HOST: "127.0.0.1", PORT: "0", DEMO: "off", SIGN_UP: "on" },
	});
	const salesforce = await organisation(org);
	const keys = generateKeyPairSync("rsa", { modulusLength: 2048, ...PEM });
	const email = salesforce.person;
	const call = await workspace(server, email);
	await call("PUT", "/connections/salesforce", {
		state: "on",
		settings: { instanceUrl: org, clientId: "courtside" },
		secrets: { clientSecret: salesforce.secret, callCertificate: keys.publicKey },
	});
	const tried = await call("POST", "/connections/salesforce/test", {});
	if (!tried.ok) throw new Error(JSON.stringify(tried));
	const run = await call("POST", "/connections/salesforce/sync", { kind: "backfill" });
	await until(async () => (await call("GET", `/sync-runs/${run.id}`)).state === "done", "everything fetched");
	await until(async () => (await call("GET", "/opportunities?status=open&limit=1")).items[0]?.probability?.value != null, "numbers");

	// A hot lead whatever the engine makes of this company's leads: its badge is the coloured one.
	const [said] = (await call("GET", "/leads?status=working&limit=1")).items;
	await call("PUT", `/leads/${said.id}/qualify`, { grade: "hot", reason: "They called twice this week" });
	const lead = await salesforce.leadOf(said.email);

	let language = "en_US";
	const world = (): PageWorld => ({
		language,
		records: new Map([[salesforce.deal, "Opportunity"], [lead, "Lead"]]),
		courtside: server,
		onAnswer: (path, ms) => {
			if (!path.includes("/changes")) took.push(ms);
		},
		statement: () => signStatement(keys.privateKey, { iss: salesforce.id, email, aud: server }),
	});
	const page = await servePage(world);
	const browser = await chromium.launch({ executablePath: chromiumAt(), args: ["--no-sandbox", "--headless"] });
	try {
		const tab = await browser.newPage();
		tab.on("pageerror", (error) => faults.push(`the page broke: ${error.message}`));
		const address = (query: string) =>
			`${page.url}/?cards=${CARDS.join(",")}&deal=${salesforce.deal}&coaching=${salesforce.deal}&lead=${lead}&${query}`;
		for (const [name, width, query, spoken] of [
			["slds2", 900, "slds=2", "en_US"],
			["slds1", 480, "slds=1", "en_US"],
			["narrow", 320, "slds=2", "en_US"],
			["slds1-wide", 900, "slds=1", "en_US"],
			["slds1-narrow", 320, "slds=1&language=de", "de"],
			["dark", 480, "slds=2&theme=dark", "en_US"],
			["german", 320, "slds=2&language=de", "de"],
			["hebrew", 480, "slds=2&language=iw", "iw"],
			["slds1-dark", 480, "slds=1&theme=dark", "en_US"],
			["slds1-hebrew", 320, "slds=1&language=iw", "iw"],
			["dark-hebrew", 320, "slds=2&theme=dark&language=iw", "iw"],
		] as const) {
			language = spoken;
			await tab.setViewportSize({ width, height: 900 });
			await tab.goto(address(query));
			await tab.locator("[data-say=value]").nth(2).waitFor({ timeout: 20_000 }).catch(() => faults.push(`${name}: not all numbers came`));
			await tab.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
			await look(tab, name);
		}
		language = "en_US";
		await openChanges(tab, `${page.url}/?cards=forecast`);
		await sayByKeyboard(tab, `${page.url}/?cards=deal&deal=${salesforce.deal}`);
		await tab.goto(`${page.url}/?cards=deal&deal=006000000000999AAA`);
		if (!(await tab.getByRole("alert").innerText()).includes("cannot see")) faults.push("a record out of sight says something else");
	} finally {
		await browser.close();
		await page.close();
	}
}

async function look(tab: Page, name: string): Promise<void> {
	const overflow = await tab.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1);
	if (overflow) faults.push(`${name}: wider than its window`);
	await tab.addScriptTag({ path: createRequire(import.meta.url).resolve("axe-core/axe.min.js") });
	const found = await tab.evaluate(async () => {
		const { violations } = await (globalThis as never as { axe: { run(options: object): Promise<{ violations: { id: string; nodes: { target: unknown[] }[] }[] }> } }).axe.run({
			runOnly: ["wcag2a", "wcag2aa", "wcag21aa"],
		});
		return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).slice(0, 2).join(" | ")}`);
	});
	faults.push(...found.map((one) => `${name}: ${one}`));
}

/** What changed in a week is asked for once it is opened, by keyboard. */
async function openChanges(tab: Page, url: string): Promise<void> {
	await tab.goto(url);
	await tab.getByText("What changed in a week").focus();
	await tab.keyboard.press("Enter");
	await tab.locator("c-courtside-changes .number, c-courtside-changes [role=alert]").first().waitFor({ timeout: 30_000 });
	if ((await tab.locator("c-courtside-changes [role=alert]").count()) > 0) faults.push("what changed was not answered");
}

/** A chance of one's own by keyboard alone: opened, refused while it lacks the reason, said, taken back. */
async function sayByKeyboard(tab: Page, url: string): Promise<void> {
	await tab.goto(url);
	const press = async (label: string) => {
		await tab.getByRole("button", { name: label }).focus();
		await tab.keyboard.press("Enter");
	};
	await press("I see it differently");
	await tab.getByLabel(/My chance/).fill("80");
	await press("Save");
	await tab.getByText("Say why, in a sentence.").waitFor();
	await tab.getByLabel(/What do you know/).fill("The board said yes");
	await press("Save");
	await tab.getByText("The board said yes").waitFor();
	await press("Take it back");
	await tab.getByRole("button", { name: "I see it differently" }).waitFor();
	await tab.getByText("The board said yes").waitFor({ state: "detached" });
}

interface Organisation {
	id: string;
	secret: string;
	person: string;
	deal: string;
	/** The id of the lead with that address there. */
	leadOf(email: string): Promise<string>;
}

/** What the organisation itself says of its records. */
async function organisation(base: string): Promise<Organisation> {
	const secret = "a-secret-of-the-stand-in";
	const form = new URLSearchParams({ grant_type: "client_credentials", client_id: "courtside", client_secret: secret });
	const token = (await (await fetch(`${base}/services/oauth2/token`, { method: "POST", body: form })).json()) as { access_token: string; id: string };
	const ask = async (soql: string) => {
		const answer = await fetch(`${base}/services/data/v66.0/query?q=${encodeURIComponent(soql)}`, { headers: { authorization: `Bearer ${token.access_token}` } });
		return ((await answer.json()) as { records: Record<string, string>[] }).records;
	};
	const [deal] = await ask("SELECT Id, OwnerId FROM Opportunity WHERE IsClosed = false LIMIT 1");
	const [person] = await ask("SELECT Email FROM User WHERE IsActive = true LIMIT 1");
	return {
		...{ id: token.id.split("/").at(-2) ?? "", secret, person: person?.["Email"] ?? "", deal: deal?.["Id"] ?? "" },
		leadOf: async (email) => (await ask(`SELECT Id FROM Lead WHERE Email = '${email}' AND IsConverted = false LIMIT 1`))[0]?.["Id"] ?? "",
	};
}

async function workspace(server: string, email: string) {
	const made = await fetch(`${server}/api/v1/workspaces`, {
		method: "POST",
		headers: { "content-type": "application/json", "x-courtside-client": "api" },
		body: JSON.stringify({ company: "Chain", name: "An administrator", email, password: PASSWORD, locale: "en", zone: "Europe/Berlin", currency: "EUR" }),
	});
	const { accessToken, ...rest } = (await made.json()) as { accessToken?: string };
	if (!accessToken) throw new Error(`no workspace: ${JSON.stringify(rest)}`);
	return async (method: string, path: string, body?: object) => {
		const answer = await fetch(`${server}/api/v1${path}`, {
			method,
			headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
			...(body && { body: JSON.stringify(body) }),
		});
		const json = await answer.json();
		if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(json)}`);
		return json;
	};
}

/** Starts a program of the house and waits for the address that it prints. */
async function start(args: string[], ready: RegExp, env: Record<string, string> = {}): Promise<string> {
	const child = spawn(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
	running.push(child);
	let said = "";
	for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (said += text));
	await until(async () => ready.test(said) || (child.exitCode !== null && Promise.reject(new Error(said))), args[0] ?? "");
	return ready.exec(said)?.[1] ?? "";
}

async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
	const end = Date.now() + 600_000;
	while (!(await holds())) {
		if (Date.now() > end) throw new Error(`${what}: not within ten minutes`);
		await new Promise((resolve) => setTimeout(resolve, 300));
	}
}

function chromiumAt(): string {
	const places = [process.env["CHROMIUM_PATH"] ?? "", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
	const found = places.find((place) => place !== "" && existsSync(place));
	if (!found) throw new Error("No Chromium here. Set CHROMIUM_PATH.");
	return found;
}
