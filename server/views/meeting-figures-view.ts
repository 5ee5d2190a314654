import type { TalkReport } from "../../core/coaching/after/talk-report.ts";
import type { Confidence } from "../../core/coaching/findings.ts";
import { FRAMEWORKS, SLOTS } from "../../core/coaching/packs/signal-pack.ts";
import type { MeetingSummaryJson } from "../../core/contract/meeting-page.ts";
import type { View } from "../../core/contract/view.ts";
import type { InsightRow } from "../db/meeting-findings.ts";
import type { MeetingRow } from "../db/meetings.ts";
import { showNumber, showPercent, showProbability, showSigned } from "./show.ts";
import { say, type Viewer } from "./viewer.ts";

/** Numbers above the summary, in the order in which they are asked for. */
export function statsOf(
	metrics: TalkReport | null,
	insights: readonly InsightRow[],
	isOpen: boolean,
	viewer: Viewer,
): MeetingSummaryJson["stats"] {
	const stats: MeetingSummaryJson["stats"] = [];
	const add = (code: string, text: string | null, isGood: boolean | null = null) => {
		if (text !== null) stats.push({ code, label: say(viewer, `meeting.stat.${code}`), text, isGood });
	};
	const stands = insights.filter(({ verdict }) => verdict !== "wrong");
	const { locale } = viewer;
	const seconds = (value: number | null, digits = 0): string | null =>
		value === null ? null : say(viewer, "meeting.seconds", { value: showNumber(value, locale, digits) });
	if (metrics && isOpen) {
		const { talkRatio, longestMonologueSec, questions, patienceSec, interactivity, fillersPerHundred } = metrics;
		const rep = metrics.speakers.filter((s) => s.role === "rep");
		const pace =
			rep.reduce((sum, s) => sum + s.words, 0) / Math.max(0.01, rep.reduce((sum, s) => sum + s.talkSec, 0) / 60);
		add(
			"talkRatio",
			talkRatio === null ? null : showPercent(Math.round(talkRatio * 100), locale),
			talkRatio === null ? null : talkRatio >= 0.3 && talkRatio <= 0.55,
		);
		add(
			"questions",
			showNumber(questions.rep, locale),
			questions.repPerHour === null ? null : questions.repPerHour >= 8,
		);
		add("monologue", seconds(longestMonologueSec), longestMonologueSec === null ? null : longestMonologueSec < 150);
		add("patience", seconds(patienceSec, 1));
		add(
			"interactivity",
			interactivity === null ? null : say(viewer, "meeting.ofTen", { value: showNumber(interactivity, locale, 1) }),
		);
		add("pace", rep.length === 0 ? null : say(viewer, "meeting.perMinute", { value: showNumber(pace, locale) }));
		add(
			"fillers",
			fillersPerHundred === null
				? null
				: say(viewer, "meeting.perHundred", { value: showNumber(fillersPerHundred, locale, 1) }),
		);
	}
	const count = (kind: string) => stands.filter((one) => one.kind === kind && one.side !== "rep").length;
	add("story", seconds(metrics?.longestCustomerStorySec ?? null));
	add("buying", showNumber(count("buying"), locale));
	add("objections", showNumber(count("objection"), locale));
	const open = stands.filter((one) => one.kind === "question" && one.side === "customer" && one.level === 0).length;
	add("unanswered", showNumber(open, locale), open === 0 ? null : false);
	return stats;
}

/** How likely the deal looks from this meeting alone, as a view: parts in points that add up to the value. */
export function confidenceView(row: MeetingRow, { value, parts }: Confidence, viewer: Viewer): View {
	// Shares of the way from the base to the value, by their weight in log-odds: they add up exactly.
	const base = parts.find(({ code }) => code === "base")?.points ?? 0;
	const start = 1 / (1 + Math.exp(-base));
	const moved = parts.filter(({ code }) => code !== "base");
	const sum = moved.reduce((total, { points }) => total + points, 0);
	const share = (points: number): number => (sum === 0 ? 0 : ((value - start) * points) / sum);
	const part = (code: string, amount: number, shown: string) => ({
		...{ code, value: amount, amount: shown, text: say(viewer, `coach.confidence.${code}`) },
	});
	return {
		...{ id: row.id, kind: "meeting", title: row.title, value, unit: "probability", interval: null, n: moved.length },
		...{ asOf: new Date(row.endedAt ?? row.startsAt).toISOString(), direction: null },
		base: part("base", start, showPercent(Math.round(start * 100), viewer.locale)),
		parts: moved.map(({ code, points }) =>
			part(code, share(points), showSigned(Math.round(share(points) * 100), viewer.locale)),
		),
		...{ action: null, modelVersion: row.score?.modelVersion ?? "", state: "provisional" },
		text: {
			...{ value: showProbability(value, viewer.locale), label: say(viewer, "meeting.confidence.label"), interval: "" },
			...{ sample: "", direction: "", state: say(viewer, "meeting.confidence.state") },
			how: say(viewer, "meeting.confidence.how"),
		},
	};
}

/** What one wants to know before a deal is sure, and how well it is known by now. */
export function slotsOf(insights: readonly InsightRow[], viewer: Viewer): MeetingSummaryJson["slots"] {
	const known = new Map(insights.filter((i) => i.kind === "slot" && i.verdict !== "wrong").map((i) => [i.detail, i]));
	return SLOTS.map((slot) => {
		const heard = known.get(slot);
		const level = heard?.level ?? 0;
		return {
			...{ slot, label: say(viewer, `coach.slot.${slot}`), level },
			levelText: level === 0 ? say(viewer, "meeting.level.0") : say(viewer, `coach.level.${level}`),
			...{ quote: heard?.quote ?? null, segmentIds: heard?.segmentIds ?? [] },
			frameworks: Object.entries(FRAMEWORKS).flatMap(([name, slots]) => (slots.includes(slot) ? [name] : [])),
		};
	});
}
