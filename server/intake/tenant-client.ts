import type pg from "pg";
import { APP_ROLE, type Database } from "../db/connect.ts";

/**
 * One connection for a long piece of work in a workspace, for COPY, which Kysely does not speak. `inTenant` runs a
 * transaction on it under row-level security. Give it back with `release`.
 */
export interface TenantClient {
	client: pg.PoolClient;
	inTenant<R>(work: (client: pg.PoolClient) => Promise<R>): Promise<R>;
	release(): void;
}

/** Takes a connection out of the pool. */
export async function takeTenantClient(database: Database, tenantId: number): Promise<TenantClient> {
	const client = await database.pool.connect();
	let broken = false;
	const onError = (): void => {
		broken = true;
	};
	client.on("error", onError);
	return {
		client,
		async inTenant(work) {
			await client.query("begin");
			try {
				await client.query("select set_config('role', $1, true), set_config('app.tenant', $2, true)", [
					APP_ROLE,
					String(tenantId),
				]);
				const result = await work(client);
				await client.query("commit");
				return result;
			} catch (error) {
				await client.query("rollback").catch(onError);
				throw error;
			}
		},
		release() {
			client.removeListener("error", onError);
			client.release(broken);
		},
	};
}
