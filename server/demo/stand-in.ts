import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { z } from "zod";

/** A stand-in of a vendor's, as a process of its own. */
export interface StandIn<T> {
	/** What it said of itself once it listened. */
	announced: T;
	stop(): Promise<void>;
}

/** Starts one with what it is given on standard input, and waits for the line in which it says where it is. */
export async function startStandIn<T>(given: {
	root: string;
	args: readonly string[];
	input: unknown;
	schema: z.ZodType<T>;
}): Promise<StandIn<T>> {
	const { root, args, input, schema } = given;
	const child = spawn(process.execPath, [...args], { cwd: root, stdio: ["pipe", "pipe", "ignore"] });
	const stop = () => stopChild(child);
	try {
		child.stdin.end(JSON.stringify(input));
		return { announced: schema.parse(JSON.parse(await firstLine(child))), stop };
	} catch (fault) {
		await stop();
		throw fault;
	}
}

async function firstLine(child: ChildProcess): Promise<string> {
	const late = AbortSignal.timeout(20_000);
	if (!child.stdout) throw new Error("it has no output");
	const lines = createInterface(child.stdout);
	const ended = once(child, "exit", { signal: late }).then(() => {
		throw new Error("the stand-in ended before it listened");
	});
	const [line] = (await Promise.race([once(lines, "line", { signal: late }), ended])) as [string];
	ended.catch(() => undefined);
	return line;
}

async function stopChild(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	child.kill("SIGINT");
	await once(child, "exit");
}
