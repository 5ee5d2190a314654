import type { Logger } from "pino";
import { RateLimiterMemory, RateLimiterQueue } from "rate-limiter-flexible";
import type { Ports } from "../../core/contract/host.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Sealer } from "../auth/seal.ts";
import type { Database } from "../db/connect.ts";
import type { Jobs } from "../jobs/catalog.ts";
import { guardedFetch } from "./guarded-fetch.ts";
import { storeDelivery } from "./inbox.ts";
import { findInstallation, readCursor, readSecrets, writeCursor, writeSecret } from "./installations.ts";
import { putOutgoing } from "./outbox.ts";

/** What the ports of every host are made of. */
export interface PortWorld {
	database: Database;
	jobs: Pick<Jobs, "enqueue">;
	sealer: Sealer;
	log: Logger;
	now(): Instant;
	/** Whether hosts may call private addresses: only where the server is on the person's own machine. Default: no. */
	mayCallPrivate?: boolean;
	/** The views of a workspace's records, as its administrator would see them. */
	viewsOf(tenantId: number): Ports["views"];
}

const CALL_LIMIT_MS = 30_000;
/** Vendors allow more; a host that needs it asks with a smaller cost. */
const CALLS_PER_SECOND = 10;
/** Background work that a host may ask for, by its own name for it. */
const TASKS = { sync: "sync-host", dispatch: "dispatch-outbox" } as const;

/** Makes the ports that a host is handed for one workspace. A host never sees the database; it sees these. */
export function createPorts(world: PortWorld): (host: string, tenantId: number) => Ports {
	const { database, jobs, sealer, now, viewsOf } = world;
	const guarded = guardedFetch();
	const calls = new RateLimiterQueue(new RateLimiterMemory({ points: CALLS_PER_SECOND, duration: 1 }));
	return (host, tenantId) => {
		const log = world.log.child({ host, tenantId });
		const reader = database.reader(tenantId);
		return {
			log: {
				info: (message, data = {}) => log.info(data, message),
				warn: (message, data = {}) => log.warn(data, message),
			},
			fetch: (url, init = {}) => {
				const late = AbortSignal.timeout(CALL_LIMIT_MS);
				const call = world.mayCallPrivate ? fetch : guarded;
				return call(url, { ...init, signal: init.signal ? AbortSignal.any([init.signal, late]) : late });
			},
			now,
			secrets: {
				get: async (name) => (await readSecrets(reader, sealer, tenantId, host))[name] ?? null,
				set: (name, value) =>
					database.inTenant(tenantId, (trx) => writeSecret(trx, sealer, { tenantId, host, name, value })),
			},
			installations: { current: () => findInstallation(reader, tenantId, host) },
			cursors: {
				get: (name) => readCursor(reader, tenantId, host, name),
				set: (name, value) => database.inTenant(tenantId, (trx) => writeCursor(trx, { tenantId, host, name, value })),
			},
			inbox: {
				put: (deliveryKey, request) => storeDelivery(database, jobs, { tenantId, source: host, deliveryKey, request }),
			},
			outbox: {
				async put(kind, dedupKey, payload) {
					await database.inTenant(tenantId, (trx) => putOutgoing(trx, { tenantId, host, kind, dedupKey, payload }));
					await jobs.enqueue("dispatch-outbox", { tenantId, host }, { dedupId: `dispatch-${tenantId}-${host}` });
				},
			},
			async enqueue(name) {
				const task = Object.hasOwn(TASKS, name) ? TASKS[name as keyof typeof TASKS] : null;
				if (!task) throw new RangeError(`a host may enqueue ${Object.keys(TASKS).join(", ")}, not ${name}`);
				await jobs.enqueue(task, { tenantId, host }, { dedupId: `${name}-${tenantId}-${host}` });
			},
			limiter: {
				async take(key, cost = 1) {
					await calls.removeTokens(cost, `${tenantId}:${host}:${key}`);
				},
			},
			views: viewsOf(tenantId),
		};
	};
}
