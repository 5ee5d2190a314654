import { Redis } from "ioredis";
import type { Wire } from "./fanout.ts";
import type { Local } from "./local.ts";

/** Redis pub/sub. The client connects again and subscribes again by itself. */
export async function overRedis(
	url: string,
	namespace: string,
	local: Local,
	onError: (error: Error) => void,
): Promise<Wire> {
	const channel = `${namespace}:live`;
	const sender = new Redis(url);
	const listener = new Redis(url, { connectionName: channel });
	sender.on("error", onError);
	listener.on("error", onError);
	listener.on("message", (_channel: string, text: string) => local.deliver(text));
	await listener.subscribe(channel);
	// Ready again after the first time: it was away.
	listener.on("ready", () => local.gap());
	return {
		async send(text) {
			await sender.publish(channel, text);
		},
		async close() {
			listener.disconnect();
			await sender.quit();
		},
	};
}
