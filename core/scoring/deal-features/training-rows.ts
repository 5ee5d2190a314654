import { DAY_MS, type Instant } from "../../model/instant.ts";
import type { Stage } from "../../model/pipeline.ts";
import { at, type DealTimeline } from "../../model/timeline.ts";
import { keyOf, uniformAt } from "../../stats/keyed-random.ts";
import { quantile } from "../../stats/quantile.ts";
import { lifeAsOf } from "../deal-life.ts";
import { type FeatureGround, featuresAt } from "./deal-features.ts";
import type { DealFeatures } from "./feature-list.ts";
import { recordBook } from "./track-records.ts";

/** One look at a deal while it was open, with only what was known then, and what became of it by the origin. */
export interface TrainingRow {
	line: DealTimeline;
	at: Instant;
	features: DealFeatures;
	/** Won before the origin. A deal still open was not won in the days it was watched: it counts for as much as was seen of it. */
	won: boolean;
	/** Days from the look to the origin. */
	watchedDays: number;
	/** Whether it was won or lost by the origin. */
	isDecided: boolean;
}

/** Looks that are taken in all; deals are looked at the more often the longer they were open, as they will be when scored. */
const LOOKS = 20_000;
/** A look younger than this can hardly have come to anything. */
const WATCH_DAYS = 7;
const SEED = 5;

/** What features are measured against, as known before the origin. */
export function groundAsOf(timelines: DealTimeline[], stages: Stage[], origin: Instant): FeatureGround {
	const amounts = new Map<string, number[]>();
	let won = 0;
	let closed = 0;
	for (const line of timelines) {
		const life = lifeAsOf(line, origin);
		if (life?.status === "won") won++;
		if (life && life.closedAt !== null) closed++;
		const amount = at(line.amounts, origin) ?? null;
		if (amount === null || line.currency === null) continue;
		const list = amounts.get(line.currency);
		if (list) list.push(Number(amount));
		else amounts.set(line.currency, [Number(amount)]);
	}
	return {
		typical: Object.fromEntries([...amounts].map(([currency, list]) => [currency, quantile(list, 0.5) ?? 0])),
		positions: Object.fromEntries(stages.map((stage) => [stage.id, stage.position])),
		// Of an assumed quarter, worth four deals: with nothing closed yet a share must be something.
		usual: (won + 1) / (closed + 4),
		book: recordBook(timelines, origin),
	};
}

/**
 * Looks at all deals known before the origin, in order of time. Open deals are among them (censored, not dropped: to
 * drop them would over-weigh what ends fast); closed ones are looked at only while they were open.
 */
export function trainingRows(
	{ timelines, origin }: { timelines: DealTimeline[]; origin: Instant },
	ground: FeatureGround,
	most = LOOKS,
): TrainingRow[] {
	const last = origin - WATCH_DAYS * DAY_MS;
	const lives = timelines.flatMap((line) => {
		const life = lifeAsOf(line, origin);
		return life && !life.backdated ? [{ line, life, end: Math.min(life.closedAt ?? origin, last) }] : [];
	});
	const open = lives.reduce((sum, { line, end }) => sum + Math.max(0, end - line.createdAt), 0);
	const every = Math.max(DAY_MS, open / most);
	const rows: TrainingRow[] = [];
	for (const { line, life, end } of lives) {
		const phase = uniformAt(keyOf(SEED, line.dealId), 0);
		for (let moment = line.createdAt + phase * every; moment < end; moment += every) {
			if ((at(line.status, moment) ?? "open") !== "open") continue;
			rows.push({
				line,
				at: moment,
				features: featuresAt(line, moment, ground),
				won: life.status === "won",
				watchedDays: (origin - moment) / DAY_MS,
				isDecided: life.closedAt !== null,
			});
		}
	}
	return rows.sort((a, b) => a.at - b.at);
}
