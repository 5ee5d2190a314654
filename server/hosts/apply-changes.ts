import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { CanonicalChange } from "../../core/contract/host.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { JsonValue } from "../../core/model/change.ts";
import { recordAudit } from "../audit/record.ts";
import { OPEN_LEAD } from "../db/leads.ts";
import { ensurePartitions } from "../db/partitions.ts";
import { appendEvents, type NewEvent } from "../events/append.ts";
import { likenessOf, noteRecord, personOfRecord } from "../people/host-people.ts";
import { withoutEchoes } from "../write-back/echoes.ts";
import { type ApplyContext, addHistory, changedSince } from "./change-history.ts";
import { ENTITY_COLUMNS } from "./entity-columns.ts";
import { findOurs, resolveFields } from "./resolve-change.ts";

/** How many records were new, changed, or as they were. */
export interface Applied {
	created: number;
	changed: number;
	unchanged: number;
}

/**
 * Applies a vendor's changes: each record is found by its external id or made, its new values go into the row and into
 * its history, and events tell of it. The same change twice changes nothing. A value that is older than what we know
 * only joins the history. Throws unprocessable on what cannot be stored; then nothing of the batch is.
 */
export async function applyChanges(context: ApplyContext, changes: readonly CanonicalChange[]): Promise<Applied> {
	const { trx, tenantId, source, causeId } = context;
	// One batch of a source at a time: two deliveries that make the same record would make it twice.
	await sql`select pg_advisory_xact_lock(${tenantId}, hashtext(${source}))`.execute(trx);
	const news = await withoutEchoes(trx, context, changes);
	const applied: Applied = { created: 0, changed: 0, unchanged: changes.length - news.length };
	const events: NewEvent[] = [];
	const inOrder = [...news].sort((a, b) => a.recordedAt - b.recordedAt);
	// Each quarter that is told of, not all from the first to the last: one may be decades away.
	for (const at of new Set(inOrder.map((change) => quarterOf(change.recordedAt)))) {
		await ensurePartitions(trx, "field_changes", at, at);
	}
	for (const change of inOrder) {
		const fields = await resolveFields(trx, tenantId, source, change);
		const kept = await findOurs(trx, tenantId, source, change.entity, change.externalId);
		const isPerson = change.entity === "user";
		const found = isPerson ? await personOfRecord(context, change, kept) : kept;
		const likeness = isPerson && !found ? await likenessOf(context, change) : null;
		const id = found ?? (await create(context, change, fields));
		if (isPerson) await noteRecord(context, change, { id, wasThere: found !== null, match: likeness });
		const outcome = found ? await update(context, change, found, fields) : "created";
		applied[outcome]++;
		if (outcome !== "unchanged") events.push(...eventsOf(context, change, id, outcome, fields));
	}
	await appendEvents(trx, events);
	const hash = createHash("sha256")
		.update(
			inOrder
				.map((c) => JSON.stringify(c))
				.sort()
				.join("\n"),
		)
		.digest("hex");
	await recordAudit(trx, {
		tenantId,
		actorId: null,
		actor: source,
		action: "delivery.applied",
		entity: "delivery",
		entityId: causeId,
		detail: { rows: inOrder.length, sha256: hash, ...applied },
	});
	return applied;
}

/** What a stored change tells: of the deal or lead itself, or of those a new activity belongs to, whose numbers read it. */
function eventsOf(
	{ tenantId, causeId }: ApplyContext,
	change: CanonicalChange,
	id: string,
	outcome: "created" | "changed",
	fields: Record<string, JsonValue>,
): NewEvent[] {
	const event = (entity: "deal" | "lead", entityId: string, what: "created" | "changed"): NewEvent => ({
		tenantId,
		type: `${entity}.${what}`,
		entity,
		entityId,
		causeId,
	});
	if (change.entity === "deal" || change.entity === "lead") return [event(change.entity, id, outcome)];
	if (change.entity !== "activity") return [];
	return (["deal", "lead"] as const).flatMap((entity) => {
		const about = fields[`${entity}Id`];
		return typeof about === "string" ? [event(entity, about, "changed")] : [];
	});
}

