import type { Instant } from "../../model/instant.ts";
import { DAY_MS } from "../../model/instant.ts";
import type { Spell } from "./aalen-johansen.ts";
import type { FlowDeal } from "./flow-deals.ts";

/** One stay of a deal in a stage; days are of the deal's age. */
export interface StageSpell extends Spell {
	/** When it ended, or now. */
	endedAt: Instant;
}

/**
 * The stays of a deal in its stages from creation until it closed or now came: each goes on to the next stage, `won` or
 * `lost`, or still goes on. Stages that the source does not say are "". Stages that were left at once are passed over.
 * None for deals without a history of stages, and for backdated ones.
 */
export function stageSpells({ line, life }: FlowDeal, now: Instant): StageSpell[] {
	if (!line.hasHistory || life.backdated) return [];
	const end = life.closedAt ?? now;
	const steps = line.stages.filter((s) => s.at < end);
	if (steps.length === 0 || (steps[0]?.at ?? 0) > line.createdAt) steps.unshift({ at: line.createdAt, value: null });
	const spells: StageSpell[] = [];
	const age = (moment: Instant): number => Math.max(0, (moment - line.createdAt) / DAY_MS);
	steps.forEach((step, k) => {
		const next = steps[k + 1];
		const until = next?.at ?? end;
		if (next && until <= step.at) return;
		const into = next ? (next.value ?? "") : life.closedAt === null ? null : life.status;
		spells.push({ state: step.value ?? "", from: age(step.at), to: age(until), next: into, endedAt: until });
	});
	return spells;
}
