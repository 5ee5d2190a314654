import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type Client, createClient } from "../core/contract/client.ts";

const home = mkdtempSync(join(tmpdir(), "courtside-main-"));
const running = new Set<ChildProcess>();
afterAll(async () => {
	for (const child of running) child.kill("SIGTERM");
	await Promise.all([...running].map((child) => new Promise((done) => child.once("exit", done))));
	rmSync(home, { recursive: true, force: true });
});

/** Starts the real server on its own data folder, without the demo. */
async function start(): Promise<{ child: ChildProcess; url: string; ended: Promise<number | null> }> {
	const child = spawn(process.execPath, [resolve(import.meta.dirname, "main.ts")], {
		env: { PATH: process.env["PATH"], COURTSIDE_HOME: home, PORT: "0", DEMO: "off", LOG_LEVEL: "warn" },
		stdio: ["ignore", "ignore", "pipe"],
	});
	running.add(child);
	const ended = new Promise<number | null>((done) => child.once("exit", done));
	void ended.then(() => running.delete(child));
	let said = "";
	const url = await new Promise<string>((found, failed) => {
		child.stderr?.on("data", (chunk) => {
			said += chunk;
			const address = /Courtside is at (\S+)/.exec(said)?.[1];
			if (address) found(address);
		});
		void ended.then((code) => failed(new Error(`ended with ${code}: ${said}`)));
	});
	return { child, url, ended };
}

function clientOf(url: string, token: () => string | null): Client {
	return createClient({ fetch, baseUrl: url, token });
}

const ROWS = 60_000;

test("a server that is killed in the middle of an import goes on with it when started again; a stop is clean", async () => {
	const first = await start();
	let token: string | null = null;
	const owner = { company: "Harbour", name: "Ada", email: "ada@harbour.example", password: "a long enough one" };
	const before = clientOf(first.url, () => token);
	token = (await before.createWorkspace({ ...owner, currency: "GBP" })).accessToken;
	const header = "Opportunity ID,Opportunity Name,Account Name,Stage,Amount,Close Date,Created Date,Owner";
	const rows = Array.from(
		{ length: ROWS },
		(_, i) =>
			`D${i},Deal ${i},Account ${i % 900},${["Won", "Lost", "Talks"][i % 3]},${100 + i},2026-03-01,2026-01-10,Rep ${i % 9}`,
	);
	const form = new FormData();
	form.append("files", new File([[header, ...rows].join("\n")], "deals.csv"));
	const made = await before.upload(form);
	await before.runImport(made.id);
	await expect
		.poll(async () => (await before.import(made.id)).files[0]?.rowsDone ?? 0, { timeout: 30_000, interval: 30 })
		.toBeGreaterThan(0);
	first.child.kill("SIGKILL");
	await first.ended;

	const second = await start();
	const after = clientOf(second.url, () => token);
	const back = await after.login({ email: owner.email, password: owner.password });
	token = "accessToken" in back ? back.accessToken : null;
	const reached = (await after.import(made.id)).files[0]?.rowsDone ?? 0;
	expect(reached).toBeLessThan(ROWS);
	await expect.poll(async () => (await after.import(made.id)).state, { timeout: 60_000, interval: 100 }).toBe("done");
	const done = await after.import(made.id);
	expect(done.counts["deal"]).toMatchObject({ created: ROWS, rejected: 0 });
	expect((await after.deals({ limit: 1 })).items).toHaveLength(1);

	const started = performance.now();
	second.child.kill("SIGTERM");
	expect(await second.ended).toBe(0);
	expect(performance.now() - started).toBeLessThan(15_000);
}, 150_000);

test("a port that is taken is said in a sentence", async () => {
	const taken = await start();
	const port = new URL(taken.url).port;
	const child = spawn(process.execPath, [resolve(import.meta.dirname, "main.ts")], {
		env: { PATH: process.env["PATH"], COURTSIDE_HOME: `${home}-2`, PORT: port, DEMO: "off", LOG_LEVEL: "silent" },
		stdio: ["ignore", "ignore", "pipe"],
	});
	let said = "";
	child.stderr.on("data", (chunk) => {
		said += chunk;
	});
	const code = await new Promise((done) => child.once("exit", done));
	rmSync(`${home}-2`, { recursive: true, force: true });
	expect(code).toBe(1);
	expect(said).toContain(`Port ${port} is in use`);
	expect(said).not.toContain("    at ");
}, 60_000);
