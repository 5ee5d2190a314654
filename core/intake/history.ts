import type { Entity, FieldChange, JsonValue } from "../model/change.ts";
import type { DealStatus } from "../model/deal.ts";
import type { Instant, PlainDate } from "../model/instant.ts";

/** A deal as it is stored, ids resolved; what its history is told from. */
export interface StoredDeal {
	id: string;
	name: string;
	accountId: string | null;
	ownerId: string | null;
	pipelineId: string;
	stageId: string;
	status: DealStatus;
	amountMinor: string | null;
	currency: string | null;
	closeDate: PlainDate | null;
	createdAt: Instant;
	closedAt: Instant | null;
	source: string | null;
	nextStep: string | null;
	forecastCategory: string | null;
}

/** How much of the past the files know. */
export interface HistoryKnowledge {
	source: string;
	/** The first moment the files do not speak of. */
	asOf: Instant;
	/** A stage history comes beside the deals: then stages and closings are not inferred here. */
	hasStageHistory: boolean;
	/** The amount known when the deal was made: its present one, a product's list price, or none (learnt at closing). */
	amountAtCreation: string | null;
}

/**
 * The history of a new deal whose source keeps none: open in a stage nobody knows from its creation, in its last state
 * from its closing (when open: from just before `asOf`). The close date of a closed deal, and an amount known only at
 * closing, are learnt then and not before, so that no engine sees the future in the past.
 * A closed deal without any closing moment has its state from the start: it never was open as far as we know.
 */
export function newDealHistory(deal: StoredDeal, known: HistoryKnowledge): FieldChange[] {
	const timeless = deal.status !== "open" && deal.closedAt === null;
	const changes = [dealSnapshot(deal, known, timeless)];
	if (timeless) return changes;
	const later = knownLater(deal, known);
	if (!known.hasStageHistory) changes.push(...lastState(deal, known));
	if (deal.amountMinor !== known.amountAtCreation) changes.push(later("amountMinor", deal.amountMinor));
	if (deal.closeDate !== null) changes.push(later("closeDate", deal.closeDate));
	if (deal.nextStep !== null) changes.push(later("nextStep", deal.nextStep));
	if (deal.forecastCategory !== null) changes.push(later("forecastCategory", deal.forecastCategory));
	return changes;
}

/** Stage and status as they stand at the end of what the files know, inferred. */
export function lastState(deal: StoredDeal, known: Pick<HistoryKnowledge, "asOf" | "source">): FieldChange[] {
	const later = knownLater(deal, known);
	const changes = [later("stageId", deal.stageId)];
	if (deal.status !== "open") changes.push(later("status", deal.status));
	return changes;
}

function knownLater(
	deal: StoredDeal,
	known: Pick<HistoryKnowledge, "asOf" | "source">,
): (field: string, value: JsonValue) => FieldChange {
	const at = Math.max(deal.createdAt, deal.status === "open" ? known.asOf - 1 : (deal.closedAt ?? deal.createdAt));
	return (field, value) => ({
		entity: "deal",
		entityId: deal.id,
		field,
		value,
		validAt: deal.closedAt ?? at,
		recordedAt: at,
		source: known.source,
		inferred: true,
	});
}

function dealSnapshot(deal: StoredDeal, known: HistoryKnowledge, timeless: boolean): FieldChange {
	return {
		entity: "deal",
		entityId: deal.id,
		field: "*",
		value: {
			name: deal.name,
			accountId: deal.accountId,
			ownerId: deal.ownerId,
			pipelineId: deal.pipelineId,
			stageId: timeless ? deal.stageId : null,
			status: timeless ? deal.status : "open",
			amountMinor: timeless ? deal.amountMinor : known.amountAtCreation,
			currency: deal.currency,
			closeDate: timeless ? deal.closeDate : null,
			source: deal.source,
			nextStep: timeless ? deal.nextStep : null,
		},
		validAt: deal.createdAt,
		recordedAt: deal.createdAt,
		source: known.source,
		inferred: !known.hasStageHistory,
	};
}

/** The one change a record other than a deal begins with. */
export function snapshot(
	entity: Entity,
	entityId: string,
	fields: Record<string, JsonValue>,
	at: Instant,
	source: string,
): FieldChange {
	return { entity, entityId, field: "*", value: fields, validAt: at, recordedAt: at, source, inferred: true };
}

/** Changes from a record's stored fields to what a file now says; fields the file does not speak of stay. */
export function fieldDifferences(
	stored: Record<string, JsonValue>,
	said: Record<string, JsonValue>,
): { field: string; before: JsonValue; after: JsonValue }[] {
	const differences: { field: string; before: JsonValue; after: JsonValue }[] = [];
	for (const [field, after] of Object.entries(said)) {
		const before = stored[field] ?? null;
		if (!sameValue(before, after)) differences.push({ field, before, after });
	}
	return differences;
}

function sameValue(a: JsonValue, b: JsonValue): boolean {
	if (a === b) return true;
	if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
	const [left, right] = [Object.entries(a), Object.entries(b)];
	return (
		left.length === right.length &&
		left.every(([key, value]) => sameValue(value, (b as Record<string, JsonValue>)[key] ?? null))
	);
}
