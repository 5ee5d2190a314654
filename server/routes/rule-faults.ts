import { CourtsideError } from "../../core/contract/problem.ts";
import type { LeadModelFault } from "../../core/scoring/check-lead-model.ts";
import { say, type Viewer } from "../views/viewer.ts";

/** invalid_request with every rule that is wrong; `list` is where the rules stand in the body. */
export function ruleFaults(faults: readonly LeadModelFault[], viewer: Viewer, list: string): CourtsideError {
	const errors = faults.map((fault) => ({
		path: fault.rule < 0 ? (list.split(".")[0] ?? list) : `${list}.${fault.rule}`,
		message: say(viewer, `leadModel.fault.${fault.code}`, fault.params),
	}));
	const first = errors[0];
	return new CourtsideError("invalid_request", `${first?.path ?? list}: ${first?.message ?? "not a rule"}`, { errors });
}
