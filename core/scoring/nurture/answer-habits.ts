import { DAY_MS, type Instant } from "../../model/instant.ts";
import { NURTURE_CHANNELS, type NurtureChannel } from "../../model/nurture.ts";
import { weekTimeIn } from "../../model/week-time.ts";
import { quantileOfSorted } from "../../stats/quantile.ts";
import { priorStrength, shrunkRate } from "../../stats/shrinkage.ts";
import type { LeadWithTouches } from "../lead-evidence.ts";
import type { LeadTouch } from "../lead-model.ts";

/** How often something was tried and answered, and the share once pulled towards what was to be expected. */
export interface AnswerRate {
	n: number;
	answered: number;
	rate: number;
}

/** What leads answered to in the past. Plain JSON; learnt by {@link learnAnswers}. */
export interface AnswerHabits {
	version: "lead-answers-1";
	origin: Instant;
	zone: string;
	/** Everything that was tried. */
	all: AnswerRate;
	channels: (AnswerRate & { channel: NurtureChannel })[];
	/** The same among leads of one source or industry, pulled towards the channel's own rate. */
	groups: (AnswerRate & { field: AnswerField; value: string; channel: NurtureChannel })[];
	/** What a channel's own rate is worth against a group's tries. */
	groupStrength: number;
	/** By day of the week (1 Monday) and by two hours, the zone's clock, whatever the channel. */
	days: (AnswerRate & { day: number })[];
	hours: (AnswerRate & { from: number })[];
	/** What all leads' rate is worth against one lead's own tries. */
	ownStrength: number;
	/** Of the answers eight in ten came within so many days; null with few answers. */
	answerDays: number | null;
	/** Content that went with a step somebody did. */
	content: (AnswerRate & { contentId: string })[];
}

export const ANSWER_FIELDS = ["source", "industry"] as const;
export type AnswerField = (typeof ANSWER_FIELDS)[number];

/** A step of a sequence that was done with content. */
export interface ContentTry {
	contentId: string;
	leadId: string;
	at: Instant;
}

/** An answer belongs to the last thing tried before it, if it came within so many days. */
export const ANSWERED_WITHIN_DAYS = 7;
const LEAST_ANSWERS = 20;
const MOST_GROUPS = 400;

/** One thing we did to reach a lead, and what came of it. */
export interface Try {
	channel: NurtureChannel;
	at: Instant;
	/** When it was answered; null: not, or not yet. */
	answeredAt: Instant | null;
	/** Whether it is too early to say that it was not answered. */
	isOpen: boolean;
}

/**
 * What we did to reach a lead before `until`, each with its answer: the first thing that came from the lead after it,
 * before the next try and within seven days. A visit to a page is no answer.
 */
export function triesOf(touches: readonly LeadTouch[], until: Instant): Try[] {
	const known = touches.filter((t) => t.at < until).toSorted((a, b) => a.at - b.at);
	const tries: Try[] = [];
	for (const touch of known) {
		const last = tries.at(-1);
		if (touch.direction === "in" && touch.kind !== "web") {
			if (last?.answeredAt === null && touch.at - last.at <= ANSWERED_WITHIN_DAYS * DAY_MS) last.answeredAt = touch.at;
			continue;
		}
		const channel = NURTURE_CHANNELS.find((c) => c === touch.kind);
		if (touch.direction !== "out" || !channel) continue;
		if (last) last.isOpen = false;
		tries.push({ channel, at: touch.at, answeredAt: null, isOpen: true });
	}
	const last = tries.at(-1);
	if (last) last.isOpen = last.answeredAt === null && until - last.at < ANSWERED_WITHIN_DAYS * DAY_MS;
	return tries;
}

/**
 * Learns from what was tried with leads which channel, day and hour were answered: shares pulled towards those of all
 * by how little they differ beyond chance (empirical Bayes), so that few tries say little. What is too young to have been
 * answered does not count. It tells what went together, not what causes an answer.
 */
