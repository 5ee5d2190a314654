import type { Instant, PlainDate } from "../../model/instant.ts";

/**
 * Forecast categories, each holding the ones before it: closed ≤ commit ≤ best case ≤ pipeline. Minor units of the
 * call's currency.
 */
export interface CallAmounts {
	closedMinor: bigint;
	commitMinor: bigint;
	bestCaseMinor: bigint;
	pipelineMinor: bigint;
}

/** What the model said when a person said something else. */
export interface ModelThen {
	valueMinor: bigint;
	lowMinor: bigint | null;
	highMinor: bigint | null;
	modelVersion: string;
	asOf: Instant;
}

/**
 * What a rep or manager says of a node's period. The period's days are copied in, so that a later edit of periods or
 * targets changes nothing about it.
 */
export interface ForecastCall {
	id: string;
	authorId: string;
	/** The author's own node, or the team they lead. */
	nodeId: string;
	period: { name: string; start: PlainDate; end: PlainDate };
	currency: string;
	amounts: CallAmounts;
	note: string | null;
	submittedAt: Instant;
	/** The due day it was handed in for. */
	dueOn: PlainDate;
	model: ModelThen;
}

/** When calls are due: each week on `weekday` (1 = Monday … 7) until `dueMinute` of that day in the zone. */
export interface CallCycle {
	weekday: number;
	/** 1–1440; 1440 is midnight, and so it is without one. */
	dueMinute?: number;
	/** Reminders go out so many days before the due day, 0–6. */
	remindDaysBefore: number;
	zone: string;
}

/** The round in which a moment falls: opens as the one before closes, closes at its due time. */
export interface CallRound {
	opensAt: Instant;
	remindAt: Instant;
	dueOn: PlainDate;
	closesAt: Instant;
}

/** Whose call is in and whose is missing. */
export interface CallStanding {
	authorId: string;
	nodeId: string;
	/** `waiting`: before the reminder; `remind`: due soon; `missing`: the last round ended without it. */
	state: "in" | "waiting" | "remind" | "missing";
	/** The latest of this round; null when there is none. */
	call: ForecastCall | null;
	/** What to begin with: the latest of an earlier round of the same period. */
	previous: ForecastCall | null;
}

/** Said instead of the model's number, beside it. */
export interface ForecastOverride {
	id: string;
	target: { kind: "node"; nodeId: string } | { kind: "deal"; dealId: string; nodeId: string; stageId: string | null };
	/** Period's name. */
	period: string;
	/** What the node will book; for a deal: what it will bring inside the period. */
	valueMinor: bigint;
	by: string;
	at: Instant;
	reason: string;
	/** Whether the adjusted number uses it. */
	isUsed: boolean;
	model: ModelThen;
	/** Set when it was taken back. */
	withdrawnAt: Instant | null;
}

/** What is wrong with a call's amounts; worded by `reason.<code>`. */
export interface CallProblem {
	code: "call_negative" | "call_order";
	params: Record<string, string>;
}
