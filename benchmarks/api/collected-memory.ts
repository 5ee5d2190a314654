import { setTimeout as pause } from "node:timers/promises";
import { WebSocket } from "ws";

/** Given to the process that is measured, before its file: where it listens once it is asked for what it holds. */
export const ASKABLE = "--inspect-port=127.0.0.1:0";

/**
 * Bytes of the JavaScript heap that are still in use once the collector has run, so that the moment of asking does not
 * decide. `said` gives what the process has written to its standard error; it must have been started with {@link ASKABLE}.
 */
export async function collectedHeap(pid: number, said: () => string): Promise<number> {
	if (!address(said())) process.kill(pid, "SIGUSR1");
	for (let k = 0; k < 100 && !address(said()); k++) await pause(50);
	const socket = new WebSocket(address(said()) ?? "");
	try {
		await new Promise((open, failed) => socket.once("open", open).once("error", failed));
		// Twice: what has a finaliser goes with the second.
		await ask(socket, 1, "HeapProfiler.collectGarbage");
		await ask(socket, 2, "HeapProfiler.collectGarbage");
		const { usedSize } = (await ask(socket, 3, "Runtime.getHeapUsage")) as { usedSize: number };
		return usedSize;
	} finally {
		socket.terminate();
	}
}

function address(said: string): string | undefined {
	return /Debugger listening on (ws:\S+)/.exec(said)?.[1];
}

function ask(socket: WebSocket, id: number, method: string): Promise<unknown> {
	const answered = new Promise((done, failed) => {
		const hear = (data: unknown) => {
			const answer = JSON.parse(String(data)) as { id?: number; result?: unknown; error?: unknown };
			if (answer.id !== id) return;
			socket.off("message", hear);
			if (answer.error) failed(new Error(`${method}: ${JSON.stringify(answer.error)}`));
			else done(answer.result);
		};
		socket.on("message", hear);
	});
	socket.send(JSON.stringify({ id, method }));
	return answered;
}
