import { DAY_MS, type Instant } from "../../model/instant.ts";
import type { NurtureChannel } from "../../model/nurture.ts";
import { nextHour, type WeekTime, weekTimeIn } from "../../model/week-time.ts";
import { chiSquareTail } from "../../stats/chi-square.ts";
import { rateInterval, shrunkRate } from "../../stats/shrinkage.ts";
import type { LeadWithTouches } from "../lead-evidence.ts";
import { fromLogit, logit } from "../win-curve.ts";
import {
	ANSWER_FIELDS,
	type AnswerField,
	type AnswerHabits,
	type AnswerRate,
	groupValue,
	type Try,
	triesOf,
} from "./answer-habits.ts";

/** Fewer tries than this, of all or of one channel, say nothing yet. */
export const LEAST_TRIES = 60;
const LEAST_OF_CHANNEL = 20;
/** Without answers to learn from a lead has so many days to answer before it is written to again. */
const USUAL_WAIT_DAYS = 3;
/** A lead's own visits and letters, and the part of them in the same two hours, before its habit is told. */
const LEAST_OWN_TIMES = 5;
/** Office hours where nothing else is known: from 9 to 17, Monday to Friday. */
const USUAL: { from: number; to: number; lastDay: number } = { from: 9, to: 17, lastDay: 5 };

/** On what a part of the advice rests: what leads like it answered to, the lead's own behaviour, or plain usage. */
export type TouchBasis = "learnt" | "own" | "usual";

/** A share of answers as it is shown: with its 80 % range. */
export interface ShownRate extends AnswerRate {
	low: number;
	high: number;
}

/** How, and when, a lead is best reached next. */
export interface NextTouch {
	channel: {
		value: NurtureChannel;
		basis: TouchBasis;
		/** Chance of an answer as far as known, by channel, best first; only those that this lead can be reached by. */
		options: (ShownRate & { channel: NurtureChannel })[];
		/** The group of leads that moved the choice most. */
		group: (AnswerRate & { field: AnswerField; value: string }) | null;
		/** What was tried with this lead by the channel. */
		own: { n: number; answered: number };
		/** The channel by which it last came to us. */
		cameBy: NurtureChannel | null;
	};
	time: {
		/** From when to when, both on the full hour of the zone. */
		from: Instant;
		to: Instant;
		basis: TouchBasis;
		/** What it rests on; with `now` the lead waits for an answer, with `wait` we wait for its. */
		reason: "now" | "wait" | "usual" | "learnt" | "own";
		/** When the lead came, or we wrote, for `now` and `wait`. */
		since: Instant | null;
		waitDays: number | null;
		day: (ShownRate & { day: number }) | null;
		hour: (ShownRate & { from: number }) | null;
		/** The lead's own times within the two hours, of all of them. */
		ownTimes: { from: number; n: number; of: number } | null;
	};
	/** Everything tried with any lead. */
	all: AnswerRate;
	isEnough: boolean;
}

/**
 * How and when to reach a lead next, as of `now`: by the channel with the best chance of an answer, from all leads' tries,
 * moved by leads of the same source and industry (differences of log-odds) and by the lead's own answers; at the day and
 * hours that stand out beyond chance, after it had time to answer the last try. With too few tries to learn from it says
 * so (`isEnough`), and advises what is usual.
 */
export function nextTouch(habits: AnswerHabits, given: LeadWithTouches, now: Instant): NextTouch {
	const touches = given.touches.filter((t) => t.at < now).toSorted((a, b) => a.at - b.at);
	const isEnough = habits.all.n >= LEAST_TRIES;
	const tries = triesOf(touches, now);
	return {
		channel: channelFor(habits, given, tries, isEnough),
		time: timeFor(habits, touches, tries, now, isEnough),
		all: habits.all,
		isEnough,
	};
}

function channelFor(
	habits: AnswerHabits,
	{ lead, touches }: LeadWithTouches,
	tries: readonly Try[],
	isEnough: boolean,
): NextTouch["channel"] {
	const came = touches.findLast((t) => t.direction === "in" && (t.kind === "email" || t.kind === "call"));
	const cameBy = came ? (came.kind as "email" | "call") : null;
	const mayBe = (channel: NurtureChannel) => {
		const was = touches.some((t) => t.kind === channel);
		return channel === "email" ? lead.email !== null || was : channel === "call" ? lead.phone !== null || was : true;
	};
	const ownOf = (channel: NurtureChannel) => {
		const own = tries.filter((one) => one.channel === channel && !one.isOpen);
		return { n: own.length, answered: own.filter((one) => one.answeredAt !== null).length };
	};
	const groupsOf = (channel: NurtureChannel) =>
		ANSWER_FIELDS.flatMap(
			(field) =>
				habits.groups.find((g) => g.field === field && g.channel === channel && g.value === groupValue(lead[field])) ??
				[],
		);
	const options = habits.channels
		.filter(({ channel, n }) => n >= LEAST_OF_CHANNEL && mayBe(channel))
		.map(({ channel, n, answered, rate }) => {
			const groups = groupsOf(channel);
			const like = groups.reduce((odds, g) => odds + logit(g.rate) - logit(rate), logit(rate));
			const own = ownOf(channel);
			const value = shrunkRate(own.answered / Math.max(1, own.n), own.n, fromLogit(like), habits.ownStrength);
			// What leads like it say is known from fewer tries than what all say.
			const worth = Math.min(n, ...groups.map((g) => g.n + habits.groupStrength));
			return { channel, n, answered, ...shown(value, worth) };
		})
		.toSorted((a, b) => b.rate - a.rate);
	const best = isEnough ? options[0] : undefined;
	const value = best?.channel ?? cameBy ?? (mayBe("email") ? "email" : mayBe("call") ? "call" : "email");
	const own = ownOf(value);
	const all = habits.channels.find(({ channel }) => channel === value)?.rate ?? 0;
	const [group = null] = groupsOf(value).toSorted((a, b) => Math.abs(b.rate - all) - Math.abs(a.rate - all));
	return {
		value,
		basis: best ? "learnt" : cameBy ? "own" : "usual",
		options: isEnough ? options : [],
		group: isEnough && group ? { field: group.field, value: group.value, ...only(group) } : null,
		own,
		cameBy,
	};
}