export function learnAnswers(
	past: readonly LeadWithTouches[],
	zone: string,
	origin: Instant,
	contentTries: readonly ContentTry[] = [],
): AnswerHabits {
	const counts = {
		channels: new Map<NurtureChannel, Count>(),
		groups: new Map<string, Count & { field: AnswerField; value: string; channel: NurtureChannel }>(),
		days: new Map<number, Count>(),
		hours: new Map<number, Count>(),
		leads: [] as Count[],
	};
	const all: Count = { n: 0, answered: 0 };
	const delays: number[] = [];
	for (const { lead, touches } of past) {
		const own: Count = { n: 0, answered: 0 };
		for (const one of triesOf(touches, origin)) {
			if (one.isOpen) continue;
			const isAnswered = one.answeredAt !== null;
			if (one.answeredAt !== null) delays.push((one.answeredAt - one.at) / DAY_MS);
			const { day, hour } = weekTimeIn(zone, one.at);
			add(all, isAnswered);
			add(own, isAnswered);
			add(at(counts.channels, one.channel), isAnswered);
			add(at(counts.days, day), isAnswered);
			add(at(counts.hours, hour - (hour % 2)), isAnswered);
			for (const field of ANSWER_FIELDS) {
				const value = groupValue(lead[field]);
				if (value === null) continue;
				const key = `${field} ${value} ${one.channel}`;
				const group = counts.groups.get(key) ?? { field, value, channel: one.channel, n: 0, answered: 0 };
				add(group, isAnswered);
				counts.groups.set(key, group);
			}
		}
		if (own.n > 0) counts.leads.push(own);
	}
	const overall = all.n > 0 ? all.answered / all.n : 0;
	const towardsAll = <T extends Count>(of: T[]) => pulled(of, () => overall);
	const channels = towardsAll([...counts.channels].map(([channel, count]) => ({ channel, ...count })));
	const rateOf = (channel: NurtureChannel) => channels.find((c) => c.channel === channel)?.rate ?? overall;
	const groups = [...counts.groups.values()];
	delays.sort((a, b) => a - b);
	return {
		version: "lead-answers-1",
		origin,
		zone,
		all: { ...all, rate: overall },
		channels,
		groupStrength: strengthOf(groups, (g) => rateOf(g.channel)),
		groups: pulled(groups, (g) => rateOf(g.channel))
			.toSorted((a, b) => b.n - a.n)
			.slice(0, MOST_GROUPS),
		days: towardsAll([...counts.days].map(([day, count]) => ({ day, ...count }))),
		hours: towardsAll([...counts.hours].map(([from, count]) => ({ from, ...count }))),
		ownStrength: strengthOf(counts.leads, () => overall),
		answerDays: delays.length >= LEAST_ANSWERS ? quantileOfSorted(delays, 0.8) : null,
		content: contentRates(past, contentTries, origin, overall),
	};
}

/** How a lead's source or industry stands in the groups; null where it is not known. */
export function groupValue(value: string | null): string | null {
	return value?.trim().toLowerCase() || null;
}

interface Count {
	n: number;
	answered: number;
}

function at<K>(counts: Map<K, Count>, key: K): Count {
	const count = counts.get(key) ?? { n: 0, answered: 0 };
	counts.set(key, count);
	return count;
}

function add(count: Count, isAnswered: boolean): void {
	count.n++;
	if (isAnswered) count.answered++;
}

function strengthOf<T extends Count>(counts: T[], expected: (count: T) => number): number {
	return priorStrength(counts.map((c) => ({ rate: c.answered / Math.max(1, c.n), n: c.n, expected: expected(c) })));
}

function pulled<T extends Count>(counts: T[], expected: (count: T) => number): (T & AnswerRate)[] {
	const strength = strengthOf(counts, expected);
	return counts.map((c) => ({ ...c, rate: shrunkRate(c.answered / Math.max(1, c.n), c.n, expected(c), strength) }));
}

/** A step with content counts as answered when something came from the lead within the same days. */
function contentRates(
	past: readonly LeadWithTouches[],
	tries: readonly ContentTry[],
	origin: Instant,
	overall: number,
): AnswerHabits["content"] {
	const touches = new Map(past.map(({ lead, touches: own }) => [lead.id, own]));
	const counts = new Map<string, Count>();
	for (const { contentId, leadId, at: when } of tries) {
		const own = touches.get(leadId);
		const until = when + ANSWERED_WITHIN_DAYS * DAY_MS;
		if (!own || until > origin) continue;
		const isAnswered = own.some((t) => t.direction === "in" && t.kind !== "web" && t.at > when && t.at <= until);
		add(at(counts, contentId), isAnswered);
	}
	return pulled(
		[...counts].map(([contentId, count]) => ({ contentId, ...count })),
		() => overall,
	);
}
