import type { Estimate } from "../../core/explain/estimate.ts";
import { addDays, DAY_MS, daysBetween, type Instant, startOfDayIn } from "../../core/model/instant.ts";
import type { Stage } from "../../core/model/pipeline.ts";
import type { DealTimeline } from "../../core/model/timeline.ts";
import { lifeAsOf } from "../../core/scoring/deal-life.ts";
import type { DealModel } from "../../core/scoring/deal-model.ts";
import { scoreDeal } from "../../core/scoring/deal-probability.ts";
import { trainDealModel } from "../../core/scoring/train-deal-model.ts";
import type { LastTouch } from "../db/deal-columns.ts";
import type { NewScore } from "../db/scores.ts";
import type { Workspace } from "../db/workspace.ts";

/** A model in use and the unique name that goes with each of its numbers. */
export interface LiveDealModel {
	model: DealModel;
	version: string;
}

/** The unique name of a model: its method, and the moment up to which it had read. */
export function modelName(method: string, origin: Instant): string {
	return `${method}@${new Date(origin).toISOString().slice(0, 16)}Z`;
}

/** The name of a model that was learnt for one answer and is not kept: to the millisecond, so that no kept one has it. */
export function passingName(method: string, origin: Instant): string {
	return `${method}@${new Date(origin).toISOString()}`;
}

/** Half a point: less is not seen. */
const SEEN = 0.005;
/** Weeks of trend that a deal is given when it is first scored. */
const TREND_WEEKS = 12;

/** Learns, for the start of each week of a new deal's trend, how deals end from what was known then; oldest first. */
export function weeklyModels(timelines: DealTimeline[], stages: Stage[], workspace: Workspace): LiveDealModel[] {
	const weekStart = startOfWeek(workspace);
	const first = timelines.reduce((least, line) => Math.min(least, line.createdAt), workspace.now);
	const models: LiveDealModel[] = [];
	for (let week = TREND_WEEKS - 1; week >= 0; week--) {
		const origin = weekStart - week * 7 * DAY_MS;
		if (origin <= first) continue;
		const model = trainDealModel({ timelines, stages, origin });
		models.push({ model, version: modelName(model.version, origin) });
	}
	return models;
}

/**
 * An open deal's number as of the workspace's clock; null when it is not open. `before` is what the same model says of
 * the start of the week; each of the `weekly` models gives a point of the trend before, from what was known then. Where
 * another model has just taken over from `before`, what that one says of the same moment is a point too: the step between
 * the two is the models' and no move of the deal.
 */
export function numberOf(
	{ model, version }: LiveDealModel,
	line: DealTimeline,
	workspace: Workspace,
	given: { weekly: readonly LiveDealModel[]; touch: LastTouch | undefined; before?: LiveDealModel | null },
): NewScore | null {
	const estimate = scoreDeal(model, line, workspace.now);
	if (estimate.value === null) return null;
	const weekStart = startOfWeek(workspace);
	// Without a history nobody knows where the deal stood then: no movement is better than one made up.
	const before = line.hasHistory ? scoreDeal(model, line, weekStart).value : null;
	const earlier: NonNullable<NewScore["earlier"]> = [];
	for (const learnt of line.hasHistory ? given.weekly : []) {
		const at = learnt.model.origin;
		const then = scoreDeal(learnt.model, line, at);
		if (then.value !== null) earlier.push(pointOf(then, at, then.value, learnt.version));
	}
	const replaced = given.before ? scoreDeal(given.before.model, line, workspace.now) : null;
	if (given.before && replaced?.value && Math.abs(replaced.value - estimate.value) >= SEEN) {
		earlier.push(pointOf(replaced, workspace.now - 1, replaced.value, given.before.version));
	}
	return {
		entityId: line.dealId,
		estimate: { ...estimate, modelVersion: version },
		...(given.touch ? { extra: { touch: given.touch } } : {}),
		before: before === null ? null : { value: before, at: weekStart },
		earlier,
	};
}

/** Whether the deal is open at the moment, so that it has a number. */
export function isOpen(line: DealTimeline, now: Instant): boolean {
	return lifeAsOf(line, now)?.status === "open";
}

/** The start of the week, or of the one before on the week's first two days, when little can have moved yet. */
export function startOfWeek({ zone, today, fiscal }: Pick<Workspace, "zone" | "today" | "fiscal">): Instant {
	const weekday = (((daysBetween("2024-01-01", today) % 7) + 7) % 7) + 1; // 2024-01-01 was a Monday
	const since = (weekday - fiscal.weekStart + 7) % 7;
	return startOfDayIn(zone, addDays(today, -(since < 2 ? since + 7 : since)));
}

function pointOf(then: Estimate, at: Instant, value: number, version: string) {
	return { at, value, low: then.interval?.low ?? null, high: then.interval?.high ?? null, n: then.n, version };
}
