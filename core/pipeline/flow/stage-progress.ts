import type { Estimate } from "../../explain/estimate.ts";
import type { Instant } from "../../model/instant.ts";
import { DAY_MS } from "../../model/instant.ts";
import type { Stage } from "../../model/pipeline.ts";
import { rateInterval } from "../../stats/shrinkage.ts";
import { aalenJohansen, type Spell } from "./aalen-johansen.ts";
import { stageSpells } from "./deal-spells.ts";
import { flowDeals, LOOK_BACK_DAYS } from "./flow-deals.ts";
import { flowEstimate, noFlow } from "./flow-estimate.ts";
import type { FlowInput, JourneyStep, StageProgress } from "./flow-types.ts";
import { type Incidence, incidenceOf, type Stay } from "./incidence.ts";

/** Steps of a curve that is shown. */
const MOST_STEPS = 60;

/**
 * Where deals go from each open stage and how long it takes, in the order of their pipelines: going on, being lost and
 * being won compete, stays that still go on count for as long as they were seen, stays that began before the look-back from
 * where it begins (Aalen–Johansen, Kaplan–Meier for the time). Stages that nobody was seen in have `empty` numbers.
 */
export function stageProgress(input: FlowInput): StageProgress[] {
	const { stages, now, lookBackDays = LOOK_BACK_DAYS } = input;
	const order = [...stages].sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
	const from = now - lookBackDays * DAY_MS;
	const stays = new Map<string, Stay[]>();
	for (const deal of flowDeals(input)) {
		for (const spell of stageSpells(deal, now)) {
			if (spell.endedAt < from) continue;
			const length = spell.to - spell.from;
			const unseen = Math.max(0, length - (spell.endedAt - from) / DAY_MS);
			const list = stays.get(spell.state) ?? [];
			list.push({ from: unseen, days: length, outcome: spell.next });
			stays.set(spell.state, list);
		}
	}
	return order.filter((s) => s.kind === "open").map((s) => progressOf(s, stays.get(s.id) ?? [], order, now));
}

/** Where deals stand by age (Aalen–Johansen over all stages), at most 60 steps; empty without a history of stages. */
export function journey(input: FlowInput): JourneyStep[] {
	const spells: Spell[] = flowDeals(input).flatMap((deal) => {
		const own = stageSpells(deal, input.now);
		const first = own[0];
		// All deals begin in one state and leave it before their first day, on which some end already.
		return first ? [{ state: BORN, from: -2, to: -1, next: first.state }, ...own] : [];
	});
	const { days, shares } = aalenJohansen(spells, BORN);
	return thinned(days.length).map((k) => ({
		days: Math.max(0, days[k] ?? 0),
		shares: Object.fromEntries([...shares].filter(([s]) => s !== BORN).map(([s, list]) => [s, list[k] ?? 0])),
	}));
}

const BORN = "(born)";

function progressOf(stage: Stage, stays: Stay[], order: Stage[], now: Instant): StageProgress {
	const seen = incidenceOf(stays);
	const position = new Map(order.map((s) => [s.id, s]));
	const isBack = (id: string): boolean => (position.get(id)?.position ?? -1) <= stage.position;
	const outcomes = [...seen.byOutcome.keys()];
	const onward = outcomes.filter((o) => o === "won" || (o !== "lost" && !isBack(o)));
	const steps = thinned(seen.days.length);
	return {
		stageId: stage.id,
		name: stage.name,
		stays: seen.stays,
		ongoing: seen.ongoing,
		seenDays: seen.longest,
		onward: chanceOf(seen, stays, onward, "flow_onward", now),
		lost: chanceOf(seen, stays, ["lost"], "flow_lost", now),
		won: chanceOf(seen, stays, ["won"], "flow_won", now),
		next: outcomes
			.filter((o) => o !== "won" && o !== "lost")
			.map((id) => ({
				stageId: id,
				name: position.get(id)?.name ?? id,
				back: isBack(id),
				chance: chanceOf(seen, stays, [id], "flow_next", now),
			}))
			.sort((a, b) => (b.chance.value ?? 0) - (a.chance.value ?? 0)),
		medianDays: medianStay(seen, stage.name, now),
		curve: steps.map((k) => ({
			days: seen.days[k] ?? 0,
			onward: onward.reduce((s, o) => s + (seen.byOutcome.get(o)?.[k] ?? 0), 0),
			lost: seen.byOutcome.get("lost")?.[k] ?? 0,
			here: seen.here[k] ?? 0,
		})),
	};
}

/** Chance of one of some outcomes. Base: the plain share of stays that are over; part: what those still going on change. */
function chanceOf(seen: Incidence, stays: Stay[], outcomes: string[], code: string, now: Instant): Estimate {
	const { stays: n, ongoing } = seen;
	const over = stays.filter((s) => s.outcome !== null);
	if (over.length === 0) return noFlow("probability", "flow_no_stays", now);
	const { value: share, variance: spread } = seen.finally(outcomes);
	const value = Math.min(1, share);
	const worth = spread > 1e-12 ? (value * (1 - value)) / spread : over.length;
	const count = over.filter((s) => s.outcome !== null && outcomes.includes(s.outcome)).length;
	const plain = count / over.length;
	const parts =
		ongoing > 0 || value !== plain ? [{ code: "flow_ongoing", params: { ongoing }, value: value - plain }] : [];
	return flowEstimate(
		"probability",
		value,
		rateInterval(value, Math.min(n, worth)),
		over.length,
		now,
		{ code, params: { count, over: over.length }, value: plain },
		parts,
	);
}

/** Where the share still here falls to a half; its range where that share's own range does (Brookmeyer and Crowley 1982). */
function medianStay({ days, here, stays, ongoing }: Incidence, stage: string, now: Instant): Estimate {
	const over = stays - ongoing;
	const crossing = (test: (share: number) => boolean): number | null => days.find((_, k) => test(here[k] ?? 0)) ?? null;
	const median = crossing((h) => h <= 0.5 + 1e-12);
	if (median === null) return noFlow("days", over === 0 ? "flow_no_stays" : "flow_not_half", now);
	const low = crossing((h) => rateInterval(h, stays).low <= 0.5) ?? median;
	const high = crossing((h) => rateInterval(h, stays).high <= 0.5);
	const interval = high === null ? null : { low: Math.min(low, median), high: Math.max(high, median), level: 0.8 };
	const base = { code: "flow_median_stay", params: { stage, stays, ongoing }, value: median };
	return flowEstimate("days", median, interval, over, now, base);
}

/** Places of at most MOST_STEPS of so many steps, the last among them. */
function thinned(count: number): number[] {
	const step = Math.max(1, Math.ceil(count / MOST_STEPS));
	const places = Array.from({ length: Math.floor(count / step) }, (_, k) => (k + 1) * step - 1);
	if (count > 0 && places.at(-1) !== count - 1) places.push(count - 1);
	return places.slice(-MOST_STEPS);
}
