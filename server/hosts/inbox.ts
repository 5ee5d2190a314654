import type { Transaction } from "kysely";
import type { SignedRequest } from "../../core/contract/host.ts";
import type { Database, Db } from "../db/connect.ts";
import type { Tables } from "../db/tables.ts";
import { jsonb, timestamp } from "../db/values.ts";
import type { Jobs } from "../jobs/catalog.ts";

/** Headers that may carry secrets and are of no use later. */
const NOT_KEPT = new Set(["authorization", "cookie"]);

/** A delivery whose sender is proven. */
interface Delivery {
	tenantId: number;
	source: string;
	deliveryKey: string;
	request: SignedRequest;
}

/**
 * Stores a verified delivery as it came, under its own key, and has it applied. A second delivery with that key changes
 * nothing. Should the process end before the job is in, the sweep puts it in.
 */
export async function storeDelivery(
	database: Pick<Database, "inTenant">,
	jobs: Pick<Jobs, "enqueue">,
	delivery: Delivery,
): Promise<"new" | "seen"> {
	const id = await keepDelivery(database, delivery);
	if (id === null) return "seen";
	await enqueueDelivery(jobs, delivery.tenantId, id);
	return "new";
}

/** Stores a verified delivery as it came; null where one with its key is there. Who stores it has it applied. */
export async function keepDelivery(
	database: Pick<Database, "inTenant">,
	{ tenantId, source, deliveryKey, request }: Delivery,
): Promise<string | null> {
	const headers = Object.fromEntries(
		Object.entries(request.headers).filter(([name]) => !NOT_KEPT.has(name.toLowerCase())),
	);
	const stored = await database.inTenant(tenantId, (trx) =>
		trx
			.insertInto("inbox")
			.values({
				tenant_id: tenantId,
				source,
				delivery_key: deliveryKey,
				headers: jsonb({ ...headers, ":method": request.method, ":url": request.url }),
				body: Buffer.from(request.body),
			})
			.onConflict((conflict) => conflict.doNothing())
			.returning("id")
			.executeTakeFirst(),
	);
	return stored?.id ?? null;
}

/** Has a stored delivery applied, once however often it is asked for while it waits. */
export async function enqueueDelivery(jobs: Pick<Jobs, "enqueue">, tenantId: number, inboxId: string): Promise<void> {
	await jobs.enqueue("apply-delivery", { tenantId, inboxId }, { dedupId: `delivery-${inboxId}` });
}

/** A delivery as it came; null when it is gone or applied. */
export async function peekDelivery(
	db: Db,
	tenantId: number,
	id: string,
): Promise<{ source: string; body: string } | null> {
	const row = await db
		.selectFrom("inbox")
		.select(["source", "body"])
		.where("tenant_id", "=", tenantId)
		.where("id", "=", id)
		.where("state", "<>", "applied")
		.executeTakeFirst();
	return row ? { source: row.source, body: row.body.toString("utf8") } : null;
}

/** Takes a delivery in hand for this transaction. False when it is gone or applied. */
export async function takeDelivery(trx: Transaction<Tables>, tenantId: number, id: string): Promise<boolean> {
	const row = await trx
		.selectFrom("inbox")
		.select("id")
		.where("tenant_id", "=", tenantId)
		.where("id", "=", id)
		.where("state", "<>", "applied")
		.forUpdate()
		.executeTakeFirst();
	return row !== undefined;
}

/** Marks it as applied, in the transaction that applied it. */
export async function markApplied(trx: Transaction<Tables>, tenantId: number, id: string, now: number): Promise<void> {
	await trx
		.updateTable("inbox")
		.set((set) => ({
			state: "applied",
			applied_at: timestamp(now),
			attempts: set("attempts", "+", 1),
			last_error: null,
		}))
		.where("tenant_id", "=", tenantId)
		.where("id", "=", id)
		.execute();
}

/** Keeps what went wrong; with `isFinal` it waits for a person, who may replay it. */
export async function markFailed(
	trx: Transaction<Tables>,
	given: { tenantId: number; id: string; reason: string; isFinal: boolean },
): Promise<void> {
	await trx
		.updateTable("inbox")
		.set((set) => ({
			state: given.isFinal ? "failed" : "received",
			attempts: set("attempts", "+", 1),
			last_error: given.reason.slice(0, 2000),
		}))
		.where("tenant_id", "=", given.tenantId)
		.where("id", "=", given.id)
		.where("state", "<>", "applied")
		.execute();
}

/** A delivery that could not be applied. */
export interface FailedDelivery {
	id: string;
	source: string;
	reason: string;
	attempts: number;
	receivedAt: number;
}

/** Deliveries that wait for a person, newest first. */
export async function listFailedDeliveries(db: Db, tenantId: number, limit: number): Promise<FailedDelivery[]> {
	const rows = await db
		.selectFrom("inbox")
		.select(["id", "source", "last_error", "attempts", "received_at"])
		.where("tenant_id", "=", tenantId)
		.where("state", "=", "failed")
		.orderBy("received_at", "desc")
		.limit(limit)
		.execute();
	return rows.map((row) => ({
		id: row.id,
		source: row.source,
		reason: row.last_error ?? "",
		attempts: row.attempts,
		receivedAt: row.received_at,
	}));
}

/** Makes a failed delivery wait for its job again. False when there is none of that id. */
export async function reviveDelivery(trx: Transaction<Tables>, tenantId: number, id: string): Promise<boolean> {
	const row = await trx
		.updateTable("inbox")
		.set({ state: "received" })
		.where("tenant_id", "=", tenantId)
		.where("id", "=", id)
		.where("state", "=", "failed")
		.returning("id")
		.executeTakeFirst();
	return row !== undefined;
}
