import { hasDrifted } from "../../core/forecast/accuracy/has-drifted.ts";
import { bookedByNode, learnWidening, newReplays } from "../../core/forecast/backtest.ts";
import { forecastPeriod } from "../../core/forecast/forecast-period.ts";
import { DAY_MS, type Instant, startOfDayIn } from "../../core/model/instant.ts";
import { type Grain, type Period, periodOf, shiftPeriod } from "../../core/model/period.ts";
import type { DealTimeline } from "../../core/model/timeline.ts";
import { trainDealModel } from "../../core/scoring/train-deal-model.ts";
import { recordAudit } from "../audit/record.ts";
import { grainOf } from "../db/forecasts.ts";
import { listModels } from "../db/models.ts";
import { accuracyMeasure, type KeptOutcome, noteMeasure, pastNumbers, replaceOutcomes } from "../db/outcomes.ts";
import { loadDealTimelines } from "../db/timelines.ts";
import { loadWorkspace, type Workspace } from "../db/workspace.ts";
import { toldReason } from "../queue/told-reason.ts";
import { FORECAST_SEED } from "./forecast-input.ts";
import { type ForecastGround, loadForecastGround, MOST_DEALS_TO_REPLAY } from "./forecasting.ts";
import type { BulkDeps, Progressing } from "./job-deps.ts";

/** Past periods that are forecast again, and how many days before their ends. */
const REPLAYED: readonly { grain: Grain; periods: number; daysLeft: readonly number[] }[] = [
	{ grain: "quarter", periods: 8, daysLeft: [84, 42, 14] },
	{ grain: "month", periods: 6, daysLeft: [28, 14] },
];
const DRAWS = 400;

/** A forecast to be made at a past moment. */
interface Origin {
	period: Period;
	now: Instant;
}

/** Days after which a workspace whose clock runs is measured again. */
const MEASURE_AFTER_DAYS = 7;

/**
 * Whether how forecasts did is to be measured (again): from it comes whether models are learnt anew before their time. For
 * the first time a week after the first numbers.
 */
export async function isMeasureDue(
	{ database, now }: Pick<BulkDeps, "database" | "now">,
	tenantId: number,
): Promise<boolean> {
	const db = database.reader(tenantId);
	const { isStanding } = await loadWorkspace(db, now());
	if (isStanding) return false;
	const measure = await accuracyMeasure(db);
	if (measure?.state === "running") return false;
	const since = measure?.measuredAt ?? (await listModels(db, "deal")).at(-1)?.trainedAt ?? now();
	return now() - since > MEASURE_AFTER_DAYS * DAY_MS;
}

/**
 * Measures how forecasts did: those stored of periods that are over, and those that would have been made at past moments,
 * each by a model and a correction of ranges that had learnt from nothing later. All outcomes are kept anew. Gives whether
 * the company's quarters have begun to be missed.
 */
export async function measureAccuracy(
	{ database, now }: Pick<BulkDeps, "database" | "now">,
	{ tenantId }: { tenantId: number },
	job: Progressing,
): Promise<{ hasDrifted: boolean }> {
	try {
		const { ground, timelines, made } = await database.inTenant(tenantId, async (trx) => {
			const workspace = await loadWorkspace(trx, now());
			return {
				ground: await loadForecastGround(trx, tenantId, workspace),
				timelines: await loadDealTimelines(trx, workspace.now, { around: "none" }),
				made: await pastNumbers(trx, workspace.today),
			};
		});
		const { workspace } = ground;
		const outcomes: KeptOutcome[] = [];
		const actuals = new Map<string, Map<string, bigint>>();
		for (const { periodStart, periodEnd, ...number } of made) {
			const actual = actuals.get(number.period) ?? actualsOf(ground, timelines, { start: periodStart, end: periodEnd });
			actuals.set(number.period, actual);
			const horizonDays = daysTo(workspace, periodEnd, number.asOf);
			outcomes.push({
				...number,
				source: "made",
				horizonDays,
				trainedTo: trainedTo(number.modelVersion, number.asOf),
				actualMinor: actual.get(number.nodeId) ?? 0n,
			});
		}
		const origins = originsOf(workspace, timelines);
		const replays = newReplays();
		for (const [k, origin] of origins.entries()) {
			job.signal.throwIfAborted();
			const progress = { done: k, total: origins.length };
			await job.progress(progress);
			await database.inTenant(tenantId, (trx) => noteMeasure(trx, tenantId, { state: "running", ...progress }));
			outcomes.push(...replayed(ground, timelines, origin, replays));
		}
		const drifted = hasDrifted(
			outcomes.filter((o) => o.nodeKind === "company" && grainOf(o.period) === "quarter"),
			workspace.now,
		);
		await database.inTenant(tenantId, async (trx) => {
			await replaceOutcomes(trx, tenantId, outcomes);
			await noteMeasure(trx, tenantId, {
				state: "done",
				done: origins.length,
				total: origins.length,
				reason: null,
				currency: workspace.currency,
				measuredAt: workspace.now,
			});
			await recordAudit(trx, {
				tenantId,
				actorId: null,
				actor: "system",
				action: "accuracy.measured",
				detail: { rows: outcomes.length, origins: origins.length, hasDrifted: drifted },
			});
		});
		return { hasDrifted: drifted };
	} catch (error) {
		if (!job.signal.aborted) {
			const reason = toldReason(error, `accuracy-${tenantId}`);
			await database.inTenant(tenantId, (trx) => noteMeasure(trx, tenantId, { state: "failed", reason }));
		}
		throw error;
	}
}

