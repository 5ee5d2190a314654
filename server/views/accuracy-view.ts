import type { AccuracyFigure, AccuracyJson, AccuracyRowJson } from "../../core/contract/accuracy.ts";
import type { Estimate } from "../../core/explain/estimate.ts";
import { accuracyReport } from "../../core/forecast/accuracy/accuracy.ts";
import type { Accuracy, AccuracyRow } from "../../core/forecast/accuracy/accuracy-types.ts";
import type { Instant } from "../../core/model/instant.ts";
import { type FiscalCalendar, parsePeriod } from "../../core/model/period.ts";
import { english } from "../../core/words/english.ts";
import { periodName } from "../../core/words/period-name.ts";
import { wordsFor } from "../../core/words/word.ts";
import type { KeptOutcome } from "../db/outcomes.ts";
import { sentenceOf } from "./sentence.ts";
import { showPercent, showPercentRange } from "./show.ts";
import { say, type Viewer } from "./viewer.ts";

/**
 * The rows of the accuracy page: in all, by days ahead, model and period for the node looked at, and one for each node in
 * sight.
 */
export function accuracyRows(
	own: KeptOutcome[],
	inSight: KeptOutcome[],
	given: { currency: string; now: Instant; names: ReadonlyMap<string, string>; fiscal: FiscalCalendar },
	viewer: Viewer,
): AccuracyRowJson[] {
	const { currency, now } = given;
	// For the engine the node looked at is the company: its rows are told by horizon, model and period.
	const report = accuracyReport(
		own.map((o) => ({ ...o, nodeKind: "company" })),
		currency,
		now,
	);
	const scopes = accuracyReport(inSight, currency, now).rows.filter((r) => r.by === "scope" || r.by === "scope_kind");
	const rows = report.rows.filter((r) => r.by !== "scope" && r.by !== "scope_kind");
	return [
		rowJson({ by: "all", key: "all", ...report.all }, say(viewer, "accuracy.by.all"), currency, viewer),
		...[...rows, ...scopes].map((r) => rowJson(r, labelOf(r, given, viewer), currency, viewer)),
	];
}

/** Each period's latest forecast beside what came, oldest period first. */
export function pastJson(own: KeptOutcome[], currency: string): AccuracyJson["past"] {
	const money = (minor: bigint) => ({ amountMinor: minor.toString(), currency });
	const optional = (minor: bigint | null) => (minor === null ? null : money(minor));
	// Forecasts come in order of their moments: the farthest ahead of each period is the first.
	const first = new Map<string, KeptOutcome>();
	for (const outcome of own) if (!first.has(outcome.period)) first.set(outcome.period, outcome);
	return [...first.values()].map(({ period, horizonDays, forecastMinor, lowMinor, highMinor, actualMinor }) => ({
		period,
		horizonDays,
		forecast: money(forecastMinor),
		low: optional(lowMinor),
		high: optional(highMinor),
		actual: money(actualMinor),
		held: lowMinor === null || highMinor === null ? null : lowMinor <= actualMinor && actualMinor <= highMinor,
	}));
}

function rowJson(
	row: Accuracy & { by: AccuracyRowJson["by"]; key: string },
	label: string,
	currency: string,
	viewer: Viewer,
): AccuracyRowJson {
	const { by, key, forecasts, periods, mape, wape, bias, coverage, nominal, mae } = row;
	return {
		by,
		key,
		label,
		forecasts,
		periods,
		mape: figureOf(mape, viewer),
		wape: figureOf(wape, viewer),
		bias: figureOf(bias, viewer, true),
		coverage: figureOf(coverage, viewer),
		nominal,
		mae: mae.value === null ? null : { amountMinor: mae.value.toString(), currency },
	};
}

function figureOf(estimate: Estimate, viewer: Viewer, isSigned = false): AccuracyFigure {
	const { value, interval, state, explanation } = estimate;
	const { locale } = viewer;
	const points = Math.round((value ?? 0) * 100);
	const sign = isSigned && points !== 0 ? (points > 0 ? "+" : "−") : "";
	return {
		value,
		low: interval?.low ?? null,
		high: interval?.high ?? null,
		text: value === null ? "–" : `${sign}${showPercent(isSigned ? Math.abs(points) : points, locale)}`,
		range: interval && !isSigned ? showPercentRange(Math.max(0, interval.low), interval.high, locale) : "",
		state,
		says: sentenceOf(viewer, explanation.base),
	};
}

function labelOf(
	{ by, key }: AccuracyRow,
	{ names, fiscal }: { names: ReadonlyMap<string, string>; fiscal: FiscalCalendar },
	viewer: Viewer,
): string {
	if (by === "horizon") return say(viewer, "accuracy.daysAhead", { days: key.replace("-", "–") });
	if (by === "scope") return names.get(key) ?? key;
	if (by === "period") return periodLabel(key, fiscal, viewer);
	const word = `accuracy.kind.${key}`;
	return by === "scope_kind" && word in english ? say(viewer, word) : key;
}

/** A period's name in a narrow place: "Q3 2026", "Nov 2026". */
export function periodLabel(name: string, fiscal: FiscalCalendar, { locale }: Viewer): string {
	const period = parsePeriod(fiscal, name);
	return period ? periodName(period, wordsFor(locale), locale, { narrow: true }) : name;
}
