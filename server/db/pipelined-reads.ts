import type {
	CompiledQuery,
	DatabaseConnection,
	DatabaseIntrospector,
	Dialect,
	DialectAdapter,
	Driver,
	Kysely,
	QueryCompiler,
	QueryResult,
} from "kysely";
import { PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from "kysely";
import type pg from "pg";

/**
 * A Kysely dialect for reading one tenant: each query travels as begin + role + tenant, query, commit, written without
 * waiting in between (`pg` pipeline mode), so it costs one round trip instead of four. `tenant` must be digits.
 */
export class PipelinedReads implements Dialect {
	readonly #pool: pg.Pool;
	readonly #opening: string;

	constructor(pool: pg.Pool, tenant: string, role: string) {
		this.#pool = pool;
		// SET LOCAL rather than set_config(): it answers without rows, which are dear to parse at thousands a second.
		this.#opening = `begin read only; set local role ${role}; set local app.tenant = '${tenant}'`;
	}

	createDriver(): Driver {
		return new ReadDriver(this.#pool, this.#opening);
	}
	createQueryCompiler(): QueryCompiler {
		return new PostgresQueryCompiler();
	}
	createAdapter(): DialectAdapter {
		return new PostgresAdapter();
	}
	// biome-ignore lint/suspicious/noExplicitAny: Kysely's Dialect interface is written with it
	createIntrospector(db: Kysely<any>): DatabaseIntrospector {
		return new PostgresIntrospector(db);
	}
}

class ReadDriver implements Driver {
	readonly #pool: pg.Pool;
	readonly #opening: string;

	constructor(pool: pg.Pool, opening: string) {
		this.#pool = pool;
		this.#opening = opening;
	}

	async init(): Promise<void> {}
	async destroy(): Promise<void> {}

	async acquireConnection(): Promise<DatabaseConnection> {
		return new ReadConnection(await this.#pool.connect(), this.#opening);
	}
	async releaseConnection(connection: DatabaseConnection): Promise<void> {
		(connection as ReadConnection).release();
	}

	async beginTransaction(): Promise<void> {
		throw new Error("a reader has no transactions; use inTenant");
	}
	async commitTransaction(): Promise<void> {}
	async rollbackTransaction(): Promise<void> {}
}

class ReadConnection implements DatabaseConnection {
	readonly #client: pg.PoolClient;
	readonly #opening: string;
	#broken = false;

	constructor(client: pg.PoolClient, opening: string) {
		this.#client = client;
		this.#opening = opening;
	}

	async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
		const client = this.#client as pg.PoolClient & { pipeline: boolean };
		const { stream } = client.connection;
		client.pipeline = true;
		// Held back until all three are written: one system call instead of one for each.
		stream.cork();
		const sent = [
			client.query(this.#opening),
			client.query({ ...named(query.sql), values: [...query.parameters] }),
			client.query("commit"),
		] as const;
		stream.uncork();
		const [opened, answer, closed] = await Promise.allSettled(sent);
		client.pipeline = false;
		// A connection that could not open or close its transaction is thrown away with whatever state it has.
		this.#broken = opened.status === "rejected" || closed.status === "rejected";
		for (const step of [opened, answer, closed]) if (step.status === "rejected") throw step.reason;
		return { rows: answer.status === "fulfilled" ? (answer.value.rows as R[]) : [] };
	}

	// biome-ignore lint/correctness/useYield: a pipelined read comes whole; the interface asks for a generator
	async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
		throw new Error("a reader does not stream; use inTenant");
	}

	release(): void {
		this.#client.release(this.#broken);
	}
}

/** Texts read less often than this are not worth a place in every connection. */
const WORTH_KEEPING = 3;
const MOST_STATEMENTS = 150;
const MOST_COUNTED = 5_000;
const uses = new Map<string, number>();
const names = new Map<string, string>();

/**
 * A query under a name once its text was read a few times: the connection then keeps it prepared, and PostgreSQL its plan.
 * Planning through row-level security and partitions takes several times as long as a small read itself.
 */
function named(text: string): { text: string; name?: string } {
	const name = names.get(text);
	if (name !== undefined) return { text, name };
	if (names.size >= MOST_STATEMENTS) return { text };
	const used = (uses.get(text) ?? 0) + 1;
	if (used < WORTH_KEEPING) {
		if (uses.size >= MOST_COUNTED) uses.clear();
		uses.set(text, used);
		return { text };
	}
	uses.delete(text);
	const fresh = `read_${names.size}`;
	names.set(text, fresh);
	return { text, name: fresh };
}
