import type { Context } from "hono";
import type { Transaction } from "kysely";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { AppEnv } from "../app-env.ts";
import type { Writer } from "../db/own-write.ts";
import type { Tables } from "../db/tables.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";

/** The person of the request at work in a transaction. */
export async function writerOf(
	c: Context<AppEnv>,
	trx: Transaction<Tables>,
	{ now }: Pick<Deps, "now">,
): Promise<Writer> {
	const { principal, requestId } = c.var;
	return { trx, principal, requestId, now: now(), workspace: await loadWorkspace(trx, now()) };
}

/** The record, or not_found in words that do not tell whether it exists out of sight. */
export function found<T>(record: T | null, what: string): T {
	if (record !== null) return record;
	throw new CourtsideError("not_found", `There is no such ${what} among those you may see.`);
}
