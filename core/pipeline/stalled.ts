import type { Instant } from "../model/instant.ts";
import { DAY_MS, dateIn, daysBetween } from "../model/instant.ts";
import { at, since } from "../model/timeline.ts";
import { pushesAsOf } from "../scoring/deal-life.ts";
import { quantileOfSorted } from "../stats/quantile.ts";
import type { HealthDeal, HealthInput } from "./health.ts";

/** Why a deal is said to stand still; `code` names a sentence in core/words. */
export interface StallReason {
	code: "stalled_stage" | "stalled_past_close" | "stalled_pushed" | "stalled_silent";
	params: Record<string, string | number>;
}

/** An open deal that stands still. */
export interface StalledDeal {
	dealId: string;
	stageId: string | null;
	ownerId: string | null;
	amountMinor: bigint | null;
	reasons: StallReason[];
}

/** So many won deals must have passed a stage before their stay is a yardstick. */
const LEAST_WON = 5;

/**
 * Open deals that are longer in their stage than four fifths of won deals were, whose close date has passed, whose
 * close date was pushed at least twice, or with which nothing was done for `silentDays`. Largest amount first.
 */
export function stalledDeals(open: HealthDeal[], all: HealthDeal[], input: HealthInput): StalledDeal[] {
	const { now, zone, lastActivity, silentDays = 21 } = input;
	const today = dateIn(zone, now);
	const usual = staysOfWon(all);
	const names = new Map(input.stages.map((s) => [s.id, s.name]));
	const stalled: StalledDeal[] = [];
	for (const { line, amountMinor } of open) {
		const reasons: StallReason[] = [];
		const stageId = at(line.stages, now) ?? null;
		const typical = stageId === null ? undefined : usual.get(stageId);
		const days = (now - (since(line.stages, now) ?? line.createdAt)) / DAY_MS;
		if (line.hasHistory && typical !== undefined && days > typical) {
			reasons.push({
				code: "stalled_stage",
				params: { days: Math.floor(days), usual: Math.ceil(typical), stage: names.get(stageId ?? "") ?? "" },
			});
		}
		const closeDate = at(line.closeDates, now) ?? null;
		if (closeDate !== null && closeDate < today) {
			reasons.push({ code: "stalled_past_close", params: { days: daysBetween(closeDate, today), date: closeDate } });
		}
		const pushes = pushesAsOf(line, now);
		if (pushes >= 2) reasons.push({ code: "stalled_pushed", params: { pushes } });
		const silent = silence(line.dealId, line.createdAt, lastActivity, now);
		if (silent !== null && silent >= silentDays) {
			reasons.push({ code: "stalled_silent", params: { days: Math.floor(silent) } });
		}
		if (reasons.length === 0) continue;
		stalled.push({ dealId: line.dealId, stageId, ownerId: at(line.owners, now) ?? null, amountMinor, reasons });
	}
	return stalled.sort((a, b) => byAmount(a.amountMinor, b.amountMinor) || (a.dealId < b.dealId ? -1 : 1));
}

/** Days since something was last done, or since the deal was created; null where activities are not kept. */
function silence(
	dealId: string,
	createdAt: Instant,
	last: Map<string, Instant> | undefined,
	now: Instant,
): number | null {
	if (!last || last.size === 0) return null;
	const latest = last.get(dealId) ?? createdAt;
	return (now - Math.max(createdAt, Math.min(latest, now))) / DAY_MS;
}

function staysOfWon(deals: HealthDeal[]): Map<string, number> {
	const days = new Map<string, number[]>();
	for (const { line, status, closedAt, backdated } of deals) {
		if (status !== "won" || closedAt === null || backdated || !line.hasHistory) continue;
		line.stages.forEach((step, k) => {
			const until = Math.min(line.stages[k + 1]?.at ?? closedAt, closedAt);
			if (step.value === null || until <= step.at) return;
			const list = days.get(step.value);
			if (list) list.push((until - step.at) / DAY_MS);
			else days.set(step.value, [(until - step.at) / DAY_MS]);
		});
	}
	const result = new Map<string, number>();
	for (const [stage, list] of days) {
		const most = quantileOfSorted(Float64Array.from(list).sort(), 0.8);
		if (most !== null && list.length >= LEAST_WON) result.set(stage, most);
	}
	return result;
}

function byAmount(a: bigint | null, b: bigint | null): number {
	if (a === b) return 0;
	if (a === null) return 1;
	if (b === null) return -1;
	return a > b ? -1 : 1;
}
