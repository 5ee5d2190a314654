import type { DealTimeline } from "../../model/timeline.ts";
import { daysUntil, type Lessons, lessonsOf, readDeals } from "../deals-in-span.ts";
import type { Forecast, ForecastInput } from "../forecast.ts";
import { newPricing, type Pricing } from "../pricing.ts";
import { type OwnerScope, ownerScope } from "../waterfall/owner-scope.ts";
import { type Plan, planOf } from "./plan.ts";
import { type WinTiming, winTiming } from "./win-timing.ts";

/** What changes are applied with: looked up once for all scenarios of one forecast. */
export interface ScenarioFrame {
	input: ForecastInput;
	base: Forecast;
	plan: Plan;
	price: Pricing;
	/** Null when the tree has no such node. */
	scopeOf(nodeId: string): OwnerScope | null;
	lineOf(dealId: string): DealTimeline | undefined;
	timing(): WinTiming;
	/** Chances inside the span by deal, were deals to take `times` as long. */
	chancesWhenCycleTakes(times: number): Map<string, number>;
	/** The open deal as the forecast would hold it; null without a price. */
	readOne(line: DealTimeline): { amountMinor: bigint; probability: number; stageId: string | null } | null;
	/** Days from now to the span. */
	soonest: number;
	latest: number;
}

/** The frame of a forecast. */
export function scenarioFrame(input: ForecastInput, base: Forecast): ScenarioFrame {
	const { now, span } = input;
	const price = newPricing(input.rates, input.currency, input.zone);
	const [soonest, latest] = [daysUntil(now, span.start), daysUntil(now, span.end)];
	const scopes = new Map<string, OwnerScope | null>();
	let lines: Map<string, DealTimeline> | undefined;
	let timing: WinTiming | undefined;
	let lessons: Lessons | undefined;
	return {
		input,
		base,
		plan: planOf(input, base),
		price,
		soonest,
		latest,
		scopeOf(nodeId) {
			let scope = scopes.get(nodeId);
			if (scope === undefined) {
				scope = ownerScope(input.owners, nodeId);
				scopes.set(nodeId, scope);
			}
			return scope;
		},
		lineOf(dealId) {
			lines ??= new Map(input.timelines.map((line) => [line.dealId, line]));
			return lines.get(dealId);
		},
		timing() {
			timing ??= winTiming(input.timelines, now, soonest, latest);
			return timing;
		},
		chancesWhenCycleTakes(times) {
			const start = span.start > now ? now + (span.start - now) / times : span.start;
			const stretched = { ...span, start, end: now + (span.end - now) / times };
			const chances = new Map<string, number>();
			const { books } = readDeals({ ...input, span: stretched }, price);
			for (const book of books.values()) for (const deal of book.open) chances.set(deal.dealId, deal.probability);
			return chances;
		},
		readOne(line) {
			lessons ??= lessonsOf(input, price);
			const { books } = readDeals({ ...input, owners: [], timelines: [line] }, price, lessons);
			return [...books.values()].flatMap((b) => b.open)[0] ?? null;
		},
	};
}
