import type { ForecastJson, ForecastNodeJson } from "../../core/contract/forecasts.ts";
import type { View } from "../../core/contract/view.ts";
import { DAY_MS, type Instant } from "../../core/model/instant.ts";
import type { Period } from "../../core/model/period.ts";
import { formatDay, formatInstant, formatSpan } from "../../core/words/format-date.ts";
import { periodName } from "../../core/words/period-name.ts";
import { wordsFor } from "../../core/words/word.ts";
import type { StoredForecast, StoredNode } from "../db/forecasts.ts";
import { showMoneyParts } from "./parts.ts";
import { roundMoney, showMoney, showPercent, showSince } from "./show.ts";
import { say, type Viewer } from "./viewer.ts";

/** A forecast older than this is said to be old. */
const OLD_MS = 2 * DAY_MS;
const STATE_WORDS = { ok: "", provisional: "view.forecast.provisional", empty: "view.forecast.empty" } as const;

/** Where a node stood earlier. */
export interface EarlierForecast {
	asOf: Instant;
	valueMinor: bigint;
	lowMinor: bigint | null;
	highMinor: bigint | null;
}

/** A forecast with the nodes the viewer may see; `trend` is that of the first of them, oldest first. */
export function forecastJson(
	forecast: StoredForecast,
	nodes: StoredNode[],
	trend: EarlierForecast[],
	at: { now: Instant; weekStart: Instant; adjusted: ReadonlyMap<string, bigint> },
	viewer: Viewer,
): ForecastJson {
	const shown = new Set(nodes.map((n) => n.nodeId));
	const { currency } = forecast;
	const before = trend.findLast((point) => point.asOf <= at.weekStart) ?? null;
	return {
		id: forecast.id,
		period: forecast.period,
		asOf: new Date(forecast.asOf).toISOString(),
		modelVersion: forecast.modelVersion,
		nodes: nodes.map((node, k) => ({
			...forecastNodeJson(forecast, node, { ...at, before: k === 0 ? before : null }, viewer),
			parentId: node.parentId !== null && shown.has(node.parentId) ? node.parentId : null,
		})),
		trend: trend.map((point) => ({
			asOf: new Date(point.asOf).toISOString(),
			value: { amountMinor: point.valueMinor.toString(), currency },
			low: point.lowMinor === null ? null : { amountMinor: point.lowMinor.toString(), currency },
			high: point.highMinor === null ? null : { amountMinor: point.highMinor.toString(), currency },
		})),
	};
}

/** One box of the drill-down. */
export function forecastNodeJson(
	forecast: StoredForecast,
	node: StoredNode,
	at: { before: EarlierForecast | null; now: Instant; adjusted?: ReadonlyMap<string, bigint> },
	viewer: Viewer,
): ForecastNodeJson {
	const adjusted = at.adjusted?.get(node.nodeId);
	const money = (minor: bigint) => ({ amountMinor: minor.toString(), currency: forecast.currency });
	const name = node.kind === "unassigned" ? say(viewer, "view.forecast.unassigned") : node.name;
	return {
		nodeId: node.nodeId,
		parentId: node.parentId,
		kind: node.kind,
		name,
		view: forecastView(forecast, { ...node, name }, at, viewer),
		closed: money(node.closedMinor),
		open: money(node.openMinor),
		uncreated: money(node.uncreatedMinor),
		quota: node.quotaMinor === null ? null : money(node.quotaMinor),
		adjusted: adjusted === undefined ? null : money(adjusted),
		unpriced: node.unpriced,
	};
}

/** What a node is going to book, as every host shows it. */
function forecastView(
	forecast: StoredForecast,
	node: StoredNode,
	{ before, now }: { before: EarlierForecast | null; now: Instant },
	viewer: Viewer,
): View {
	const { currency, period } = forecast;
	const { locale, zone } = viewer;
	const { base, parts, totalText, step } = showMoneyParts(viewer, node.explanation, currency);
	const rounded = (minor: bigint) => showMoney(roundMoney(minor, step), currency, locale);
	const isEmpty = node.state === "empty";
	const isOld = !isEmpty && now - forecast.asOf > OLD_MS;
	return {
		id: `${forecast.id}/${node.nodeId}`,
		kind: "forecast",
		title: node.name,
		value: isEmpty ? null : node.valueMinor.toString(),
		unit: "money",
		currency,
		interval: node.interval && {
			low: node.interval.low.toString(),
			high: node.interval.high.toString(),
			level: node.interval.level,
		},
		n: node.n,
		asOf: new Date(forecast.asOf).toISOString(),
		direction: before && {
			change: (node.valueMinor - before.valueMinor).toString(),
			since: new Date(before.asOf).toISOString(),
		},
		base: isEmpty ? null : base,
		parts: isEmpty ? [] : parts,
		action: null,
		modelVersion: forecast.modelVersion,
		state: isOld ? "stale" : node.state,
		text: {
			value: isEmpty ? "–" : totalText,
			label: say(viewer, "view.forecast.label", { period: periodText(period, viewer) }),
			interval: node.interval ? `${rounded(node.interval.low)}–${rounded(node.interval.high)}` : "",
			sample: say(viewer, "view.forecast.sample", { n: node.n }),
			direction: movement(node, before, forecast, step, viewer),
			state: stateText(forecast, node, isOld, viewer),
			how: say(viewer, "view.forecast.how", {
				asOf: formatInstant(forecast.asOf, locale, zone),
				model: forecast.modelVersion,
				level: showPercent(Math.round((node.interval?.level ?? 0.8) * 100), locale),
				span: formatSpan(period.start, period.end, locale),
			}),
		},
	};
}

/** What has to be known of a number before one relies on it; above all that nobody works on its open deals any more. */
function stateText({ asOf }: StoredForecast, node: StoredNode, isOld: boolean, viewer: Viewer): string {
	const { locale, zone } = viewer;
	if (node.leftOn !== null && node.openMinor !== 0n) {
		return say(viewer, "view.forecast.left", { name: node.name, when: formatDay(node.leftOn, locale) });
	}
	if (node.state === "empty" && node.unpriced > 0)
		return say(viewer, "view.forecast.unpriced", { deals: node.unpriced });
	if (isOld) return say(viewer, "view.old", { asOf: formatInstant(asOf, locale, zone) });
	return STATE_WORDS[node.state] === "" ? "" : say(viewer, STATE_WORDS[node.state]);
}

/** A period as the viewer says it: "Q4 2026", "November 2026". */
export function periodText(period: Pick<Period, "name" | "start" | "end">, { locale }: Viewer): string {
	return periodName(period, wordsFor(locale), locale);
}

function movement(
	node: StoredNode,
	before: EarlierForecast | null,
	{ asOf, currency }: StoredForecast,
	step: bigint,
	viewer: Viewer,
): string {
	if (!before || node.state === "empty") return "";
	const change = roundMoney(node.valueMinor, step) - roundMoney(before.valueMinor, step);
	const since = showSince(before.asOf, asOf, viewer.locale, viewer.zone);
	const key = change > 0n ? "view.up" : change < 0n ? "view.down" : "view.unchanged";
	const points = showMoney(change < 0n ? -change : change, currency, viewer.locale);
	return say(viewer, key, { points, since });
}
