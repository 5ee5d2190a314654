import type { HomeJson } from "../../core/contract/forecasts.ts";
import type { Instant, PlainDate } from "../../core/model/instant.ts";
import { formatDay } from "../../core/words/format-date.ts";
import type { DealRow } from "../db/deal-columns.ts";
import type { StoredForecast, StoredNode } from "../db/forecasts.ts";
import type { DealNews } from "../db/home.ts";
import type { LeadRow } from "../db/leads.ts";
import { actionOf } from "./deal-view.ts";
import { type EarlierForecast, forecastNodeJson, periodText } from "./forecast-view.ts";
import { leadAction, leadView } from "./lead-view.ts";
import { roundMoney, showMoney, showPercent, showProbability, stepOf } from "./show.ts";
import { say, type Viewer } from "./viewer.ts";

/** What the home page is made of. */
export interface HomeRows {
	/** The latest forecast of the current quarter and the viewer's own top node in it; null where they have none. */
	forecast: { stored: StoredForecast; top: StoredNode; before: EarlierForecast | null } | null;
	/** Whether the current quarter was forecast at all yet. */
	isForecast: boolean;
	/** Whether there is anything at all yet. */
	isEmpty: boolean;
	news: DealNews[];
	/** Open deals that weigh most, heaviest first. */
	deals: DealRow[];
	/** Open leads with most points, highest first. */
	leads: LeadRow[];
	userId: string;
	now: Instant;
	today: PlainDate;
}

/** Things to do that a person is told at once. */
const MOST_NEXT = 3;

/** "Am I going to make it, what changed, what should I do next?" */
export function homeJson(rows: HomeRows, viewer: Viewer): HomeJson {
	const { forecast, now } = rows;
	return {
		answer: answerOf(rows, viewer),
		forecast: forecast && forecastNodeJson(forecast.stored, forecast.top, { before: forecast.before, now }, viewer),
		changes: rows.news.map((news) => ({
			at: new Date(news.at).toISOString(),
			text: newsText(news, rows.today, viewer),
			about: { entity: "deal", id: news.dealId },
		})),
		next: nextThings(rows, viewer),
	};
}

function answerOf({ forecast, isEmpty, isForecast }: HomeRows, viewer: Viewer): string {
	if (isEmpty) return say(viewer, "home.answer.empty");
	if (!isForecast) return say(viewer, "home.answer.waiting");
	if (!forecast || forecast.top.state === "empty") return say(viewer, "home.answer.noDeals");
	const { stored, top } = forecast;
	const step = stepOf(top.valueMinor === 0n ? (top.quotaMinor ?? 0n) : top.valueMinor);
	const money = (minor: bigint) => showMoney(roundMoney(minor, step), stored.currency, viewer.locale);
	const said = {
		closed: money(top.closedMinor),
		period: periodText(stored.period, viewer),
		value: money(top.valueMinor),
		low: money(top.interval?.low ?? 0n),
		high: money(top.interval?.high ?? 0n),
		level: showPercent(Math.round((top.interval?.level ?? 0) * 100), viewer.locale),
	};
	if (!top.interval) return say(viewer, "home.answer.noRange", said);
	if (top.quotaMinor === null) return say(viewer, "home.answer.noQuota", said);
	const quota = money(top.quotaMinor);
	if (top.closedMinor >= top.quotaMinor) return say(viewer, "home.answer.ahead", { ...said, quota });
	const missing = money(top.quotaMinor - top.interval.high);
	const where = top.interval.low >= top.quotaMinor ? "above" : top.interval.high < top.quotaMinor ? "below" : "yes";
	return `${say(viewer, "home.answer", { ...said, quota })} ${say(viewer, `home.answer.chance.${where}`, { missing })}`;
}

function newsText(news: DealNews, today: PlainDate, viewer: Viewer): string {
	const deal = news.name;
	if (news.kind === "slipped") {
		const [from = "", to = ""] = [news.from, news.to].map((day) => formatDay(day, viewer.locale, today));
		return say(viewer, "home.change.slipped", { deal, from, to });
	}
	if (news.kind === "moved") {
		const points = Math.round(news.value * 100) - Math.round(news.before * 100);
		const value = showProbability(news.value, viewer.locale);
		return say(viewer, points > 0 ? "home.change.rose" : "home.change.fell", { deal, points: Math.abs(points), value });
	}
	if (news.amountMinor === null || news.currency === null)
		return say(viewer, `home.change.${news.status}Unpriced`, { deal });
	const rounded = roundMoney(news.amountMinor, stepOf(news.amountMinor));
	return say(viewer, `home.change.${news.status}`, { deal, amount: showMoney(rounded, news.currency, viewer.locale) });
}

/** The heaviest deals that have something to be done, and at most one lead that waits: the hottest. */
function nextThings({ deals, leads, userId }: HomeRows, viewer: Viewer): HomeJson["next"] {
	const next: HomeJson["next"] = [];
	const lead = leads.find((row) => leadAction(row, viewer)?.code === "answer_lead" || isHot(row, viewer));
	const action = lead && leadAction(lead, viewer);
	for (const row of deals) {
		if (next.length >= (action ? MOST_NEXT - 1 : MOST_NEXT)) break;
		const todo = actionOf(row, viewer);
		if (!todo) continue;
		const key = row.ownerId === userId || row.ownerName === null ? "home.next.deal" : "home.next.othersDeal";
		next.push({
			text: say(viewer, key, { action: todo.text, deal: row.name, owner: row.ownerName ?? "" }),
			why: todo.why,
			about: { entity: "deal", id: row.id },
			...(todo.line === undefined ? {} : { line: todo.line }),
		});
	}
	if (lead && action) next.push({ text: action.text, why: action.why, about: { entity: "lead", id: lead.id } });
	return next;
}

function isHot(row: LeadRow, viewer: Viewer): boolean {
	const view = leadView(row, viewer);
	return view?.action !== null && view?.text.label === say(viewer, "view.lead.hot");
}
