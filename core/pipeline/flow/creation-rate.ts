import { newPricing } from "../../forecast/pricing.ts";
import { addDays, dateIn, daysBetween, startOfDayIn } from "../../model/instant.ts";
import type { FiscalCalendar, Grain, Period } from "../../model/period.ts";
import { periodOf, shiftPeriod } from "../../model/period.ts";
import { flowDeals } from "./flow-deals.ts";
import { countInterval, flowEstimate, noFlow } from "./flow-estimate.ts";
import type { CreationPeriod, FlowInput } from "./flow-types.ts";

/**
 * New deals of the running period and so many before it, oldest first, but none that ended before the first deal was
 * created. A pace's range holds the chance of the count and what the finished periods differ by beyond it.
 */
export function creationRate(
	input: FlowInput,
	calendar: FiscalCalendar,
	grain: Grain,
	periods: number,
): CreationPeriod[] {
	const { now, zone, currency, rates } = input;
	const price = newPricing(rates, currency, zone);
	const today = dateIn(zone, now - 1);
	const running = periodOf(calendar, grain, today);
	const created = flowDeals(input).map(({ line }) => {
		const first = line.amounts.find((s) => s.value !== null && s.at < now);
		return { day: dateIn(zone, line.createdAt), priced: price(first?.value ?? null, line.currency, line.createdAt) };
	});
	const earliest = created.reduce((min, c) => (c.day < min ? c.day : min), today);
	const list: CreationPeriod[] = [];
	for (let back = Math.max(0, periods); back >= 0; back--) {
		const period = shiftPeriod(calendar, running, -back);
		if (period.end <= earliest) continue;
		const own = created.filter((c) => period.start <= c.day && c.day < period.end);
		list.push({
			name: period.name,
			start: period.start,
			end: period.end,
			isOver: startOfDayIn(zone, period.end) <= now,
			count: own.length,
			valueMinor: own.reduce((s, c) => s + ("missing" in c.priced ? 0n : c.priced.amountMinor), 0n),
			unpriced: own.filter((c) => "missing" in c.priced).length,
			perWeek: noFlow("count", "flow_no_days", now),
		});
	}
	const dispersion = dispersionOf(list);
	return list.map((row) => ({ ...row, perWeek: paceOf(row, dispersion, earliest, today, input) }));
}

function paceOf(
	{ start, end, count, name }: CreationPeriod,
	dispersion: number,
	earliest: string,
	today: string,
	{ now }: FlowInput,
) {
	// Days before the first record, and days to come, have no part in the pace.
	const from = earliest > start ? earliest : start;
	const to = addDays(today, 1) < end ? addDays(today, 1) : end;
	const weeks = daysBetween(from, to) / 7;
	if (!(weeks > 0)) return noFlow("count", "flow_no_days", now);
	const range = countInterval(count, dispersion);
	const interval = { low: range.low / weeks, high: range.high / weeks, level: range.level };
	const base = { code: "flow_created", params: { deals: count, period: name }, value: count / weeks };
	return flowEstimate("count", count / weeks, interval, count, now, base);
}

/** Variance over mean of finished periods' counts a day; at least 1. */
function dispersionOf(rows: (Pick<Period, "start" | "end"> & { isOver: boolean; count: number })[]): number {
	const over = rows.filter((r) => r.isOver).slice(1);
	const days = over.reduce((s, r) => s + daysBetween(r.start, r.end), 0);
	const rate = over.reduce((s, r) => s + r.count, 0) / days;
	if (over.length < 3 || !(rate > 0)) return 1;
	const chi = over.reduce((s, r) => {
		const expected = rate * daysBetween(r.start, r.end);
		return s + (r.count - expected) ** 2 / expected;
	}, 0);
	return Math.max(1, chi / (over.length - 1));
}
