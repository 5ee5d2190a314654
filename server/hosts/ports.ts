import type { Logger } from "pino";
import type { Host, Ports } from "../../core/contract/host.ts";
import type { VendorApp } from "../../core/contract/host-accounts.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Vault } from "../auth/vault.ts";
import { type ChatWorld, chatPorts } from "../chat/chat-ports.ts";
import type { Database } from "../db/connect.ts";
import type { Jobs } from "../jobs/catalog.ts";
import { claimAccount } from "./accounts.ts";
import { createRefresher, readSecrets, removeSecret, writeSecret } from "./connection-secrets.ts";
import { readCursor, writeCursors } from "./cursors.ts";
import { guardedFetch } from "./guarded-fetch.ts";
import type { FileRoot } from "./host-files.ts";
import { storeDelivery } from "./inbox.ts";
import { findInstallation } from "./installations.ts";
import { putOutgoing } from "./outbox.ts";
import type { Pace } from "./pace.ts";
import { askForRun } from "./sync-runs.ts";

/** What the ports of every host are made of. */
export interface PortWorld {
	database: Database;
	jobs: Pick<Jobs, "enqueue">;
	hosts: readonly Host[];
	vault: Vault;
	pace: Pace;
	/** The server's own apps at vendors, by host. */
	apps: Readonly<Record<string, VendorApp>>;
	/** Where the workspaces' folders for hosts that speak through files are. */
	fileRoot: FileRoot;
	log: Logger;
	now(): Instant;
	/** Whether hosts may call private addresses: only where the server is on the person's own machine. Default: no. */
	mayCallPrivate?: boolean;
	/** The views of a workspace's records, as its administrator would see them. */
	viewsOf(tenantId: number): Ports["views"];
	chat: ChatWorld;
}

const CALL_LIMIT_MS = 30_000;
/** Makes the ports that a host is handed for one workspace. A host never sees the database; it sees these. */
export function createPorts(world: PortWorld): (host: string, tenantId: number) => Ports {
	const { database, jobs, vault, pace, now, viewsOf } = world;
	const guarded = guardedFetch();
	const refresh = createRefresher(database, vault);
	return (host, tenantId) => {
		const limits = world.hosts.find(({ id }) => id === host)?.about.limits ?? [];
		const connection = `${tenantId}:${host}`;
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
				get: async (name) => (await readSecrets(reader, vault, tenantId, host))[name] ?? null,
				set: (name, value) =>
					database.inTenant(tenantId, (trx) => writeSecret(trx, vault, { tenantId, host, name, value })),
				refresh: (name, given) => refresh({ tenantId, host, name, ...given }),
				list: async (prefix) =>
					Object.fromEntries(
						Object.entries(await readSecrets(reader, vault, tenantId, host)).filter(([name]) =>
							name.startsWith(prefix),
						),
					),
				remove: (name) => database.inTenant(tenantId, (trx) => removeSecret(trx, vault, { tenantId, host, name })),
			},
			chat: chatPorts(world.chat, { database, now, host, tenantId }),
			installations: {
				current: () => findInstallation(reader, tenantId, host),
				claim: (account) => database.inTenant(tenantId, (trx) => claimAccount(trx, { tenantId, host, account })),
			},
			app: world.apps[host] ?? null,
			cursors: {
				get: (name) => readCursor(reader, tenantId, host, name),
				set: (name, value) =>
					database.inTenant(tenantId, (trx) =>
						writeCursors(trx, { tenantId, host, values: { [name]: value }, now: now() }),
					),
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
				if (name === "sync")
					await askForRun({ database, jobs }, { tenantId, host, kind: "incremental", by: "webhook" });
				else if (name === "dispatch")
					await jobs.enqueue("dispatch-outbox", { tenantId, host }, { dedupId: `dispatch-${tenantId}-${host}` });
				else throw new RangeError(`a host may enqueue sync and dispatch, not ${name}`);
			},
			limiter: {
				take: (key, cost = 1) => pace.take(connection, limits, key, cost),
				penalize: (key, until) => pace.penalize(connection, limits, key, until),
			},
			files: world.fileRoot.of(tenantId),
			views: viewsOf(tenantId),
		};
	};
}
