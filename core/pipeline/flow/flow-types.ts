import type { Estimate } from "../../explain/estimate.ts";
import type { ForecastSpan } from "../../forecast/forecast.ts";
import type { OwnerNode } from "../../forecast/owner-tree.ts";
import type { Instant, PlainDate } from "../../model/instant.ts";
import type { ExchangeRate } from "../../model/money.ts";
import type { Stage } from "../../model/pipeline.ts";
import type { DealTimeline } from "../../model/timeline.ts";

/** What flow is read from. What was recorded at or after `now` is not read. */
export interface FlowInput {
	timelines: DealTimeline[];
	stages: Stage[];
	owners: OwnerNode[];
	/** Only deals of this node and beneath it; absent: all. */
	nodeId?: string;
	now: Instant;
	currency: string;
	rates: ExchangeRate[];
	zone: string;
	/** Days back that rates and stays are taken from; 365 unless said. */
	lookBackDays?: number;
}

/** New deals of one period. */
export interface CreationPeriod {
	name: string;
	start: PlainDate;
	end: PlainDate;
	/** False while it runs: then the count is of part of it. */
	isOver: boolean;
	count: number;
	/** First amounts said, priced at creation. */
	valueMinor: bigint;
	unpriced: number;
	/** Deals a week, with the range of the pace behind the count. */
	perWeek: Estimate;
}

/** Where deals go from one open stage. Chances are of a deal that enters it, over `seenDays`. */
export interface StageProgress {
	stageId: string;
	name: string;
	/** Stays seen, those still going on among them. */
	stays: number;
	ongoing: number;
	/** The longest stay that was seen. */
	seenDays: number;
	/** Went on to a later stage or was won. */
	onward: Estimate;
	lost: Estimate;
	won: Estimate;
	/** To each stage that deals went to from here, likeliest first; `back` where it is an earlier one. */
	next: { stageId: string; name: string; back: boolean; chance: Estimate }[];
	/** Half of the stays are over by then. */
	medianDays: Estimate;
	/** By days in the stage: share gone on, lost, and still here. Steps where something happened, at most 60. */
	curve: { days: number; onward: number; lost: number; here: number }[];
}

/** A gap, and what it takes to close it. */
export interface GenerationNeeded {
	quotaMinor: bigint;
	/** The forecast's number, which holds new business at the usual pace already. */
	forecastMinor: bigint;
	gapMinor: bigint;
	/** Share of newly created value that is won before the span ends, if created evenly from now on. */
	yield: Estimate;
	/** New value to create before the span ends, beyond the usual pace. */
	value: Estimate<bigint>;
	/** The same in deals of usual size. */
	deals: Estimate;
	/** Deals a week now, and what they would have to be. */
	perWeekNow: number;
	perWeekNeeded: number | null;
}

/** One rep's load. */
export interface RepCapacity {
	userId: string;
	name: string;
	open: number;
	openMinor: bigint;
	unpriced: number;
	/** Deals won or lost a month. */
	closedPerMonth: Estimate;
	wonPerMonth: number;
	/** Open deals ÷ closed a month: how long what is open takes at this pace (Little 1961). */
	monthsOfWork: Estimate;
	/** Against all reps together: `over` and `room` only where the range says so. */
	load: "over" | "usual" | "room" | "unknown";
}

/** Where deals stand so long after they were created; shares sum to 1. */
export interface JourneyStep {
	days: number;
	/** By stage id ("" where the stage is not known), `won` and `lost`. */
	shares: Record<string, number>;
}

/** All of flow. */
export interface PipelineFlow {
	version: "flow-1";
	asOf: Instant;
	creation: CreationPeriod[];
	stages: StageProgress[];
	/** Aalen–Johansen over all stages by age, at most 60 steps. */
	journey: JourneyStep[];
	capacity: RepCapacity[];
	generation: GenerationNeeded | null;
	/** Deals whose stages are not known in time: creation and capacity count them, stages do not. */
	withoutHistory: number;
}

/** What generation is needed for. */
export interface FlowGoal {
	span: ForecastSpan;
	quotaMinor: bigint;
	/** The forecast of the node for the span. */
	forecast: Estimate<bigint>;
}
