import { sql, type Transaction } from "kysely";
import type { WriteBackEntity } from "../../core/contract/host.ts";
import type { JsonValue } from "../../core/model/change.ts";
import type { Tables } from "../db/tables.ts";

/** Native fields → the fields of ours that they are made of. */
export const MADE_OF: Readonly<Record<string, readonly string[]>> = {
	nextStep: ["nextStep"],
	closeDate: ["closeDate"],
	amountMinor: ["amountMinor", "currency"],
	stageName: ["stageId"],
	ownerExternalId: ["ownerId"],
	status: ["status"],
};

/**
 * What stands at the vendor in fields of ours, as far as we know: the latest that it told us or that we wrote there.
 * A field that it never told of is not among them.
 */
export async function knownThere(
	trx: Transaction<Tables>,
	about: { tenantId: number; host: string; entity: WriteBackEntity; entityId: string; externalId: string },
	fields: readonly string[],
): Promise<Record<string, JsonValue>> {
	const { tenantId, host, entity, entityId, externalId } = about;
	const parts = fields.flatMap((field) => MADE_OF[field] ?? []);
	const { rows: told } = await sql<{
		field: string;
		value: JsonValue;
		at: number;
	}>`select field, value, recorded_at as at
		from field_changes where tenant_id = ${tenantId} and entity = ${entity} and entity_id = ${entityId}::uuid
			and source = ${host} and field = any(${[...parts, "*"]}::text[])
		order by recorded_at`.execute(trx);
	const { rows: wrote } = await sql<{ fields: Record<string, JsonValue>; at: number }>`select
			fields - array(select jsonb_object_keys(left_fields)) as fields, settled_at as at
		from write_backs where tenant_id = ${tenantId} and host = ${host} and entity = ${entity}
			and external_id = ${externalId} and attempted_at is not null and state in ('written', 'undone')
			and fields ?| ${[...fields]}::text[]
		order by settled_at`.execute(trx);
	const known = new Map<string, { value: JsonValue; at: number }>();
	const learn = (field: string, value: JsonValue, at: number) => {
		if (at >= (known.get(field)?.at ?? 0)) known.set(field, { value, at });
	};
	for (const { field, value, at } of told) {
		const values = field === "*" ? (value as Record<string, JsonValue>) : { [field]: value };
		const ids = { stageId: "stageName", ownerId: "ownerExternalId" } as const;
		for (const [part, one] of Object.entries(values)) {
			if (!parts.includes(part)) continue;
			if (part === "stageId") learn(ids.stageId, await stageName(trx, tenantId, one), at);
			else if (part === "ownerId")
				learn(ids.ownerId, await externalIdOf(trx, { tenantId, host, object: "user", id: one }), at);
			else learn(part, one, at);
		}
	}
	for (const { fields: written, at } of wrote) {
		for (const [field, value] of Object.entries(written)) learn(field, value, at);
	}
	return Object.fromEntries([...known].map(([field, { value }]) => [field, value]));
}

/** A stage's name by our id of it. */
export async function stageName(
	trx: Transaction<Tables>,
	tenantId: number,
	id: JsonValue | undefined,
): Promise<string | null> {
	if (typeof id !== "string") return null;
	const stage = await trx
		.selectFrom("stages")
		.select("name")
		.where("tenant_id", "=", tenantId)
		.where("id", "=", id)
		.executeTakeFirst();
	return stage?.name ?? null;
}

/** The vendor's id of a record of ours; null where it has none. */
export async function externalIdOf(
	trx: Transaction<Tables>,
	{ tenantId, host, object, id }: { tenantId: number; host: string; object: string; id: JsonValue | undefined },
): Promise<string | null> {
	if (typeof id !== "string") return null;
	const { rows } = await sql<{ external_id: string }>`select external_id from external_ids
		where tenant_id = ${tenantId} and id = ${id}::uuid and source = ${host} and object = ${object}
		order by external_id limit 1`.execute(trx);
	return rows[0]?.external_id ?? null;
}
