import type { FiscalCalendar, Grain } from "../../model/period.ts";
import { creationRate } from "./creation-rate.ts";
import { FLOW_VERSION, flowDeals } from "./flow-deals.ts";
import type { FlowGoal, FlowInput, PipelineFlow } from "./flow-types.ts";
import { generationNeeded } from "./generation.ts";
import { repCapacity } from "./rep-capacity.ts";
import { journey, stageProgress } from "./stage-progress.ts";

/** Creation, stage by stage progress, capacity, and what a gap takes, from what was known before now. */
export function pipelineFlow(
	input: FlowInput,
	calendar: FiscalCalendar,
	grain: Grain,
	periods: number,
	goal: FlowGoal | null,
): PipelineFlow {
	return {
		version: FLOW_VERSION,
		asOf: input.now,
		creation: creationRate(input, calendar, grain, periods),
		stages: stageProgress(input),
		journey: journey(input),
		capacity: repCapacity(input),
		generation: goal ? generationNeeded(input, goal) : null,
		withoutHistory: flowDeals(input).filter((d) => !d.line.hasHistory).length,
	};
}
