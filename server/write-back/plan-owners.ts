import { sql, type Transaction } from "kysely";
import type { WriteBackEntity } from "../../core/contract/host.ts";
import type { Tables } from "../db/tables.ts";
import { runOfNow } from "./run-of-now.ts";
import { planningHosts } from "./settings.ts";
import { storePlans } from "./store-plans.ts";

/** A record that was given to somebody else here. */
export interface NewOwner {
	id: string;
	fromId: string | null;
	toId: string | null;
}

interface Known {
	id: string;
	externalId: string | null;
	/** The vendor's ids of whom it goes to, and of whom it knows it to be with. */
	owner: string | null;
	stood: string | null;
	toId: string | null;
}

/**
 * `planChange` for many records of a kind at once: their owners at every vendor whose administrator chose that field,
 * in the transaction that changed them. `userId` null: the product did.
 */
export async function planOwners(
	trx: Transaction<Tables>,
	{ tenantId, entity, userId }: { tenantId: number; entity: WriteBackEntity; userId: string | null },
	changed: readonly NewOwner[],
): Promise<void> {
	if (changed.length === 0) return;
	for (const { host, fields } of await planningHosts(trx, tenantId)) {
		if (fields[entity]["ownerExternalId"] === undefined) continue;
		const runId = await runOfNow(trx, tenantId, host);
		const known = await readKnown(trx, { tenantId, host, entity }, changed);
		const lacks = ({ externalId, owner, toId }: Known) =>
			externalId === null ? "not-linked" : owner === null && toId !== null ? "owner-not-linked" : null;
		const plans = known.flatMap((one) => {
			const { id: entityId, externalId, owner, stood } = one;
			if (externalId === null || lacks(one) !== null) return [];
			return { entityId, externalId, fields: { ownerExternalId: owner }, expected: { ownerExternalId: stood } };
		});
		await storePlans(trx, { tenantId, host, runId, entity, cause: "person", causedBy: userId }, plans);
		await keepSkipped(
			trx,
			{ tenantId, host, runId, entity, userId },
			known.flatMap((one) => {
				const reason = lacks(one);
				return reason === null ? [] : { ...one, reason };
			}),
		);
	}
}

/** What the vendor calls records and people, and whom it last told of or was given as owner; else whom we had. */
async function readKnown(
	trx: Transaction<Tables>,
	{ tenantId, host, entity }: { tenantId: number; host: string; entity: WriteBackEntity },
	changed: readonly NewOwner[],
): Promise<Known[]> {
	const of = (pick: (one: NewOwner) => string | null) => changed.map(pick);
	const nameOf = (object: string, id: ReturnType<typeof sql>) => sql`(select min(e.external_id) from external_ids e
		where e.tenant_id = ${tenantId} and e.source = ${host} and e.object = ${object} and e.id = ${id})`;
	const { rows } = await sql<Known>`with x as (
			select id, from_id, to_id, ${nameOf(entity, sql`x.id`)} as external_id
			from unnest(${of((o) => o.id)}::uuid[], ${of((o) => o.fromId)}::uuid[], ${of((o) => o.toId)}::uuid[])
				as x(id, from_id, to_id))
		select x.id::text as id, x.external_id as "externalId", x.to_id::text as "toId", ${nameOf("user", sql`x.to_id`)} as owner,
			coalesce((select k.owner from (
				select ${nameOf("user", sql`(case c.field when '*' then c.value ->> 'ownerId' else c.value #>> '{}' end)::uuid`)} as owner,
					c.recorded_at as at
				from field_changes c where c.tenant_id = ${tenantId} and c.entity = ${entity} and c.entity_id = x.id
					and c.source = ${host} and (c.field = 'ownerId' or (c.field = '*' and c.value ? 'ownerId'))
				union all
				select w.fields ->> 'ownerExternalId', w.settled_at from write_backs w
				where w.tenant_id = ${tenantId} and w.host = ${host} and w.entity = ${entity} and w.external_id = x.external_id
					and w.attempted_at is not null and w.state in ('written', 'undone') and w.fields ? 'ownerExternalId'
					and not w.left_fields ? 'ownerExternalId'
				order by at desc limit 1) k), ${nameOf("user", sql`x.from_id`)}) as stood
		from x order by x.id`.execute(trx);
	return rows;
}

async function keepSkipped(
	trx: Transaction<Tables>,
	frame: { tenantId: number; host: string; runId: string; entity: WriteBackEntity; userId: string | null },
	skipped: readonly (Known & { reason: string })[],
): Promise<void> {
	if (skipped.length === 0) return;
	const of = (pick: (one: (typeof skipped)[number]) => string | null) => skipped.map(pick);
	await sql`insert into write_backs (tenant_id, host, run_id, entity, entity_id, external_id, cause, caused_by, fields,
			state, reason, settled_at)
		select ${frame.tenantId}, ${frame.host}, ${frame.runId}::uuid, ${frame.entity}, x.id, x.external_id, 'person',
			${frame.userId}::uuid, jsonb_build_object('ownerExternalId', x.owner), 'skipped', x.reason, now()
		from unnest(${of((o) => o.id)}::uuid[], ${of((o) => o.externalId)}::text[], ${of((o) => o.owner)}::text[],
			${of((o) => o.reason)}::text[]) as x(id, external_id, owner, reason)`.execute(trx);
}
