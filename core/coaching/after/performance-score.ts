import type { Derived } from "../derive.ts";
import { SLOTS } from "../packs/signal-pack.ts";
import type { TalkReport } from "./talk-report.ts";

/** What the score looks at, and how much each weighs in the whole before those without evidence fall out. */
export const RUBRIC = {
	talkBalance: 0.15,
	questions: 0.15,
	listening: 0.1,
	objections: 0.2,
	discovery: 0.2,
	nextStep: 0.15,
	delivery: 0.05,
} as const;

/** One thing the score looks at. Its name is `coach.criterion.<code>`. */
export interface Criterion {
	code: keyof typeof RUBRIC;
	/** As {@link RUBRIC} has it. */
	weight: number;
	/** 0–10; null: nothing to judge by, which is not a zero. */
	value: number | null;
	/** What it rests on: numbers for the sentence `coach.evidence.<code>`, and segments to hear. */
	evidence: { params: Record<string, number>; segmentIds: string[] };
}

/** How well the rep did, 0–10, with its reasons: weighted mean of the criteria that have evidence. */
export interface PerformanceScore {
	value: number | null;
	criteria: Criterion[];
	modelVersion: string;
}

const VERSION = "rubric-1";

/** Scores a meeting. Null without a known rep. */
export function performanceScore(derived: Derived, talk: TalkReport): PerformanceScore {
	const { signals, slots } = derived;
	const rep = talk.speakers.filter((s) => s.role === "rep");
	if (talk.talkRatio === null || rep.length === 0) return { value: null, criteria: [], modelVersion: VERSION };
	const ids = (list: readonly { segmentIds: string[] }[]): string[] => [...new Set(list.flatMap((s) => s.segmentIds))];
	const repQuestions = signals.filter((s) => s.kind === "question" && s.side === "rep");
	const objections = signals.filter((s) => s.kind === "objection" && s.side === "customer");
	const met = objections.filter((o) =>
		signals.some((s) => s.kind === "question" && s.side === "rep" && s.at > o.at && s.at - o.at <= 30),
	);
	const learnt = SLOTS.filter((s) => s !== "nextStep" && (slots[s]?.level ?? 0) >= 2);
	const minutes = talk.elapsedSec / 60;
	const longest = rep.reduce((a, b) => (b.longestMonologueSec > a.longestMonologueSec ? b : a));
	const pace =
		rep.reduce((sum, s) => sum + s.words, 0) / Math.max(1e-9, rep.reduce((sum, s) => sum + s.talkSec, 0) / 60);
	const found: Omit<Criterion, "weight">[] = [
		{
			code: "talkBalance",
			value: band(talk.talkRatio, 0.35, 0.55, 0.3),
			evidence: {
				params: { share: talk.talkRatio, longestSec: Math.round(longest.longestMonologueSec) },
				segmentIds: longest.longestMonologueSegments,
			},
		},
		{
			code: "questions",
			value:
				minutes < 1
					? null
					: mean([up((60 * repQuestions.length) / minutes, 12), up(talk.questions.openShare ?? 0, 0.5)]),
			evidence: {
				params: { count: repQuestions.length, open: talk.questions.openShare ?? 0 },
				segmentIds: ids(repQuestions),
			},
		},
		{
			code: "listening",
			value:
				talk.patienceN < 3
					? null
					: mean([up(talk.patienceSec ?? 0, 0.6), 10 * (1 - Math.min(1, talk.interruptions / talk.patienceN))]),
			evidence: { params: { patienceSec: talk.patienceSec ?? 0, interruptions: talk.interruptions }, segmentIds: [] },
		},
		{
			code: "objections",
			value: objections.length === 0 ? null : (10 * met.length) / objections.length,
			evidence: { params: { met: met.length, all: objections.length }, segmentIds: ids(objections) },
		},
		{
			code: "discovery",
			value: up(learnt.length, 4),
			evidence: { params: { learnt: learnt.length }, segmentIds: ids(learnt.flatMap((s) => slots[s] ?? [])) },
		},
		{
			code: "nextStep",
			value: [0, 5, 8, 10][slots.nextStep?.level ?? 0] ?? 0,
			evidence: { params: { level: slots.nextStep?.level ?? 0 }, segmentIds: slots.nextStep?.segmentIds ?? [] },
		},
		{
			code: "delivery",
			value:
				talk.fillersPerHundred === null
					? null
					: mean([band(pace, 120, 190, 60), 10 * Math.max(0, 1 - talk.fillersPerHundred / 10)]),
			evidence: { params: { pace: Math.round(pace), fillers: talk.fillersPerHundred ?? 0 }, segmentIds: [] },
		},
	];
	const criteria = found.map((c): Criterion => ({ ...c, weight: RUBRIC[c.code] }));
	const judged = criteria.filter((c) => c.value !== null);
	const weights = judged.reduce((sum, c) => sum + c.weight, 0);
	const value = judged.reduce((sum, c) => sum + c.weight * (c.value ?? 0), 0) / weights;
	return { value, criteria, modelVersion: VERSION };
}

/** 10 inside the band, falling to 0 at `slack` outside of it. */
function band(value: number, low: number, high: number, slack: number): number {
	const outside = Math.max(0, low - value, value - high);
	return 10 * Math.max(0, 1 - outside / slack);
}

/** 10 from `enough` on, in proportion below. */
function up(value: number, enough: number): number {
	return 10 * Math.min(1, value / enough);
}

function mean(values: number[]): number {
	return values.reduce((a, b) => a + b, 0) / values.length;
}
