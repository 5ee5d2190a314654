import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { findChromium } from "./ensure-chromium.ts";
import { startServer, stopServer, waitUntil } from "./real-server.ts";

/** The real server with its own empty home, as `npm start` runs it. */
export interface RealPortal {
	url: string;
	/** What the server has said so far, for when something goes wrong. */
	log: () => string;
	stop: () => Promise<void>;
}

/** Starts the server on a free port and waits until it listens and, when wanted, until the demo company is there. */
export async function startRealPortal(given: { demo: boolean; env?: Record<string, string> }): Promise<RealPortal> {
	const home = mkdtempSync(join(tmpdir(), "courtside-browser-"));
	const clear = () => rmSync(home, { recursive: true, force: true });
	const server = await startServer({ home, demo: given.demo, env: given.env ?? {} }).catch((fault: unknown) => {
		clear();
		throw fault;
	});
	const { child, url, log } = server;
	const stop = async () => {
		const endedBefore = child.exitCode ?? child.signalCode;
		await stopServer(child);
		clear();
		if (endedBefore !== null)
			throw new Error(`the server had ended by itself (${endedBefore}):\n${log().slice(-4000)}`);
	};
	try {
		if (given.demo) await waitUntil(async () => ((await offered(url)).demo ? url : null), 120_000, child);
		return { url, log, stop };
	} catch (fault) {
		await stop().catch(() => undefined);
		throw new Error(`the demo did not come up: ${(fault as Error).message}\n${log().slice(-4000)}`);
	}
}

/** A browser without sandbox and without a life of its own, with `flags` besides. Throws when there is none. */
export async function openBrowser(flags: readonly string[] = []): Promise<Browser> {
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
			...flags,
		],
	});
}

async function offered(url: string): Promise<{ demo: boolean }> {
	return (await fetch(`${url}/api/v1/start`)).json() as Promise<{ demo: boolean }>;
}
