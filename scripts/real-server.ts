import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..");

/** A process of the real server. */
export interface ServerProcess {
	child: ChildProcess;
	url: string;
	/** What it has said so far. */
	log: () => string;
}

/** Starts the server on a data folder and waits until it listens. Throws, with what it said, when it does not. */
export async function startServer(given: {
	home: string;
	demo: boolean;
	port?: number;
	env?: Record<string, string>;
	limitMs?: number;
}): Promise<ServerProcess> {
	const { home, demo, port = 0, env = {}, limitMs = 60_000 } = given;
	const child = spawn(process.execPath, ["server/main.ts"], {
		cwd: ROOT,
		env: {
			...process.env,
			COURTSIDE_HOME: home,
			HOST: "127.0.0.1",
			PORT: String(port),
			DEMO: demo ? "on" : "off",
			SIGN_UP: "on",
			...env,
		},
		stdio: ["ignore", "pipe", "pipe"],
	});
	let said = "";
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding("utf8").on("data", (text: string) => {
			said += text;
		});
	}
	try {
		const url = await waitUntil(() => /Courtside is at (\S+)/.exec(said)?.[1] ?? null, limitMs, child);
		return { child, url, log: () => said };
	} catch (fault) {
		await stopServer(child).catch(() => undefined);
		throw new Error(`the server did not come up: ${(fault as Error).message}\n${said.slice(-4000)}`);
	}
}

/** Asks again and again until there is an answer. Throws when it takes too long or the process ends meanwhile. */
export async function waitUntil<T>(
	look: () => T | null | Promise<T | null>,
	mostMs: number,
	child?: ChildProcess,
): Promise<T> {
	const end = performance.now() + mostMs;
	while (performance.now() < end) {
		if (child && child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
		const found = await look();
		if (found !== null) return found;
		await new Promise((resolve) => setTimeout(resolve, 200));
	}
	throw new Error(`not within ${mostMs / 1000} s`);
}

/** Ends the process as Ctrl+C would; after 20 s by force. */
export async function stopServer(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const ended = new Promise((resolve) => child.once("exit", resolve));
	child.kill("SIGTERM");
	const cut = setTimeout(() => child.kill("SIGKILL"), 20_000);
	await ended;
	clearTimeout(cut);
}
