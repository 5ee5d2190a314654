import { closeSync, fstatSync, ftruncateSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Footing } from "./footing.ts";
import { openSession } from "./session.ts";
import type { Found } from "./start.ts";

const LOG_LIMIT_BYTES = 5 * 2 ** 20;
/** Recovery after a kill replays what was written since the last checkpoint; that may take a while on a slow disk. */
const READY_LIMIT_MS = 120_000;
const PASSING = /already exists|pre-existing shared memory|Address already in use/;

/** Starts the server process and waits until it answers. It outlives us: a kill of node must not tear it down half-way. */
export async function launch(
	footing: Footing,
	home: string,
	settings: Record<string, string>,
	password: string,
	onDeath: ((reason: string) => void) | undefined,
): Promise<Found> {
	const path = logFileOf(home);
	const log = openSync(path, "a", 0o600);
	if (fstatSync(log).size > LOG_LIMIT_BYTES) ftruncateSync(log);
	const logStart = fstatSync(log).size;
	const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
	const child = footing.spawn(footing.binaries.postgres, ["-D", footing.dataDir, ...flags], {
		cwd: "/",
		stdio: ["ignore", log, log],
		// Its own process group: Ctrl-C in the terminal is for us, and we stop it when we are done with it.
		detached: true,
	});
	closeSync(log);
	child.unref();

	let ended: string | null = null;
	let expected = false;
	let ready = false;
	child.once("error", (error) => {
		ended = error.message;
	});
	const exit = new Promise((resolve) => child.once("close", resolve));
	child.once("exit", (code, signal) => {
		ended = `PostgreSQL ended (${signal ?? `exit code ${code}`})`;
		if (ready && !expected) onDeath?.(`${ended}; see ${path}`);
	});

	const server = { pid: child.pid ?? 0, port: Number(settings["port"]) };
	const deadline = Date.now() + READY_LIMIT_MS;
	while (!ended && Date.now() < deadline) {
		try {
			const session = await openSession(server, password);
			ready = true;
			return {
				session,
				server,
				expectEnd() {
					expected = true;
				},
			};
		} catch (error) {
			if ((error as { code?: string }).code === "28P01") {
				child.kill("SIGINT");
				await exit;
				return {
					reason: `the password in ${home} is not this data folder's. Bring the old one back, or run npm run reset.`,
					passing: false,
				};
			}
			await new Promise((resolve) => setTimeout(resolve, 25));
		}
	}
	child.kill("SIGINT");
	await exit;
	const said = readFileSync(path).subarray(logStart).toString("utf8").trim().split("\n").slice(-12).join("\n");
	return { reason: `${ended ?? "PostgreSQL did not become ready"}. It said:\n${said}`, passing: PASSING.test(said) };
}

/** Where the embedded server writes what it has to say. */
export function logFileOf(home: string): string {
	return join(home, "postgres.log");
}