function timeFor(
	habits: AnswerHabits,
	touches: LeadWithTouches["touches"],
	tries: readonly Try[],
	now: Instant,
	isEnough: boolean,
): NextTouch["time"] {
	const { zone } = habits;
	const lastTry = tries.at(-1) ?? null;
	const lastIn = touches.findLast((t) => t.direction === "in" && t.kind !== "web") ?? null;
	const none = { since: null, waitDays: null, day: null, hour: null, ownTimes: null };
	const isOffice = ({ day, hour }: WeekTime) => day <= USUAL.lastDay && hour >= USUAL.from && hour < USUAL.to;
	if (lastIn && lastIn.at > (lastTry?.at ?? 0)) {
		const from = isOffice(weekTimeIn(zone, now)) ? now : (nextHour(zone, now, isOffice) ?? now);
		return { ...none, from, to: endOfOffice(zone, from), basis: "own", reason: "now", since: lastIn.at };
	}
	const waitDays = habits.answerDays ?? USUAL_WAIT_DAYS;
	const isWaiting = lastTry?.answeredAt === null && now - lastTry.at < waitDays * DAY_MS;
	const since = isWaiting && lastTry ? lastTry.at : null;
	const earliest = since === null ? now : since + waitDays * DAY_MS;
	const best = <T extends AnswerRate>(of: readonly T[]): (T & ShownRate) | null => {
		if (!isEnough || !differs(of)) return null;
		const [top] = of.toSorted((a, b) => b.rate - a.rate);
		if (!top || top.n < LEAST_OF_CHANNEL) return null;
		const range = { ...top, ...shown(top.rate, top.n) };
		return range.low > habits.all.rate ? range : null;
	};
	const day = best(habits.days);
	const hour = best(habits.hours);
	const ownTimes = ownHours(touches, zone);
	const hours = ownTimes?.from ?? hour?.from ?? null;
	const fits = (time: WeekTime) => {
		const isHour = hours === null ? time.hour >= USUAL.from && time.hour < USUAL.to : time.hour === hours;
		return isHour && (day ? time.day === day.day : time.day <= USUAL.lastDay);
	};
	const from = nextHour(zone, earliest, fits) ?? Math.max(now, earliest);
	const basis = ownTimes ? "own" : day || hour ? "learnt" : "usual";
	const to = hours === null ? endOfOffice(zone, from) : from + 2 * HOUR_MS;
	const reason = isWaiting ? "wait" : basis;
	return { from, to, basis, reason, since, waitDays: isWaiting ? waitDays : null, day, hour, ownTimes };
}

/** Chance of seeing parts of the week differ as much by chance alone, at which one is told; days and hours are both asked. */
const MOST_BY_CHANCE = 0.05 / 2;

/** Whether the shares answered differ between the parts of the week by more than chance (Pearson's chi-square). */
function differs(parts: readonly AnswerRate[]): boolean {
	const n = parts.reduce((sum, part) => sum + part.n, 0);
	const overall = parts.reduce((sum, part) => sum + part.answered, 0) / Math.max(1, n);
	const noise = overall * (1 - overall);
	if (!(noise > 0)) return false;
	const chi = parts.reduce((sum, part) => sum + (part.answered - part.n * overall) ** 2 / (part.n * noise), 0);
	return chiSquareTail(chi, parts.length - 1) < MOST_BY_CHANCE;
}

/** The two hours in which at least half of a lead's own visits and letters fell. */
function ownHours(touches: LeadWithTouches["touches"], zone: string): NextTouch["time"]["ownTimes"] {
	const own = touches.filter((t) => t.direction === "in").map((t) => weekTimeIn(zone, t.at).hour);
	if (own.length < LEAST_OWN_TIMES) return null;
	const counts = Map.groupBy(own, (hour) => hour - (hour % 2));
	const [top] = [...counts].toSorted((a, b) => b[1].length - a[1].length);
	if (!top || top[1].length * 2 < own.length) return null;
	return { from: top[0], n: top[1].length, of: own.length };
}

function endOfOffice(zone: string, from: Instant): Instant {
	return nextHour(zone, from + 1, ({ hour }) => hour === USUAL.to) ?? from + HOUR_MS;
}

const HOUR_MS = 3_600_000;

function only({ n, answered, rate }: AnswerRate): AnswerRate {
	return { n, answered, rate };
}

function shown(rate: number, n: number): { rate: number; low: number; high: number } {
	const { low, high } = rateInterval(rate, n);
	return { rate, low, high };
}
