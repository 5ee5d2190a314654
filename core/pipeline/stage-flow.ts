import type { Estimate } from "../explain/estimate.ts";
import type { Instant } from "../model/instant.ts";
import { DAY_MS } from "../model/instant.ts";
import { at } from "../model/timeline.ts";
import { PROVISIONAL_BELOW } from "../scoring/deal-model.ts";
import { priorStrength, rateInterval, shrunkRate } from "../stats/shrinkage.ts";
import { emptyEstimate } from "./empty-estimate.ts";
import type { HealthDeal, HealthInput } from "./health.ts";
import { medianEstimate } from "./velocity.ts";

/** One open stage: what is in it, how many go on from it, how long they stay. */
export interface StageFlow {
	stageId: string;
	name: string;
	open: number;
	amountMinor: bigint;
	/** Open deals here: counted, not priced. */
	unpriced: number;
	/** Of stays that are over, the share that went on to a later stage or was won. */
	conversion: Estimate;
	/** Median days of stays that are over. */
	medianDays: Estimate;
}

/**
 * Open stages in the order of their pipelines. Stays come from field history only; a source without it gives `empty`
 * numbers.
 */
export function stageFlows(deals: HealthDeal[], { stages, now }: HealthInput): StageFlow[] {
	const order = [...stages].sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
	const shown = order.filter((s) => s.kind === "open");
	const position = new Map(order.map((s) => [s.id, s.position]));
	const stays = new Map<string, Stays>(shown.map((s) => [s.id, { over: 0, wentOn: 0, days: [] }]));
	const present = new Map(shown.map((s) => [s.id, { open: 0, amountMinor: 0n, unpriced: 0 }]));
	for (const deal of deals) {
		addStays(deal, stays, position, now);
		if (deal.status !== "open") continue;
		const here = present.get(at(deal.line.stages, now) ?? "");
		if (!here) continue;
		here.open++;
		if (deal.amountMinor === null) here.unpriced++;
		else here.amountMinor += deal.amountMinor;
	}
	const all = [...stays.values()].reduce((s, x) => ({ over: s.over + x.over, wentOn: s.wentOn + x.wentOn }), {
		over: 0,
		wentOn: 0,
	});
	const usual = (all.wentOn + 0.5) / (all.over + 1);
	const strength = priorStrength(
		[...stays.values()].map((x) => ({ rate: x.over > 0 ? x.wentOn / x.over : 0, n: x.over, expected: usual })),
	);
	return shown.map((stage) => {
		const stay = stays.get(stage.id) ?? { over: 0, wentOn: 0, days: [] };
		return {
			stageId: stage.id,
			name: stage.name,
			open: 0,
			amountMinor: 0n,
			unpriced: 0,
			...present.get(stage.id),
			conversion: conversionOf(stay, usual, strength, now),
			medianDays:
				stay.days.length > 0
					? medianEstimate(stay.days, "health_stage_days", { stage: stage.name }, now)
					: emptyEstimate("days", "health_no_stays", now),
		};
	});
}

interface Stays {
	over: number;
	wentOn: number;
	days: number[];
}

function addStays(deal: HealthDeal, stays: Map<string, Stays>, position: Map<string, number>, now: Instant): void {
	const { line, status, closedAt, backdated } = deal;
	if (backdated || !line.hasHistory) return;
	const end = closedAt ?? now;
	line.stages.forEach((step, k) => {
		if (step.value === null || step.at >= end) return;
		const stay = stays.get(step.value);
		if (!stay) return;
		const next = line.stages[k + 1];
		const until = next && next.at < end ? next.at : closedAt;
		if (until === null) return;
		stay.over++;
		stay.days.push((until - step.at) / DAY_MS);
		const isLast = !next || next.at >= end;
		const later = (position.get(next?.value ?? "") ?? -1) > (position.get(step.value) ?? 0);
		if (isLast ? status === "won" : later) stay.wentOn++;
	});
}

function conversionOf({ over, wentOn }: Stays, usual: number, strength: number, now: Instant): Estimate {
	if (over === 0) return emptyEstimate("probability", "health_no_stays", now);
	const value = shrunkRate(wentOn / over, over, usual, strength);
	return {
		value,
		unit: "probability",
		interval: rateInterval(value, over + Math.min(strength, over)),
		n: over,
		asOf: now,
		modelVersion: "pipeline-health-1",
		state: over < PROVISIONAL_BELOW ? "provisional" : "ok",
		explanation: {
			base: { code: "health_usual_conversion", params: {}, value: usual },
			parts: [{ code: "health_stage_conversion", params: { over, wentOn }, value: value - usual }],
			total: value,
		},
	};
}
