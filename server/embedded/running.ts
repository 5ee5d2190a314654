import { readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";

/** A server that runs on a data folder. */
export interface RunningServer {
	pid: number;
	port: number;
}

/**
 * The server that holds this data folder, from its `postmaster.pid`; null when none does. A pid file whose process is
 * gone, or is now somebody else's (a restarted container hands the same numbers out again), is no server.
 */
export function findRunning(dataDir: string): RunningServer | null {
	const [pid, , , port] = readPidFile(dataDir);
	if (!pid || !port || !isAlive(pid)) return null;
	if (process.platform === "linux" && !worksIn(pid, dataDir)) {
		removeStalePidFile(dataDir);
		return null;
	}
	return { pid, port };
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === "EPERM";
	}
}

function readPidFile(dataDir: string): (number | undefined)[] {
	try {
		// Lines: process id, data folder, start time, port, …
		return readFileSync(join(dataDir, "postmaster.pid"), "utf8")
			.split("\n")
			.map((line) => Number(line) || undefined);
	} catch {
		return [];
	}
}

/** Every PostgreSQL process works in its data folder. */
function worksIn(pid: number, dataDir: string): boolean {
	try {
		return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(dataDir);
	} catch {
		return false;
	}
}

/** PostgreSQL would take the stranger for itself and refuse to start. Left alone while old back ends still work there. */
function removeStalePidFile(dataDir: string): void {
	const pids = readdirSync("/proc").map(Number).filter(Boolean);
	if (!pids.some((pid) => worksIn(pid, dataDir))) rmSync(join(dataDir, "postmaster.pid"), { force: true });
}
