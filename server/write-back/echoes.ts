import { sql, type Transaction } from "kysely";
import type { CanonicalChange, WriteBackEntity } from "../../core/contract/host.ts";
import { WRITE_BACK_ENTITIES } from "../../core/contract/write-back-fields.ts";
import type { JsonValue } from "../../core/model/change.ts";
import type { Tables } from "../db/tables.ts";
import { jsonb, timestamp } from "../db/values.ts";

/** How far a vendor's clock may be from ours. */
const CLOCKS_MS = 120_000;

interface Sent {
	external_id: string;
	fields: Record<string, JsonValue>;
	attempted_at: number;
	settled_at: number | null;
}

/**
 * A vendor's changes without those that are our own writes coming back: the same value of the same field, recorded there
 * while we were writing it. They are no news: no event, no history, and they must not set back what was changed here
 * meanwhile. What is news takes the place of what waits to be written into that field. Each stands in its place; null is none.
 */
export async function withoutEchoes(
	trx: Transaction<Tables>,
	given: { tenantId: number; source: string },
	changes: readonly CanonicalChange[],
): Promise<(CanonicalChange | null)[]> {
	const news: (CanonicalChange | null)[] = [...changes];
	for (const entity of WRITE_BACK_ENTITIES) {
		const about = changes.filter((change) => change.entity === entity);
		if (about.length === 0) continue;
		const sent = await sentTo(trx, given, entity, about);
		for (const change of about) {
			const fields = Object.entries(change.fields).filter(
				([field, value]) => !sent.some((write) => isEcho(write, change, field, value)),
			);
			const told = Object.keys(change.fields).length;
			if (fields.length === told) continue;
			const place = changes.indexOf(change);
			news[place] = fields.length === 0 ? null : { ...change, fields: Object.fromEntries(fields) };
		}
	}
	await giveWay(
		trx,
		given,
		news.filter((one) => one !== null),
	);
	return news;
}

function isEcho(write: Sent, change: CanonicalChange, field: string, value: JsonValue): boolean {
	const { recordedAt } = change;
	return (
		write.external_id === change.externalId &&
		Object.hasOwn(write.fields, field) &&
		write.fields[field] === value &&
		recordedAt >= write.attempted_at - CLOCKS_MS &&
		recordedAt <= (write.settled_at ?? Number.POSITIVE_INFINITY) + CLOCKS_MS
	);
}

async function sentTo(
	trx: Transaction<Tables>,
	{ tenantId, source }: { tenantId: number; source: string },
	entity: WriteBackEntity,
	changes: readonly CanonicalChange[],
): Promise<Sent[]> {
	const ids = [...new Set(changes.map((change) => change.externalId))];
	const earliest = Math.min(...changes.map((change) => change.recordedAt)) - CLOCKS_MS;
	const { rows } = await sql<Sent>`select external_id, fields, attempted_at, settled_at from write_backs
		where tenant_id = ${tenantId} and host = ${source} and entity = ${entity} and external_id = any(${ids}::text[])
			and attempted_at is not null
			and (settled_at is null or settled_at >= ${timestamp(earliest)})`.execute(trx);
	return rows;
}

/**
 * Lets people's waiting changes give way where the vendor tells of a later one of the same field. Where its change is the
 * earlier, ours was made after it and stands: from now on that value is the one expected there.
 */
async function giveWay(
	trx: Transaction<Tables>,
	{ tenantId, source }: { tenantId: number; source: string },
	news: readonly CanonicalChange[],
): Promise<void> {
	const told = news.filter(({ entity }) => WRITE_BACK_ENTITIES.some((one) => one === entity));
	if (told.length === 0) return;
	const waiting = await trx
		.selectFrom("write_backs")
		.select(["id", "external_id", "entity", "fields", "expected", "created_at"])
		.where("tenant_id", "=", tenantId)
		.where("host", "=", source)
		.where("state", "=", "planned")
		.where("cause", "=", "person")
		.where("external_id", "in", [...new Set(told.map((change) => change.externalId))])
		.forUpdate()
		.execute();
	for (const write of waiting) {
		const gone = new Set<string>();
		const expected = { ...write.expected };
		for (const change of told) {
			if (change.entity !== write.entity || change.externalId !== write.external_id) continue;
			for (const [field, value] of Object.entries(change.fields)) {
				if (!Object.hasOwn(write.fields, field)) continue;
				if (change.recordedAt > write.created_at) gone.add(field);
				else expected[field] = value;
			}
		}
		const without = (fields: Record<string, JsonValue>) =>
			Object.fromEntries(Object.entries(fields).filter(([field]) => !gone.has(field)));
		const kept = without(write.fields);
		const isOver = Object.keys(kept).length === 0;
		await trx
			.updateTable("write_backs")
			.set(
				isOver
					? { state: "skipped", reason: "changed-there", settled_at: sql`now()` }
					: { fields: jsonb(kept), expected: jsonb(without(expected)) },
			)
			.where("tenant_id", "=", tenantId)
			.where("id", "=", write.id)
			.execute();
	}
}
