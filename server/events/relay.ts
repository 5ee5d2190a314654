import { sql } from "kysely";
import type { Logger } from "pino";
import type { EventType } from "../../core/contract/events.ts";
import type { Database } from "../db/connect.ts";

/** An event as the relay hands it on. */
export interface RelayedEvent {
	id: string;
	tenantId: number;
	type: EventType;
	entity: string;
	entityId: string;
	seq: number;
	occurredAt: number;
	recordedAt: number;
	causeId: string | null;
	version: number;
}

/** Takes a batch, in order of writing. May see an event twice (after a crash) and must not mind. */
export type EventSink = (events: readonly RelayedEvent[]) => Promise<void>;

/** Hands written events on. */
export interface Relay {
	/** Looks now. Cheap, and safe to call often. */
	wake(): void;
	/** Hands on what is there and resolves when nothing is left. */
	drain(): Promise<void>;
	/** Ends the batch in hand and looks no more. */
	stop(): Promise<void>;
}

const POLL_MS = 1000;
const BATCH = 500;

/**
 * Starts handing events to the sinks: when woken (after requests and jobs that wrote some) and once a second for those
 * of other processes. A batch is locked, handed on, marked as relayed and committed; a crash before the commit repeats
 * it, which is harmless because jobs are coalesced and live messages only say "look again". Several processes share the
 * work (skip locked).
 */
export function startRelay(database: Pick<Database, "asSystem">, sinks: readonly EventSink[], log: Logger): Relay {
	let stopped = false;
	let wanted = false;
	let running: Promise<void> | null = null;

	async function relayBatch(): Promise<number> {
		return database.asSystem(async (trx) => {
			const rows = await trx
				.selectFrom("events")
				.select([
					"id",
					"tenant_id",
					"type",
					"entity",
					"entity_id",
					"seq",
					"occurred_at",
					"recorded_at",
					"cause_id",
					"version",
				])
				.where("relayed_at", "is", null)
				.orderBy("seq")
				.limit(BATCH)
				.forUpdate()
				.skipLocked()
				.execute();
			if (rows.length === 0) return 0;
			const events = rows.map((row) => ({
				id: row.id,
				tenantId: row.tenant_id,
				type: row.type as EventType,
				entity: row.entity,
				entityId: row.entity_id,
				seq: Number(row.seq),
				occurredAt: row.occurred_at,
				recordedAt: row.recorded_at,
				causeId: row.cause_id,
				version: row.version,
			}));
			for (const sink of sinks) await sink(events);
			await trx
				.updateTable("events")
				.set({ relayed_at: sql`clock_timestamp()` })
				.where("relayed_at", "is", null)
				.where("seq", "=", sql<bigint>`any(${rows.map((row) => row.seq)}::int8[])`)
				.execute();
			return rows.length;
		});
	}

	async function run(): Promise<void> {
		do {
			wanted = false;
			try {
				while (!stopped && (await relayBatch()) > 0);
			} catch (error) {
				log.warn({ err: error }, "events could not be relayed; trying again in a second");
				return;
			}
		} while (wanted && !stopped);
	}

	function wake(): void {
		wanted = true;
		if (stopped || running) return;
		running = run().finally(() => {
			running = null;
		});
	}

	const idle = (): Promise<void> => running ?? Promise.resolve();
	const poll = setInterval(wake, POLL_MS);
	return {
		wake,
		async drain() {
			wake();
			await idle();
		},
		async stop() {
			stopped = true;
			clearInterval(poll);
			await idle();
		},
	};
}
