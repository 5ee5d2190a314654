import type { PipelineHealthJson } from "../../core/contract/forecasts.ts";
import type { View } from "../../core/contract/view.ts";
import type { Estimate } from "../../core/explain/estimate.ts";
import type { PipelineHealth } from "../../core/pipeline/health.ts";
import { formatInstant } from "../../core/words/format-date.ts";
import { formatDays } from "../../core/words/format-number.ts";
import type { DealRow } from "../db/deal-columns.ts";
import { moneyJson } from "./deal-view.ts";
import { showPoints } from "./parts.ts";
import { readable, sentenceOf } from "./sentence.ts";
import { roundMoney, showMoney, showNumber, showPercent, showPercentRange, showProbability, stepOf } from "./show.ts";
import { say, type Viewer } from "./viewer.ts";

/** How a pipeline stands, worded. `stalled` are the rows of its stalled deals that are shown, in their order. */
export function pipelineJson(
	health: PipelineHealth,
	currency: string,
	stalled: DealRow[],
	viewer: Viewer,
): PipelineHealthJson {
	const needed = health.coverage.needed;
	return {
		velocity: numberView("velocity", health.velocity, viewer),
		coverage: numberView("coverage", health.coverage.have, viewer, neededText(needed, viewer)),
		winRate: numberView("winRate", health.winRate, viewer),
		cycle: numberView("cycle", health.cycle, viewer),
		stages: health.stages.map((flow) => ({
			stage: { id: flow.stageId, name: flow.name },
			open: flow.open,
			amount: { amountMinor: flow.amountMinor.toString(), currency },
			unpriced: flow.unpriced,
			conversion: numberView("conversion", flow.conversion, viewer, "", flow.name),
			medianDays: numberView("medianDays", flow.medianDays, viewer, "", flow.name),
		})),
		stalled: stalled.map((row) => ({
			deal: { id: row.id, name: row.name },
			owner: row.ownerName,
			amount: moneyJson(row.amount),
			reasons: reasonsOf(health, row.id).map((reason) => ({ code: reason.code, text: sentenceOf(viewer, reason) })),
		})),
		stalledTotal: health.stalled.length,
	};
}

type Shown = "velocity" | "coverage" | "winRate" | "cycle" | "conversion" | "medianDays";

/** One of the pipeline's numbers as every host shows it. */
function numberView(id: Shown, estimate: Estimate, viewer: Viewer, extra = "", title?: string): View {
	const { value, unit, interval, explanation, state } = estimate;
	const isShare = unit === "probability" && value !== null;
	const shown = isShare ? showPoints(viewer, explanation, "probability") : null;
	const whole = unit === "moneyPerDay" && value !== null ? String(Math.round(value)) : value;
	const base = {
		code: explanation.base.code,
		value: whole ?? 0,
		text: sentenceOf(viewer, wordedBase(estimate, viewer)),
	};
	return {
		id,
		kind: "pipeline",
		title: title ?? say(viewer, `view.pipeline.${id}`),
		value: whole,
		unit,
		...(estimate.currency === undefined ? {} : { currency: estimate.currency }),
		interval:
			interval && unit === "moneyPerDay"
				? { low: String(Math.round(interval.low)), high: String(Math.round(interval.high)), level: interval.level }
				: interval,
		n: estimate.n,
		asOf: new Date(estimate.asOf).toISOString(),
		direction: null,
		base: value === null ? null : (shown?.base ?? { ...base, amount: textOf(value, estimate, viewer) }),
		parts: shown?.parts ?? [],
		action: null,
		modelVersion: estimate.modelVersion,
		state,
		text: {
			value: value === null ? "–" : textOf(value, estimate, viewer),
			label: say(viewer, `view.pipeline.${id}.label`),
			interval: interval ? rangeOf(interval, estimate, viewer) : "",
			sample: value === null ? "" : say(viewer, "view.pipeline.sample", { n: estimate.n }),
			direction: "",
			state: state === "ok" ? extra : [stateText(estimate, viewer), extra].filter((t) => t !== "").join(" "),
			how: say(viewer, "view.pipeline.how", {
				asOf: formatInstant(estimate.asOf, viewer.locale, viewer.zone),
				model: estimate.modelVersion,
			}),
		},
	};
}

function stateText(estimate: Estimate, viewer: Viewer): string {
	if (estimate.state === "empty") return sentenceOf(viewer, estimate.explanation.base);
	return say(viewer, "view.pipeline.provisional", { n: estimate.n });
}

function neededText(needed: Estimate, viewer: Viewer): string {
	if (needed.value === null) return "";
	return say(viewer, "view.pipeline.needed", { times: showNumber(needed.value, viewer.locale, 1) });
}

function textOf(value: number, { unit, currency }: Estimate, viewer: Viewer): string {
	const { locale } = viewer;
	if (unit === "probability") return showProbability(value, locale);
	if (unit === "days") return formatDays(value, locale);
	if (unit === "moneyPerDay") {
		const minor = BigInt(Math.round(value));
		return say(viewer, "view.perDay", {
			amount: showMoney(roundMoney(minor, stepOf(minor)), currency ?? "USD", locale),
		});
	}
	return say(viewer, "view.times", { times: showNumber(value, locale, 1) });
}

function rangeOf(
	{ low, high }: { low: number; high: number },
	{ unit, currency, value }: Estimate,
	viewer: Viewer,
): string {
	const { locale } = viewer;
	if (unit === "probability") return showPercentRange(low, high, locale);
	if (unit === "moneyPerDay") {
		const step = stepOf(BigInt(Math.round(value ?? high)));
		const one = (x: number) => showMoney(roundMoney(BigInt(Math.round(x)), step), currency ?? "USD", locale);
		return `${one(low)}–${one(high)}`;
	}
	return `${showNumber(low, locale)}–${showNumber(high, locale)}`;
}

/** Velocity's four factors are read as money and percent. */
function wordedBase({ explanation, currency }: Estimate, viewer: Viewer) {
	const { code, params } = explanation.base;
	const shown = readable(viewer, params);
	if (typeof params["meanMinor"] === "number") {
		const mean = BigInt(Math.round(params["meanMinor"]));
		shown["mean"] = showMoney(roundMoney(mean, stepOf(mean)), currency ?? "USD", viewer.locale);
	}
	if (typeof params["winRate"] === "number")
		shown["winRate"] = showPercent(Math.round(params["winRate"] * 100), viewer.locale);
	return { code, params: shown };
}

function reasonsOf(health: PipelineHealth, dealId: string) {
	return health.stalled.find((s) => s.dealId === dealId)?.reasons ?? [];
}
