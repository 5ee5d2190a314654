import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { begin, termination, turnMessages } from "./assemblyai-wire.ts";
import { openFiles } from "./files.ts";
import { type Behaviour, type Manifest, PLAIN } from "./manifest.ts";
import { readMark } from "./marked-audio.ts";
import { commitEmpty, openItems, sessionUpdated } from "./openai-wire.ts";
import { openOracle, type Told } from "./oracle.ts";

/** A running provider of speech. */
export interface SpeechStandIn {
	/** For `SPEECH_URL` with each provider. */
	assemblyAiUrl: string;
	openAiUrl: string;
	/** May be changed while it runs; streams that are open keep what they began with. */
	behaviour: Behaviour;
	/** Every message that came or went, as JSON or as the number of bytes of audio. */
	log: { vendor: "assemblyai" | "openai"; from: "client" | "server"; message: unknown }[];
	/** What was answered about files, by method and path. */
	fileAnswers: { asked: string; status: number; body: unknown }[];
	/** When words were told, so that its own delay can be taken out: the clock's ms by text. */
	toldAt: Map<string, number>;
	stop(): Promise<void>;
}

/** Serves a recording's words over both vendors' protocols. `isMarked`: the audio says where it is (`marked-audio.ts`). */
export async function startSpeech(given: {
	manifest: Manifest;
	isMarked?: boolean;
	behaviour?: Partial<Behaviour>;
	key?: string;
	port?: number;
}): Promise<SpeechStandIn> {
	const { manifest, isMarked = false, key = "speech-key", port = 0 } = given;
	const answerTo = openFiles(manifest, () => standIn.assemblyAiUrl.replace(/^ws/, "http").replace("/v3/ws", ""));
	const server = createServer(async (request, response) => {
		const isRefused = standIn.behaviour.refuses || !isAllowed(request, key);
		const { status, body } = isRefused
			? { status: 401, body: { error: "Authentication error, API token missing/invalid" } }
			: ((await answerTo(request)) ?? { status: 404, body: { error: "Not found" } });
		standIn.fileAnswers.push({ asked: `${request.method} ${request.url}`, status, body });
		response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
	});
	const sockets = new WebSocketServer({ noServer: true });
	const inUse = new Set<number>();
	const standIn: SpeechStandIn = {
		assemblyAiUrl: "",
		openAiUrl: "",
		behaviour: { ...PLAIN, ...given.behaviour },
		log: [],
		fileAnswers: [],
		toldAt: new Map(),
		async stop() {
			for (const client of sockets.clients) client.terminate();
			sockets.close();
			server.close();
			await once(server, "close");
		},
	};

	server.on("upgrade", (request, socket, head) => {
		const url = new URL(request.url ?? "/", "http://speech");
		const isRight = ["/v3/ws", "/v1/realtime"].includes(url.pathname) && isAllowed(request, key);
		if (!isRight || standIn.behaviour.refuses) {
			socket.end("HTTP/1.1 401 Unauthorized\r\nconnection: close\r\n\r\n");
			return;
		}
		sockets.handleUpgrade(request, socket, head, (client) => serve(client, url));
	});
	server.listen(port, "127.0.0.1");
	await once(server, "listening");
	const base = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
	standIn.assemblyAiUrl = `${base}/v3/ws`;
	standIn.openAiUrl = `${base}/v1/realtime`;
	return standIn;

	function serve(client: WebSocket, url: URL): void {
		const vendor = url.pathname === "/v3/ws" ? "assemblyai" : "openai";
		const rate = vendor === "openai" ? 24_000 : Number(url.searchParams.get("sample_rate") ?? 16_000);
		const behaviour = { ...standIn.behaviour };
		const items = openItems();
		let channel = [0, 1].find((c) => !inUse.has(c)) ?? 0;
		inUse.add(channel);
		let hear: ReturnType<typeof openOracle> | null = null;
		let bytes = 0;
		let isCut = false;

		const send = (message: unknown) => {
			standIn.log.push({ vendor, from: "server", message });
			for (let k = 0; k < (behaviour.repeats ? 2 : 1); k++) client.send(JSON.stringify(message));
		};
		const tell = (told: readonly Told[]) => {
			for (const one of told) {
				const formats = url.searchParams.get("format_turns") === "true" && !behaviour.leavesPlain;
				// One person speaks in a channel of a manifest.
				const voice = url.searchParams.get("speaker_labels") === "true" ? "A" : null;
				const messages = vendor === "openai" ? items(one) : turnMessages(one, manifest.lang, formats, voice);
				setTimeout(() => {
					if (one.kind === "final") standIn.toldAt.set(one.text, performance.now());
					for (const message of messages) send(message);
				}, behaviour.delayMs);
			}
		};
		const takeAudio = (pcm: Buffer) => {
			standIn.log.push({ vendor, from: "client", message: pcm.length });
			if (!hear) {
				const mark = isMarked ? readMark(pcm) : null;
				if (mark) {
					inUse.delete(channel);
					channel = mark.channel;
					inUse.add(channel);
				}
				hear = openOracle(manifest, channel, mark?.at ?? 0, behaviour);
			}
			if (isCut) return;
			bytes += pcm.length;
			const seconds = bytes / 2 / rate;
			tell(hear(seconds));
			if (behaviour.cutAfterSec !== null && seconds >= behaviour.cutAfterSec && !isCut) {
				isCut = true;
				setTimeout(() => client.terminate(), behaviour.delayMs + 20);
			}
		};
		const end = (then: () => void) => {
			tell(hear?.(bytes / 2 / rate, true) ?? []);
			setTimeout(then, behaviour.delayMs + 1);
		};

		client.on("close", () => inUse.delete(channel));
		client.on("message", (data, isBinary) => {
			if (isBinary) return takeAudio(data as Buffer);
			const message = JSON.parse(String(data)) as { type: string; audio?: string; session?: unknown };
			if (message.type === "input_audio_buffer.append") return takeAudio(Buffer.from(message.audio ?? "", "base64"));
			standIn.log.push({ vendor, from: "client", message });
			if (message.type === "session.update") send(sessionUpdated(message.session));
			if (message.type === "input_audio_buffer.commit") end(() => send(commitEmpty()));
			if (message.type === "Terminate")
				end(() => {
					send(termination(bytes / 2 / rate));
					client.close();
				});
		});
		if (vendor === "assemblyai") send(begin(Date.now()));
	}
}

function isAllowed({ headers }: IncomingMessage, key: string): boolean {
	return headers.authorization === key || headers.authorization === `Bearer ${key}`;
}
