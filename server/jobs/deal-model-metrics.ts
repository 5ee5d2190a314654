import type { JsonValue } from "../../core/model/change.ts";
import type { TriedCandidate } from "../../core/scoring/choose-deal-model.ts";
import type { LeakFinding } from "../../core/scoring/deal-features/leak-probe.ts";
import type { ModelTest } from "../../core/scoring/model-test.ts";

/** How far the open deals' chances moved when a model took over from the one before; no deal moved for it. */
export interface ModelShift {
	from: string;
	deals: number;
	/** Mean of new − old, and how many moved by five points or more. */
	mean: number;
	moved: number;
}

/** What is kept beside a deal model. Those learnt before tests were kept have none. */
export interface DealModelMetrics {
	champion: string;
	/** On the workspace's clock, when the ways were last tested; null before the first time. */
	testedAt: number | null;
	/** Plainest first; empty where the past was too short for a test. */
	candidates: TriedCandidate[];
	leaks: LeakFinding[];
	/** Columns that were not learnt from, and why. */
	leftOut: { column: string; reason: "decided" | "known_later" }[];
	/** What each column moves the log-odds by on average, strongest first. */
	weights: { column: string; weight: number }[];
	shift: ModelShift | null;
	/** Why it waits instead of being in use. */
	waits: "leak" | "kept" | null;
}

/** The metrics of a stored model; what an older one did not keep is empty. */
export function metricsOf(stored: JsonValue): DealModelMetrics {
	const empty = {
		champion: "table",
		testedAt: null,
		candidates: [],
		leaks: [],
		leftOut: [],
		weights: [],
		shift: null,
		waits: null,
	};
	// Written by learnDealModel and read back as they were.
	return { ...empty, ...(stored as object) } as DealModelMetrics;
}

/** The test of the way that is in use; null where there was none. */
export function testOf({ champion, candidates }: DealModelMetrics): ModelTest | null {
	return candidates.find((one) => one.name === champion)?.test ?? null;
}
