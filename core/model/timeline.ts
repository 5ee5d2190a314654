import type { FieldChange, JsonValue } from "./change.ts";
import type { DealStatus } from "./deal.ts";
import type { DealAround } from "./deal-around.ts";
import type { Instant, PlainDate } from "./instant.ts";

/** A value and the moment from which it was known. */
export interface Step<T> {
	at: Instant;
	value: T;
}

/**
 * A deal's life as engines read it: every list is in order of time, begins at creation and holds only what had been
 * recorded by then, so that cutting it at an origin gives exactly what was known at that origin.
 */
export interface DealTimeline {
	dealId: string;
	createdAt: Instant;
	/** Stage ids. Null where the source keeps no stage history and the deal was open in a stage we cannot know. */
	stages: Step<string | null>[];
	status: Step<DealStatus>[];
	/** Minor units of `currency`; null when not said. */
	amounts: Step<bigint | null>[];
	currency: string | null;
	closeDates: Step<PlainDate | null>[];
	owners: Step<string | null>[];
	/** True when stages come from field history, false when only creation and closing are known. */
	hasHistory: boolean;
	/** What surrounded it; left out where nobody looked. */
	around?: DealAround;
}

/** The value that held just before `origin`; undefined when the list begins later. */
export function at<T>(steps: Step<T>[], origin: Instant): T | undefined {
	let found: T | undefined;
	for (const step of steps) {
		if (step.at >= origin) break;
		found = step.value;
	}
	return found;
}

/** The moment at which the value that holds just before `origin` began. */
export function since<T>(steps: Step<T>[], origin: Instant): Instant | undefined {
	let found: Instant | undefined;
	for (const step of steps) {
		if (step.at >= origin) break;
		found = step.at;
	}
	return found;
}

/**
 * Timelines from field changes of deals, one for each deal that has a snapshot. Changes may come in any order;
 * what the snapshot holds counts from its `validAt`, so that a history fetched later still begins at creation.
 */
export function buildDealTimelines(changes: FieldChange[]): DealTimeline[] {
	const byDeal = new Map<string, FieldChange[]>();
	for (const change of changes) {
		if (change.entity !== "deal") continue;
		const list = byDeal.get(change.entityId);
		if (list) list.push(change);
		else byDeal.set(change.entityId, [change]);
	}
	const timelines: DealTimeline[] = [];
	for (const [dealId, list] of byDeal) {
		const timeline = buildOne(dealId, list);
		if (timeline) timelines.push(timeline);
	}
	return timelines;
}

function buildOne(dealId: string, changes: FieldChange[]): DealTimeline | null {
	changes.sort((a, b) => a.recordedAt - b.recordedAt || (a.field === "*" ? -1 : b.field === "*" ? 1 : 0));
	const first = changes.find((c) => c.field === "*");
	if (!first || typeof first.value !== "object" || first.value === null || Array.isArray(first.value)) return null;
	const line: DealTimeline = {
		dealId,
		createdAt: first.recordedAt,
		stages: [],
		status: [],
		amounts: [],
		currency: typeof first.value["currency"] === "string" ? first.value["currency"] : null,
		closeDates: [],
		owners: [],
		hasHistory: !first.inferred,
	};
	for (const [field, value] of Object.entries(first.value)) apply(line, field, value, first.recordedAt);
	for (const change of changes) {
		if (change !== first) apply(line, change.field, change.value, change.recordedAt);
	}
	return line;
}

function apply(line: DealTimeline, field: string, value: JsonValue, when: Instant): void {
	const text = typeof value === "string" ? value : null;
	if (field === "stageId") push(line.stages, when, text);
	else if (field === "closeDate") push(line.closeDates, when, text);
	else if (field === "ownerId") push(line.owners, when, text);
	else if (field === "currency") line.currency = text;
	else if (field === "amountMinor") push(line.amounts, when, text === null ? null : BigInt(text));
	else if (field === "status" && (text === "open" || text === "won" || text === "lost")) push(line.status, when, text);
}

function push<T>(steps: Step<T>[], when: Instant, value: T): void {
	const last = steps.at(-1);
	if (last && last.value === value) return;
	if (last && last.at === when) last.value = value;
	else steps.push({ at: when, value });
}
