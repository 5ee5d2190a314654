import { join } from "node:path";
import type { Random } from "../../core/stats/random.ts";
import { findRunning } from "../../server/embedded/running.ts";
import { type ServerProcess, startServer, stopServer } from "../real-server.ts";

/** By then a server has noticed that its database is gone, and has ended. */
const NOTICE_MS = 90_000;

/** How one kill went. */
export interface Kill {
	/** `database`: PostgreSQL as well, so that it recovers from its log. */
	whom: "server" | "both" | "database";
	/** From the kill until the server listened again. */
	backAfterMs: number;
}

/** A server that is killed and started again on the same folder and port. */
export interface Victim {
	url: string;
	kills: Kill[];
	/** Resolves when it listens; calls that fail while it is away are to be made again. */
	kill(): Promise<void>;
	/** A clean stop. */
	stop(): Promise<void>;
}

/** Starts the server on a folder of its own. */
export async function openVictim(home: string, port: number, random: Random): Promise<Victim> {
	const env = {
		LOG_LEVEL: "fatal",
		FILE_DROP_ROOT: join(home, "file-drop"),
		RATE_LIMIT_PERSON: "0",
		RATE_LIMIT_WORKSPACE: "0",
	};
	const start = () => startServer({ home, demo: false, port, env, limitMs: 180_000 });
	let server: ServerProcess = await start();
	const kills: Kill[] = [];
	const leaveNothing = () => {
		server.child.kill("SIGKILL");
		killDatabase(home);
	};
	process.once("exit", leaveNothing);
	return {
		url: server.url,
		kills,
		async kill() {
			const dice = random();
			const whom = dice < 0.7 ? "server" : dice < 0.9 ? "both" : "database";
			const started = performance.now();
			const { child } = server;
			const ended = new Promise((resolve) => child.once("exit", resolve));
			const hasEnded = child.exitCode !== null || child.signalCode !== null;
			if (whom !== "server") killDatabase(home);
			if (whom !== "database") child.kill("SIGKILL");
			// Without its database the server ends by itself.
			if (!hasEnded) await Promise.race([ended, tooLong(whom)]);
			server = await start();
			kills.push({ whom, backAfterMs: performance.now() - started });
		},
		async stop() {
			await stopServer(server.child);
			killDatabase(home);
			process.off("exit", leaveNothing);
		},
	};
}

function tooLong(whom: Kill["whom"]): Promise<never> {
	return new Promise((_, fail) => {
		const message = `the server did not end within ${NOTICE_MS / 1000} s of a kill (${whom})`;
		setTimeout(() => fail(new Error(message)), NOTICE_MS).unref();
	});
}

/** Kills the PostgreSQL of this folder, which our server has started. */
function killDatabase(home: string): void {
	const running = findRunning(join(home, "postgres"));
	if (!running) return;
	try {
		process.kill(running.pid, "SIGKILL");
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
	}
}
