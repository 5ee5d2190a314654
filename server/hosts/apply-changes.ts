import { sql, type Transaction } from "kysely";
import type { CanonicalChange } from "../../core/contract/host.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { JsonValue } from "../../core/model/change.ts";
import { OutOfTime } from "../db/partitions.ts";
import type { Tables } from "../db/tables.ts";
import { appendEvents, type NewEvent } from "../events/append.ts";
import { newId } from "../intake/new-id.ts";
import { withoutEchoes } from "../write-back/echoes.ts";
import { findPeople, keepOwners } from "./apply-people.ts";
import { applyPipelines } from "./apply-pipelines.ts";
import { applyRates } from "./apply-rates.ts";
import { applyTeams } from "./apply-teams.ts";
import { linkAwaited, rememberAwaited } from "./awaited-links.ts";
import { removeDeleted } from "./deleted-records.ts";
import { ENTITY_COLUMNS, STORED_ENTITIES, type StoredEntity } from "./entity-columns.ts";
import { type FoldedRecord, foldChange } from "./fold-change.ts";
import {
	isStored,
	type KnownThings,
	keyOf,
	lookUp,
	resolveLinks,
	resolveOwn,
	type StoredChange,
} from "./resolve-change.ts";
import { freshRecord, readRecords, writeRecords } from "./stored-records.ts";

/** Whose changes these are. `source` is the host's id, `causeId` the delivery's or run's. */
export interface ApplyContext {
	trx: Transaction<Tables>;
	tenantId: number;
	source: string;
	causeId: string;
	/** True for a large page: pages and numbers look at everything again once the run ends, instead of at each record. */
	isBulk?: boolean;
}

/** How many records were new, changed, or as they were. */
export interface Applied {
	created: number;
	changed: number;
	unchanged: number;
}

/** What became of a batch: counts, and the changes that cannot be stored, by their place in it, with the reason. */
export interface AppliedBatch {
	applied: Applied;
	refused: { at: number; reason: string }[];
}

/** A change with its place in the batch and its own values settled. */
interface Settled {
	at: number;
	change: StoredChange;
	own: Record<string, JsonValue>;
}

/**
 * Applies a vendor's changes in whatever order they come: each record is found by its external id or made, its new values
 * go into the row and into its history, and events tell of it. The same change twice changes nothing. A value that is
 * older than what we know only joins the history. A bad change is refused by itself; what the database refuses throws.
 * The quarters of `field_changes` and `activities` must be there.
 */
export async function applyChanges(context: ApplyContext, changes: readonly CanonicalChange[]): Promise<AppliedBatch> {
	const { trx, tenantId, source } = context;
	const result: AppliedBatch = { applied: { created: 0, changed: 0, unchanged: 0 }, refused: [] };
	await applyPipelines(context, changes, result);
	const news = await withoutEchoes(trx, context, changes);
	result.applied.unchanged += news.filter((one) => one === null).length;
	const inOrder = news
		.flatMap((change, at) => (change && isStored(change) ? [{ change, at }] : []))
		.sort((a, b) => a.change.recordedAt - b.change.recordedAt);
	const known = await lookUp(
		trx,
		{ tenantId, source },
		inOrder.map(({ change }) => change),
	);
	// What was merged into another record here still leads to it, and no longer says what it is.
	const own = inOrder.filter(({ change }) => !known.merged.has(keyOf(change.entity, change.externalId)));
	result.applied.unchanged += inOrder.length - own.length;
	const { alive, events } = await removeDeleted(context, own, known, result);
	for (const entity of STORED_ENTITIES) {
		const mine = alive.filter(({ change }) => change.entity === entity);
		if (mine.length > 0) events.push(...(await applyKind(context, entity, mine, known, result)));
	}
	await applyTeams(context, changes, result);
	await applyRates(context, changes, result);
	if (!context.isBulk)
		await appendEvents(trx, [...new Map(events.map((e) => [`${e.type} ${e.entityId}`, e])).values()]);
	return result;
}

