import type { Part } from "../../explain/explanation.ts";
import type { Instant } from "../../model/instant.ts";
import { WATERFALL_KINDS, type WaterfallKind } from "../../model/waterfall-kind.ts";
import type { DealMove } from "./deal-moves.ts";
import { movesOf } from "./deal-moves.ts";
import { newStandings, pricedMinor, type Standings } from "./deal-standing.ts";
import { ownerScope } from "./owner-scope.ts";
import type { Waterfall, WaterfallBar, WaterfallEnd, WaterfallInput } from "./waterfall-types.ts";

/**
 * How the open pipeline due in a span came from what it was at `from` to what it is at `to`: opening + bars = closing, to
 * the cent, each bar with its deals, all from what had been recorded before the two moments. Deals without a price are
 * counted in their bars and not priced. Null when the tree has no such node; RangeError when `to` lies before `from`.
 */
export function waterfall(input: WaterfallInput): Waterfall | null {
	const { timelines, owners, nodeId, span, from, to, currency } = input;
	if (!(to >= from)) throw new RangeError("a waterfall ends after it begins");
	const scope = ownerScope(owners, nodeId);
	if (!scope) return null;
	const standings = newStandings(input, scope);
	const bars = new Map<WaterfallKind, WaterfallBar>();
	for (const line of timelines) {
		for (const move of movesOf(line, from, to, standings)) addMove(bars, line.dealId, move);
	}
	for (const bar of bars.values()) bar.deals.sort(bySize);
	const shown = WATERFALL_KINDS.flatMap((kind) => bars.get(kind) ?? []);
	const opening = pipelineAt(input, from, standings);
	const closing = pipelineAt(input, to, standings);
	return {
		version: "waterfall-1",
		nodeId,
		span,
		currency,
		opening,
		bars: shown,
		closing,
		explanation: {
			base: {
				code: "waterfall_opening",
				params: { deals: opening.deals },
				value: opening.valueMinor,
				group: "opening",
			},
			parts: shown.map(partOf),
			total: closing.valueMinor,
		},
		state: opening.deals + closing.deals + shown.length > 0 ? "ok" : "empty",
	};
}

function addMove(
	bars: Map<WaterfallKind, WaterfallBar>,
	dealId: string,
	{ kind, valueMinor, ownerId }: DealMove,
): void {
	let bar = bars.get(kind);
	if (!bar) {
		bar = { kind, valueMinor: 0n, unpriced: 0, deals: [] };
		bars.set(kind, bar);
	}
	bar.deals.push({ dealId, ownerId, valueMinor });
	if (valueMinor === null) bar.unpriced++;
	else bar.valueMinor += valueMinor;
}

function pipelineAt({ timelines }: WaterfallInput, at: Instant, standings: Standings): WaterfallEnd {
	const end: WaterfallEnd = { at, valueMinor: 0n, deals: 0, unpriced: 0, undated: 0 };
	for (const line of timelines) {
		const standing = standings.of(line, at);
		if (standing?.status === "open" && standing.isOfNode && standing.due === "undated") end.undated++;
		if (!standing?.isIn) continue;
		end.deals++;
		end.valueMinor += pricedMinor(standing.priced);
		if ("missing" in standing.priced) end.unpriced++;
	}
	return end;
}

function partOf({ kind, valueMinor, deals, unpriced }: WaterfallBar): Part<bigint> {
	return {
		code: `waterfall_${kind}`,
		params: { deals: deals.length, unpriced },
		value: valueMinor,
		group: kind === "won" || kind === "lost" ? kind : valueMinor < 0n ? "out" : "in",
	};
}

function bySize(a: WaterfallBar["deals"][number], b: WaterfallBar["deals"][number]): number {
	const [x, y] = [sizeOf(a.valueMinor), sizeOf(b.valueMinor)];
	return x === y ? (a.dealId < b.dealId ? -1 : 1) : x > y ? -1 : 1;
}

function sizeOf(value: bigint | null): bigint {
	return value === null ? -1n : value < 0n ? -value : value;
}
