import type { Estimate } from "../explain/estimate.ts";
import { newPricing } from "../forecast/pricing.ts";
import type { Instant } from "../model/instant.ts";
import type { ExchangeRate } from "../model/money.ts";
import type { Stage } from "../model/pipeline.ts";
import type { DealTimeline } from "../model/timeline.ts";
import { at } from "../model/timeline.ts";
import { lifeAsOf } from "../scoring/deal-life.ts";
import type { DealModel } from "../scoring/deal-model.ts";
import type { Coverage } from "./coverage.ts";
import { coverageOf } from "./coverage.ts";
import type { StageFlow } from "./stage-flow.ts";
import { stageFlows } from "./stage-flow.ts";
import type { StalledDeal } from "./stalled.ts";
import { stalledDeals } from "./stalled.ts";
import { cycleDays, velocityOf, winRateOf } from "./velocity.ts";

/** What the state of a pipeline is judged from. What was recorded at or after `now` is not read. */
export interface HealthInput {
	timelines: DealTimeline[];
	stages: Stage[];
	model: DealModel;
	now: Instant;
	currency: string;
	rates: ExchangeRate[];
	zone: string;
	/** Deals closed longer ago than this do not count in win rate and cycle; 365 unless said. */
	lookBackDays?: number;
	/** For coverage: the span, what it is to bring and what is closed in it. Null without a quota. */
	goal: { start: Instant; end: Instant; quotaMinor: bigint } | null;
	/** Last activity by deal, where activities are kept. */
	lastActivity?: Map<string, Instant>;
	/** Days without activity after which a deal is stalled; 21 unless said. */
	silentDays?: number;
}

/** How a pipeline stands. Every number says what it rests on. */
export interface PipelineHealth {
	version: "pipeline-health-1";
	asOf: Instant;
	/** Money won per day as things stand: open deals × win rate × mean amount won ÷ cycle. */
	velocity: Estimate;
	winRate: Estimate;
	cycle: Estimate;
	coverage: Coverage;
	/** Open stages in order. */
	stages: StageFlow[];
	/** Largest amount first; deals without a price last. */
	stalled: StalledDeal[];
	/** Open deals: counted, not priced. */
	unpriced: number;
}

/** Deals as the parts of pipeline health read them. */
export interface HealthDeal {
	line: DealTimeline;
	status: "open" | "won" | "lost";
	closedAt: Instant | null;
	backdated: boolean;
	/** In the reporting currency; null without a rate or an amount. */
	amountMinor: bigint | null;
}

/** Version under which all numbers of this room are kept. */
export const HEALTH_VERSION = "pipeline-health-1";

/** Velocity, conversion and time by stage, stalled deals with reasons, and coverage, from what was known at `now`. */
export function pipelineHealth(input: HealthInput): PipelineHealth {
	const { timelines, now, model, lookBackDays = 365 } = input;
	const price = newPricing(input.rates, input.currency, input.zone);
	const deals: HealthDeal[] = [];
	for (const line of timelines) {
		const life = lifeAsOf(line, now);
		if (!life) continue;
		const seen = life.closedAt === null ? now : life.closedAt + 1;
		const priced = price(at(line.amounts, seen) ?? null, line.currency, life.closedAt ?? now);
		deals.push({
			line,
			status: life.status,
			closedAt: life.closedAt,
			backdated: life.backdated,
			amountMinor: "missing" in priced ? null : priced.amountMinor,
		});
	}
	const from = now - lookBackDays * 86_400_000;
	const recent = deals.filter((d) => d.closedAt !== null && d.closedAt >= from);
	const open = deals.filter((d) => d.status === "open");
	const winRate = winRateOf(recent, model, now);
	const cycle = cycleDays(recent, now);
	return {
		version: HEALTH_VERSION,
		asOf: now,
		velocity: velocityOf(open, recent, winRate, cycle, input.currency, now),
		winRate,
		cycle,
		coverage: coverageOf(deals, input),
		stages: stageFlows(deals, input),
		stalled: stalledDeals(open, deals, input),
		unpriced: open.filter((d) => d.amountMinor === null).length,
	};
}
