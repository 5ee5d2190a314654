import type { Estimate } from "../../explain/estimate.ts";
import { newPricing } from "../../forecast/pricing.ts";
import { ownerScope } from "../../forecast/waterfall/owner-scope.ts";
import { DAY_MS } from "../../model/instant.ts";
import { at } from "../../model/timeline.ts";
import { flowDeals, LOOK_BACK_DAYS } from "./flow-deals.ts";
import { countInterval, flowEstimate, noFlow } from "./flow-estimate.ts";
import type { FlowInput, RepCapacity } from "./flow-types.ts";

/** Fewer closings of all reps together say nothing of what is usual. */
const LEAST_CLOSED = 10;
/** A load is said to differ only beyond this much of the usual one. */
const CLEARLY = 1.25;

interface Load {
	open: number;
	openMinor: bigint;
	unpriced: number;
	closed: number;
	won: number;
	months: number;
}

/**
 * What each rep has open against what they close: open deals ÷ deals closed a month is how many months of work are open
 * (Little 1961). Months before a rep's first deal do not count. Reps who hold nothing and closed nothing are left out.
 */
export function repCapacity(input: FlowInput): RepCapacity[] {
	const { owners, nodeId, now, lookBackDays = LOOK_BACK_DAYS } = input;
	const scope = ownerScope(owners, nodeId ?? owners.find((o) => o.parentId === null)?.id ?? "");
	const loads = new Map<string, Load>();
	const price = newPricing(input.rates, input.currency, input.zone);
	const from = now - lookBackDays * DAY_MS;
	const month = 365.25 / 12;
	for (const { line, life, ownerId } of flowDeals(input)) {
		if (ownerId === null) continue;
		const load = loads.get(ownerId) ?? { open: 0, openMinor: 0n, unpriced: 0, closed: 0, won: 0, months: 1 };
		loads.set(ownerId, load);
		load.months = Math.max(load.months, (now - Math.max(from, line.createdAt)) / DAY_MS / month);
		if (life.status === "open") {
			load.open++;
			const priced = price(at(line.amounts, now) ?? null, line.currency, now);
			if ("missing" in priced) load.unpriced++;
			else load.openMinor += priced.amountMinor;
		} else if (life.closedAt !== null && life.closedAt >= from) {
			load.closed++;
			if (life.status === "won") load.won++;
		}
	}
	const reps = owners.filter((o) => o.kind === "user" && scope?.leaves.has(o.id));
	const held = reps.flatMap(({ id, name }) => {
		const load = loads.get(id);
		return load && load.open + load.closed > 0 ? [{ id, name, load }] : [];
	});
	const usual = usualMonths(held.map((h) => h.load));
	return held.map(({ id, name, load }) => {
		const months = monthsOfWork(load, input);
		return {
			userId: id,
			name,
			open: load.open,
			openMinor: load.openMinor,
			unpriced: load.unpriced,
			closedPerMonth: closedPerMonth(load, input),
			wonPerMonth: load.won / load.months,
			monthsOfWork: months,
			load: verdict(load, months, usual),
		};
	});
}

/** Months of work of all reps together; null where too little was closed to say. */
function usualMonths(loads: Load[]): number | null {
	const total = (of: (load: Load) => number): number => loads.reduce((s, l) => s + of(l), 0);
	const perMonth = total((l) => l.closed / l.months);
	return total((l) => l.closed) >= LEAST_CLOSED && perMonth > 0 ? total((l) => l.open) / perMonth : null;
}

function closedPerMonth({ closed, won, months }: Load, { now }: FlowInput): Estimate {
	const { low, high, level } = countInterval(closed);
	const base = { code: "flow_closed", params: { closed, won, months: Math.round(months) }, value: closed / months };
	return flowEstimate("count", closed / months, { low: low / months, high: high / months, level }, closed, now, base);
}

function monthsOfWork({ open, closed, months }: Load, { now }: FlowInput): Estimate {
	if (closed === 0) return noFlow("ratio", "flow_none_closed", now);
	const { low, high, level } = countInterval(closed);
	const value = (open * months) / closed;
	const interval = { low: (open * months) / high, high: low > 0 ? (open * months) / low : value, level };
	return flowEstimate("ratio", value, interval, closed, now, {
		code: "flow_months_of_work",
		params: { open, closed },
		value,
	});
}

function verdict(load: Load, { interval }: Estimate, usual: number | null): RepCapacity["load"] {
	if (usual === null || !interval) return "unknown";
	if (interval.low > usual * CLEARLY) return "over";
	return interval.high < usual / CLEARLY && load.closed > 0 ? "room" : "usual";
}
