import type { Instant } from "../model/instant.ts";
import { DAY_MS } from "../model/instant.ts";
import type { DealTimeline } from "../model/timeline.ts";
import type { DealLife } from "./deal-life.ts";
import { DAY_EDGES } from "./win-curve.ts";

/** A look at a deal while it was open, with only what was known then. */
export interface DealLook {
	at: Instant;
	ageBand: number;
	/** Days this look stands for, so that a deal counts in an age by the time it spent there. */
	weight: number;
	/** Undefined before the first stage; null when the source does not say. */
	stage: string | null | undefined;
	stageSince: Instant;
	pushes: number;
	amount: bigint | null;
}

/**
 * Ages at which deals are looked at: four times in each band of DAY_EDGES, then each quarter of a year until the tenth.
 */
const AGES = agesToLook();

/**
 * Looks at one deal from creation until it closed or `origin` came. The same object is handed out again and again: copy
 * what is to be kept. Times when the deal was closed and later reopened are passed over.
 */
export function forEachLook(
	line: DealTimeline,
	life: DealLife,
	origin: Instant,
	visit: (look: DealLook) => void,
): void {
	const end = Math.min(life.closedAt ?? origin, origin);
	const look: DealLook = {
		at: 0,
		ageBand: 0,
		weight: 0,
		stage: undefined,
		stageSince: line.createdAt,
		pushes: 0,
		amount: null,
	};
	let stage = 0;
	let status = 0;
	let date = 0;
	let amount = 0;
	let isOpen = true;
	let expected: string | null = null;
	for (const age of AGES) {
		const now = line.createdAt + age.days * DAY_MS;
		if (now >= end) break;
		for (let s = line.status[status]; s && s.at < now; s = line.status[++status]) isOpen = s.value === "open";
		for (let s = line.stages[stage]; s && s.at < now; s = line.stages[++stage]) {
			look.stage = s.value;
			look.stageSince = s.at;
		}
		for (let s = line.closeDates[date]; s && s.at < now; s = line.closeDates[++date]) {
			if (s.value !== null && expected !== null && s.value > expected) look.pushes++;
			if (s.value !== null) expected = s.value;
		}
		for (let s = line.amounts[amount]; s && s.at < now; s = line.amounts[++amount]) look.amount = s.value;
		if (!isOpen) continue;
		look.at = now;
		look.ageBand = age.band;
		look.weight = age.weight;
		visit(look);
	}
}

function agesToLook(): { days: number; band: number; weight: number }[] {
	const ages: { days: number; band: number; weight: number }[] = [];
	let from = 0;
	DAY_EDGES.forEach((to, band) => {
		const step = (to - from) / 4;
		for (let k = 0; k < 4; k++) ages.push({ days: from + (k + 0.5) * step, band, weight: step });
		from = to;
	});
	for (let days = from + 45; days < 3650; days += 90) ages.push({ days, band: DAY_EDGES.length, weight: 90 });
	return ages;
}
