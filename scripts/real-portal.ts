import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { findChromium } from "./ensure-chromium.ts";

const ROOT = join(import.meta.dirname, "..");

/** The real server with its own empty home, as `npm start` runs it. */
export interface RealPortal {
	url: string;
	/** What the server has said so far, for when something goes wrong. */
	log: () => string;
	stop: () => Promise<void>;
}

/** Starts the server on a free port and waits until it listens and, when wanted, until the demo company is there. */
export async function startRealPortal(given: { demo: boolean }): Promise<RealPortal> {
	const home = mkdtempSync(join(tmpdir(), "courtside-browser-"));
	const child = spawn(process.execPath, ["server/main.ts"], {
		cwd: ROOT,
		env: {
			...process.env,
			COURTSIDE_HOME: home,
			HOST: "127.0.0.1",
			PORT: "0",
			DEMO: given.demo ? "on" : "off",
			SIGN_UP: "on",
		},
		stdio: ["ignore", "pipe", "pipe"],
	});
	let said = "";
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding("utf8").on("data", (text: string) => {
			said += text;
		});
	}
	const stop = async () => {
		const endedBefore = child.exitCode ?? child.signalCode;
		await stopChild(child);
		rmSync(home, { recursive: true, force: true });
		if (endedBefore !== null) throw new Error(`the server had ended by itself (${endedBefore}):\n${said.slice(-4000)}`);
	};
	try {
		const url = await waitFor(() => /Courtside is at (\S+)/.exec(said)?.[1] ?? null, child, 60_000);
		if (given.demo) await waitFor(async () => ((await offered(url)).demo ? url : null), child, 120_000);
		return { url, log: () => said, stop };
	} catch (fault) {
		await stop().catch(() => undefined);
		throw new Error(`the server did not come up: ${(fault as Error).message}\n${said.slice(-4000)}`);
	}
}

/** A browser without sandbox and without a life of its own. Throws when there is none. */
export async function openBrowser(): Promise<Browser> {
	const executablePath = findChromium();
	if (!executablePath) throw new Error("No Chromium here. Run: node scripts/ensure-chromium.ts");
	return chromium.launch({
		executablePath,
		args: [
			"--headless",
			"--no-sandbox",
			"--disable-gpu",
			"--disable-quic",
			"--no-first-run",
			"--disable-background-networking",
			"--disable-component-update",
			"--disable-sync",
		],
	});
}

async function offered(url: string): Promise<{ demo: boolean }> {
	return (await fetch(`${url}/api/v1/start`)).json() as Promise<{ demo: boolean }>;
}

async function waitFor<T>(look: () => T | null | Promise<T | null>, child: ChildProcess, mostMs: number): Promise<T> {
	const end = performance.now() + mostMs;
	while (performance.now() < end) {
		if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
		const found = await look();
		if (found !== null) return found;
		await new Promise((resolve) => setTimeout(resolve, 200));
	}
	throw new Error(`not within ${mostMs / 1000} s`);
}

async function stopChild(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const ended = once(child, "exit");
	child.kill("SIGTERM");
	const cut = setTimeout(() => child.kill("SIGKILL"), 20_000);
	await ended;
	clearTimeout(cut);
}
