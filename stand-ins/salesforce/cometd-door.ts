import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Answered, Asked } from "./answer.ts";
import type { Org } from "./org.ts";

const CHANNEL = "/data/ChangeEvents";
/** How long a poll is held open where nothing happens; the vendor's is 110 s. */
const HOLD_MS = 3_000;
const MOST_AT_ONCE = 200;
const COOKIE = "BAYEUX_BROWSER";

const message = z.looseObject({
	channel: z.string(),
	clientId: z.string().optional(),
	id: z.string().optional(),
	subscription: z.string().optional(),
	advice: z.looseObject({ timeout: z.number().optional() }).optional(),
	ext: z.looseObject({ replay: z.union([z.boolean(), z.record(z.string(), z.number())]).optional() }).optional(),
});
type Message = z.infer<typeof message>;

interface Session {
	cookie: string;
	/** Up to which event it has been told; null before it subscribed. */
	told: number | null;
}

/** The Bayeux protocol by long polling, as the Streaming API speaks it: handshake, subscription from a replay id, polls. */
export function openCometd(org: Org) {
	const sessions = new Map<string, Session>();

	async function answer({ method, body, headers }: Asked, isSignedIn: boolean): Promise<Answered> {
		if (method !== "POST") return { status: 400, text: { type: "text/html", body: "not a WebSocket" } };
		const messages = z.array(message).parse([JSON.parse(body)].flat());
		if (!isSignedIn) {
			const refused = { successful: false, error: "401::Authentication invalid", advice: { reconnect: "none" } };
			return { status: 200, json: messages.map(({ channel, id }) => ({ channel, id, ...refused })) };
		}
		const cookie = new RegExp(`${COOKIE}=(\\w+)`).exec(String(headers["cookie"] ?? ""))?.[1] ?? "";
		const answers: object[] = [];
		let given: Record<string, string> = {};
		for (const one of messages) {
			if (one.channel === "/meta/handshake") {
				const made = randomBytes(8).toString("hex");
				const clientId = randomBytes(12).toString("hex");
				sessions.set(clientId, { cookie: made, told: null });
				given = { "set-cookie": `${COOKIE}=${made}; path=/; secure; HttpOnly` };
				answers.push({
					...{ channel: one.channel, id: one.id, clientId, successful: true, version: "1.0", minimumVersion: "1.0" },
					...{ supportedConnectionTypes: ["long-polling"], ext: { replay: true, "payload.format": true } },
				});
				continue;
			}
			const session = sessions.get(one.clientId ?? "");
			if (session?.cookie !== cookie || !session) {
				const advice = { reconnect: "handshake", interval: 0 };
				answers.push({ channel: one.channel, id: one.id, successful: false, error: "403::Unknown client", advice });
			} else if (one.channel === "/meta/subscribe") answers.push(subscribe(session, one));
			else if (one.channel === "/meta/connect") {
				const isHeld = messages.length === 1 && one.advice?.timeout !== 0;
				answers.push(...(await poll(session, one, isHeld)));
			} else if (one.channel === "/meta/disconnect") {
				sessions.delete(one.clientId ?? "");
				answers.push({ channel: one.channel, id: one.id, clientId: one.clientId, successful: true });
			}
		}
		return { status: 200, json: answers, headers: given };
	}

	function subscribe(session: Session, { id, clientId, subscription, ext }: Message): object {
		const base = { channel: "/meta/subscribe", id, clientId, subscription };
		if (subscription !== CHANNEL)
			return { ...base, successful: false, error: `404::The channel ${subscription} you requested was not found` };
		const from = typeof ext?.replay === "object" ? (ext.replay[CHANNEL] ?? -1) : -1;
		const oldest = org.bus.kept[0]?.replayId ?? org.bus.last + 1;
		if (from > 0 && from < oldest && from !== org.bus.last) {
			const error = `400::The replayId {${from}} you provided was invalid.  Please provide a valid ID, -2 to replay all events, or -1 to replay only new events.`;
			return { ...base, successful: false, error };
		}
		session.told = from === -1 ? org.bus.last : from === -2 ? oldest - 1 : from;
		return { ...base, successful: true };
	}

	async function poll(session: Session, { id, clientId }: Message, isHeld: boolean): Promise<object[]> {
		const fresh = () =>
			session.told === null ? [] : org.bus.kept.filter(({ replayId }) => replayId > (session.told ?? 0));
		if (isHeld && fresh().length === 0) await news();
		const events = fresh().slice(0, MOST_AT_ONCE);
		session.told = events.at(-1)?.replayId ?? session.told;
		const advice = { reconnect: "retry", interval: 0, timeout: 110_000 };
		return [
			...events.map(({ replayId, payload }) => ({
				channel: CHANNEL,
				data: { schema: "a-schema", payload, event: { replayId } },
			})),
			{ channel: "/meta/connect", id, clientId, successful: true, advice },
		];
	}

	function news(): Promise<void> {
		return new Promise((resolve) => {
			const done = () => {
				clearTimeout(timer);
				org.bus.waiting.delete(done);
				resolve();
			};
			const timer = setTimeout(done, HOLD_MS);
			org.bus.waiting.add(done);
		});
	}

	return {
		answer,
		/** The server has restarted: it knows none of its clients any more. */
		forgetClients: () => sessions.clear(),
		/** Lets all that wait go, so that the server can stop. */
		release: () => {
			for (const wake of [...org.bus.waiting]) wake();
		},
	};
}
