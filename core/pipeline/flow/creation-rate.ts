import type { FiscalCalendar, Grain } from "../../model/period.ts";
import type { CreationPeriod, FlowInput } from "./flow-types.ts";

/** Being written. */
export function creationRate(
	_input: FlowInput,
	_calendar: FiscalCalendar,
	_grain: Grain,
	_periods: number,
): CreationPeriod[] {
	throw new Error("being written");
}
