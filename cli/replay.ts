import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { WebSocket } from "ws";
import { sideByName } from "../core/coaching/after/meeting-results.ts";
import type { Role } from "../core/coaching/segment.ts";
import { readTranscript } from "../core/coaching/transcript/read-transcript.ts";
import { speakerKey, toSegments } from "../core/coaching/transcript/to-segments.ts";

const HELP = `npm run replay -- <transcript> [--speed 5] [--rep NAME] [--url http://127.0.0.1:4100] [--key KEY]

Coaches a transcript in the page of a live meeting as if it were being said now. Any transcript: WebVTT, SRT, Meet, Otter,
Zoom, "Name: words", JSON. Prints the page's address; open it as the person whose key it is.

  --speed  how many times faster than it was said (default 1)
  --rep    the seller's name as the transcript has it; without it sides are taken from names like "Sales rep"
  --url    where Courtside is (default http://127.0.0.1:4100)
  --key    an API key with meetings:read and meetings:write; without it, in the demo, Maria is taken
`;
/** Everything after it is told at once. */
const LAST_WORDS_MS = 1000;

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		speed: { type: "string", default: "1" },
		rep: { type: "string" },
		url: { type: "string", default: "http://127.0.0.1:4100" },
		key: { type: "string" },
		help: { type: "boolean" },
	},
});
const [file] = positionals;
if (values.help || !file) {
	process.stdout.write(HELP);
	process.exit(values.help ? 0 : 2);
}
try {
	await replay(file);
} catch (fault) {
	process.stderr.write(`${(fault as Error).message}\n`);
	process.exit(2);
}

async function replay(path: string): Promise<void> {
	const speed = Number(values.speed);
	if (!(speed > 0 && speed <= 1000)) throw new Error(`--speed ${values.speed}: give a number above 0, up to 1000`);
	const text = await readFile(path, "utf8").catch((cause: Error) => {
		throw new Error(`${path}: cannot be read: ${cause.message}`);
	});
	const read = readTranscript(text, values.rep ? [values.rep] : []);
	if ("fault" in read) throw new Error(`${path}: no transcript (${read.fault})`);
	const rep = values.rep === undefined ? null : speakerKey(values.rep);
	const sideOf = (speaker: string): Role =>
		rep === null ? sideByName(speakerKey(speaker)) : speakerKey(speaker) === rep ? "rep" : "customer";
	const segments = toSegments(read.cues, sideOf);
	const token = values.key ?? (await demoToken());
	const { id } = await post<{ id: string }>("/meetings", { title: path.split(/[\\/]/).at(-1) ?? path }, token);
	const { ticket, path: line } = await post<{ ticket: string; path: string }>(`/meetings/${id}/live`, {}, token);
	process.stdout.write(`Open ${values.url}/live/${id}\n`);

	const socket = new WebSocket(values.url.replace(/^http/, "ws") + line);
	await new Promise<void>((resolve, reject) => {
		socket.once("open", () => resolve());
		socket.once("error", reject);
	});
	const acks = new Map<number, () => void>();
	socket.on("message", (data) => {
		const frame = JSON.parse(String(data)) as { type: string; id?: number; message?: string };
		if (frame.type === "ack") acks.get(frame.id ?? -1)?.();
		if (frame.type === "error") process.stderr.write(`${frame.message}\n`);
	});
	let next = 1;
	const say = (message: object) =>
		new Promise<void>((resolve) => {
			acks.set(next, resolve);
			socket.send(JSON.stringify({ ...message, id: next++ }));
		});
	socket.send(JSON.stringify({ type: "hello", ticket }));
	await say({ type: "meeting:start", source: "captions" });
	const began = performance.now();
	for (const segment of segments) {
		const due = began + (Math.max(0, segment.end) * 1000) / speed;
		await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
		await say({ type: "transcript:segments", segments: [segment] });
		process.stderr.write(`\r${segments.indexOf(segment) + 1} of ${segments.length}`);
	}
	await new Promise((resolve) => setTimeout(resolve, LAST_WORDS_MS / speed));
	await say({ type: "meeting:end" });
	process.stderr.write("\n");
	socket.close();
}

async function demoToken(): Promise<string> {
	const start = await fetch(`${values.url}/api/v1/start`).catch((cause: Error) => {
		throw new Error(`${values.url}: nobody answers (${cause.message}). Start Courtside first, or give --url.`);
	});
	const { demo } = (await start.json()) as { demo: boolean };
	if (!demo) throw new Error("This is not the demo. Give --key with an API key (Settings, API keys).");
	return (await post<{ accessToken: string }>("/auth/demo", { person: "maria" }, null)).accessToken;
}

async function post<T>(path: string, body: object, token: string | null): Promise<T> {
	const answer = await fetch(`${values.url}/api/v1${path}`, {
		method: "POST",
		headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
		body: JSON.stringify(body),
	});
	const json = (await answer.json().catch(() => ({}))) as T & { detail?: string };
	if (!answer.ok) throw new Error(`${path}: ${json.detail ?? answer.status}`);
	return json;
}
