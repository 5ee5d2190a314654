import type { DraftEntity, WarningCode } from "../../core/intake/draft.ts";
import { fieldDifferences, snapshot } from "../../core/intake/history.ts";
import type { FieldChange, JsonValue } from "../../core/model/change.ts";
import type { Instant } from "../../core/model/instant.ts";
import { type CopyValue, copyRows, landRows } from "../db/copy-rows.ts";
import { dealBeginning, hasStageHistory } from "./deal-beginning.ts";
import { DEFAULTS, ENTITY_TABLES, type EntityTable } from "./entity-tables.ts";
import type { ChunkContext } from "./intake-run.ts";
import type { Placed } from "./match-drafts.ts";
import { type SettledDraft, settleDraft } from "./place-fields.ts";

/** What became of one record. */
export type Outcome = "created" | "updated" | "unchanged";

/** What storing one kind of draft came to; `lost` are rows whose record could not be, because of a missing link. */
export interface StoredDrafts {
	/** `again`: the record was counted before in this chunk. */
	outcomes: { at: number; outcome: Outcome; implied: boolean; again: boolean }[];
	lost: { at: number; field: string }[];
	changes: FieldChange[];
	warnings: WarningCode[];
	/** Fields of records that were there before, as they were: for taking the import back. */
	priors: { entity: DraftEntity; id: string; fields: Record<string, { before: JsonValue; after: JsonValue }> }[];
}

type Fresh = { settled: SettledDraft; values: Record<string, JsonValue> };

/** Links without which a record means nothing. */
const NEEDED: Partial<Record<DraftEntity, readonly string[]>> = { line_item: ["dealId"], quota: ["userId", "teamId"] };

/** Inserts what is new and changes what differs, in a handful of statements whatever the number of drafts. */
export async function storeDrafts(
	context: ChunkContext,
	entity: DraftEntity,
	placed: readonly Placed[],
): Promise<StoredDrafts> {
	const result: StoredDrafts = { outcomes: [], lost: [], changes: [], warnings: [], priors: [] };
	const fresh = new Map<string, Fresh>();
	const standing: { placed: Placed; settled: SettledDraft }[] = [];
	for (const one of placed) {
		const settled = settleDraft(context, one);
		const needed = NEEDED[entity]?.find((link) => settled.lost.includes(link));
		if (needed) {
			result.lost.push({ at: one.at, field: needed });
			continue;
		}
		if (!one.draft.implied) result.warnings.push(...settled.warnings);
		const begun = fresh.get(one.id);
		if (one.isNew) {
			fresh.set(one.id, { settled, values: { ...DEFAULTS[entity], ...settled.values } });
		} else if (begun) {
			// First met as a name in this very chunk, now told in full.
			if (!one.draft.implied) Object.assign(begun.values, settled.values);
		} else {
			standing.push({ placed: one, settled });
			continue;
		}
		result.outcomes.push({ at: one.at, outcome: "created", implied: one.draft.implied, again: begun !== undefined });
	}
	await insertFresh(context, entity, fresh, result);
	await changeStanding(context, entity, standing, result);
	return result;
}

async function insertFresh(
	context: ChunkContext,
	entity: DraftEntity,
	fresh: Map<string, Fresh>,
	result: StoredDrafts,
): Promise<void> {
	if (fresh.size === 0) return;
	const table = ENTITY_TABLES[entity];
	for (const [id, { settled, values }] of fresh) {
		closeByNow(values, context.clock.asOf, null);
		if ("createdAt" in table.columns) values["createdAt"] ??= latestBeginning(values, context.clock.asOf);
		if (entity === "deal") result.changes.push(...dealBeginning(context, id, settled, values));
		else if (table.history) {
			const at = typeof values["createdAt"] === "number" ? values["createdAt"] : context.clock.asOf - 1;
			const { extra: _extra, createdAt: _at, ...told } = values;
			result.changes.push(snapshot(table.history, id, told, at, context.plan.source));
		}
	}
	const columns = Object.values(table.columns).map((c) => c.column);
	const withImport = entity === "activity";
	await copyRows(
		context.client,
		table.table,
		["tenant_id", "id", ...columns, ...(withImport ? ["import_id"] : [])],
		rowsOf(context, table, fresh, withImport),
	);
}

