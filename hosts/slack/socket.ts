import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { type App, SocketModeReceiver } from "@slack/bolt";
import type { Ports } from "../../core/contract/host.ts";
import { quietLogger, slackApp } from "./app.ts";
import { clientOptions, slackOrigin } from "./settings.ts";

/** Under which name it is kept until when a connection was seen open. */
export const SOCKET_SEEN = "socket";
/** How often it is noted that a connection is open, and looked whether it is still wanted. */
const LOOK_MS = 20_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Socket Mode: for a server that Slack cannot reach, we reach Slack. Keeps one connection open while an app token is set
 * and the connection is on, whatever Slack or the line does in between; ends when neither holds or `signal` is aborted.
 * Several processes may each hold one: Slack hands each thing to one of them, and what comes twice is done once.
 */
export async function listenBySocket(ports: Ports, signal: AbortSignal, lookMs = LOOK_MS): Promise<void> {
	for (let failures = 0; !signal.aborted; ) {
		const appToken = await wantedToken(ports);
		if (appToken === null) return;
		const begun = ports.now();
		try {
			await holdConnection(ports, { appToken, signal, lookMs });
			// One that Slack ends as soon as it is there would be opened without end.
			failures = ports.now() - begun < lookMs ? failures + 1 : 0;
		} catch (fault) {
			failures++;
			ports.log.warn("no connection to Slack by Socket Mode", { reason: (fault as Error).message, failures });
		}
		const wait = failures === 0 ? 0 : Math.min(LONGEST_PAUSE_MS, 1000 * 2 ** failures);
		await pause(wait, undefined, { signal }).catch(() => {});
	}
}

/** The app token while Socket Mode is wanted; null: it is not. */
async function wantedToken(ports: Ports): Promise<string | null> {
	const installation = await ports.installations.current();
	return installation?.state === "on" ? ports.secrets.get("appToken") : null;
}

/** One connection from its beginning to its end. Throws where none comes about. */
async function holdConnection(
	ports: Ports,
	{ appToken, signal, lookMs }: { appToken: string; signal: AbortSignal; lookMs: number },
): Promise<void> {
	const receiver = new SocketModeReceiver({
		appToken,
		logger: quietLogger(ports),
		// We begin again ourselves: the library's own way lets a failure end the process.
		autoReconnectEnabled: false,
		installerOptions: { clientOptions: clientOptions(ports, await slackOrigin(ports)) },
		processEventErrorHandler: async ({ error }) => {
			ports.log.warn("something from Slack was not handled", { reason: error.message });
			return true;
		},
	});
	const { app } = await slackApp(ports, receiver, onceOnly(ports));
	const ended = new Promise<void>((resolve) => receiver.client.once("disconnected", () => resolve()));
	const close = () => void app.stop().catch(() => {});
	await app.start();
	signal.addEventListener("abort", close, { once: true });
	if (signal.aborted) close();
	try {
		let isOpen = true;
		void ended.then(() => {
			isOpen = false;
		});
		while (isOpen) {
			if ((await wantedToken(ports)) === appToken) await ports.cursors.set(SOCKET_SEEN, String(ports.now()));
			else close();
			await Promise.race([ended, pause(lookMs, undefined, { ref: false })]);
		}
	} finally {
		signal.removeEventListener("abort", close);
		// Also where looking failed: a connection that nobody holds would go on taking what Slack tells.
		close();
	}
}

/** Lets through what nobody has handled yet; what failed may come again. */
function onceOnly(ports: Ports): Parameters<App["use"]>[0] {
	return async (args) => {
		const body = args.body as { event_id?: unknown };
		const key =
			typeof body.event_id === "string"
				? `event:${body.event_id}`
				: `body:${createHash("sha256").update(JSON.stringify(body)).digest("hex")}`;
		if ((await ports.chat.claim(key)) !== "first") {
			if ("ack" in args && typeof args.ack === "function") await (args.ack as () => Promise<void>)();
			return;
		}
		try {
			await args.next();
			await ports.chat.done(key);
		} catch (fault) {
			await ports.chat.release(key);
			throw fault;
		}
	};
}
