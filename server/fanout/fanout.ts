import { openLocal } from "./local.ts";
import { overPostgres } from "./postgres.ts";
import { overRedis } from "./redis.ts";

/** What travels: ids and kinds, never records. At most 7 kB as JSON. */
export type Message = Record<string, string | number | boolean | null>;

/** Tells every server process at once that something happened in a tenant. Not kept: who is away misses it. */
export interface Fanout {
	/** Sends to all subscribers of the tenant, in this process too. Throws RangeError when the message is too big. */
	publish(tenantId: number, message: Message): Promise<void>;
	/** Hears a tenant's messages until the returned function is called. */
	subscribe(tenantId: number, hear: (message: Message) => void): () => void;
	/**
	 * Hears that messages may have been missed: the connection was lost and is back. Live pages then ask anew.
	 * Gives back the way to stop.
	 */
	onGap(hear: () => void): () => void;
	close(): Promise<void>;
}

/** What an adapter is: it sends text to every process and hands what arrives to its `Local`. */
export interface Wire {
	send(text: string): Promise<void>;
	close(): Promise<void>;
}

/** Where messages go through, and who hears of faults. */
export interface FanoutOptions {
	store: { redisUrl: string } | { databaseUrl: string };
	namespace?: string;
	onError: (error: Error) => void;
}

// NOTIFY carries less than 8000 bytes.
const LIMIT_BYTES = 7_000;

/** Connects; hears from when it resolves. Redis where there is one, PostgreSQL's LISTEN and NOTIFY otherwise. */
export async function openFanout({ store, namespace = "courtside", onError }: FanoutOptions): Promise<Fanout> {
	const local = openLocal(onError);
	const wire =
		"redisUrl" in store
			? await overRedis(store.redisUrl, namespace, local, onError)
			: await overPostgres(store.databaseUrl, namespace, local, onError);
	return {
		async publish(tenantId, message) {
			const text = JSON.stringify([tenantId, message]);
			if (Buffer.byteLength(text) > LIMIT_BYTES) throw new RangeError("a live message carries ids, at most 7 kB");
			await wire.send(text);
		},
		subscribe: local.subscribe,
		onGap: local.onGap,
		close: () => wire.close(),
	};
}
