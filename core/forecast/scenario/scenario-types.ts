import type { Estimate } from "../../explain/estimate.ts";
import type { Instant, PlainDate } from "../../model/instant.ts";
import type { OwnerNode } from "../owner-tree.ts";

/** One thing that is taken to be otherwise. Factors: 1 changes nothing; they must be 0 or more. */
export type ScenarioChange =
	/** Won inside the span, or lost. */
	| { kind: "deal_won"; dealId: string }
	| { kind: "deal_lost"; dealId: string }
	/** Decided by this day: out of the span it brings nothing, from outside into it its chance to be won at all. */
	| { kind: "deal_moved"; dealId: string; closeDate: PlainDate }
	/** In the deal's own currency. */
	| { kind: "deal_amount"; dealId: string; amountMinor: bigint }
	/** One more open deal; its chance is that of a new deal in the stage. */
	| {
			kind: "deal_added";
			dealId: string;
			ownerId: string | null;
			stageId: string | null;
			amountMinor: bigint;
			currency: string;
	  }
	/** Chances to win × `times`, of the node (absent: company) and all beneath it. */
	| { kind: "win_rate"; times: number; nodeId?: string }
	/** Deals take `times` as long. */
	| { kind: "cycle"; times: number; nodeId?: string }
	/** New deals come `times` as often. */
	| { kind: "creation"; times: number; nodeId?: string }
	/** Demand × `index`: on open deals' chances and on business not yet created, once each. */
	| { kind: "market"; index: number; nodeId?: string }
	/** `count` new reps of the node, who create nothing on the day they start and as much as others after `rampMonths`. */
	| { kind: "hire"; nodeId: string; count: number; startsOn: PlainDate; rampMonths: number }
	/** Creates nothing from that day; open deals go to `dealsTo` and keep `keep` (0–1, 1 unless said) of their chances. */
	| { kind: "leave"; userId: string; on: PlainDate; dealsTo: string | null; keep?: number }
	/** All open deals (or those named) and `share` (0–1) of business not yet created go from one rep to another. */
	| { kind: "territory"; fromUserId: string; toUserId: string; share: number; dealIds?: string[] }
	/** The node is to bring this much, in the reporting currency. */
	| { kind: "quota"; nodeId: string; amountMinor: bigint };

/** A named set of changes, applied one after another. */
export interface Scenario {
	id: string;
	/** `custom` ones are named by people, the others by words. */
	kind: "realistic" | "optimistic" | "pessimistic" | "custom";
	name: string;
	changes: ScenarioChange[];
}

/** A change that could not be applied, by its place in `changes`; the others were. */
export interface ScenarioProblem {
	change: number;
	code:
		| "scenario_deal_unknown"
		| "scenario_deal_closed"
		| "scenario_deal_unpriced"
		| "scenario_node_unknown"
		| "scenario_not_a_rep"
		| "scenario_bad_number"
		| "scenario_bad_date";
	params: Record<string, string | number>;
}

/** One node under a scenario. */
export interface ScenarioNode {
	nodeId: string;
	parentId: string | null;
	kind: OwnerNode["kind"];
	name: string;
	/** As forecast, without the scenario. */
	baseline: Estimate<bigint>;
	/**
	 * Base: the forecast; a part for each change, `scenario_<kind>`, params `change` = its place. An unchanged scenario
	 * gives the forecast itself, range and all.
	 */
	estimate: Estimate<bigint>;
	differenceMinor: bigint;
	baselineQuotaMinor: bigint | null;
	quotaMinor: bigint | null;
	/** Quota less number; null without a quota. */
	gapMinor: bigint | null;
	/** Share of simulated futures that reach the quota; null without one. */
	baselineQuotaChance: number | null;
	quotaChance: number | null;
}

/** A scenario computed, for every node, company first; hires (`hire <place>`) are nodes of their own, at the end. */
export interface ScenarioResult {
	version: "scenario-1";
	scenario: Scenario;
	asOf: Instant;
	currency: string;
	nodes: ScenarioNode[];
	problems: ScenarioProblem[];
}

/** Something to do or to fear, worded by `finding.<code>`. `valueMinor` is what hangs on it. */
export interface ScenarioFinding {
	kind: "recommendation" | "risk";
	code: string;
	params: Record<string, string | number>;
	valueMinor: bigint | null;
	about: { entity: string; id: string } | null;
}

/** One scenario beside others, for one node. */
export interface ScenarioColumn {
	scenario: Scenario;
	estimate: Estimate<bigint>;
	differenceMinor: bigint;
	quotaMinor: bigint | null;
	gapMinor: bigint | null;
	quotaChance: number | null;
	/** What drives the difference, largest first; adds up to it. */
	drivers: { change: number | null; code: string; params: Record<string, string | number>; valueMinor: bigint }[];
	problems: ScenarioProblem[];
}

/** Scenarios side by side, and what follows. Most money first in both lists. */
export interface ScenarioReport {
	nodeId: string;
	currency: string;
	asOf: Instant;
	baseline: Estimate<bigint>;
	columns: ScenarioColumn[];
	recommendations: ScenarioFinding[];
	risks: ScenarioFinding[];
}
