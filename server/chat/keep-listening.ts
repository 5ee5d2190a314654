import type { Host, Ports } from "../../core/contract/host.ts";
import type { Database } from "../db/connect.ts";

/** What listening works with. */
export interface ListenDeps {
	database: Database;
	hosts: readonly Host[];
	portsOf(host: string, tenantId: number): Ports;
	log: { error(data: object, message: string): void };
}

/**
 * Connections of our own to vendors that cannot reach us: `sweep` begins those that are wanted and not open, `stop` ends
 * all. A host ends its own when it is no longer wanted.
 */
export function keepListening({ database, hosts, portsOf, log }: ListenDeps) {
	const ending = new AbortController();
	const running = new Map<string, Promise<void>>();
	return {
		async sweep(): Promise<void> {
			const able = hosts.filter(({ chat }) => chat?.listen).map(({ id }) => id);
			if (able.length === 0) return;
			const on = await database.asSystem((trx) =>
				trx
					.selectFrom("installations")
					.select(["tenant_id as tenantId", "host"])
					.where("state", "=", "on")
					.where("host", "in", able)
					.execute(),
			);
			for (const { tenantId, host } of on) {
				const key = `${tenantId} ${host}`;
				const listen = hosts.find(({ id }) => id === host)?.chat?.listen;
				if (!listen || running.has(key) || ending.signal.aborted) continue;
				const listening = listen(portsOf(host, tenantId), ending.signal)
					.catch((err: unknown) => log.error({ err, tenantId, host }, "listening to a vendor ended"))
					.finally(() => running.delete(key));
				running.set(key, listening);
			}
		},
		async stop(): Promise<void> {
			ending.abort();
			await Promise.all(running.values());
		},
	};
}