async function create(
	context: ApplyContext,
	change: CanonicalChange,
	fields: Record<string, JsonValue>,
): Promise<string> {
	const { trx, tenantId } = context;
	const { table, required, fields: columns } = ENTITY_COLUMNS[change.entity];
	const missing = required.filter((name) => (fields[name] ?? null) === null);
	if (missing.length > 0) {
		const what = `${change.entity} ${change.externalId} is new and lacks ${missing.join(", ")}`;
		throw new CourtsideError("unprocessable", `${what}.`);
	}
	if (change.entity === "activity") {
		const at = Date.parse(String(fields["occurredAt"]));
		await ensurePartitions(trx, "activities", at, at);
	}
	const isTimed = change.entity === "deal" || change.entity === "lead";
	const all: Record<string, JsonValue> = isTimed
		? { createdAt: new Date(change.recordedAt).toISOString(), ...closing(change, fields), ...fields }
		: fields;
	const names = Object.keys(all);
	const columnList = sql.join(names.map((name) => sql.id(columns[name]?.column ?? name)));
	const valueList = sql.join(names.map((name) => cast(all[name] ?? null, columns[name]?.type ?? "text")));
	const { rows } = await sql<{ id: string }>`insert into ${sql.table(table)} (tenant_id, ${columnList})
		values (${tenantId}, ${valueList}) returning id`.execute(trx);
	const id = rows[0]?.id ?? "";
	await remember(context, change, id);
	if (change.entity !== "activity") await addHistory(context, change, id, { "*": fields });
	return id;
}

async function update(
	context: ApplyContext,
	change: CanonicalChange,
	id: string,
	fields: Record<string, JsonValue>,
): Promise<"changed" | "unchanged"> {
	// What was done stays done: an activity is told once.
	if (change.entity === "activity") return "unchanged";
	const { trx, tenantId } = context;
	const { table, fields: columns } = ENTITY_COLUMNS[change.entity];
	const kept = change.entity === "user" && (await signsIn(context, id)) ? SIGN_IN_FIELDS : [];
	const names = Object.keys(fields).filter((name) => !kept.includes(name));
	if (names.length === 0) return "unchanged";
	const differing = sql.join(
		names.map((name) => {
			const column = columns[name];
			return sql`${sql.ref(column?.column ?? name)} is distinct from ${cast(fields[name] ?? null, column?.type ?? "text")}`;
		}),
	);
	const { rows } = await sql<{ differs: boolean[] }>`select array[${differing}] as differs from ${sql.table(table)}
		where tenant_id = ${tenantId} and id = ${id}::uuid for update`.execute(trx);
	const changed = names.filter((_, i) => rows[0]?.differs[i]);
	if (changed.length === 0) return "unchanged";

	const newer = await changedSince(context, change, id, changed);
	const told = changed.filter((name) => !newer.get(name)?.isSame);
	if (told.length === 0) return "unchanged";
	await addHistory(context, change, id, Object.fromEntries(told.map((name) => [name, fields[name] ?? null])));
	const current = told.filter((name) => !newer.has(name));
	if (current.length === 0) return "unchanged";
	const isVersioned = change.entity !== "user";
	const isTimed = change.entity === "deal" || change.entity === "lead";
	const sets = current.map(
		(name) =>
			sql`${sql.id(columns[name]?.column ?? name)} = ${cast(fields[name] ?? null, columns[name]?.type ?? "text")}`,
	);
	if (isVersioned) sets.push(sql`version = version + 1`);
	if (isTimed) sets.push(sql`updated_at = now()`);
	if (isTimed && current.includes("status")) {
		for (const at of Object.values(closing(change, fields))) sets.push(sql`closed_at = ${at}::timestamptz`);
	}
	await sql`update ${sql.table(table)} set ${sql.join(sets)}
		where tenant_id = ${tenantId} and id = ${id}::uuid`.execute(trx);
	return "changed";
}

/** Who gets in, and under which address, is decided here: no vendor's key takes that from somebody who signs in. */
const SIGN_IN_FIELDS: readonly string[] = ["email", "role", "isActive"];

async function signsIn({ trx, tenantId }: ApplyContext, userId: string): Promise<boolean> {
	const row = await trx
		.selectFrom("users")
		.select("id")
		.where("tenant_id", "=", tenantId)
		.where("id", "=", userId)
		.where("password_hash", "is not", null)
		.executeTakeFirst();
	return row !== undefined;
}

/** When a deal or lead was closed by a change that does not say: as it was recorded. Opened again, it never was. */
function closing(
	change: CanonicalChange,
	{ status, closedAt }: Record<string, JsonValue>,
): { closedAt?: string | null } {
	if (typeof status !== "string" || closedAt !== undefined) return {};
	const isOpen = status === "open" || OPEN_LEAD.some((open) => open === status);
	return { closedAt: isOpen ? null : new Date(change.recordedAt).toISOString() };
}

function quarterOf(at: number): number {
	const day = new Date(at);
	return Date.UTC(day.getUTCFullYear(), day.getUTCMonth() - (day.getUTCMonth() % 3), 1);
}

async function remember({ trx, tenantId, source }: ApplyContext, change: CanonicalChange, id: string): Promise<void> {
	await trx
		.insertInto("external_ids")
		.values({ tenant_id: tenantId, source, object: change.entity, external_id: change.externalId, id })
		.execute();
}

function cast(value: JsonValue, type: string) {
	const text = value === null ? null : String(value);
	return sql`${text}::${sql.raw(type)}`;
}
