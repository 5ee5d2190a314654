import type { Compilable, CompiledQuery, Transaction } from "kysely";
import { Kysely, PostgresDialect, sql } from "kysely";
import pg from "pg";
import { PipelinedReads } from "./pipelined-reads.ts";
import type { Tables } from "./tables.ts";
import { columnTypes } from "./values.ts";

/** What query functions take first: a transaction of {@link Database.inTenant}, or a {@link Database.reader}. */
export type Db = Kysely<Tables>;

/** The role under which a tenant's people read and write: row-level security shows it one tenant. */
export const APP_ROLE = "courtside_app";
/** The role of work that crosses tenants (sign-in, relay, sweeps): policies let it see all. */
export const SYSTEM_ROLE = "courtside_system";

/** A connected database. Every way in but `kysely` runs under a role that row-level security binds. */
export interface Database {
	/** The connecting user itself, bound by no tenant: migrations, doctor and tests only. */
	kysely: Kysely<Tables>;
	/** The pool behind it, for COPY. Take care to release. */
	pool: pg.Pool;
	/** One transaction that sees and writes one tenant's rows. Committed when `work` resolves, rolled back when it throws. */
	inTenant<R>(tenantId: number, work: (trx: Transaction<Tables>) => Promise<R>): Promise<R>;
	/** One transaction across tenants, for the system's own chores. */
	asSystem<R>(work: (trx: Transaction<Tables>) => Promise<R>): Promise<R>;
	/**
	 * A Kysely whose every query is a read-only transaction of its own in the tenant, sent in one round trip.
	 * Two queries through it may see different states; use `inTenant` where they must agree.
	 */
	reader(tenantId: number): Db;
	/** Runs one built or compiled query through {@link reader} and gives its rows. */
	readInTenant<R>(tenantId: number, query: ReadQuery<R>): Promise<R[]>;
	/** Ends the pool; waits for what is running. */
	close(): Promise<void>;
}

/** A compiled query, or a builder that can be compiled. */
export type ReadQuery<R> = CompiledQuery<R> | Compilable<R>;

/** Where and how wide. `onError` hears of connections that broke; the pool replaces them by itself. */
export interface DatabaseOptions {
	url: string;
	/** Most connections at once. */
	max?: number;
	/** Ends a statement that takes longer; without it none is. */
	statementLimitMs?: number;
	/** Shown in pg_stat_activity. */
	name?: string;
	onError?: (error: Error) => void;
}

/**
 * Opens a pool. Nothing is connected until the first query. What columns come back as is in `values.ts`:
 * int8 bigint, numeric text, date `YYYY-MM-DD`, timestamptz Instant (ms).
 */
export function openDatabase({
	url,
	max = 10,
	statementLimitMs = 0,
	name = "courtside",
	onError,
}: DatabaseOptions): Database {
	const pool = new pg.Pool({
		connectionString: url,
		max,
		application_name: name,
		connectionTimeoutMillis: 10_000,
		keepAlive: true,
		...(statementLimitMs > 0 && { statement_timeout: statementLimitMs }),
		types: columnTypes,
	});
	// Without listeners a connection that breaks (a restart of Postgres) would end the process: the pool hears only of idle
	// ones, and one that is held between two statements of a transaction speaks for itself.
	pool.on("connect", (client) => client.on("error", (error) => onError?.(error)));
	pool.on("error", () => {});
	const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });

	async function inRole<R>(role: string, tenant: string, work: (trx: Transaction<Tables>) => Promise<R>): Promise<R> {
		return kysely.transaction().execute(async (trx) => {
			await sql`select set_config('role', ${role}, true), set_config('app.tenant', ${tenant}, true)`.execute(trx);
			return work(trx);
		});
	}

	const reader = (tenantId: number): Db =>
		new Kysely<Tables>({ dialect: new PipelinedReads(pool, tenantKey(tenantId), APP_ROLE) });

	return {
		kysely,
		pool,
		inTenant: (tenantId, work) => inRole(APP_ROLE, tenantKey(tenantId), work),
		asSystem: (work) => inRole(SYSTEM_ROLE, "", work),
		reader,
		async readInTenant<R>(tenantId: number, query: ReadQuery<R>) {
			return (await reader(tenantId).executeQuery(query)).rows;
		},
		close: () => kysely.destroy(),
	};
}

/** The tenant as it is written into the session. Throws RangeError on what is no tenant id. */
function tenantKey(tenantId: number): string {
	// It is put into SQL text on the pipelined path, so it is checked here whatever the types say.
	if (!Number.isInteger(tenantId) || tenantId < 1 || tenantId > 2_147_483_647) {
		throw new RangeError(`not a tenant id: ${tenantId}`);
	}
	return String(tenantId);
}
