import { WebSocket } from "ws";
import { type AudioChunk, writeAudioChunk } from "../../core/contract/audio-chunk.ts";
import { type LiveEvent, type LiveFrame, type LiveMessage, liveFrame } from "../../core/contract/live-meeting.ts";
import { createApp } from "../app.ts";
import { listen } from "../listen.ts";
import type { TestApp } from "../test-app.ts";
import { openLiveDoor } from "./live-door.ts";

/** A process of the server that listens, over the app's database. */
export interface ListeningApp {
	base: string;
	/** Cuts every line at once, as a kill does. */
	stop(): Promise<void>;
}

/** Starts to listen. `deps` may be another process' own. */
export async function listenTo(deps: TestApp["deps"]): Promise<ListeningApp> {
	const door = openLiveDoor(deps);
	const listening = await listen(createApp(deps), { host: "127.0.0.1", port: 0 }, door.upgrade);
	return {
		base: `http://127.0.0.1:${listening.port}`,
		async stop() {
			await door.close();
			await listening.close(0);
		},
	};
}

/** A page of a live meeting, as a browser holds one. Everything that came is kept in order. */
export interface TestPage {
	frames: LiveFrame[];
	/** Events of numbered frames since the last reset. */
	events: LiveEvent[];
	epoch: string;
	/** Last numbered frame. */
	n: number;
	resets: number;
	isClosed(): boolean;
	say(message: LiveMessage): Promise<void>;
	/** Sends and waits for its ack; throws the error's code. */
	ask(message: DistributiveOmit<Exclude<LiveMessage, { type: "hello" }>, "id">): Promise<void>;
	audio(chunk: AudioChunk): void;
	leave(): void;
	/** Events of a kind. */
	of<T extends LiveEvent["type"]>(type: T): Extract<LiveEvent, { type: T }>[];
}
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** Asks for a ticket. */
export async function ticketFor(app: TestApp, as: { tenantId: number; userId: string }, meetingId: string) {
	const answer = await app.call("POST", `/meetings/${meetingId}/live`, { as, body: {} });
	const body = (await answer.json()) as { ticket: string; code?: string };
	return { status: answer.status, ...body };
}

/** Opens a page with a ticket; from where another page was when `from` is given. */
export async function openPage(base: string, ticket: string, from?: { epoch: string; n: number }): Promise<TestPage> {
	const socket = new WebSocket(`${base.replace("http", "ws")}/api/v1/live`);
	const answers = new Map<number, { done(): void; failed(error: Error): void }>();
	let next = 1;
	let isClosed = false;
	const page: TestPage = {
		frames: [],
		events: [],
		epoch: from?.epoch ?? "",
		n: from?.n ?? 0,
		resets: 0,
		isClosed: () => isClosed,
		async say(message) {
			socket.send(JSON.stringify(message));
		},
		ask(message) {
			const id = next++;
			socket.send(JSON.stringify({ ...message, id }));
			return new Promise((done, failed) => answers.set(id, { done, failed }));
		},
		audio: (chunk) => socket.send(writeAudioChunk(chunk)),
		leave: () => socket.terminate(),
		of: (type) => page.events.filter((event) => event.type === type) as never,
	};
	socket.on("close", () => {
		isClosed = true;
		for (const { failed } of answers.values()) failed(new Error("the line was cut"));
	});
	socket.on("error", () => {});
	socket.on("message", (data) => {
		const frame = liveFrame.parse(JSON.parse(String(data)));
		page.frames.push(frame);
		if (frame.type === "welcome") page.epoch = frame.epoch;
		if (frame.type === "ack") answers.get(frame.id)?.done();
		if (frame.type === "error" && frame.id !== null) answers.get(frame.id)?.failed(new Error(frame.code));
		if (frame.type !== "frame") return;
		if (frame.reset) {
			page.events = [];
			page.resets++;
		}
		page.events.push(...frame.events);
		if (frame.n !== null) page.n = frame.n;
	});
	await new Promise<void>((resolve, reject) => {
		socket.once("open", () => resolve());
		socket.once("error", reject);
	});
	socket.send(JSON.stringify({ type: "hello", ticket, ...(from && { epoch: from.epoch, after: from.n }) }));
	return page;
}
