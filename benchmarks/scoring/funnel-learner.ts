import { csvRows } from "../../cli/csv-rows.ts";
import type { BookingsInput } from "../../core/forecast/forecast-bookings.ts";
import { DAY_MS, startOfDayUtc } from "../../core/model/instant.ts";
import type { DealTimeline } from "../../core/model/timeline.ts";
import { at, since } from "../../core/model/timeline.ts";
import { lifeAsOf } from "../../core/scoring/deal-life.ts";
import type { DealModel } from "../../core/scoring/deal-model.ts";
import { scoreDeal, winWithin } from "../../core/scoring/deal-probability.ts";
import type { TabularRow } from "../../core/scoring/tabular/cell.ts";
import { trainDealModel } from "../../core/scoring/train-deal-model.ts";
import { fromLogit, logit } from "../../core/scoring/win-curve.ts";
import type { Scored } from "../../core/stats/calibration.ts";
import { dataFile } from "../data-folder.ts";
import { learnAndJudge } from "./learn-and-judge.ts";
import { bucketOf } from "./split.ts";

const FIRST_SNAPSHOT = "2011-10-17";
/** Snapshots so long before the day of judging have mostly ended by then, so that quick losses do not outweigh. */
const SETTLED_DAYS = 21;
const PARTS = 5;
const COLUMNS = [
	...["stage", "stageDays", "ageDays", "amount", "stages", "events", "eventsWeek", "quietDays", "calls", "offers"],
	...["lastActivity", "lastResource", "resources", "table", "table28"],
];

interface FunnelEvent {
	at: number;
	activity: string;
	resource: string;
}

/** Every event of every case of the loan funnel, in order of time; null without the file. */
export async function readFunnelEvents(data: string | null): Promise<Map<string, FunnelEvent[]> | null> {
	const file = dataFile(data, "deals", "bpic2012", "events-before-2012-01-23.csv.gz");
	if (file === null) return null;
	const events = new Map<string, FunnelEvent[]>();
	for await (const row of csvRows(file, ["case", "timestamp", "activity", "resource"])) {
		const event = {
			at: Date.parse(row["timestamp"] ?? ""),
			activity: row["activity"] ?? "",
			resource: row["resource"] ?? "",
		};
		const list = events.get(row["case"] ?? "");
		if (list) list.push(event);
		else events.set(row["case"] ?? "", [event]);
	}
	for (const list of events.values()) list.sort((a, b) => a.at - b.at);
	return events;
}

/**
 * Open deals at each day judged by a model learnt from weekly snapshots before it: stage, ages, amount, counts and
 * recency of what was done, and what the stage × age table said at the time. Each snapshot sees only events before it;
 * of the endings only those before the day are learnt. What is learnt needs a window that is over, the table knows the
 * weeks since: the answer is the mean of both log-odds (equal parts were settled on days before those judged here).
 */
export function learnedFunnel(
	input: BookingsInput,
	events: Map<string, FunnelEvent[]>,
	days: string[],
	horizon: number | null,
): Scored[] {
	return days.flatMap((day) => {
		const now = startOfDayUtc(day);
		const tables = tablesAsOf(input, now);
		const row = (line: DealTimeline, at: number, table: DealModel): TabularRow => ({
			...whatWasDone(line, events.get(line.dealId) ?? [], at),
			id: line.dealId,
			week: at,
			table: logit(scoreDeal(table, line, at).value ?? table.winRate),
			table28: logit(winWithin(table, line, at, 28)),
		});
		const train: TabularRow[] = [];
		const settled = now - (horizon ?? SETTLED_DAYS) * DAY_MS;
		for (let week = startOfDayUtc(FIRST_SNAPSHOT); week <= settled; week += 7 * DAY_MS) {
			for (const line of openAt(input, week)) {
				const end = lifeAsOf(line, horizon === null ? now : week + horizon * DAY_MS);
				if (!end || (horizon === null && end.status === "open")) continue;
				train.push({ ...row(line, week, tables.without(line)), ended: end.status === "won" });
			}
		}
		const test: TabularRow[] = [];
		for (const line of openAt(input, now)) {
			const end = lifeAsOf(line, horizon === null ? Number.MAX_SAFE_INTEGER : now + horizon * DAY_MS);
			if (!end || (horizon === null && end.status === "open")) continue;
			test.push({ ...row(line, now, tables.all), ended: end.status === "won" });
		}
		const { scored } = learnAndJudge({
			...{ columns: COLUMNS, train, test },
			happened: (r) => r["ended"] === true,
			id: (r) => String(r["id"]),
			time: (r) => Number(r["week"]) / DAY_MS,
		});
		const ofTable = horizon === null ? "table" : "table28";
		return scored.map(({ probability, happened }, k) => ({
			probability: fromLogit((logit(probability) + Number(test[k]?.[ofTable])) / 2),
			happened,
		}));
	});
}

function openAt(input: BookingsInput, now: number): DealTimeline[] {
	return input.timelines.filter((line) => lifeAsOf(line, now)?.status === "open");
}

/**
 * Stage × age tables of what was known at a moment: of all deals, for those judged; and for each deal learnt from one
 * without it and its fifth, so that no row finds its own ending in the table.
 */
function tablesAsOf(input: BookingsInput, origin: number): { all: DealModel; without(line: DealTimeline): DealModel } {
	const part = (line: DealTimeline): number => bucketOf(line.dealId) % PARTS;
	const train = (timelines: DealTimeline[]): DealModel => trainDealModel({ timelines, stages: input.stages, origin });
	const others = Array.from({ length: PARTS }, (_, k) => train(input.timelines.filter((line) => part(line) !== k)));
	const all = train(input.timelines);
	return { all, without: (line) => others[part(line)] ?? all };
}

function whatWasDone(line: DealTimeline, events: FunnelEvent[], now: number): TabularRow {
	const past = events.filter((e) => e.at < now);
	const days = (moment: number | undefined): number | null => (moment === undefined ? null : (now - moment) / DAY_MS);
	const amount = at(line.amounts, now);
	return {
		stage: at(line.stages, now) ?? null,
		stageDays: days(since(line.stages, now)),
		ageDays: days(line.createdAt),
		amount: amount === undefined || amount === null ? null : Number(amount) / 100,
		stages: line.stages.filter((s) => s.at < now).length,
		events: past.length,
		eventsWeek: past.filter((e) => e.at >= now - 7 * DAY_MS).length,
		quietDays: days(past.at(-1)?.at),
		calls: past.filter((e) => e.activity.startsWith("W_")).length,
		offers: past.filter((e) => e.activity === "O_SENT").length,
		lastActivity: past.at(-1)?.activity ?? null,
		lastResource: past.at(-1)?.resource ?? null,
		resources: new Set(past.map((e) => e.resource)).size,
	};
}
