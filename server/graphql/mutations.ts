import type { GraphQLResolveInfo } from "graphql";
import type { Transaction } from "kysely";
import type { Tables } from "../db/tables.ts";
import { idempotent } from "../idempotency.ts";
import type { GraphContext } from "./builder.ts";

/**
 * A write in one transaction, once per Idempotency-Key: the key covers the whole request, and each of its mutations by
 * the name it has in the answer.
 */
export async function once<T>(
	{ c, deps }: GraphContext,
	{ path }: Pick<GraphQLResolveInfo, "path">,
	work: (trx: Transaction<Tables>) => Promise<T>,
): Promise<T> {
	const write = async (trx: Transaction<Tables>) => ({ status: 201, body: await work(trx) }) as const;
	return (await idempotent(c, deps.database, write, String(path.key))).body;
}