/** Applies the changes of one kind. */
async function applyKind(
	context: ApplyContext,
	entity: StoredEntity,
	changes: readonly { change: StoredChange; at: number }[],
	known: KnownThings,
	result: AppliedBatch,
): Promise<NewEvent[]> {
	const settled = settle(changes, known, result);
	const notePeople =
		entity === "user"
			? await findPeople(
					context,
					settled.map(({ change }) => change),
					known,
				)
			: null;
	const found = settled.flatMap(({ change, own }) => idOf(change, own, known) ?? []);
	const oldest = Math.min(...settled.map(({ change }) => change.recordedAt));
	const records = await readRecords(context, entity, [...new Set(found)], oldest);
	const made: { change: StoredChange; id: string }[] = [];
	const kept: Settled[] = [];
	// Ids first: records of one batch may refer to each other (a parent that comes after its child).
	for (const one of settled) {
		const key = keyOf(entity, one.change.externalId);
		const id = idOf(one.change, one.own, known);
		const missing = id ? [] : ENTITY_COLUMNS[entity].required.filter((name) => (one.own[name] ?? null) === null);
		const absent = id ? null : absentOf(one.change, known);
		if (absent) {
			result.refused.push({ at: one.at, reason: `${entity} ${one.change.externalId}: its ${absent} is not here.` });
			continue;
		}
		if (missing.length > 0) {
			const what = `${entity} ${one.change.externalId} is new and lacks ${missing.join(", ")}.`;
			result.refused.push({ at: one.at, reason: what });
			continue;
		}
		kept.push(one);
		if (known.ids.has(key)) continue;
		const given = id ?? newId();
		known.ids.set(key, given);
		made.push({ change: one.change, id: given });
		if (!id) records.set(given, freshRecord(entity, given));
		const { email } = one.own;
		if (entity === "user" && typeof email === "string") known.emails.set(email.toLowerCase(), given);
	}
	await keepOwners(
		context,
		kept.map(({ change }) => change),
		known,
	);
	const events = foldAll(context, kept, known, records, result);
	const touched = [...records.values()].filter(
		(record) => record.told.length > 0 || record.isChanged || record.links.size > 0,
	);
	await writeRecords(context, entity, touched);
	await storeExternalIds(context, made);
	await notePeople?.();
	await rememberAwaited(context, touched);
	const linked = await linkAwaited(
		context,
		made.map(({ change, id }) => ({ target: entity, externalId: change.externalId, id })),
	);
	return [...events, ...linked];
}

/** What a record cannot be without, where that is not here; null where all is. */
function absentOf(change: StoredChange, known: KnownThings): string | null {
	for (const [name, { entity, isRequired }] of Object.entries(ENTITY_COLUMNS[change.entity].references)) {
		if (isRequired && !known.ids.has(keyOf(entity, String(change.fields[name] ?? "")))) return entity;
	}
	return null;
}

function settle(
	changes: readonly { change: StoredChange; at: number }[],
	known: KnownThings,
	result: AppliedBatch,
): Settled[] {
	return changes.flatMap(({ change, at }) => {
		try {
			return [{ at, change, own: resolveOwn(change, known) }];
		} catch (fault) {
			if (!(fault instanceof CourtsideError) && !(fault instanceof OutOfTime)) throw fault;
			result.refused.push({ at, reason: fault.message });
			return [];
		}
	});
}

/** Our id of a change's record; a vendor's user is ours when the e-mail is. */
function idOf(change: StoredChange, own: Record<string, JsonValue>, known: KnownThings): string | undefined {
	const id = known.ids.get(keyOf(change.entity, change.externalId));
	if (id || change.entity !== "user" || typeof own["email"] !== "string") return id;
	return known.emails.get(own["email"].toLowerCase());
}

function foldAll(
	context: ApplyContext,
	kept: readonly Settled[],
	known: KnownThings,
	records: Map<string, FoldedRecord>,
	{ applied }: AppliedBatch,
): NewEvent[] {
	const events: NewEvent[] = [];
	for (const { change, own } of kept) {
		const id = known.ids.get(keyOf(change.entity, change.externalId)) ?? "";
		const record = records.get(id);
		// Its row is gone, though its external id stands: it was taken away here.
		if (!record) {
			applied.unchanged++;
			continue;
		}
		const { links, awaited } = resolveLinks(change, known);
		const outcome = foldChange(record, change, { ...own, ...links }, awaited);
		applied[outcome]++;
		if (outcome !== "unchanged") events.push(...eventsOf(context, change, id, outcome, links));
	}
	return events;
}

/** What a stored change tells: of the deal or lead itself, or of those that an activity or line belongs to, whose pages and numbers read it. */
function eventsOf(
	{ tenantId, causeId }: ApplyContext,
	change: StoredChange,
	id: string,
	outcome: "created" | "changed",
	links: Record<string, string | null>,
): NewEvent[] {
	const event = (entity: "deal" | "lead", entityId: string, what: "created" | "changed"): NewEvent => ({
		tenantId,
		type: `${entity}.${what}`,
		entity,
		entityId,
		causeId,
	});
	if (change.entity === "deal" || change.entity === "lead") return [event(change.entity, id, outcome)];
	if (change.entity !== "activity" && change.entity !== "line_item") return [];
	return (["deal", "lead"] as const).flatMap((entity) => {
		const about = links[`${entity}Id`];
		return about ? [event(entity, about, "changed")] : [];
	});
}

async function storeExternalIds(
	{ trx, tenantId, source }: ApplyContext,
	made: readonly { change: StoredChange; id: string }[],
): Promise<void> {
	if (made.length === 0) return;
	const rows = made.map(({ change, id }) => ({ object: change.entity, external_id: change.externalId, id }));
	await sql`insert into external_ids (tenant_id, source, object, external_id, id)
		select ${tenantId}, ${source}, r.object, r.external_id, r.id
		from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(object text, external_id text, id uuid)`.execute(trx);
}