/**
 * What has closed did so before the files end: a won deal's close date in the future is the plan nobody corrected. One
 * already known to be closed keeps its moment, so that the same file brings the same again.
 */
function closeByNow(
	values: Record<string, JsonValue>,
	asOf: Instant,
	known: Readonly<Record<string, JsonValue>> | null,
): void {
	const closedAt = values["closedAt"];
	if (typeof closedAt !== "number" || closedAt < asOf) return;
	const keeps = typeof known?.["closedAt"] === "number" && (values["status"] ?? known["status"]) === known["status"];
	if (keeps) delete values["closedAt"];
	else values["closedAt"] = asOf - 1;
}

/** When a record of unknown creation was there at the latest: once it closed, else just before the files end. */
function latestBeginning(values: Record<string, JsonValue>, asOf: Instant): Instant {
	const closedAt = values["closedAt"];
	return Math.min(asOf - 1, typeof closedAt === "number" ? closedAt : asOf - 1);
}

function* rowsOf(
	context: ChunkContext,
	table: EntityTable,
	fresh: Map<string, Fresh>,
	withImport: boolean,
): Generator<CopyValue[]> {
	const columns = Object.entries(table.columns);
	for (const [id, { values }] of fresh) {
		const row: CopyValue[] = [context.tenantId, id];
		for (const [field, { kind }] of columns) row.push(copyValue(values[field], kind));
		if (withImport) row.push(context.importId);
		yield row;
	}
}

/** A model value as COPY takes it. */
function copyValue(value: JsonValue | undefined, kind: EntityTable["columns"][string]["kind"]): CopyValue {
	if (value === undefined || value === null) return null;
	if (kind === "moment") return new Date(Number(value));
	return typeof value === "object" ? JSON.stringify(value) : value;
}

async function changeStanding(
	context: ChunkContext,
	entity: DraftEntity,
	standing: { placed: Placed; settled: SettledDraft }[],
	result: StoredDrafts,
): Promise<void> {
	const table = ENTITY_TABLES[entity];
	// An implied record is only linked to; but a link of its own (a person's team) may fill a gap.
	const told = standing.filter(
		({ placed }) => !table.frozen && (!placed.draft.implied || Object.keys(placed.draft.links).length > 0),
	);
	const stored = await readStored(
		context,
		table,
		told.map((t) => t.placed.id),
	);
	const signingIn = entity === "user" ? await peopleWhoSignIn(context, [...stored.keys()]) : new Set<string>();
	const changed = new Map<string, Record<string, JsonValue>>();
	const priors = new Map<string, StoredDrafts["priors"][number]>();
	for (const one of standing) {
		const { placed, settled } = one;
		const record = stored.get(placed.id);
		const kept = signingIn.has(placed.id) ? SIGN_IN_FIELDS : [];
		const differences = record ? differencesOf(record, placed, settled, kept, context.clock.asOf) : [];
		if (!placed.draft.implied) {
			result.outcomes.push({
				at: placed.at,
				outcome: differences.length > 0 ? "updated" : "unchanged",
				implied: false,
				again: false,
			});
		}
		if (!record || differences.length === 0) continue;
		const prior = priors.get(placed.id) ?? { entity, id: placed.id, fields: {} };
		for (const { field, before, after } of differences) {
			prior.fields[field] = { before: prior.fields[field]?.before ?? before, after };
			record[field] = after;
		}
		priors.set(placed.id, prior);
		changed.set(placed.id, record);
		result.changes.push(...changesOf(context, table, placed.id, settled.modifiedAt, record, differences));
	}
	result.priors.push(...priors.values());
	await updateRows(context, table, changed);
}

/** What decides who gets in and what they may do there: no file takes that from somebody who signs in here, or gives it. */
const SIGN_IN_FIELDS = ["email", "role", "isActive"];

