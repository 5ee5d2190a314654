import type { Transaction } from "kysely";
import { ownerScope } from "../../core/forecast/waterfall/owner-scope.ts";
import { formatInstant, formatSpan } from "../../core/words/format-date.ts";
import { sentenceStart } from "../../core/words/period-name.ts";
import { callsOfPeriod } from "../db/forecast-calls.ts";
import { type ForecastDealRow, listForecastDeals } from "../db/forecast-deals.ts";
import type { Tables } from "../db/tables.ts";
import { periodText } from "../views/forecast-view.ts";
import { sentenceOf } from "../views/sentence.ts";
import { roundMoney, showMoney, showPercent, stepOf } from "../views/show.ts";
import { say, type Viewer } from "../views/viewer.ts";
import { lastYearOf } from "./actuals.ts";
import { adjustedForecast } from "./adjusted.ts";
import { bridgeOf, type MoneyLine } from "./bridge.ts";
import { coverageText } from "./coverage.ts";
import type { NumberGround } from "./ground.ts";
import { type PastPeriod, pastPeriods } from "./past-periods.ts";
import { wholeInput } from "./whole-input.ts";

/** The forecast of a node and period on one page, in the asker's words; every sum of lines is exact. */
export interface OnePage {
	/** The finding. */
	title: string;
	/** Whose, for when, and as of when. */
	about: string[];
	currency: string;
	valueMinor: bigint;
	/** Of it, what deals that do not exist yet are to bring. */
	uncreatedMinor: bigint;
	/** What the number stands beside: range, target, the year before, numbers by hand. */
	beside: { text: string; shown: string }[];
	/** What its picture shows, minor units; null where there is nothing of the kind. */
	picture: { low: bigint | null; high: bigint | null; target: bigint | null; lastYear: bigint | null };
	/** Adds up to the number. */
	parts: MoneyLine[];
	/** From the last call to the number; adds up to it as well. */
	bridge: MoneyLine[];
	/** What is missing and what it takes. */
	missing: string;
	/** Open deals that bring most. */
	mustHappen: ForecastDealRow[];
	/** All deals of the number. */
	deals: ForecastDealRow[];
	past: PastPeriod[];
	assumptions: string[];
	method: string;
}

const NAMED = 8;
/** Deals that a workbook lists. */
const MOST_DEALS = 100_000;

/** Puts a forecast on one page, in the viewer's words. Throws unprocessable on more deals than are read within a request. */
export async function onePage(
	trx: Transaction<Tables>,
	tenantId: number,
	viewer: Viewer,
	ground: NumberGround,
): Promise<OnePage> {
	const { stored, node, workspace, period, owners } = ground;
	const { currency } = stored;
	const whole = await wholeInput(trx, tenantId, workspace, stored);
	const leaves = ownerScope(owners, node.nodeId)?.leaves ?? new Set<string>();
	const deals = await listForecastDeals(trx, stored.id, leaves, MOST_DEALS);
	const call = (await callsOfPeriod(trx, period.name, [node.nodeId])).findLast((c) => c.currency === currency) ?? null;
	const lastYear = await lastYearOf(trx, workspace, owners, period, node.nodeId, whole.input.timelines);
	const adjusted = (await adjustedForecast(trx, stored, workspace.now)).nodes.get(node.nodeId);
	const amount = (minor: bigint) => showMoney(roundMoney(minor, stepOf(minor)), currency, viewer.locale);
	const { base, parts } = node.explanation;
	const name = node.name || say(viewer, "view.forecast.unassigned");
	const beside = [
		...(node.interval
			? [
					{
						text: say(viewer, "onePage.range", {
							level: showPercent(Math.round(node.interval.level * 100), viewer.locale),
						}),
						shown: `${amount(node.interval.low)} – ${amount(node.interval.high)}`,
					},
				]
			: []),
		...(node.quotaMinor === null ? [] : [{ text: say(viewer, "landing.target"), shown: amount(node.quotaMinor) }]),
		...(lastYear ? [{ text: say(viewer, "landing.lastYear"), shown: amount(lastYear.minor) }] : []),
		...(call
			? [{ text: say(viewer, "onePage.call", { who: call.authorName }), shown: amount(call.amounts.commitMinor) }]
			: []),
		...(adjusted && adjusted.adjusted.explanation.parts.length > 0
			? [{ text: say(viewer, "landing.adjusted"), shown: amount(adjusted.adjustedMinor) }]
			: []),
	];
	return {
		title: sentenceStart(
			say(viewer, "onePage.heading", { period: periodText(period, viewer), value: amount(node.valueMinor) }),
			viewer.locale,
		),
		about: [
			workspace.name,
			...(name === workspace.name ? [] : [name]),
			formatSpan(period.start, period.end, viewer.locale),
			say(viewer, "onePage.asOf", { asOf: formatInstant(stored.asOf, viewer.locale, viewer.zone) }),
		],
		currency,
		valueMinor: node.valueMinor,
		uncreatedMinor: node.uncreatedMinor,
		beside,
		picture: {
			low: node.interval?.low ?? null,
			high: node.interval?.high ?? null,
			target: node.quotaMinor,
			lastYear: lastYear?.minor ?? null,
		},
		parts: [base, ...parts]
			.filter((p) => p.group !== "unpriced")
			.map((p) => ({ text: sentenceOf(viewer, p), minor: p.value })),
		bridge: await bridgeOf(trx, whole, node, call, viewer),
		missing: coverageText(ground, whole.input, viewer),
		mustHappen: deals.rows.filter((d) => d.place === "open").slice(0, NAMED),
		deals: deals.rows,
		past: await pastPeriods(trx, workspace, whole, period, node.nodeId),
		assumptions: [
			say(viewer, "onePage.assumeCurrency", { currency }),
			...(node.unpriced > 0 ? [say(viewer, "forecast.unpriced", { count: node.unpriced })] : []),
			...(node.uncreatedMinor === 0n
				? []
				: [say(viewer, "onePage.assumeNew", { amount: amount(node.uncreatedMinor) })]),
			say(viewer, "onePage.assumeHand"),
			say(viewer, "forecast.rangesDoNotAdd"),
		],
		method: say(viewer, "view.forecast.how", {
			asOf: formatInstant(stored.asOf, viewer.locale, viewer.zone),
			model: stored.modelVersion,
			level: showPercent(Math.round((node.interval?.level ?? 0.8) * 100), viewer.locale),
			span: formatSpan(period.start, period.end, viewer.locale),
		}),
	};
}
