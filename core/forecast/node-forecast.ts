import type { Part } from "../explain/explanation.ts";
import { quantileOfSorted } from "../stats/quantile.ts";
import { daysUntil } from "./deals-in-span.ts";
import { type ForecastInput, type NodeCounts, type NodeForecast, QUANTILES, type UncreatedNote } from "./forecast.ts";
import { isEmptySum, type NodeSum } from "./node-sum.ts";
import type { OwnerNode } from "./owner-tree.ts";
import { wideningAt } from "./range-correction.ts";

/** A node worded: the number with its reasons and range, quota and gap, counts and the deals that matter. */
export function nodeForecast(
	owner: OwnerNode,
	sum: NodeSum,
	quota: bigint | null,
	note: UncreatedNote,
	{ model, now, span, currency, widening }: ForecastInput,
): NodeForecast {
	const openMinor = [...sum.openByStage.values()].reduce((s, x) => s + x.minor, 0n);
	const total = sum.closedMinor + openMinor + sum.uncreatedMinor;
	const { counts } = sum;
	const isEmpty = isEmptySum(sum) || isUnpriced(sum, total);
	const range = isEmpty ? null : rangeOf(sum, total, wideningAt(widening, owner, daysUntil(now, span.end)));
	return {
		nodeId: owner.id,
		parentId: owner.parentId,
		kind: owner.kind,
		name: owner.name,
		estimate: {
			value: isEmpty ? null : total,
			unit: "money",
			currency,
			interval: range?.interval ?? null,
			n: counts.won + counts.open,
			asOf: now,
			modelVersion: "forecast-conversion-3",
			state: isEmpty ? "empty" : model.state,
			explanation: {
				base: { code: "forecast_closed", params: { deals: counts.won }, value: sum.closedMinor, group: "closed" },
				parts: [...openParts(sum, model.stages), uncreatedPart(sum, note), ...unpricedParts(counts)],
				total,
			},
		},
		closedMinor: sum.closedMinor,
		openMinor,
		uncreatedMinor: sum.uncreatedMinor,
		quotaMinor: quota,
		gapMinor: quota === null ? null : quota - total,
		counts,
		...(range && { quantiles: range.quantiles }),
		deals: sum.deals,
	};
}

/** Deals are there and not one has a price: 0 would be taken for a number. */
function isUnpriced({ counts }: NodeSum, total: bigint): boolean {
	const unpriced = counts.withoutRate + counts.withoutAmount;
	return unpriced > 0 && unpriced === counts.won + counts.open && total === 0n;
}

function openParts(sum: NodeSum, stages: Record<string, { name: string }>): Part<bigint>[] {
	return [...sum.openByStage]
		.sort(([a, x], [b, y]) => (x.minor === y.minor ? (a < b ? -1 : 1) : x.minor > y.minor ? -1 : 1))
		.map(([stageId, { minor, deals }]) => ({
			code: stageId === "" ? "forecast_open_unknown_stage" : "forecast_open",
			params: stageId === "" ? { deals } : { deals, stageId, stage: stages[stageId]?.name ?? stageId },
			value: minor,
			group: "open",
		}));
}

function uncreatedPart(sum: NodeSum, note: UncreatedNote): Part<bigint> {
	return {
		code: note.meanAmountMinor === null ? "forecast_uncreated_unknown" : "forecast_uncreated",
		params: { perWeek: Math.round(note.createdPerDay * 70) / 10, wins: note.wins },
		value: sum.uncreatedMinor,
		group: "uncreated",
	};
}

/** Worth nothing in the sum and still said: these deals are counted, not priced. */
function unpricedParts({ withoutRate, withoutAmount }: NodeCounts): Part<bigint>[] {
	if (withoutRate + withoutAmount === 0) return [];
	return [{ code: "forecast_unpriced", params: { withoutRate, withoutAmount }, value: 0n, group: "unpriced" }];
}

function rangeOf(sum: NodeSum, total: bigint, widening: number) {
	const sorted = sum.futures.slice().sort();
	const rest = Number(total - sum.closedMinor);
	const least = (share: number): number => {
		const drawn = quantileOfSorted(sorted, share) ?? rest;
		const stretched = rest + (drawn - rest) * widening;
		// The range holds its own mean, however lopsided the futures are.
		const held = share <= 0.1 ? Math.min(rest, stretched) : share >= 0.9 ? Math.max(rest, stretched) : stretched;
		return rest < 0 ? held : Math.max(0, held);
	};
	return {
		interval: {
			low: sum.closedMinor + BigInt(Math.floor(least(0.1))),
			high: sum.closedMinor + BigInt(Math.ceil(least(0.9))),
			level: 0.8,
		},
		quantiles: Array.from({ length: QUANTILES }, (_, k) => Number(sum.closedMinor) + least(k / (QUANTILES - 1))),
	};
}
