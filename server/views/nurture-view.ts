import type { NurtureSequenceJson, NurtureTaskJson } from "../../core/contract/nurture.ts";
import { LEAST_OF_ARM, nurtureEffect } from "../../core/scoring/nurture/nurture-effect.ts";
import type { NurtureCounts, StoredNurture } from "../db/nurture.ts";
import type { NurtureTaskRow } from "../db/nurture-tasks.ts";

/** A sequence with its counts and effect as it crosses the wire. */
export function nurtureJson(stored: StoredNurture, counted: NurtureCounts | undefined): NurtureSequenceJson {
	const { treatedArm, heldOutArm, ...counts } = counted ?? NONE;
	return {
		...stored.rules,
		when: stored.rules.when.map((condition) => ({ ...condition })),
		id: stored.id,
		name: stored.name,
		state: stored.state,
		version: stored.version,
		updatedAt: new Date(stored.updatedAt).toISOString(),
		counts,
		effect: { ...nurtureEffect(treatedArm, heldOutArm), least: LEAST_OF_ARM },
	};
}

const EMPTY = { n: 0, converted: 0 };
const NONE: NurtureCounts = {
	active: 0,
	finished: 0,
	left: 0,
	heldOut: 0,
	openTasks: 0,
	treatedArm: EMPTY,
	heldOutArm: EMPTY,
};

/** A task as it crosses the wire. */
export function nurtureTaskJson(row: NurtureTaskRow): NurtureTaskJson {
	return { ...row, madeAt: new Date(row.madeAt).toISOString() };
}
