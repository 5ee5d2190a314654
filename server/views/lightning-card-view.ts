import type { ForecastJson, ForecastNodeJson } from "../../core/contract/forecasts.ts";
import type { CardFigureJson, DealCardJson, ForecastCardJson } from "../../core/contract/lightning-cards.ts";
import type { View, ViewPart } from "../../core/contract/view.ts";
import { dateIn, type Instant } from "../../core/model/instant.ts";
import { formatDay } from "../../core/words/format-date.ts";
import { showMoney, showPercent, showProbability } from "./show.ts";
import { say, type Viewer } from "./viewer.ts";

/** A view as a card takes it that draws words and computes nothing; the numbers are places on its picture of the range. */
export function figureOf(view: View): CardFigureJson {
	const { text, direction, interval, action } = view;
	const change = direction === null ? 0 : Number(direction.change);
	const scale = scaleOf(view);
	const place = (at: number | string | null | undefined) =>
		scale === null || at === null || at === undefined ? null : Math.min(1, Math.max(0, Number(at) / scale));
	return {
		title: view.title,
		state: view.state,
		value: text.value,
		label: text.label,
		interval: text.interval,
		sample: text.sample,
		direction: text.direction,
		rising: change > 0 ? "up" : change < 0 ? "down" : "none",
		stateText: text.state,
		how: text.how,
		modelVersion: view.modelVersion,
		low: place(interval?.low),
		middle: place(view.value),
		high: place(interval?.high),
		base: view.base && reasonOf(view.base),
		parts: view.parts.map(reasonOf),
		action: action && { text: action.text, why: action.why, line: action.line ?? "" },
	};
}

function reasonOf({ amount, text, raise = "" }: ViewPart) {
	return { amount, text, raise };
}

/** What the whole width of the picture stands for; null where there is nothing to draw. */
function scaleOf({ unit, value, interval }: View): number | null {
	if (value === null) return null;
	if (unit === "probability") return 1;
	if (unit === "points") return 100;
	const top = Math.max(Number(value), Number(interval?.high ?? 0));
	return top > 0 ? top * 1.15 : null;
}

/** One node of a forecast with what lies beneath it and the way back up. */
export function forecastCardOf(
	forecast: ForecastJson,
	node: ForecastNodeJson,
	given: { viewer: Viewer; url: string; categories: ForecastCardJson["categories"] },
): ForecastCardJson {
	const { viewer, url, categories } = given;
	const byId = new Map(forecast.nodes.map((one) => [one.nodeId, one]));
	const path: ForecastCardJson["path"] = [];
	for (let at: ForecastNodeJson | undefined = node; at; at = at.parentId === null ? undefined : byId.get(at.parentId))
		path.unshift({ nodeId: at.nodeId, name: at.name });
	const pieces = (["closed", "open", "uncreated"] as const).map((part) => ({
		label: say(viewer, `forecast.${part}`),
		value: moneyText(node[part], viewer),
	}));
	const children = forecast.nodes
		.filter(({ parentId }) => parentId === node.nodeId)
		.map((child) => ({
			nodeId: child.nodeId,
			name: child.name,
			value: child.view.text.value,
			interval: child.view.text.interval,
			quota: moneyText(child.quota, viewer),
			hasMore: forecast.nodes.some(({ parentId }) => parentId === child.nodeId),
		}));
	return {
		figure: figureOf(node.view),
		period: forecast.period.name,
		url,
		quota: moneyText(node.quota, viewer),
		...attained(node, viewer),
		pieces,
		categories,
		path,
		children,
	};
}

/** How a chance moved, in words and as a line; null before there were two values. */
export function trendCardOf(
	values: readonly { at: Instant; value: number }[],
	{ locale, zone, ...viewer }: Viewer,
): DealCardJson["trend"] {
	const [first, last] = [values[0], values.at(-1)];
	if (!first || !last || values.length < 2) return null;
	const params = {
		from: showProbability(first.value, locale),
		to: showProbability(last.value, locale),
		day: formatDay(dateIn(zone, first.at), locale),
	};
	return { text: say({ locale, zone, ...viewer }, "cardText.trend", params), line: values.map(({ value }) => value) };
}

/** Closed so far of the target; null and empty without one. */
export function attained({ closed, quota }: Pick<ForecastNodeJson, "closed" | "quota">, { locale }: Viewer) {
	const target = quota === null ? 0 : Number(quota.amountMinor);
	if (target <= 0) return { attainment: null, attainmentText: "" };
	const attainment = Number(closed.amountMinor) / target;
	return { attainment, attainmentText: showPercent(Math.round(attainment * 100), locale) };
}

/** Money as it is shown; empty for none. */
export function moneyText(money: { amountMinor: string; currency: string } | null, { locale }: Viewer): string {
	return money === null ? "" : showMoney(BigInt(money.amountMinor), money.currency, locale);
}
