import type { Instant } from "../model/instant.ts";
import type { LeadGrade } from "../model/lead.ts";
import type { LeadWithTouches } from "./lead-evidence.ts";
import type { LeadCondition } from "./lead-model.ts";
import { leadMeets } from "./lead-points.ts";

/** A rule of the workspace's own: a lead for which every condition holds has this grade, whatever its chance. */
export interface GradeRule {
	id: string;
	label: string;
	grade: LeadGrade;
	when: LeadCondition[];
}

/**
 * How leads are graded. By `chance`: hot from the chance `hotFrom` on, warm from `warmFrom` (0–1; null: twice and
 * three quarters of the share of all leads that become deals). By `capacity`: the best `hotLeads` are hot, the next `warmLeads` warm.
 * A grade once given holds until the lead falls short of it by `margin`, a share of the threshold.
 */
export interface GradeSettings {
	version: string;
	by: "chance" | "capacity";
	hotFrom: number | null;
	warmFrom: number | null;
	hotLeads: number;
	warmLeads: number;
	margin: number;
	rules: GradeRule[];
}

/** Where every workspace starts. */
export const DEFAULT_GRADE_SETTINGS: GradeSettings = {
	version: "lead-grades-1",
	by: "chance",
	hotFrom: null,
	warmFrom: null,
	hotLeads: 50,
	warmLeads: 150,
	margin: 0.1,
	rules: [],
};

/** What a grade is found from. `rank` counts from 1, the best lead; `before` is the grade the lead has had. */
export interface GradeGround {
	chance: number | null;
	/** Share of all past leads that became deals. */
	ofAll: number | null;
	rank: number | null;
	before: LeadGrade | null;
}

/** A grade and what it rests on; null while nothing tells. */
export interface FoundGrade {
	grade: LeadGrade | null;
	by: "rule" | "chance" | "capacity" | "nothing";
	/** Id of the rule that decided. */
	rule: string | null;
}

/** The grade of a lead as of `now`: the first rule that holds, else its chance or its place in the queue. */
export function gradeLead(
	settings: GradeSettings,
	{ lead, touches }: LeadWithTouches,
	ground: GradeGround,
	now: Instant,
): FoundGrade {
	const rule = settings.rules.find((r) => r.when.every((when) => leadMeets(when, lead, touches, now)));
	if (rule) return { grade: rule.grade, by: "rule", rule: rule.id };
	if (settings.by === "capacity") {
		if (ground.rank === null) return NOTHING;
		const { hotLeads, warmLeads } = settings;
		// Fewer is better here: a place is turned round so that both ways read alike.
		const bounds = { hot: -hotLeads, warm: -(hotLeads + warmLeads) };
		return { grade: withMargin(-ground.rank, bounds, settings.margin, ground.before), by: "capacity", rule: null };
	}
	const bounds = gradeBounds(settings, ground.ofAll);
	if (ground.chance === null || !bounds) return NOTHING;
	return { grade: withMargin(ground.chance, bounds, settings.margin, ground.before), by: "chance", rule: null };
}

const NOTHING: FoundGrade = { grade: null, by: "nothing", rule: null };

/** The chances from which a lead is hot and warm; null where none were set and no past tells the usual ones. */
export function gradeBounds(
	{ hotFrom, warmFrom }: Pick<GradeSettings, "hotFrom" | "warmFrom">,
	ofAll: number | null,
): { hot: number; warm: number } | null {
	const hot = hotFrom ?? (ofAll === null ? null : Math.min(0.95, 2 * ofAll));
	const warm = warmFrom ?? (ofAll === null ? null : 0.75 * ofAll);
	return hot === null || warm === null ? null : { hot, warm: Math.min(hot, warm) };
}

/** Schmitt trigger: up at the bound, down only below it by the margin. */
function withMargin(
	value: number,
	bounds: { hot: number; warm: number },
	margin: number,
	before: LeadGrade | null,
): LeadGrade {
	const kept = (bound: number, holds: boolean) => (holds ? bound - margin * Math.abs(bound) : bound);
	if (value >= kept(bounds.hot, before === "hot")) return "hot";
	return value >= kept(bounds.warm, before === "hot" || before === "warm") ? "warm" : "cold";
}
