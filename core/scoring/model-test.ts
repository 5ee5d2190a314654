import { DAY_MS, type Instant } from "../model/instant.ts";
import { at, type DealTimeline } from "../model/timeline.ts";
import { auc, brier, calibrationError, logLoss, type Scored } from "../stats/calibration.ts";
import { keyOf, uniformAt } from "../stats/keyed-random.ts";
import { quantile } from "../stats/quantile.ts";
import { lifeAsOf } from "./deal-life.ts";
import type { DealModel } from "./deal-model.ts";
import { scoreDeal, winWithin } from "./deal-probability.ts";
import type { DealTraining } from "./train-deal-model.ts";

/** How a way of learning did on the company's own past: always learnt before, asked after. */
export interface ModelTest {
	/** First and last moment at which it was asked. */
	from: Instant;
	to: Instant;
	/** Looks at open deals, deals looked at, and how many of those are still open. */
	looks: number;
	deals: number;
	stillOpen: number;
	/** Of "won by the end of the data", which is known of every look: no deal is left out for being open. */
	logLoss: number;
	brier: number;
	auc: number | null;
	calibrationError: number;
	/** Mean chance given, and share won: how far the whole lies off. */
	expected: number;
	happened: number;
	/** Looks by the chance that was given, tenths. */
	calibration: CalibrationBand[];
	/** Deals by the chance to be won in the end, each once in a tenth. */
	past: PastBand[];
	/** Share of all wins among the tenth, two tenths, … of looks that were given most. */
	lift: number[];
}

export interface CalibrationBand {
	/** From `tenth`/10 to the next. */
	tenth: number;
	n: number;
	expected: number;
	happened: number;
}

/** Of `n` deals that were given a chance in this tenth, so many were won, and so many are still open. */
export interface PastBand {
	tenth: number;
	n: number;
	won: number;
	open: number;
}

/** A way to learn a model from what was known before an origin. */
export interface Candidate {
	name: string;
	train(training: DealTraining): DealModel;
}

/** One look of a test: what was said, and what came of it. */
export interface TestLook {
	dealId: string;
	at: Instant;
	/** Chance to be won by the end of the data, and whether it was. */
	byNow: number;
	wonByNow: boolean;
	/** Chance to be won in the end, and how it stands. */
	ever: number;
	isOpen: boolean;
}

/** Closed deals and wins that must lie before the first cut, and looks after it. */
const LEAST = 20;
/** Shares of the closings that lie before each cut. */
export const CUTS = [0.5, 0.67, 0.84] as const;
/** Moments after each cut at which all open deals are looked at, and the most that are looked at then. */
const MOMENTS = 4;
const MOST_AT_ONCE = 3_000;

/**
 * Tests ways of learning side by side over the same looks, in order of time: each learns from what was known before a
 * cut and is asked at moments after it. Null where the past is too short: fewer than twenty closed deals before the
 * first cut, or none won or lost after it.
 */
export function testCandidates(training: DealTraining, candidates: Candidate[]): Map<string, TestLook[]> | null {
	const { timelines, origin } = training;
	const closings = timelines.flatMap((line) => {
		const life = lifeAsOf(line, origin);
		return life && life.closedAt !== null && !life.backdated ? [life.closedAt] : [];
	});
	if (closings.length * CUTS[0] < LEAST) return null;
	const cuts = CUTS.map((share) => Math.floor(quantile(closings, share) ?? origin));
	const looks = new Map<string, TestLook[]>(candidates.map(({ name }) => [name, []]));
	cuts.forEach((cut, k) => {
		const until = cuts[k + 1] ?? origin;
		if (until - cut < MOMENTS * DAY_MS) return;
		const moments = Array.from({ length: MOMENTS }, (_, m) => cut + ((until - cut) * (m + 0.5)) / MOMENTS);
		for (const { name, train } of candidates) {
			const model = train({ ...training, origin: cut });
			for (const moment of moments) looks.get(name)?.push(...lookAt(timelines, model, moment, origin));
		}
	});
	const first = looks.values().next().value ?? [];
	const won = first.filter((look) => look.wonByNow).length;
	return won === 0 || won === first.length ? null : looks;
}

