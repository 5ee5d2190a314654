import pg from "pg";
import type { Wire } from "./fanout.ts";
import type { Local } from "./local.ts";

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/**
 * LISTEN and NOTIFY. One connection listens and is made anew when it breaks; sending has its own, so that a business
 * transaction never waits for the lock NOTIFY takes at commit.
 */
export async function overPostgres(
	url: string,
	namespace: string,
	local: Local,
	onError: (error: Error) => void,
): Promise<Wire> {
	const channel = `${namespace}_live`;
	const sender = new pg.Pool({ connectionString: url, max: 1, keepAlive: true, application_name: `${namespace} live` });
	sender.on("error", onError);
	let listener = new pg.Client();
	let closed = false;

	async function listen(): Promise<void> {
		const client = new pg.Client({
			connectionString: url,
			keepAlive: true,
			connectionTimeoutMillis: 5_000,
			application_name: `${namespace} live`,
		});
		client.on("error", onError);
		client.on("notification", ({ payload }) => local.deliver(payload ?? ""));
		try {
			await client.connect();
			await client.query(`listen ${pg.escapeIdentifier(channel)}`);
		} catch (error) {
			await client.end().catch(() => {});
			throw error;
		}
		listener = client;
		client.once("end", () => {
			if (!closed) void comeBack();
		});
	}

	async function comeBack(): Promise<void> {
		for (let pause = FIRST_PAUSE_MS; !closed; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
			await new Promise<void>((resolve) => setTimeout(resolve, pause).unref());
			try {
				if (!closed) await listen();
				// Closed while we were connecting: nobody else would end this one.
				if (closed) await listener.end();
				else local.gap();
				return;
			} catch (error) {
				onError(error as Error);
			}
		}
	}

	await listen();
	return {
		async send(text) {
			await sender.query("select pg_notify($1, $2)", [channel, text]);
		},
		async close() {
			closed = true;
			await listener.end();
			await sender.end();
		},
	};
}
