import { CompiledQuery, type Transaction } from "kysely";
import type pg from "pg";
import type { Tables } from "./tables.ts";

/** Runs a plain query in the transaction at hand, for what both a Kysely transaction and an import's connection do. */
export type Ask = <Row>(text: string, values: unknown[]) => Promise<Row[]>;

/** Asks through a Kysely transaction. */
export function askThrough(trx: Transaction<Tables>): Ask {
	return async <Row>(text: string, values: unknown[]) =>
		(await trx.executeQuery<Row>(CompiledQuery.raw(text, values))).rows;
}

/** Asks through a connection that is in a transaction. */
export function askOn(client: pg.PoolClient): Ask {
	return async <Row>(text: string, values: unknown[]) => (await client.query(text, values)).rows as Row[];
}
