import type { FlowFigure, PipelineFlowJson } from "../../core/contract/flow.ts";
import type { ScopeNodeJson } from "../../core/contract/waterfall.ts";
import type { Estimate } from "../../core/explain/estimate.ts";
import type { GenerationNeeded, PipelineFlow } from "../../core/pipeline/flow/flow-types.ts";
import { formatDays } from "../../core/words/format-number.ts";
import { periodText } from "./forecast-view.ts";
import { sentenceOf } from "./sentence.ts";
import { showNumber, showPercentRange, showProbability } from "./show.ts";
import type { Viewer } from "./viewer.ts";

/** Flow worded for a viewer. */
export function flowJson(
	flow: PipelineFlow,
	{ node, nodes, currency }: { node: ScopeNodeJson; nodes: ScopeNodeJson[]; currency: string },
	viewer: Viewer,
): PipelineFlowJson {
	const money = (minor: bigint) => ({ amountMinor: minor.toString(), currency });
	return {
		asOf: new Date(flow.asOf).toISOString(),
		node,
		nodes,
		withoutHistory: flow.withoutHistory,
		creation: flow.creation.map(({ name, start, end, isOver, count, valueMinor, unpriced, perWeek }) => ({
			period: name,
			start,
			end,
			isOver,
			count,
			value: money(valueMinor),
			unpriced,
			perWeek: figureOf(named(perWeek, periodText({ name, start, end }, viewer)), viewer),
		})),
		stages: flow.stages.map(({ stageId, name, stays, ongoing, onward, lost, won, medianDays }) => ({
			stage: { id: stageId, name },
			stays,
			ongoing,
			onward: figureOf(onward, viewer),
			lost: figureOf(lost, viewer),
			won: figureOf(won, viewer),
			medianDays: figureOf(medianDays, viewer),
		})),
		needed: flow.generation && neededJson(flow.generation, currency, viewer),
		capacity: flow.capacity.map(({ userId, name, open, openMinor, unpriced, closedPerMonth, monthsOfWork, load }) => ({
			userId,
			name,
			open,
			openValue: money(openMinor),
			unpriced,
			closedPerMonth: figureOf(closedPerMonth, viewer),
			monthsOfWork: figureOf(monthsOfWork, viewer),
			load,
		})),
	};
}

/** A figure whose reason names its period as the viewer says it. */
function named(figure: Estimate, period: string): Estimate {
	const { explanation } = figure;
	const base = { ...explanation.base, params: { ...explanation.base.params, period } };
	return { ...figure, explanation: { ...explanation, base } };
}

function neededJson(
	needed: GenerationNeeded,
	currency: string,
	viewer: Viewer,
): NonNullable<PipelineFlowJson["needed"]> {
	const money = (minor: bigint) => ({ amountMinor: minor.toString(), currency });
	const { value, interval, explanation } = needed.value;
	return {
		quota: money(needed.quotaMinor),
		forecast: money(needed.forecastMinor),
		gap: money(needed.gapMinor),
		yield: figureOf({ ...needed.yield, unit: "probability" }, viewer),
		value: value === null ? null : money(value),
		valueRange: interval && { low: money(interval.low), high: money(interval.high) },
		says: [explanation.base, ...explanation.parts].map((part) => sentenceOf(viewer, part)).join(" · "),
		deals: figureOf(needed.deals, viewer),
		perWeekNow: needed.perWeekNow,
		perWeekNeeded: needed.perWeekNeeded,
	};
}

function figureOf(estimate: Estimate, viewer: Viewer): FlowFigure {
	const { value, interval, n, state, unit, explanation } = estimate;
	const { locale } = viewer;
	const one = (x: number) => showNumber(x, locale, x < 10 ? 1 : 0);
	return {
		value,
		low: interval?.low ?? null,
		high: interval?.high ?? null,
		n,
		state,
		text:
			value === null
				? "–"
				: unit === "probability"
					? showProbability(value, locale)
					: unit === "days"
						? formatDays(value, locale)
						: one(value),
		range:
			interval === null
				? ""
				: unit === "probability"
					? showPercentRange(interval.low, interval.high, locale)
					: `${one(interval.low)}–${one(interval.high)}`,
		says: sentenceOf(viewer, explanation.base),
	};
}
