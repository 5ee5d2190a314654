import { statfsSync } from "node:fs";
import { totalmem } from "node:os";
import { freePort } from "../free-port.ts";
import { findBinaries } from "./binaries.ts";
import { ensureCluster, ensurePassword } from "./cluster.ts";
import { type Footing, findFooting, runOn } from "./footing.ts";
import { launch } from "./launch.ts";
import { findRunning, type RunningServer } from "./running.ts";
import { openSession, type Session } from "./session.ts";

/** A PostgreSQL of our own, on loopback, in a folder. */
export interface EmbeddedServer {
	/** Connection string of the database, with its password: never log it. */
	url: string;
	/** How it runs, for logs. */
	description: string;
	/** True when it was already running: started by another command, or left by a server that was killed. */
	reused: boolean;
	/** Ends pools first. Stops the server, unless another process uses it: then the last one does. */
	stop(): Promise<void>;
}

/** What to start. */
export interface EmbeddedOptions {
	/** The folder that holds `postgres/`, the password and the log. */
	home: string;
	/** Take the role of the one Courtside server on this folder; throws when another has it. */
	claim?: boolean;
	/** PostgreSQL settings over ours. */
	settings?: Record<string, string>;
	/** Hears when PostgreSQL ends without having been told to. */
	onDeath?: (reason: string) => void;
}

const START_LIMIT_MS = 60_000;
/** How often, and how many times, an end is looked for once our connection was lost. */
const LOOK_MS = 250;
const MOST_LOOKS = 120;

/**
 * Starts PostgreSQL on the folder, or joins the one that runs there. Throws, with the end of its log, when it cannot.
 * A server left by a killed process is used as it is; what a killed server left behind is recovered.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
	const footing = await findFooting(await findBinaries(), options.home);
	const password = ensurePassword(options.home);
	await ensureCluster(footing, options.home);

	const deadline = Date.now() + START_LIMIT_MS;
	for (;;) {
		const running = findRunning(footing.dataDir);
		const found = running
			? await join(running, password)
			: await launch(footing, options.home, await serverSettings(options.settings), password, options.onDeath);
		if ("session" in found) {
			const { session, server } = found;
			const { onDeath } = options;
			if (running && onDeath) tellOfDeath(found, footing, onDeath);
			if (options.claim) await claimOrLeave(session, options.home, () => stopServer(session, server, footing));
			return {
				url: session.url,
				description: `PostgreSQL process ${server.pid} on 127.0.0.1:${server.port}, ${footing.description}`,
				reused: running !== null,
				stop: async () => {
					found.expectEnd?.();
					await stopServer(session, server, footing);
				},
			};
		}
		if (!found.passing || Date.now() > deadline) throw new Error(found.reason);
		// Old back ends are still leaving, a stop is under way, or another start is a moment ahead.
		await new Promise((resolve) => setTimeout(resolve, 150));
	}
}

/** Joins the server that runs on the folder; null when none does. Starts nothing. */
export async function joinEmbedded(home: string): Promise<EmbeddedServer | null> {
	const footing = await findFooting(await findBinaries(), home);
	const running = findRunning(footing.dataDir);
	if (!running) return null;
	const found = await join(running, ensurePassword(home));
	if (!("session" in found)) return null;
	const { session, server } = found;
	return {
		url: session.url,
		description: `PostgreSQL process ${server.pid} on 127.0.0.1:${server.port}, ${footing.description}`,
		reused: true,
		stop: () => session.end(),
	};
}

interface Joined {
	session: Session;
	server: RunningServer;
	/** Its end is no fault from now on. */
	expectEnd?(): void;
}
/** A way in, or why there is none and whether that passes by itself. */
export type Found = Joined | { reason: string; passing: boolean };

async function join(server: RunningServer, password: string): Promise<Found> {
	try {
		return { session: await openSession(server, password), server };
	} catch (error) {
		const { code, message } = error as Error & { code?: string };
		const reason = `the PostgreSQL that runs as process ${server.pid} did not let us in: ${message}`;
		return { reason, passing: code !== "28P01" };
	}
}

/** A server that was there before us is no child of ours: that its process is gone shows when our connection ends. */
function tellOfDeath(found: Joined, { dataDir }: Footing, onDeath: (reason: string) => void): void {
	const { session, server } = found;
	let expected = false;
	found.expectEnd = () => {
		expected = true;
	};
	session.onLost(() => {
		// A process that was killed stands in the list until somebody takes note of its end: so it is looked at for a while.
		let looks = 0;
		const look = () => {
			if (expected) return;
			if (findRunning(dataDir)?.pid !== server.pid) onDeath(`PostgreSQL ended (process ${server.pid})`);
			else if (++looks < MOST_LOOKS) setTimeout(look, LOOK_MS).unref();
		};
		look();
	});
}

async function claimOrLeave(session: Session, home: string, leave: () => Promise<void>): Promise<void> {
	try {
		await session.claim(home);
	} catch (error) {
		await leave();
		throw error;
	}
}

async function stopServer(session: Session, { pid }: RunningServer, footing: Footing): Promise<void> {
	const last = await session.isLast().catch(() => false);
	if (last) {
		// Fast shutdown: ends connections, writes a checkpoint, loses nothing.
		if (process.platform === "win32") {
			await runOn(footing, footing.binaries.pgCtl, ["stop", "-D", footing.dataDir, "-m", "fast"]);
		} else process.kill(pid, "SIGINT");
		const deadline = Date.now() + 30_000;
		while (findRunning(footing.dataDir)?.pid === pid && Date.now() < deadline)
			await new Promise((resolve) => setTimeout(resolve, 20));
	}
	await session.end();
}

async function serverSettings(own: Record<string, string> = {}): Promise<Record<string, string>> {
	const eighth = Math.floor(totalmem() / 8 / 2 ** 20);
	return {
		port: String(await freePort()),
		listen_addresses: "127.0.0.1",
		unix_socket_directories: "",
		max_connections: "150",
		shared_buffers: `${Math.max(32, Math.min(512, eighth))}MB`,
		work_mem: "32MB",
		maintenance_work_mem: "128MB",
		max_wal_size: "2GB",
		jit: "off",
		timezone: "UTC",
		log_timezone: "UTC",
		log_checkpoints: "off",
		// A container's /dev/shm is often 64 MB, too little for a parallel query.
		...(sharedMemoryBytes() < 512 * 2 ** 20 ? { dynamic_shared_memory_type: "mmap" } : {}),
		...own,
	};
}

function sharedMemoryBytes(): number {
	if (process.platform !== "linux") return Number.POSITIVE_INFINITY;
	try {
		const { bsize, blocks } = statfsSync("/dev/shm");
		return bsize * blocks;
	} catch {
		return 0;
	}
}
