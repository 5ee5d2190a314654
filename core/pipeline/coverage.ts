import type { Estimate } from "../explain/estimate.ts";
import { DAY_MS, dateIn } from "../model/instant.ts";
import { at } from "../model/timeline.ts";
import { winWithin } from "../scoring/deal-probability.ts";
import { emptyEstimate } from "./empty-estimate.ts";
import type { HealthDeal, HealthInput } from "./health.ts";

/** Open value that is to close in a span against what is still missing to the quota. */
export interface Coverage {
	/** Open value ÷ missing value. `empty` without a quota, or once the quota is reached. */
	have: Estimate;
	/** What is needed, from own yield: 1 ÷ (expected wins of open value ÷ open value). No rule of three. */
	needed: Estimate;
	openMinor: bigint;
	closedMinor: bigint;
	missingMinor: bigint | null;
}

/** Coverage of the goal. Open value: priced deals whose expected close date lies before the span's end, or has none. */
export function coverageOf(deals: HealthDeal[], input: HealthInput): Coverage {
	const { goal, model, now, zone } = input;
	if (!goal) {
		const none = emptyEstimate("ratio", "health_no_quota", now);
		return { have: none, needed: none, openMinor: 0n, closedMinor: 0n, missingMinor: null };
	}
	const endDay = dateIn(zone, goal.end);
	const daysLeft = Math.max(0, (goal.end - now) / DAY_MS);
	let openMinor = 0n;
	let closedMinor = 0n;
	let expected = 0;
	let open = 0;
	for (const { line, status, closedAt, amountMinor } of deals) {
		if (amountMinor === null) continue;
		if (status === "won" && closedAt !== null && closedAt >= goal.start && closedAt < goal.end)
			closedMinor += amountMinor;
		if (status !== "open") continue;
		const closeDate = at(line.closeDates, now) ?? null;
		if (closeDate !== null && closeDate >= endDay) continue;
		open++;
		openMinor += amountMinor;
		expected += Number(amountMinor) * winWithin(model, line, now, daysLeft);
	}
	const missing = goal.quotaMinor - closedMinor;
	const missingMinor = missing > 0n ? missing : 0n;
	const yieldShare = openMinor > 0n ? expected / Number(openMinor) : 0;
	return {
		have:
			missingMinor === 0n
				? emptyEstimate("ratio", "health_quota_reached", now)
				: ratio(Number(openMinor) / Number(missingMinor), "health_coverage", { deals: open }, open, input),
		needed:
			yieldShare > 0
				? ratio(1 / yieldShare, "health_coverage_needed", { yield: yieldShare }, model.n.won + model.n.lost, input)
				: emptyEstimate("ratio", "health_no_open", now),
		openMinor,
		closedMinor,
		missingMinor,
	};
}

function ratio(
	value: number,
	code: string,
	params: Record<string, string | number>,
	n: number,
	{ now, model }: HealthInput,
): Estimate {
	return {
		value,
		unit: "ratio",
		interval: null,
		n,
		asOf: now,
		modelVersion: "pipeline-health-1",
		state: model.state,
		explanation: { base: { code, params, value }, parts: [], total: value },
	};
}
