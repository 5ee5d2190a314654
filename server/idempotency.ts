import { createHash } from "node:crypto";
import type { Context } from "hono";
import { sql, type Transaction } from "kysely";
import { CourtsideError } from "../core/contract/problem.ts";
import type { AppEnv } from "./app-env.ts";
import type { Database } from "./db/connect.ts";
import type { Tables } from "./db/tables.ts";
import { jsonb } from "./db/values.ts";

/** What a write answers: kept under the key and said again. `body` must be JSON as it is. */
export interface Answer<T> {
	status: 200 | 201 | 202;
	body: T;
}

const WAIT = "10s";

/**
 * Runs a write in one transaction of the caller's tenant, at most once per `Idempotency-Key` header: the key and the
 * answer are stored in that same transaction, so a crash leaves either both or nothing. The same key with the same
 * request gets the stored answer; with another one idempotency_conflict. A second caller waits for the first (10 s).
 * Without the header it is just a transaction. `part` names one of several writes in the same
 * request; `ownKey` stands for the header where a caller can send none.
 */
export async function idempotent<T>(
	c: Context<AppEnv>,
	database: Database,
	work: (trx: Transaction<Tables>) => Promise<Answer<T>>,
	part?: string,
	ownKey?: string,
): Promise<Answer<T>> {
	const { tenantId, userId } = c.var.principal;
	const given = ownKey ?? c.req.header("idempotency-key");
	if (!given) return database.inTenant(tenantId, work);
	const key = part === undefined ? given : `${given}#${part}`;
	if (given.length > 200) throw new CourtsideError("invalid_request", "Idempotency-Key: at most 200 characters.");
	const body = Buffer.from(await c.req.arrayBuffer());
	const request = createHash("sha256").update(`${c.req.method} ${c.req.path}\n`).update(body).digest("hex");
	return database.inTenant(tenantId, async (trx) => {
		await sql`select set_config('lock_timeout', ${WAIT}, true)`.execute(trx);
		// Where another request holds the same key, this insert waits until that one has committed or given up.
		const fresh = await trx
			.insertInto("idempotency_keys")
			.values({ tenant_id: tenantId, user_id: userId, key, request_hash: request })
			.onConflict((conflict) => conflict.doNothing())
			.returning("key")
			.executeTakeFirst()
			.catch(stillRunning);
		if (!fresh) return replay<T>(trx, tenantId, userId, key, request);
		const answer = await work(trx);
		await trx
			.updateTable("idempotency_keys")
			.set({ status: answer.status, body: jsonb(answer.body) })
			.where("tenant_id", "=", tenantId)
			.where("user_id", "=", userId)
			.where("key", "=", key)
			.execute();
		return answer;
	});
}

async function replay<T>(
	trx: Transaction<Tables>,
	tenantId: number,
	userId: string,
	key: string,
	request: string,
): Promise<Answer<T>> {
	const kept = await trx
		.selectFrom("idempotency_keys")
		.select(["request_hash", "status", "body"])
		.where("tenant_id", "=", tenantId)
		.where("user_id", "=", userId)
		.where("key", "=", key)
		.executeTakeFirstOrThrow();
	if (kept.request_hash !== request) {
		throw new CourtsideError(
			"idempotency_conflict",
			"This Idempotency-Key was used for another request. Use a new one for a new request.",
		);
	}
	return { status: kept.status as Answer<T>["status"], body: kept.body as T };
}

function stillRunning(error: unknown): never {
	if ((error as { code?: string }).code === "55P03") {
		throw new CourtsideError("idempotency_conflict", "The first request with this key is still running. Try again.", {
			cause: error,
		});
	}
	throw error;
}
