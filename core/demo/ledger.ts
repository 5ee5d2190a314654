import type { Activity } from "../model/activity.ts";
import type { Entity, FieldChange, JsonValue } from "../model/change.ts";
import type { Deal } from "../model/deal.ts";
import type { Instant } from "../model/instant.ts";
import type { Lead } from "../model/lead.ts";

/** What the simulation writes down as it goes. */
export interface Ledger {
	changes: FieldChange[];
	activities: Activity[];
}

/** The name of the system that recorded the history. */
const DEMO_SOURCE = "demo";

/** Begins a record's history with the snapshot of all its fields but `id` and `version`. */
export function recordCreation(ledger: Ledger, entity: Entity, record: Deal | Lead): void {
	const snapshot: Record<string, JsonValue> = {};
	for (const [field, value] of Object.entries(record)) {
		if (field !== "id" && field !== "version") snapshot[field] = toJson(value);
	}
	ledger.changes.push(change(entity, record.id, "*", snapshot, record.createdAt));
}

/** Changes a deal and writes down the fields whose value is new; one moment is one version. */
export function changeDeal(ledger: Ledger, deal: Deal, at: Instant, patch: Partial<Deal>): void {
	if (changeRecord(ledger, "deal", deal, at, patch)) deal.version++;
}

/** Changes a lead and writes down the fields whose value is new. */
export function changeLead(ledger: Ledger, lead: Lead, at: Instant, patch: Partial<Lead>): void {
	changeRecord(ledger, "lead", lead, at, patch);
}

function changeRecord<T extends Deal | Lead>(
	ledger: Ledger,
	entity: Entity,
	record: T,
	at: Instant,
	patch: Partial<T>,
): boolean {
	let changed = false;
	for (const [field, value] of Object.entries(patch)) {
		if (record[field as keyof T] === value) continue;
		ledger.changes.push(change(entity, record.id, field, toJson(value), at));
		changed = true;
	}
	Object.assign(record, patch);
	return changed;
}

function change(entity: Entity, entityId: string, field: string, value: JsonValue, at: Instant): FieldChange {
	return { entity, entityId, field, value, validAt: at, recordedAt: at, source: DEMO_SOURCE, inferred: false };
}

/** As `core/model/change.ts` says: money is minor units as text. */
function toJson(value: unknown): JsonValue {
	if (typeof value === "bigint") return value.toString();
	if (value === null || typeof value === "string" || typeof value === "number") return value;
	throw new TypeError(`a ${typeof value} has no place in a history`);
}
