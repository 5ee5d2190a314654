import { WebSocket } from "ws";
import { type AudioChunk, writeAudioChunk } from "../../core/contract/audio-chunk.ts";
import { type LiveFrame, type LiveMessage, liveFrame } from "../../core/contract/live-meeting.ts";
import type { MeasuredServer } from "../api/server.ts";

/** The server and somebody who is signed in to it. */
export interface Caller {
	base: string;
	token: string;
}

/** A page of a live meeting as a browser holds one. */
export interface Line {
	say(message: LiveMessage): void;
	audio(chunk: AudioChunk): void;
	/** Where it is, to come back to. */
	at(): { epoch: string; n: number };
	/** Cuts it, as a lost network does. */
	cut(): void;
}

/** Whoever sells in the demo company, signed in. */
export async function callerOf(server: MeasuredServer): Promise<Caller> {
	return { base: `http://${server.host}:${server.port}`, token: await server.signIn("maria") };
}

/** A new meeting of the caller's. */
export async function addMeeting(caller: Caller, title: string): Promise<string> {
	return (await post<{ id: string }>(caller, "/meetings", { title })).id;
}

/** Opens a page; `hear` is told every frame with the moment it came, in ms of `performance.now`. */
export async function openLine(
	caller: Caller,
	meetingId: string,
	hear: (frame: LiveFrame, at: number) => void,
	from?: { epoch: string; n: number },
): Promise<Line> {
	const { ticket, path } = await post<{ ticket: string; path: string }>(caller, `/meetings/${meetingId}/live`, {});
	const socket = new WebSocket(`${caller.base.replace("http", "ws")}${path}`);
	const standing = { epoch: from?.epoch ?? "", n: from?.n ?? 0 };
	const welcome = new Promise<void>((done, failed) => {
		socket.once("error", failed);
		socket.on("message", (data) => {
			const at = performance.now();
			const frame = liveFrame.parse(JSON.parse(String(data)));
			if (frame.type === "welcome") {
				standing.epoch = frame.epoch;
				done();
			}
			if (frame.type === "frame" && frame.n !== null) standing.n = frame.n;
			hear(frame, at);
		});
	});
	await new Promise((open) => socket.once("open", open));
	const say = (message: LiveMessage) => socket.send(JSON.stringify(message));
	say({ type: "hello", ticket, ...(from && { epoch: from.epoch, after: from.n }) });
	await welcome;
	return {
		say,
		audio: (chunk) => socket.send(writeAudioChunk(chunk)),
		at: () => ({ ...standing }),
		cut: () => socket.terminate(),
	};
}

async function post<T>({ base, token }: Caller, path: string, body: unknown): Promise<T> {
	const answer = await fetch(`${base}/api/v1${path}`, {
		method: "POST",
		headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
		body: JSON.stringify(body),
	});
	if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
	return (await answer.json()) as T;
}
