import { sql, type Transaction } from "kysely";
import type { ActivityKind } from "../../core/model/activity.ts";
import type { Instant } from "../../core/model/instant.ts";
import { ensurePartitions } from "../db/partitions.ts";
import type { Tables } from "../db/tables.ts";
import { timestamp } from "../db/values.ts";
import { appendEvents } from "../events/append.ts";

/** Something a lead did; `leadId` null: nobody knows yet whose visit it was. */
export interface TakenEvent {
	key: string;
	visitor: string | null;
	leadId: string | null;
	kind: ActivityKind;
	direction: "in" | "out";
	subject: string | null;
	at: Instant;
}

/** Takes events, each once by its key: those of a lead become activities and have it scored again. Gives how many were new. */
export async function takeEvents(
	trx: Transaction<Tables>,
	tenantId: number,
	source: "api" | "site",
	events: readonly TakenEvent[],
): Promise<number> {
	if (events.length === 0) return 0;
	const fresh = await trx
		.insertInto("lead_events")
		.values(
			events.map((e) => ({
				tenant_id: tenantId,
				source,
				event_key: e.key,
				visitor: e.visitor,
				lead_id: e.leadId,
				kind: e.kind,
				direction: e.direction,
				subject: e.subject,
				occurred_at: timestamp(e.at),
			})),
		)
		.onConflict((conflict) => conflict.doNothing())
		.returning("event_key")
		.execute();
	const isNew = new Set(fresh.map((row) => row.event_key));
	await becomeActivities(
		trx,
		tenantId,
		events.filter((e) => isNew.has(e.key)),
	);
	return isNew.size;
}

/** Says whose a visitor is; what they did before becomes the lead's too. */
export async function knowVisitor(
	trx: Transaction<Tables>,
	tenantId: number,
	visitor: string,
	leadId: string,
): Promise<void> {
	await trx
		.insertInto("lead_visitors")
		.values({ tenant_id: tenantId, visitor, lead_id: leadId })
		.onConflict((conflict) => conflict.columns(["tenant_id", "visitor"]).doUpdateSet({ lead_id: leadId }))
		.execute();
	const { rows } = await sql<TakenEvent>`update lead_events e set lead_id = ${leadId}::uuid
		where e.visitor = ${visitor} and e.lead_id is null
		returning e.event_key as key, e.visitor, e.lead_id::text as "leadId", e.kind, e.direction, e.subject,
			e.occurred_at as at`.execute(trx);
	await becomeActivities(trx, tenantId, rows);
}

/** Whose a visitor is; null while nobody knows. */
export async function leadOfVisitor(trx: Transaction<Tables>, visitor: string): Promise<string | null> {
	const row = await trx.selectFrom("lead_visitors").select("lead_id").where("visitor", "=", visitor).executeTakeFirst();
	return row?.lead_id ?? null;
}

/** The newest lead whose e-mail has this SHA-256 (hex, of the address in lower case); null where there is none. */
export async function leadOfMailHash(trx: Transaction<Tables>, hash: string): Promise<string | null> {
	const { rows } = await sql<{ id: string }>`select l.id::text as id from leads l
		where l.email is not null and encode(sha256(convert_to(lower(l.email), 'UTF8')), 'hex') = ${hash}
		order by l.created_at desc limit 1`.execute(trx);
	return rows[0]?.id ?? null;
}

async function becomeActivities(
	trx: Transaction<Tables>,
	tenantId: number,
	events: readonly TakenEvent[],
): Promise<void> {
	const known = events.filter((e) => e.leadId !== null);
	if (known.length === 0) return;
	const moments = known.map((e) => e.at);
	await ensurePartitions(trx, "activities", Math.min(...moments), Math.max(...moments));
	await trx
		.insertInto("activities")
		.values(
			known.map((e) => ({
				tenant_id: tenantId,
				occurred_at: timestamp(e.at),
				kind: e.kind,
				direction: e.direction,
				subject: e.subject,
				lead_id: e.leadId,
			})),
		)
		.execute();
	const leads = new Set(known.flatMap((e) => e.leadId ?? []));
	await appendEvents(
		trx,
		[...leads].map((entityId) => ({ tenantId, type: "lead.changed" as const, entity: "lead", entityId })),
	);
}
