import { sql, type Transaction } from "kysely";
import type { WebhookDeliveryJson } from "../../core/contract/webhooks.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Db } from "./connect.ts";
import { type Position, pageOfKeys, type SortOrder } from "./paging.ts";
import type { Tables } from "./tables.ts";
import { timestamp } from "./values.ts";

/** Something to be sent to one address. */
export interface DeliveryRow {
	id: string;
	endpointId: string;
	eventId: string;
	type: string;
	entity: string;
	entityId: string;
	occurredAt: Instant;
	state: WebhookDeliveryJson["state"];
	attempts: number;
	nextAttemptAt: Instant;
}

/** How one try ended. */
export interface AttemptRow {
	id: string;
	at: Instant;
	ok: boolean;
	status: number | null;
	tookMs: number;
	reason: string;
	excerpt: string;
}

/** What is written down of an event for an address. */
export type NewDelivery = Pick<DeliveryRow, "endpointId" | "eventId" | "type" | "entity" | "entityId" | "occurredAt">;

/** Newest first. */
export const DELIVERY_ORDER: SortOrder<"id"> = { key: "id", descending: true };
const TRIES_SHOWN = 12;
const columns = sql`d.id, d.endpoint_id as "endpointId", d.event_id as "eventId", d.type, d.entity,
	d.entity_id as "entityId", d.occurred_at as "occurredAt", d.state, d.attempts, d.next_attempt_at as "nextAttemptAt"`;

/** Writes down what is to be sent; an event that an address has already is not put in again. Gives what is new. */
export async function putDeliveries(
	trx: Transaction<Tables>,
	tenantId: number,
	deliveries: readonly NewDelivery[],
): Promise<string[]> {
	const made: string[] = [];
	for (let from = 0; from < deliveries.length; from += 500) {
		const rows = await trx
			.insertInto("webhook_deliveries")
			.values(
				deliveries.slice(from, from + 500).map((d) => ({
					tenant_id: tenantId,
					endpoint_id: d.endpointId,
					event_id: d.eventId,
					type: d.type,
					entity: d.entity,
					entity_id: d.entityId,
					occurred_at: timestamp(d.occurredAt),
				})),
			)
			.onConflict((conflict) => conflict.doNothing())
			.returning("id")
			.execute();
		made.push(...rows.map((row) => row.id));
	}
	return made;
}

/** Takes up to `limit` that are due until `claimUntil`: nobody else takes them before, after a crash they are due again. */
export async function claimDeliveries(
	trx: Transaction<Tables>,
	given: { endpointId: string; now: Instant; claimUntil: Instant; limit: number },
): Promise<DeliveryRow[]> {
	const { rows } = await sql<DeliveryRow>`update webhook_deliveries d
		set attempts = d.attempts + 1, next_attempt_at = ${timestamp(given.claimUntil)}
		where d.id in (select x.id from webhook_deliveries x where x.endpoint_id = ${given.endpointId}::uuid
			and x.state = 'waiting' and x.next_attempt_at <= ${timestamp(given.now)}::timestamptz
			order by x.next_attempt_at, x.id limit ${given.limit} for update skip locked)
		returning ${columns}`.execute(trx);
	return rows;
}

/** Writes down how a delivery stands after a try. */
export async function settleDelivery(
	trx: Transaction<Tables>,
	id: string,
	now: Instant,
	outcome: { state: "sent" | "failed" | "withheld" } | { state: "waiting"; nextAttemptAt: Instant },
): Promise<void> {
	await trx
		.updateTable("webhook_deliveries")
		.set({
			state: outcome.state,
			...(outcome.state === "waiting"
				? { next_attempt_at: timestamp(outcome.nextAttemptAt) }
				: { settled_at: timestamp(now) }),
		})
		.where("id", "=", id)
		.execute();
}

/** Keeps how a try ended. */
export async function putAttempt(
	trx: Transaction<Tables>,
	tenantId: number,
	deliveryId: string,
	attempt: AttemptRow,
): Promise<void> {
	const { at, tookMs, ...rest } = attempt;
	await trx
		.insertInto("webhook_attempts")
		.values({ tenant_id: tenantId, delivery_id: deliveryId, at: timestamp(at), took_ms: tookMs, ...rest })
		.execute();
}

/** Makes a delivery due now with its tries forgotten. Null where there is none of that id at that address. */
export async function reviveDelivery(
	trx: Transaction<Tables>,
	endpointId: string,
	id: string,
	now: Instant,
): Promise<DeliveryRow | null> {
	const { rows } = await sql<DeliveryRow>`update webhook_deliveries d
		set state = 'waiting', attempts = 0, next_attempt_at = ${timestamp(now)}, settled_at = null
		where d.endpoint_id = ${endpointId}::uuid and d.id = ${id}::uuid returning ${columns}`.execute(trx);
	return rows[0] ?? null;
}

/** Gives up on what waits for an address that will not hear any more; it can be sent again one by one. */
export async function failWaiting(trx: Transaction<Tables>, endpointId: string, now: Instant): Promise<void> {
	await trx
		.updateTable("webhook_deliveries")
		.set({ state: "failed", settled_at: timestamp(now) })
		.where("endpoint_id", "=", endpointId)
		.where("state", "=", "waiting")
		.execute();
}

/** One page of what was sent to an address, newest first, each with its newest tries. */
export async function listDeliveries(
	db: Db,
	ask: {
		endpointId: string;
		id?: string | undefined;
		state?: DeliveryRow["state"] | undefined;
		after: Position | null;
		limit: number;
	},
): Promise<{ rows: (DeliveryRow & { tries: AttemptRow[] })[]; next: Position | null }> {
	const conditions = [sql`d.endpoint_id = ${ask.endpointId}::uuid`];
	if (ask.state) conditions.push(sql`d.state = ${ask.state}`);
	if (ask.id) conditions.push(sql`d.id = ${ask.id}::uuid`);
	const keys = pageOfKeys(
		{
			from: sql`from webhook_deliveries d`,
			where: sql.join(conditions, sql` and `),
			by: sql`d.id::text`,
			type: "text",
			id: sql`d.id`,
			hasBlanks: false,
		},
		DELIVERY_ORDER,
		ask.after,
		ask.limit,
	);
	const { rows } = await sql<DeliveryRow & { tries: AttemptRow[] }>`select ${columns},
		(select coalesce(json_agg(x), '[]') from (
			select a.id, floor(extract(epoch from a.at) * 1000)::int8 as at, a.ok, a.status, a.took_ms as "tookMs", a.reason, a.excerpt
			from webhook_attempts a where a.tenant_id = d.tenant_id and a.delivery_id = d.id
			order by a.id desc limit ${sql.lit(TRIES_SHOWN)}) x) as tries
		from (${keys}) p join webhook_deliveries d on d.id = p.id order by d.id desc`.execute(db);
	const last = rows[ask.limit - 1];
	return {
		rows: rows.slice(0, ask.limit),
		next: rows.length > ask.limit && last ? { value: last.id, id: last.id } : null,
	};
}
