import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-port.ts";

/** A Redis for the time of the tests. */
export interface TestRedis {
	url: string;
	stop(): Promise<void>;
}

/** Starts the machine's own redis-server on a free port of loopback, nothing kept; null when there is no such program. */
export async function startTestRedis(): Promise<TestRedis | null> {
	const folder = mkdtempSync(join(tmpdir(), "courtside-redis-"));
	const port = await freePort();
	const child = spawn("redis-server", ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder], {
		stdio: ["ignore", "pipe", "ignore"],
	});
	const ended = new Promise<void>((resolve) => {
		child.once("error", () => resolve());
		child.once("exit", () => resolve());
	});
	const ready = new Promise<boolean>((resolve) => {
		child.stdout.on("data", (chunk: Buffer) => {
			if (chunk.includes("Ready to accept connections")) resolve(true);
		});
		void ended.then(() => resolve(false));
	});
	const tidy = () => rmSync(folder, { recursive: true, force: true });
	if (!(await ready)) {
		tidy();
		return null;
	}
	return {
		url: `redis://127.0.0.1:${port}`,
		async stop() {
			child.kill("SIGTERM");
			await ended;
			tidy();
		},
	};
}
