import type { LeadGrade } from "../model/lead.ts";
import { checkLeadCondition, type LeadModelFault } from "./check-lead-model.ts";
import type { GradeRule } from "./lead-grade.ts";
import type { LeadCondition } from "./lead-model.ts";

/** A rule for grades as it comes: conditions are anything yet. */
export interface GivenGradeRule {
	id: string;
	label: string;
	grade: LeadGrade;
	when: unknown[];
}

/** Rules for grades whose conditions nobody has checked, or everything that is wrong with them. */
export function checkGradeRules(
	given: readonly GivenGradeRule[],
): { rules: GradeRule[] } | { faults: LeadModelFault[] } {
	const faults: LeadModelFault[] = [];
	const rules: GradeRule[] = [];
	const ids = new Set<string>();
	given.forEach((rule, k) => {
		const when: LeadCondition[] = [];
		for (const raw of rule.when) {
			const condition = checkLeadCondition(raw, (code, params = {}) => faults.push({ rule: k, code, params }));
			if (condition) when.push(condition);
		}
		// Without a condition it would hold for every lead.
		if (rule.when.length === 0) faults.push({ rule: k, code: "not_a_rule", params: {} });
		if (ids.has(rule.id)) faults.push({ rule: k, code: "same_id", params: { id: rule.id } });
		ids.add(rule.id);
		rules.push({ id: rule.id, label: rule.label, grade: rule.grade, when });
	});
	return faults.length > 0 ? { faults } : { rules };
}
