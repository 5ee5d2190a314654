import type { FiscalCalendar, Grain } from "../../model/period.ts";
import type { FlowGoal, FlowInput, PipelineFlow } from "./flow-types.ts";

/** Being written. */
export function pipelineFlow(
	_input: FlowInput,
	_calendar: FiscalCalendar,
	_grain: Grain,
	_periods: number,
	_goal: FlowGoal | null,
): PipelineFlow {
	throw new Error("being written");
}
