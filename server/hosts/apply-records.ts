import { createHash } from "node:crypto";
import { sql } from "kysely";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { CanonicalChange, Host } from "../../core/contract/host.ts";
import type { JsonValue } from "../../core/model/change.ts";
import { recordAudit } from "../audit/record.ts";
import type { Database } from "../db/connect.ts";
import { ensurePartitions, OutOfTime } from "../db/partitions.ts";
import { toldReason } from "../queue/told-reason.ts";
import { type Applied, type ApplyContext, applyChanges } from "./apply-changes.ts";
import { fillMapped } from "./custom-fields.ts";
import { type Failure, keepFailures, settleFailures } from "./failed-records.ts";
import { findMappings } from "./field-mappings.ts";

/** A vendor's record with what it means. */
export interface MappedRecord {
	/** As it came, as text. */
	raw: string;
	changes: CanonicalChange[];
	/** Why it cannot be read; then there are no changes. */
	unreadable: string | null;
	/** Which record it is, as far as can be told. */
	about: { entity: string; externalId: string } | null;
}

/** What records came to. A record that failed counts there only. */
export type AppliedRecords = Applied & { failed: number };

/** Records of one vendor as canonical changes. Pure: what cannot be read says why. */
export function mapRecords(
	host: Host,
	records: readonly unknown[],
	settings: Record<string, JsonValue>,
): MappedRecord[] {
	return records.map((record) => {
		const raw = JSON.stringify(record) ?? "null";
		try {
			const changes = host.map(record, { settings });
			return { raw, changes, unreadable: null, about: changes[0] ?? null };
		} catch (fault) {
			return { raw, changes: [], unreadable: whyUnreadable(fault), about: host.identify?.(record) ?? null };
		}
	});
}

function whyUnreadable(fault: unknown): string {
	if (!(fault instanceof CourtsideError)) return fault instanceof Error ? fault.message : String(fault);
	const named = fault.errors?.map(({ path, message }) => (path ? `${path}: ${message}` : message)) ?? [];
	return [fault.message, ...named.slice(0, 5)].join(" ");
}

/** Makes the quarters that records will be written into, in a transaction of its own: making one locks the whole table. */
export async function ensureQuarters(
	database: Pick<Database, "inTenant">,
	tenantId: number,
	records: readonly MappedRecord[],
): Promise<void> {
	const changes = new Set<number>();
	const activities = new Set<number>();
	for (const { entity, recordedAt, fields } of records.flatMap((record) => record.changes)) {
		changes.add(quarterOf(recordedAt));
		if (entity === "activity") activities.add(quarterOf(Date.parse(String(fields["occurredAt"]))));
	}
	await database.inTenant(tenantId, async (trx) => {
		for (const [table, quarters] of [
			["field_changes", changes],
			["activities", activities],
		] as const) {
			for (const at of quarters) {
				if (!Number.isFinite(at)) continue;
				// One beyond all calendars is refused by itself, when it is applied.
				await ensurePartitions(trx, table, at, at).catch((fault) => {
					if (!(fault instanceof OutOfTime)) throw fault;
				});
			}
		}
	});
}

function quarterOf(at: number): number {
	const day = new Date(at);
	return Date.UTC(day.getUTCFullYear(), day.getUTCMonth() - (day.getUTCMonth() % 3), 1);
}

/**
 * Applies records, each by itself: one that cannot be stored is kept as failed, with its text and the reason, and holds
 * no other back. Leaves one audit entry: call it last in the transaction.
 */
export async function applyRecords(context: ApplyContext, records: readonly MappedRecord[]): Promise<AppliedRecords> {
	const { trx, tenantId, source, causeId } = context;
	// One batch of a source at a time: two that make the same record would make it twice.
	await sql`select pg_advisory_xact_lock(${tenantId}, hashtext(${source}))`.execute(trx);
	const fill = await filler(context);
	const placed = records.flatMap((record) => record.changes.map((change) => ({ change: fill(change), record })));
	const { applied, refused } = await applyIsolated(context, placed);
	const failures = new Map<MappedRecord, Failure>();
	for (const record of records) {
		if (record.unreadable) failures.set(record, failureOf(record, record.unreadable));
	}
	for (const { item, reason } of refused) failures.set(item.record, failureOf(item.record, reason));
	await keepFailures(context, [...failures.values()]);
	await settleFailures(
		context,
		records.filter((record) => !failures.has(record)).map((record) => record.raw),
	);
	const hash = createHash("sha256");
	for (const line of records.map(({ raw }) => raw).sort()) hash.update(line).update("\n");
	const counts = { ...applied, failed: failures.size };
	await recordAudit(trx, {
		tenantId,
		actorId: null,
		actor: source,
		action: "delivery.applied",
		entity: "delivery",
		entityId: causeId,
		detail: { rows: records.length, sha256: hash.digest("hex"), ...counts },
	});
	return counts;
}

/** Fills fields of ours from custom ones, as people mapped them. */
async function filler({ trx, tenantId, source }: ApplyContext): Promise<(change: CanonicalChange) => CanonicalChange> {
	const mappings = await findMappings(trx, tenantId, source);
	if (mappings.length === 0) return (change) => change;
	const { reporting_currency: currency } = await trx
		.selectFrom("tenants")
		.select("reporting_currency")
		.where("tenant_id", "=", tenantId)
		.executeTakeFirstOrThrow();
	return (change) => fillMapped(change, mappings, currency);
}

function failureOf({ raw, about }: MappedRecord, reason: string): Failure {
	return { raw, reason, object: about?.entity ?? null, externalId: about?.externalId ?? null };
}

interface Item {
	change: CanonicalChange;
	record: MappedRecord;
}
interface Isolated {
	applied: Applied;
	refused: { item: Item; reason: string }[];
}

/** Applies what can be: a batch that the database refuses is halved until the bad change is alone. */
async function applyIsolated(context: ApplyContext, items: readonly Item[]): Promise<Isolated> {
	if (items.length === 0) return { applied: { created: 0, changed: 0, unchanged: 0 }, refused: [] };
	const { trx } = context;
	await sql`savepoint batch`.execute(trx);
	try {
		const { applied, refused } = await applyChanges(
			context,
			items.map(({ change }) => change),
		);
		await sql`release savepoint batch`.execute(trx);
		return { applied, refused: refused.flatMap(({ at, reason }) => (items[at] ? [{ item: items[at], reason }] : [])) };
	} catch (error) {
		if (!isRefusal(error)) throw error;
		await sql`rollback to savepoint batch`.execute(trx);
		const [only] = items;
		if (only && items.length === 1) {
			const reason = toldReason(error, `${context.source}:${context.causeId}`);
			return { applied: { created: 0, changed: 0, unchanged: 0 }, refused: [{ item: only, reason }] };
		}
		const half = items.length >> 1;
		const first = await applyIsolated(context, items.slice(0, half));
		const second = await applyIsolated(context, items.slice(half));
		return { applied: sum(first.applied, second.applied), refused: [...first.refused, ...second.refused] };
	}
}

function sum(a: Applied, b: Applied): Applied {
	return { created: a.created + b.created, changed: a.changed + b.changed, unchanged: a.unchanged + b.unchanged };
}

/** Whether the database refused values (classes 22 and 23 of SQLSTATE, or a limit of 54), rather than being out of order. */
function isRefusal(error: unknown): boolean {
	return error instanceof Error && "code" in error && /^(22|23|54)/.test(String(error.code));
}