function lookAt(timelines: DealTimeline[], model: DealModel, moment: Instant, origin: Instant): TestLook[] {
	const open = timelines.filter((line) => line.createdAt < moment && (at(line.status, moment) ?? "open") === "open");
	const share = MOST_AT_ONCE / open.length;
	return open.flatMap((line) => {
		if (share < 1 && uniformAt(keyOf(3, line.dealId), 0) > share) return [];
		const life = lifeAsOf(line, origin);
		const ever = scoreDeal(model, line, moment).value;
		if (!life || ever === null) return [];
		return [
			{
				dealId: line.dealId,
				at: moment,
				byNow: Math.min(ever, winWithin(model, line, moment, (origin - moment) / DAY_MS)),
				wonByNow: life.status === "won",
				ever,
				isOpen: life.closedAt === null,
			},
		];
	});
}

/** What the looks of one way of learning come to. */
export function summarise(looks: TestLook[]): ModelTest {
	const scored: Scored[] = looks.map((look) => ({ probability: look.byNow, happened: look.wonByNow }));
	const moments = looks.map((look) => look.at);
	const deals = new Map(looks.map((look) => [look.dealId, look.isOpen]));
	return {
		from: moments.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
		to: moments.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
		looks: looks.length,
		deals: deals.size,
		stillOpen: [...deals.values()].filter(Boolean).length,
		logLoss: logLoss(scored) ?? 0,
		brier: brier(scored) ?? 0,
		auc: auc(scored),
		calibrationError: calibrationError(scored) ?? 0,
		expected: mean(scored.map((s) => s.probability)),
		happened: mean(scored.map((s) => (s.happened ? 1 : 0))),
		calibration: calibrationBands(scored),
		past: pastBands(looks),
		lift: liftOf(scored),
	};
}

/** How much less log-loss `b` has than `a` over the same looks, and the standard error of that over deals, whose looks are alike. */
export function gainOver(a: TestLook[], b: TestLook[]): { gain: number; error: number } {
	const loss = ({ byNow, wonByNow }: TestLook) => -Math.log(Math.max(1e-15, wonByNow ? byNow : 1 - byNow));
	const byDeal = new Map<string, { sum: number; n: number }>();
	a.forEach((look, k) => {
		const other = b[k];
		if (!other) return;
		const own = byDeal.get(look.dealId) ?? { sum: 0, n: 0 };
		byDeal.set(look.dealId, { sum: own.sum + loss(look) - loss(other), n: own.n + 1 });
	});
	const gain = [...byDeal.values()].reduce((sum, d) => sum + d.sum, 0) / Math.max(1, a.length);
	// Ratio estimator over clusters: residuals of each deal's sum about its looks times the mean.
	const squares = [...byDeal.values()].reduce((sum, d) => sum + (d.sum - gain * d.n) ** 2, 0);
	return { gain, error: Math.sqrt(squares) / Math.max(1, a.length) };
}

function calibrationBands(scored: Scored[]): CalibrationBand[] {
	const bands = Map.groupBy(scored, (s) => tenthOf(s.probability));
	return [...bands]
		.sort(([a], [b]) => a - b)
		.map(([tenth, own]) => ({
			tenth,
			n: own.length,
			expected: mean(own.map((s) => s.probability)),
			happened: mean(own.map((s) => (s.happened ? 1 : 0))),
		}));
}

function pastBands(looks: TestLook[]): PastBand[] {
	const bands = new Map<number, Map<string, TestLook>>();
	for (const look of looks) {
		const tenth = tenthOf(look.ever);
		const own = bands.get(tenth) ?? new Map<string, TestLook>();
		bands.set(tenth, own.set(look.dealId, look));
	}
	return [...bands]
		.sort(([a], [b]) => a - b)
		.map(([tenth, own]) => ({
			tenth,
			n: own.size,
			won: [...own.values()].filter((look) => look.wonByNow).length,
			open: [...own.values()].filter((look) => look.isOpen).length,
		}));
}

function liftOf(scored: Scored[]): number[] {
	const sorted = [...scored].sort((a, b) => b.probability - a.probability);
	const won = sorted.filter((s) => s.happened).length;
	return Array.from({ length: 10 }, (_, k) => {
		const top = sorted.slice(0, Math.round((sorted.length * (k + 1)) / 10));
		return won === 0 ? 0 : top.filter((s) => s.happened).length / won;
	});
}

/** The tenth in which a chance lies, 0–9. */
export function tenthOf(chance: number): number {
	return Math.min(9, Math.max(0, Math.floor(chance * 10)));
}

function mean(values: number[]): number {
	return values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length;
}
