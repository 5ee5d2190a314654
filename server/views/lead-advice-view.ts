import type { LeadRecommendationJson } from "../../core/contract/lead-advice.ts";
import type { Instant } from "../../core/model/instant.ts";
import { dateIn } from "../../core/model/instant.ts";
import { LEAST_TRIES, type NextTouch } from "../../core/scoring/nurture/next-touch.ts";
import type { LeadRow } from "../db/leads.ts";
import type { LeadAdvice } from "../nurture/lead-advice.ts";
import { showNumber, showPercent, showPercentRange, showSince } from "./show.ts";
import { say, type Viewer } from "./viewer.ts";

type Sequences = LeadRecommendationJson["sequences"];

/** The advice for a lead, worded. `zone` is the workspace's: hours of the day are told by it. */
export function recommendationJson(
	row: LeadRow,
	advice: LeadAdvice,
	sequences: Sequences,
	viewer: Viewer,
	zone: string,
): LeadRecommendationJson {
	const { touch, content } = advice;
	const { channel, time, isEnough } = touch;
	const iso = (at: Instant) => new Date(at).toISOString();
	return {
		leadId: row.id,
		text: adviceText(row, advice, viewer, zone),
		channel: { value: channel.value, basis: channel.basis },
		time: { from: iso(time.from), to: iso(time.to), text: whenText(row, touch, viewer, zone), basis: time.basis },
		content: content && { id: content.content.id, title: content.content.title },
		isEnough,
		reasons: [
			...channelReasons(row, touch, viewer).map((text) => ({ about: "channel" as const, text })),
			...timeReasons(row, touch, viewer, zone).map((text) => ({ about: "time" as const, text })),
			...contentReasons(row, advice, viewer).map((text) => ({ about: "content" as const, text })),
		],
		options: channel.options.map(({ channel: by, rate, low, high, n, answered }) => ({
			...{ channel: by, rate, low, high, n, answered },
		})),
		sequences,
		how: say(viewer, "nextTouch.how", {
			answered: showNumber(touch.all.answered, viewer.locale),
			n: showNumber(touch.all.n, viewer.locale),
			model: advice.habits.version,
			asOf: showSince(advice.habits.origin, row.now, viewer.locale, viewer.zone),
		}),
		asOf: iso(row.now),
	};
}

/** The advice in one sentence. */
function adviceText(row: LeadRow, { touch, content }: LeadAdvice, viewer: Viewer, zone: string): string {
	const text = say(viewer, `nextTouch.do.${touch.channel.value}`, {
		name: row.name,
		when: whenText(row, touch, viewer, zone),
	});
	return content ? `${text} ${say(viewer, "nextTouch.with", { content: content.content.title })}` : text;
}

/** The advice as a row of a list has room for it. */
export function adviceBrief({ now }: LeadRow, { touch }: LeadAdvice, viewer: Viewer, zone: string): string {
	const { channel, time } = touch;
	const isNow = time.reason === "now" && time.from === now;
	const span = new Intl.DateTimeFormat(viewer.locale, { weekday: "short", hour: "numeric", timeZone: zone });
	const when = isNow ? say(viewer, "nextTouch.when.now") : span.formatRange(time.from, time.to);
	return say(viewer, `nextTouch.short.${channel.value}`, { when });
}

/** The reasons of an advice in one breath. */
export function adviceWhy(row: LeadRow, advice: LeadAdvice, viewer: Viewer, zone: string): string {
	return [
		...channelReasons(row, advice.touch, viewer),
		...timeReasons(row, advice.touch, viewer, zone),
		...contentReasons(row, advice, viewer),
	].join(" ");
}

function whenText({ now }: LeadRow, { time }: NextTouch, viewer: Viewer, zone: string): string {
	if (time.reason === "now" && time.from === now) return say(viewer, "nextTouch.when.now");
	const [from, to] = [hourText(time.from, viewer, zone), hourText(time.to, viewer, zone)];
	if (dateIn(zone, time.from) === dateIn(zone, now)) return say(viewer, "nextTouch.when.today", { from, to });
	const day = new Intl.DateTimeFormat(viewer.locale, {
		weekday: "long",
		day: "numeric",
		month: "short",
		timeZone: zone,
	}).format(time.from);
	return say(viewer, "nextTouch.when.day", { day, from, to });
}

