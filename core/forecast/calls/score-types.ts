import type { Estimate } from "../../explain/estimate.ts";
import type { Instant } from "../../model/instant.ts";

/** A past call (or override) beside the model then and what came. */
export interface CallOutcome {
	/** Who said it. */
	personId: string;
	nodeId: string;
	period: string;
	submittedAt: Instant;
	/** Days from then to the period's end. */
	horizonDays: number;
	calledMinor: bigint;
	modelMinor: bigint;
	actualMinor: bigint;
}

/** Who may see a person's score until the person says otherwise. */
export interface ScoreSight {
	isPrivate: true;
	personId: string;
	managerId: string | null;
}

/** How one person's calls turned out. Calls of one period count as one: they err together. */
export interface CallScore {
	personId: string;
	calls: number;
	periods: number;
	/** Error as a share of what came, above 0 too high; pulled towards everybody's by how little is known. */
	bias: Estimate;
	/** Said only where the whole range lies on one side. */
	leaning: "low" | "high" | "even" | "unknown";
	/** Σ|error| ÷ Σactual of the person, and of the model at the same moments. */
	wape: Estimate;
	modelWape: Estimate;
	/** Share of periods in which the person was nearer than the model; ties count half. */
	nearer: Estimate;
	sight: ScoreSight;
}

/** One period: who was right. */
export interface CallVerdict {
	personId: string;
	nodeId: string;
	period: string;
	submittedAt: Instant;
	calledMinor: bigint;
	modelMinor: bigint;
	actualMinor: bigint;
	callErrorMinor: bigint;
	modelErrorMinor: bigint;
	right: "person" | "model" | "both";
}

/** All people scored. */
export interface CallScores {
	version: "calls-1";
	asOf: Instant;
	people: CallScore[];
	/** Everybody's bias, to which each is pulled. */
	everybody: Estimate;
	/** Latest call of each period, newest first. */
	verdicts: CallVerdict[];
}
