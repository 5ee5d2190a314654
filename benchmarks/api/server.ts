import { spawn } from "node:child_process";
import { openSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Readable } from "node:stream";
import type { JobJson } from "../../core/contract/imports.ts";
import { ASKABLE, collectedHeap } from "./collected-memory.ts";

const MAIN = resolve(import.meta.dirname, "../../server/main.ts");
/** Four people send what thousands would. */
const UNLIMITED = { RATE_LIMIT_PERSON: "0", RATE_LIMIT_WORKSPACE: "0" };
const READY_MS = 600_000;

/** A real server in a process of its own, with an embedded database and the demo company. */
export interface MeasuredServer {
	host: string;
	port: number;
	/** Processor time of the server process so far, in ms; its database is not in it. */
	processorMs(): Promise<number>;
	/** What the server process holds in bytes once its collector has run: on its heap, and of the machine. Without its database. */
	memory(): Promise<{ heap: number; resident: number }>;
	/** The access token of one of the demo's people. */
	signIn(person: "maria" | "robert" | "jennifer" | "david"): Promise<string>;
	stop(): Promise<void>;
}

/** Starts it on a free port and waits for the demo company; with `withNumbers` until scores and forecasts are computed too. */
export async function startServer(
	withNumbers: boolean,
	settings: Record<string, string> = {},
): Promise<MeasuredServer> {
	const home = await mkdtemp(join(tmpdir(), "courtside-bench-"));
	const log = openSync(join(home, "server.log"), "w");
	const child = spawn(process.execPath, [ASKABLE, MAIN], {
		env: {
			...{ PATH: process.env["PATH"], COURTSIDE_HOME: join(home, "data"), HOST: "127.0.0.1", PORT: "0" },
			...UNLIMITED,
			...settings,
		},
		stdio: ["ignore", log, "pipe"],
	});
	const ended = new Promise<void>((done) => child.once("exit", () => done()));
	const stop = async () => {
		child.kill("SIGTERM");
		await ended;
		await rm(home, { recursive: true, force: true });
	};
	try {
		let said = "";
		child.stderr?.on("data", (chunk: Buffer) => {
			said += chunk.toString();
		});
		const port = await portOf(child.stderr, ended);
		const base = `http://127.0.0.1:${port}`;
		const signIn: MeasuredServer["signIn"] = async (person) => {
			const answer = await fetch(`${base}/api/v1/auth/demo`, {
				method: "POST",
				headers: { "content-type": "application/json" },
				body: JSON.stringify({ person }),
			});
			if (!answer.ok) throw new Error(`sign-in answered ${answer.status}`);
			return ((await answer.json()) as { accessToken: string }).accessToken;
		};
		await until(async () => {
			const { demo } = (await (await fetch(`${base}/api/v1/start`)).json()) as { demo: boolean };
			return demo;
		});
		if (withNumbers) {
			const headers = { authorization: `Bearer ${await signIn("david")}` };
			await until(async () => {
				const { items } = (await (await fetch(`${base}/api/v1/jobs`, { headers })).json()) as { items: JobJson[] };
				return items.length > 0 && items.every((job) => job.state === "done");
			});
		}
		const pid = child.pid ?? 0;
		return {
			...{ host: "127.0.0.1", port, signIn, stop },
			processorMs: () => processorMs(pid),
			async memory() {
				const heap = await collectedHeap(pid, () => said);
				return { heap, resident: await residentBytes(pid) };
			},
		};
	} catch (error) {
		await stop();
		throw error;
	}
}

async function portOf(stderr: Readable | null, ended: Promise<void>): Promise<number> {
	let said = "";
	return new Promise((found, failed) => {
		stderr?.on("data", (chunk: Buffer) => {
			said += chunk.toString();
			const port = /Courtside is at http:\/\/[^\s:]+:(\d+)/.exec(said)?.[1];
			if (port) found(Number(port));
		});
		void ended.then(() => failed(new Error(`the server ended: ${said}`)));
	});
}

async function until(holds: () => Promise<boolean>): Promise<void> {
	const deadline = Date.now() + READY_MS;
	while (!(await holds())) {
		if (Date.now() > deadline) throw new Error("the server was not ready in ten minutes");
		await new Promise((done) => setTimeout(done, 250));
	}
}

async function processorMs(pid: number): Promise<number> {
	const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
	// Fields 14 and 15 after the name in brackets: user and system time in hundredths of a second.
	const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
	return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 10;
}

async function residentBytes(pid: number): Promise<number> {
	const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
	return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
}
