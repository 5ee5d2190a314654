import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { sampleCall } from "../../core/demo/sample-calls.ts";

const MAIN = resolve(import.meta.dirname, "../../stand-ins/speech/main.ts");

/** One turn of a recording, word for word; seconds. */
export interface SpokenTurn {
	channel: number;
	start: number;
	end: number;
	text: string;
	words: (readonly [string, number, number])[];
}

/** Turns of the sample call, one after the other in one channel, for so many seconds. */
export function spokenTurns(seconds: number): SpokenTurn[] {
	const turns: SpokenTurn[] = [];
	const call = sampleCall("en").segments;
	let at = 0.5;
	for (const { text, words = [], start } of call) {
		const shifted = words.map(([word, a, b]) => [word, a + at - start, b + at - start] as const);
		const end = shifted.at(-1)?.[2] ?? at;
		if (end > seconds - 1) break;
		turns.push({ channel: 0, start: at, end, text, words: shifted });
		at = end + 0.8;
	}
	return turns;
}

/** The provider that stands in, in a process of its own; `settings` point a server to it. */
export async function startProvider(
	turns: readonly SpokenTurn[],
	delayMs: number,
): Promise<{ settings: Record<string, string>; stop(): Promise<void> }> {
	const folder = await mkdtemp(join(tmpdir(), "courtside-speech-"));
	const manifest = join(folder, "call.json");
	await writeFile(manifest, JSON.stringify({ lang: "en", segments: turns }));
	const child = spawn(process.execPath, [MAIN, "--manifest", manifest, "--port", "0", "--delay", String(delayMs)], {
		stdio: ["ignore", "pipe", "inherit"],
	});
	const ended = new Promise<void>((done) => child.once("exit", () => done()));
	const line = await new Promise<string>((found, failed) => {
		let said = "";
		child.stdout.on("data", (chunk: Buffer) => {
			said += chunk.toString();
			const settings = /SPEECH_PROVIDER=assemblyai .*$/m.exec(said)?.[0];
			if (settings) found(settings);
		});
		void ended.then(() => failed(new Error("the provider of speech did not start")));
	});
	return {
		settings: Object.fromEntries(line.split(" ").map((pair) => pair.split(/=(.*)/s).slice(0, 2) as [string, string])),
		async stop() {
			child.kill("SIGINT");
			await ended;
			await rm(folder, { recursive: true, force: true });
		},
	};
}