/** Latest first past periods with their moments, as long as there is as much history before as the period is long. */
function originsOf({ fiscal, today, zone, now }: Workspace, timelines: DealTimeline[]): Origin[] {
	// Where stages were not recorded as they changed, nobody knows what was known then.
	const told = timelines.filter((line) => line.hasHistory).length;
	if (told * 2 < timelines.length || timelines.length > MOST_DEALS_TO_REPLAY) return [];
	const first = timelines.reduce((least, line) => Math.min(least, line.createdAt), now);
	return REPLAYED.flatMap(({ grain, periods, daysLeft }) => {
		const origins: Origin[] = [];
		let period = periodOf(fiscal, grain, today);
		for (let k = 0; k < periods; k++) {
			period = shiftPeriod(fiscal, period, -1);
			const [start, end] = [startOfDayIn(zone, period.start), startOfDayIn(zone, period.end)];
			for (const days of daysLeft) {
				const at = Math.max(start, end - days * DAY_MS);
				if (at >= first + (end - start)) origins.push({ period, now: at });
			}
		}
		return origins;
	});
}

function replayed(
	ground: ForecastGround,
	timelines: DealTimeline[],
	{ period, now }: Origin,
	replays: ReturnType<typeof newReplays>,
): KeptOutcome[] {
	const { workspace, stages, rates, owners } = ground;
	const { zone, currency, fiscal } = workspace;
	const model = replays.models.get(now) ?? trainDealModel({ timelines, stages, origin: now });
	replays.models.set(now, model);
	const base = { timelines, rates, owners, currency, zone, seed: FORECAST_SEED, draws: DRAWS };
	const whole = forecastPeriod({
		...base,
		model,
		span: { name: period.name, start: startOfDayIn(zone, period.start), end: startOfDayIn(zone, period.end) },
		now,
		quotas: [],
		widening: learnWidening({ ...base, stages }, now, 91, quarterEndsBefore(fiscal, zone, period), replays),
	});
	const actual = actualsOf(ground, timelines, period);
	const version = `${whole.version}/${model.version}`;
	return whole.nodes.flatMap(({ nodeId, kind, estimate }) => {
		if (estimate.value === null) return [];
		return [
			{
				source: "replayed" as const,
				nodeId,
				nodeKind: kind,
				period: period.name,
				asOf: now,
				horizonDays: daysTo(workspace, period.end, now),
				modelVersion: version,
				trainedTo: now,
				forecastMinor: estimate.value,
				lowMinor: estimate.interval?.low ?? null,
				highMinor: estimate.interval?.high ?? null,
				level: estimate.interval?.level ?? 0.8,
				actualMinor: actual.get(nodeId) ?? 0n,
			},
		];
	});
}

/** What each node really won in a period. */
function actualsOf(
	{ workspace, stages, rates, owners }: ForecastGround,
	timelines: DealTimeline[],
	{ start, end }: Pick<Period, "start" | "end">,
): Map<string, bigint> {
	const { zone, currency } = workspace;
	const input = { timelines, stages, rates, currency, zone, seed: FORECAST_SEED };
	return bookedByNode(input, owners, startOfDayIn(zone, start), startOfDayIn(zone, end));
}

/** When quarters of the four years before ended. */
function quarterEndsBefore(fiscal: Workspace["fiscal"], zone: string, period: Period): Instant[] {
	const ends: Instant[] = [];
	let at = periodOf(fiscal, "quarter", period.start);
	for (; ends.length < 16; at = shiftPeriod(fiscal, at, -1)) ends.push(startOfDayIn(zone, at.start));
	return ends;
}

function daysTo({ zone }: Workspace, end: string, from: Instant): number {
	return Math.max(0, Math.round((startOfDayIn(zone, end) - from) / DAY_MS));
}

/** Up to when the model of a stored forecast had learnt, as its name says; null where it says nothing. */
function trainedTo(modelVersion: string, asOf: Instant): Instant | null {
	const stamp = /@(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}\.\d{3})?)Z$/.exec(modelVersion)?.[1];
	if (stamp === undefined) return null;
	// Names are cut to the minute: a model of the forecast's own moment seems older, never younger.
	return Math.min(Date.parse(`${stamp}Z`), asOf);
}
