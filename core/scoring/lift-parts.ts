import type { Part } from "../explain/explanation.ts";
import type { Instant } from "../model/instant.ts";
import type { DealTimeline } from "../model/timeline.ts";
import type { DealFeatures, FeatureName, FeatureValue } from "./deal-features/feature-list.ts";
import { type DealLift, explainLift, TABLE_COLUMN } from "./deal-lift.ts";
import { fromLogit, logit } from "./win-curve.ts";

/** Columns that the table has a reason of its own for: one reason is said once. */
const SAID_BY_TABLE: Partial<Record<string, string>> = {
	age: "deal_age",
	stageDays: "deal_stage_time",
	pushes: "deal_pushes",
	amount: "deal_amount",
};

/** The table's word about a deal: its chance, the reasons for it, and how each would be said where it gave none. */
export interface TableWord {
	value: number;
	parts: Part[];
	/** Parameters of the reasons that a table may have, by code. */
	params: Record<string, Record<string, string | number>>;
}

/**
 * A deal's chance with what was learnt on top of the table, and its reasons. Shares of log-odds (exact Shapley values)
 * become shares of the chance by the mean slope between the two chances (Aumann and Shapley 1974 along the straight way),
 * so that they still add up. What the learner makes of the table's own word belongs to the stage.
 */
export function withLift(
	lift: DealLift,
	line: DealTimeline,
	now: Instant,
	table: TableWord,
): { value: number; parts: Part[] } {
	const from = logit(table.value);
	const { features, explained } = explainLift(lift, line, now, from);
	const value = fromLogit(explained.margin);
	const moved = logit(value) - from;
	const slope = Math.abs(moved) > 1e-9 ? (value - table.value) / moved : value * (1 - value);
	// At the ends of the scale the chance is held off 0 and 1, and so are the shares.
	const stretch = Math.abs(explained.margin - from) > 1e-9 ? moved / (explained.margin - from) : 1;
	const parts = table.parts.map((part) => ({ ...part }));
	const add = (code: string, params: Part["params"], odds: number): void => {
		const share = odds * slope * stretch;
		if (share === 0) return;
		const said = parts.find((part) => part.code === code);
		if (said) said.value += share;
		else parts.push({ code, params, value: share });
	};
	const [stage] = parts;
	let rest = explained.base - from;
	for (const { feature, contribution } of explained.parts) {
		if (feature === TABLE_COLUMN) rest += contribution;
		else {
			const code = SAID_BY_TABLE[feature] ?? `deal_sign_${feature}`;
			add(code, table.params[code] ?? signParams(feature as FeatureName, features), contribution);
		}
	}
	if (stage) stage.value += rest * slope * stretch;
	const sum = parts.reduce((s, part) => s + part.value, 0) - table.parts.reduce((s, part) => s + part.value, 0);
	// Where log-odds met the ends of the scale a crumb is left; it belongs to the stage too.
	if (stage) stage.value += value - table.value - sum;
	return { value, parts };
}

/** How a sign is told: days, counts and percent as they are, records as shares, names as names; `known` no where nothing is on record. */
function signParams(name: FeatureName, features: DealFeatures): Record<string, string | number> {
	const value: FeatureValue = features[name];
	if (value === null) return { known: "no", n: 0, name: "", winRate: 0 };
	if (typeof value === "string") return { known: "yes", n: 0, name: value, winRate: 0 };
	const n =
		COUNTS.has(name) || name === "amountChange" ? Math.expm1(value) * (name === "amountChange" ? 100 : 1) : value;
	return { known: "yes", n: name === "velocity" ? Math.round(n * 10) / 10 : Math.round(n), name: "", winRate: value };
}

/** Kept as ln(1 + n). */
const COUNTS: ReadonlySet<FeatureName> = new Set([
	"stepsBack",
	"touches",
	"replies",
	"meetings",
	"people",
	"competitors",
	"buyingSigns",
	"openObjections",
	"employees",
]);
