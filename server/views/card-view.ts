import type { CoachingCardJson, DealCardJson, LeadCardJson, OutlookCardJson } from "../../core/contract/cards.ts";
import type { ForecastJson } from "../../core/contract/forecasts.ts";
import type { TerritoryJson } from "../../core/contract/planning.ts";
import { dateIn, type Instant } from "../../core/model/instant.ts";
import { formatDay, formatInstant } from "../../core/words/format-date.ts";
import type { DealRow } from "../db/deal-columns.ts";
import type { DealPageRows } from "../db/deal-page.ts";
import type { LeadRow } from "../db/leads.ts";
import type { ActionRow, InsightRow } from "../db/meeting-findings.ts";
import type { MeetingRow } from "../db/meetings.ts";
import type { PermissionSet } from "../policy/permission-set.ts";
import { dealView } from "./deal-view.ts";
import { periodText } from "./forecast-view.ts";
import { gradeJson, notGradedYet } from "./lead-grade-view.ts";
import { leadView } from "./lead-view.ts";
import { showMoney, showNumber, showProbability } from "./show.ts";
import { activityEntry } from "./timeline-view.ts";
import { say, type Viewer } from "./viewer.ts";

/** For whom a card is made: their language, what they may do, and where the portal is. */
export interface CardViewer extends Viewer {
	permissions: PermissionSet;
	publicUrl: string;
}

type Trend = readonly { at: Instant; value: number; low: number | null; high: number | null }[];
const RECENT = 5;
const ROWS = 30;

/** A lead's card; of several the first is shown and the others are named. */
export function leadCardJson(leads: readonly LeadRow[], trend: Trend, viewer: CardViewer): LeadCardJson {
	const [lead, ...others] = leads;
	const { permissions } = viewer;
	if (!lead)
		return { subject: null, score: null, grade: null, trend: [], others: [], may: { score: false, route: false } };
	return {
		subject: {
			id: lead.id,
			name: lead.name,
			url: pageOf(viewer, "leads", lead.id),
			lines: [lead.company, lead.title, lead.ownerName ?? say(viewer, "card.noOwner")].filter((line) => line !== null),
		},
		score: leadView(lead, viewer),
		grade: gradeJson(lead, lead.grade ?? notGradedYet(lead), viewer),
		trend: points(trend, viewer, (value) => showNumber(value, viewer.locale)),
		others: others.map((one) => ({
			id: one.id,
			name: one.name,
			score: leadView(one, viewer)?.text.value ?? "–",
			url: pageOf(viewer, "leads", one.id),
		})),
		may: { score: permissions.has("leads:write"), route: permissions.has("leads:route") && lead.ownerId === null },
	};
}

/** A deal's card; null: there is none here in sight. */
export function dealCardJson(deal: DealRow | null, trend: Trend, viewer: CardViewer): DealCardJson {
	if (!deal) return { subject: null, chance: null, trend: [], may: { score: false } };
	return {
		subject: dealSubject(deal, viewer),
		chance: dealView(deal, viewer),
		trend: points(trend, viewer, (value) => showProbability(value, viewer.locale)),
		may: { score: viewer.permissions.has("deals:write") && deal.status === "open" },
	};
}

/** A deal's last meeting with what came of it. */
export interface LastMeeting {
	meeting: MeetingRow;
	actions: readonly ActionRow[];
	insights: readonly InsightRow[];
}

/** What to do next with a deal, what its last meeting left, and what was said lately. */
export function coachingCardJson(
	rows: DealPageRows | null,
	last: LastMeeting | null,
	now: Instant,
	viewer: CardViewer,
): CoachingCardJson {
	const { locale, zone } = viewer;
	return {
		meeting: last && {
			id: last.meeting.id,
			title: last.meeting.title,
			when: formatInstant(last.meeting.startsAt, locale, zone),
		},
		actions: (last?.actions ?? [])
			.filter(({ status }) => status === "open" || status === "doing")
			.slice(0, RECENT)
			.map(({ id, text, dueOn }) => ({ id, text, due: dueOn === null ? "" : formatDay(dueOn, locale) })),
		objections: (last?.insights ?? [])
			.filter(({ kind, saidKind, verdict }) => (saidKind ?? kind) === "objection" && verdict !== "wrong")
			.slice(0, RECENT)
			.map(({ foundId, quote }) => ({ id: foundId, text: quote })),
		subject: rows && dealSubject(rows.deal, viewer),
		chance: rows && dealView(rows.deal, viewer),
		recent: (rows?.activities ?? []).slice(0, RECENT).map(({ ownerName, ...activity }) => ({
			id: activity.id,
			kind: activity.kind,
			text: activityEntry({ ...activity, owner: ownerName }, viewer).text,
			when: formatInstant(activity.at, viewer.locale, viewer.zone),
		})),
		asOf: new Date(rows?.deal.now ?? now).toISOString(),
	};
}

/** Where the quarter lands for those in sight, the topmost first, and who works which part of the market. */
export function outlookCardJson(
	forecast: ForecastJson,
	territories: readonly TerritoryJson[],
	viewer: CardViewer,
): OutlookCardJson {
	const [top, ...rows] = forecast.nodes;
	return {
		period: periodText(forecast.period, viewer),
		url: `${viewer.publicUrl}/forecast`,
		forecast: top?.view ?? null,
		rows: rows
			.filter(({ parentId }) => parentId === top?.nodeId)
			.slice(0, ROWS)
			.map(({ nodeId, name, view }) => ({ id: nodeId, name, value: view.text.value, interval: view.text.interval })),
		territories: territories.slice(0, ROWS).map(({ id, name, owner, accounts }) => ({
			...{ id, name, accounts },
			owner: owner?.name ?? say(viewer, "card.noOwner"),
		})),
		asOf: forecast.asOf,
	};
}

function dealSubject(deal: DealRow, viewer: CardViewer) {
	const { amount, closeDate } = deal;
	const { locale } = viewer;
	return {
		id: deal.id,
		name: deal.name,
		url: pageOf(viewer, "deals", deal.id),
		lines: [
			amount && showMoney(amount.amountMinor, amount.currency, locale),
			deal.stageName,
			closeDate && say(viewer, "card.closes", { date: formatDay(closeDate, locale, deal.today) }),
		].filter((line) => line !== null),
	};
}

function points(trend: Trend, { locale, zone }: Viewer, show: (value: number) => string) {
	return trend.map(({ at, value, low, high }) => ({
		...{ value, low, high },
		at: new Date(at).toISOString(),
		day: formatDay(dateIn(zone, at), locale),
		text: show(value),
	}));
}

function pageOf({ publicUrl }: CardViewer, area: "deals" | "leads", id: string): string {
	return `${publicUrl}/${area}/${id}`;
}
