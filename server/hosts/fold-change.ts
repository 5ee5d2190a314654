import type { JsonValue } from "../../core/model/change.ts";
import { OPEN_LEAD } from "../db/leads.ts";
import { ENTITY_COLUMNS, type FieldColumn, type StoredEntity } from "./entity-columns.ts";
import type { AwaitedLink, StoredChange } from "./resolve-change.ts";

const SECOND_MS = 1000;

/** A record while the changes of one batch are folded into it. */
export interface FoldedRecord {
	entity: StoredEntity;
	id: string;
	isNew: boolean;
	/** As the row stands, by field; what was never said is absent. */
	values: Record<string, JsonValue>;
	/** What joins its history. */
	told: { field: string; value: JsonValue; at: number }[];
	/** Whether the row differs from the one stored. */
	isChanged: boolean;
	/** Fields whose link is settled or still awaited, with when it was said. */
	links: Map<string, { awaited: AwaitedLink | null; at: number }>;
	/** Moments of later changes that we know already, by field; `*` is the snapshot a history begins with. */
	known: { field: string; at: number }[];
	/** Fields that no vendor changes here. */
	kept: readonly string[];
}

/** What one change did to its record. */
export type Fold = "created" | "changed" | "unchanged";

/** Folds one change into its record; changes come in the order in which they were recorded. */
export function foldChange(
	record: FoldedRecord,
	change: StoredChange,
	fields: Record<string, JsonValue>,
	awaited: readonly AwaitedLink[],
): Fold {
	const isFirst = record.isNew && record.told.length === 0;
	const before = record.isChanged;
	const outcome = isFirst ? begin(record, change, fields) : amend(record, change, fields);
	if (outcome === "unchanged") record.isChanged = before;
	for (const field of Object.keys(fields)) {
		if (!isLink(record.entity, field)) continue;
		const waits = awaited.find((one) => one.field === field) ?? null;
		const at = change.recordedAt;
		if ((record.links.get(field)?.at ?? Number.NEGATIVE_INFINITY) <= at)
			record.links.set(field, { awaited: waits, at });
	}
	return outcome;
}

function begin(record: FoldedRecord, change: StoredChange, fields: Record<string, JsonValue>): Fold {
	const { defaults = {} } = ENTITY_COLUMNS[change.entity];
	const timed = isTimed(change.entity)
		? { createdAt: new Date(change.recordedAt).toISOString(), ...closing(change, fields) }
		: {};
	for (const [field, value] of Object.entries({ ...defaults, ...timed, ...fields })) {
		record.values[field] = plain(columnOf(record, field), value);
	}
	const { extra: _, ...told } = fields;
	record.told.push({ field: "*", value: told, at: change.recordedAt });
	record.isChanged = true;
	return "created";
}

function amend(record: FoldedRecord, change: StoredChange, fields: Record<string, JsonValue>): Fold {
	// What was done stays done: an activity is told once. When it took place finds its row again, for links that come late.
	if (change.entity === "activity") {
		record.values["occurredAt"] ??= plain(columnOf(record, "occurredAt"), fields["occurredAt"]);
		return "unchanged";
	}
	let outcome: Fold = "unchanged";
	for (const [field, given] of Object.entries(fields)) {
		if (record.kept.includes(field)) continue;
		const isExtra = field === "extra";
		const value = isExtra ? joined(record.values["extra"], given) : plain(columnOf(record, field), given);
		if (isSame(record.values[field] ?? null, value)) continue;
		const at = momentOf(record, change, field);
		const later = record.known.filter((one) => one.at >= at && (isExtra || one.field === field || one.field === "*"));
		if (!isExtra && later.some((one) => one.at === at && one.field === field)) continue;
		if (!isExtra) {
			record.told.push({ field, value: given, at });
			record.known.push({ field, at });
		}
		if (!change.beside && later.some((one) => one.at > at)) continue;
		record.values[field] = value;
		record.isChanged = true;
		outcome = "changed";
		if (field === "status" && isTimed(change.entity)) Object.assign(record.values, closing(change, fields));
	}
	return outcome;
}

/** When a field's change counts as recorded: just after another of the same second, where it is read later than that. */
function momentOf({ known }: FoldedRecord, { standing, recordedAt: at }: StoredChange, field: string): number {
	if (!standing || at % SECOND_MS !== 0) return at;
	const same = known.filter((one) => one.field === field && one.at >= at && one.at < at + SECOND_MS);
	return same.reduce((latest, one) => Math.max(latest, one.at + 1), at);
}

/** When a deal or lead was closed by a change that does not say: as it was recorded. Opened again, it never was. */
function closing(change: StoredChange, { status, closedAt }: Record<string, JsonValue>): { closedAt?: string | null } {
	if (typeof status !== "string" || closedAt !== undefined) return {};
	const isOpen = status === "open" || OPEN_LEAD.some((open) => open === status);
	return { closedAt: isOpen ? null : new Date(change.recordedAt).toISOString() };
}

function isTimed(entity: StoredEntity): boolean {
	return entity === "deal" || entity === "lead";
}

/** Whether the field holds another record's id. */
export function isLink(entity: StoredEntity, field: string): boolean {
	const { fields, references } = ENTITY_COLUMNS[entity];
	return fields[field]?.type === "uuid" && Object.values(references).some((reference) => reference.field === field);
}

function columnOf({ entity }: FoldedRecord, field: string): FieldColumn | undefined {
	return ENTITY_COLUMNS[entity].fields[field];
}

/** A value in the one spelling in which values are compared and written. */
export function plain(column: Pick<FieldColumn, "type"> | undefined, value: unknown): JsonValue {
	if (value === null || value === undefined) return null;
	if (column?.type === "numeric") return Number(value);
	if (column?.type === "timestamptz") return new Date(typeof value === "number" ? value : String(value)).toISOString();
	return typeof value === "bigint" ? value.toString() : (value as JsonValue);
}

function joined(known: JsonValue | undefined, given: JsonValue): JsonValue {
	const asObject = (value: JsonValue | undefined) => (typeof value === "object" && value !== null ? value : {});
	return { ...asObject(known), ...asObject(given) } as JsonValue;
}

function isSame(a: JsonValue, b: JsonValue): boolean {
	if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
	const spelled = (value: object) => JSON.stringify(Object.entries(value).sort(([x], [y]) => (x < y ? -1 : 1)));
	return spelled(a) === spelled(b);
}
