import type { Part } from "../../explain/explanation.ts";
import type { DealTimeline } from "../../model/timeline.ts";
import type { DealModel } from "../../scoring/deal-model.ts";
import { type Lessons, lessonsOf } from "../deals-in-span.ts";
import type { ForecastInput, NodeForecast } from "../forecast.ts";
import { forecastPeriod } from "../forecast-period.ts";
import { newPricing } from "../pricing.ts";
import type { ForecastChange, ForecastThen } from "./change-types.ts";
import { type ChangeFrame, dealChange } from "./deal-change.ts";
import { type DealShare, dealShares } from "./deal-shares.ts";
import { ownerScope } from "./owner-scope.ts";

/** Deals named for each reason; smaller ones are one part together. */
const NAMED = 25;

/**
 * Why a node's number is another one than before, split exactly: what deals did, both moments read by the earlier model;
 * business not yet created; and what only the new model changes, as its own part. Computed by replaying both moments.
 * Null when one of the trees has no such node; RangeError when span or currency differ.
 */
export function whatChanged(before: ForecastInput, after: ForecastInput, nodeId: string): ForecastChange | null {
	if (before.span.start !== after.span.start || before.span.end !== after.span.end) {
		throw new RangeError("only forecasts of the same span can be compared");
	}
	if (before.currency !== after.currency) throw new RangeError("only forecasts in the same currency can be compared");
	const [then, now] = [ownerScope(before.owners, nodeId), ownerScope(after.owners, nodeId)];
	if (!then || !now) return null;
	const isSameModel = sameModel(before.model, after.model);
	const byOldModel: ForecastInput = isSameModel ? after : { ...after, model: before.model };
	const priceBefore = newPricing(before.rates, before.currency, before.zone);
	const lessonsThen = lessonsOf(before, priceBefore);
	const lessonsNow = lessonsOf(byOldModel, newPricing(after.rates, after.currency, after.zone));
	const was = nodeOf(before, nodeId, lessonsThen);
	const middle = nodeOf(byOldModel, nodeId, lessonsNow);
	const is = isSameModel ? middle : nodeOf(after, nodeId);
	const frame: ChangeFrame = {
		before,
		after,
		priceBefore,
		wasOfNode: then.holds,
		isOfNode: now.holds,
	};
	const shares = { was: dealShares(before, lessonsThen), is: dealShares(byOldModel, lessonsNow) };
	const deals = dealParts(before.timelines, after.timelines, shares, frame);
	const parts = [...named(deals), uncreatedPart(was, middle)];
	const inModel = totalOf(middle) - totalOf(was);
	const rest = inModel - parts.reduce((s, p) => s + p.value, 0n);
	if (rest !== 0n) parts.push({ code: "change_correction", params: {}, value: rest, group: "correction" });
	if (!isSameModel) {
		parts.push({
			code: "change_model",
			params: { from: before.model.version, to: after.model.version },
			value: totalOf(is) - totalOf(middle),
			group: "model",
		});
	}
	return {
		nodeId,
		currency: after.currency,
		before: thenOf(was, before),
		after: thenOf(is, after),
		differenceMinor: totalOf(is) - totalOf(was),
		explanation: {
			base: { code: "change_before", params: {}, value: totalOf(was), group: "before" },
			parts: parts.filter((p) => p.value !== 0n || p.code === "change_model"),
			total: totalOf(is),
		},
	};
}

function dealParts(
	before: DealTimeline[],
	after: DealTimeline[],
	{ was, is }: { was: Map<string, DealShare>; is: Map<string, DealShare> },
	frame: ChangeFrame,
): Part<bigint>[] {
	const lines = new Map<string, DealTimeline>();
	for (const line of before) lines.set(line.dealId, line);
	for (const line of after) lines.set(line.dealId, line);
	const ofNode = (share: DealShare | undefined, holds: (ownerId: string | null) => boolean) =>
		share && holds(share.ownerId) ? share : undefined;
	const parts: Part<bigint>[] = [];
	for (const line of lines.values()) {
		const one = ofNode(was.get(line.dealId), frame.wasOfNode);
		const two = ofNode(is.get(line.dealId), frame.isOfNode);
		if (one || two) parts.push(...dealChange(line, one, two, frame));
	}
	return parts;
}

/** The largest of each reason; of time that went by one part for all deals. */
function named(parts: Part<bigint>[]): Part<bigint>[] {
	const byCode = new Map<string, Part<bigint>[]>();
	for (const part of parts) {
		if (part.value === 0n) continue;
		const list = byCode.get(part.code);
		if (list) list.push(part);
		else byCode.set(part.code, [part]);
	}
	return [...byCode]
		.sort(([a], [b]) => orderOf(a) - orderOf(b))
		.flatMap(([code, list]) => {
			const sorted = list.sort(
				(a, b) => compare(sizeOf(b), sizeOf(a)) || ((a.about?.id ?? "") < (b.about?.id ?? "") ? -1 : 1),
			);
			const kept = code === "change_time" ? 0 : NAMED;
			const rest = sorted.slice(kept);
			if (rest.length === 0) return sorted;
			const value = rest.reduce((s, p) => s + p.value, 0n);
			const folded: Part<bigint> = { code: `${code}_rest`, params: { deals: rest.length }, value, group: "deal" };
			return [...sorted.slice(0, kept), code === "change_time" ? { ...folded, code } : folded];
		});
}

const ORDER = [
	"won",
	"lost",
	"new",
	"reopened",
	"owner_in",
	"owner_out",
	"won_elsewhere",
	"amount",
	"rate",
	"probability",
];

function orderOf(code: string): number {
	const place = ORDER.indexOf(code.replace("change_", ""));
	return place < 0 ? ORDER.length : place;
}

function uncreatedPart(was: NodeForecast | undefined, is: NodeForecast | undefined): Part<bigint> {
	const value = (is?.uncreatedMinor ?? 0n) - (was?.uncreatedMinor ?? 0n);
	return { code: "change_uncreated", params: {}, value, group: "uncreated" };
}

function nodeOf(input: ForecastInput, nodeId: string, lessons?: Lessons): NodeForecast | undefined {
	// Means are the same however many futures are drawn.
	return forecastPeriod({ ...input, draws: 1 }, lessons).nodes.find((n) => n.nodeId === nodeId);
}

function totalOf(node: NodeForecast | undefined): bigint {
	return node?.estimate.explanation.total ?? 0n;
}

function thenOf(node: NodeForecast | undefined, { now, model }: ForecastInput): ForecastThen {
	return {
		asOf: now,
		valueMinor: node?.estimate.value ?? null,
		modelVersion: node?.estimate.modelVersion ?? model.version,
		modelOrigin: model.origin,
	};
}

function sameModel(a: DealModel, b: DealModel): boolean {
	return a === b || (a.version === b.version && a.origin === b.origin && JSON.stringify(a) === JSON.stringify(b));
}

function sizeOf(part: Part<bigint>): bigint {
	return part.value < 0n ? -part.value : part.value;
}

function compare(a: bigint, b: bigint): number {
	return a === b ? 0 : a < b ? -1 : 1;
}