async function peopleWhoSignIn(context: ChunkContext, ids: string[]): Promise<Set<string>> {
	const { rows } = await context.client.query<{ id: string }>(
		"select id from users where id = any($1) and password_hash is not null",
		[ids],
	);
	return new Set(rows.map((row) => row.id));
}

/**
 * What the file says otherwise than the record, `kept` fields aside. Columns that no file names stay in `extra`; an
 * implied record only fills gaps.
 */
function differencesOf(
	record: Record<string, JsonValue>,
	{ draft }: Placed,
	{ values, lost }: SettledDraft,
	kept: readonly string[],
	asOf: Instant,
): ReturnType<typeof fieldDifferences> {
	const said = { ...values };
	closeByNow(said, asOf, record);
	for (const field of [...lost, ...kept]) delete said[field];
	if (draft.implied) {
		for (const field of Object.keys(said)) if (!(field in draft.links) || record[field] != null) delete said[field];
	}
	const extra = said["extra"];
	const known = record["extra"];
	if (typeof extra === "object" && extra !== null && typeof known === "object" && known !== null) {
		said["extra"] = { ...known, ...extra } as JsonValue;
	}
	return fieldDifferences(record, said);
}

function changesOf(
	context: ChunkContext,
	table: EntityTable,
	id: string,
	modifiedAt: Instant | null,
	record: Record<string, JsonValue>,
	differences: ReturnType<typeof fieldDifferences>,
): FieldChange[] {
	const entity = table.history;
	if (!entity) return [];
	const created = Number(record["createdAt"] ?? 0);
	const at = Math.max(created, modifiedAt ?? context.clock.asOf - 1);
	const closedAt = record["closedAt"];
	// Where a stage history comes along it tells of stages itself, with the right moments.
	const told = entity === "deal" && hasStageHistory(context.plan) ? ["stageId", "status"] : [];
	return differences
		.filter(({ field }) => !["extra", "createdAt", "closedAt", ...told].includes(field))
		.map(({ field, after }) => {
			const closing =
				(field === "status" || field === "stageId") && record["status"] !== "open" && typeof closedAt === "number";
			const when = closing ? Math.max(created, closedAt) : at;
			return {
				entity,
				entityId: id,
				field,
				value: after,
				validAt: when,
				recordedAt: when,
				source: context.plan.source,
				inferred: modifiedAt === null,
			};
		});
}

async function readStored(
	context: ChunkContext,
	table: EntityTable,
	ids: string[],
): Promise<Map<string, Record<string, JsonValue>>> {
	if (ids.length === 0) return new Map();
	const columns = Object.entries(table.columns);
	const list = columns
		.map(([, c]) => (c.kind === "numeric" ? `${c.column}::float8 as ${c.column}` : c.column))
		.join(", ");
	const { rows } = await context.client.query<Record<string, unknown>>(
		`select id, ${list} from ${table.table} where id = any($1)`,
		[[...new Set(ids)]],
	);
	return new Map(
		rows.map((row) => [
			String(row["id"]),
			Object.fromEntries(columns.map(([field, c]) => [field, modelValue(row[c.column])])),
		]),
	);
}

function modelValue(value: unknown): JsonValue {
	return typeof value === "bigint" ? value.toString() : ((value ?? null) as JsonValue);
}

async function updateRows(
	context: ChunkContext,
	table: EntityTable,
	changed: Map<string, Record<string, JsonValue>>,
): Promise<void> {
	if (changed.size === 0) return;
	const columns = Object.values(table.columns).map((c) => c.column);
	const fresh = new Map([...changed].map(([id, values]) => [id, { values, settled: null as never }]));
	await landRows(
		context.client,
		table.table,
		["tenant_id", "id", ...columns],
		rowsOf(context, table, fresh, false),
		(landing) =>
			context.client.query(`update ${table.table} t set ${columns.map((c) => `${c} = l.${c}`).join(", ")}
			${table.versioned ? ", version = t.version + 1" : ""}${table.stamped ? ", updated_at = now()" : ""}
			from ${landing} l where t.tenant_id = l.tenant_id and t.id = l.id`),
	);
}