function channelReasons({ name }: LeadRow, { channel, all, isEnough }: NextTouch, viewer: Viewer): string[] {
	const reasons: string[] = [];
	const [best, second] = channel.options;
	const rate = (value: number) => showPercent(Math.round(value * 100), viewer.locale);
	if (best) {
		reasons.push(
			say(viewer, "nextTouch.why.channel", {
				channel: best.channel,
				rate: rate(best.rate),
				range: showPercentRange(best.low, best.high, viewer.locale),
				n: best.n,
			}),
		);
		if (second) {
			reasons.push(
				say(viewer, "nextTouch.why.second", { channel: second.channel, rate: rate(second.rate), n: second.n }),
			);
		}
	}
	if (channel.group) {
		const { field, value, n, answered } = channel.group;
		reasons.push(say(viewer, `nextTouch.why.${field}`, { value, n, answered }));
	}
	if (channel.own.n > 0) reasons.push(say(viewer, "nextTouch.why.own", { name, ...channel.own }));
	if (channel.basis === "own" && channel.cameBy) {
		reasons.push(say(viewer, "nextTouch.why.cameBy", { name, channel: channel.cameBy }));
	}
	if (channel.basis === "usual") reasons.push(say(viewer, "nextTouch.why.usualChannel", { name }));
	if (!isEnough) reasons.push(say(viewer, "nextTouch.why.tooFew", { n: all.n, needed: LEAST_TRIES }));
	return reasons;
}

function timeReasons(row: LeadRow, { time, all, isEnough }: NextTouch, viewer: Viewer, zone: string): string[] {
	const { name, now } = row;
	const { locale } = viewer;
	const since = time.since === null ? "" : showSince(time.since, now, locale, viewer.zone);
	if (time.reason === "now") return [say(viewer, "nextTouch.why.now", { name, since })];
	const reasons: string[] = [];
	if (time.reason === "wait") {
		const days = Math.max(1, Math.ceil(time.waitDays ?? 1));
		reasons.push(say(viewer, "nextTouch.why.wait", { name, since, days }));
	}
	const rate = (value: number) => showPercent(Math.round(value * 100), locale);
	const shown = (one: { rate: number; low: number; high: number; n: number }) => ({
		rate: rate(one.rate),
		range: showPercentRange(one.low, one.high, locale),
		n: one.n,
		all: rate(all.rate),
	});
	if (time.ownTimes) {
		const { from, n, of } = time.ownTimes;
		reasons.push(
			say(viewer, "nextTouch.why.ownTimes", { name, from: clock(from, locale), to: clock(from + 2, locale), n, of }),
		);
	}
	if (time.day)
		reasons.push(say(viewer, "nextTouch.why.day", { day: weekday(time.day.day, locale), ...shown(time.day) }));
	if (time.hour && !time.ownTimes) {
		const { from } = time.hour;
		reasons.push(
			say(viewer, "nextTouch.why.hour", {
				from: clock(from, locale),
				to: clock(from + 2, locale),
				...shown(time.hour),
			}),
		);
	}
	if (time.basis === "usual") {
		reasons.push(say(viewer, isEnough ? "nextTouch.why.noTime" : "nextTouch.why.usualTime", { n: all.n, zone }));
	}
	return reasons;
}

function contentReasons({ name, industry }: LeadRow, { content }: LeadAdvice, viewer: Viewer): string[] {
	if (!content) return [say(viewer, "nextTouch.why.noContent", { name })];
	const { topic, isForIndustry, answers } = content;
	const { title, won, lost } = content.content;
	const reasons: string[] = [];
	if (topic) reasons.push(say(viewer, "nextTouch.why.topic", { name, subject: topic.subject, times: topic.times }));
	if (isForIndustry)
		reasons.push(say(viewer, "nextTouch.why.forIndustry", { content: title, industry: industry ?? "" }));
	if (answers) reasons.push(say(viewer, "nextTouch.why.contentAnswered", { n: answers.n, answered: answers.answered }));
	if (won + lost > 0) reasons.push(say(viewer, "nextTouch.why.contentWon", { won, all: won + lost }));
	return reasons;
}

function hourText(at: Instant, { locale }: Viewer, zone: string): string {
	return new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit", timeZone: zone }).format(at);
}

function clock(hour: number, locale: string): string {
	return new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit", timeZone: "UTC" }).format(
		Date.UTC(2026, 0, 5, hour),
	);
}

/** 1 is Monday. */
function weekday(day: number, locale: string): string {
	return new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" }).format(Date.UTC(2026, 0, 4 + day));
}
