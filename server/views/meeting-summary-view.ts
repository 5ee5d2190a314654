import type { FollowUpEmail } from "../../core/coaching/after/follow-up-email.ts";
import type { KeyMoment } from "../../core/coaching/after/key-moments.ts";
import type { PerformanceScore } from "../../core/coaching/after/performance-score.ts";
import type { TalkReport } from "../../core/coaching/after/talk-report.ts";
import type { Confidence } from "../../core/coaching/findings.ts";
import { FRAMEWORKS, SLOTS } from "../../core/coaching/packs/signal-pack.ts";
import type { MeetingActionJson, MeetingInsightJson, MeetingSummaryJson } from "../../core/contract/meeting-page.ts";
import type { View } from "../../core/contract/view.ts";
import { english } from "../../core/words/english.ts";
import { formatInstant } from "../../core/words/format-date.ts";
import type { ActionRow, InsightRow } from "../db/meeting-findings.ts";
import type { ParticipantRow } from "../db/meeting-people.ts";
import type { StepRow } from "../db/meeting-steps.ts";
import type { MeetingRow } from "../db/meetings.ts";
import type { Advice, SummaryBody } from "../meetings/summary-body.ts";
import { type ContentLine, tipLine } from "../meetings/tip-lines.ts";
import { type MeetingReader, scoreView, seesCoaching } from "./meeting-view.ts";
import { showNumber, showPercent, showProbability, showSigned } from "./show.ts";
import { say, type Viewer } from "./viewer.ts";

/** A tip as it is kept. */
export interface TipRow {
	tipId: string;
	kind: string;
	params: Record<string, string | number>;
	segmentIds: string[];
	quote: string;
	atSec: number;
	wasShown: boolean;
}

/** What the summary page is made from. */
export interface SummaryMaterial {
	row: MeetingRow;
	steps: StepRow[];
	participants: ParticipantRow[];
	actions: ActionRow[];
	insights: InsightRow[];
	tips: TipRow[];
	notes: { id: string; text: string; atSec: number | null; author: string | null; createdAt: number }[];
	/** The newest that a person wrote, where they did. */
	texts: { kind: "summary" | "email"; version: number; body: unknown }[];
	competitors: ReadonlyMap<string, string>;
	trackers: ReadonlyMap<string, string>;
	content: readonly ContentLine[];
}

type EmailBody = FollowUpEmail & { to: string[] };
interface ScoreBody {
	score: PerformanceScore;
	metrics: TalkReport;
}

/** A meeting's summary as its page draws it. What coaches the rep is empty for others until they share it. */
export function meetingSummaryJson(given: SummaryMaterial, reader: MeetingReader): MeetingSummaryJson {
	const { row, actions, insights } = given;
	const isOpen = seesCoaching(row, reader);
	const body = <T>(step: string): T | null => (given.steps.find((s) => s.step === step)?.body ?? null) as T | null;
	const summary = body<SummaryBody>("summary");
	const email = body<EmailBody>("email");
	const scored = body<ScoreBody>("score");
	const ends = body<{ confidence: Confidence }>("analytics");
	const text = (kind: "summary" | "email") => given.texts.find((one) => one.kind === kind);
	const written = text("summary")?.body as { takeaways?: string[] } | undefined;
	const mail = text("email")?.body as { subject?: string; body?: string } | undefined;
	const advice = (list: Advice[] | undefined, key: string) =>
		(list ?? []).map(({ code, params, segmentIds }) => ({
			code,
			text: adviceText(key, code, params, given, reader),
			segmentIds,
		}));
	const none = { segmentIds: [], quote: "", atSec: null, label: null };
	return {
		meetingId: row.id,
		lang: row.lang,
		stats: statsOf(scored?.metrics ?? null, insights, isOpen, reader),
		takeaways: written?.takeaways
			? written.takeaways.map((said) => ({ ...none, text: said }))
			: (summary?.takeaways ?? []).map(({ text: said, segmentIds, quote, slot }) => ({
					...{ text: said, segmentIds, quote, atSec: null },
					label: slot === null ? null : say(reader, `coach.slot.${slot}`),
				})),
		wentWell: isOpen ? advice(summary?.wentWell, "meeting.well") : [],
		improve: isOpen ? advice(summary?.improve, "meeting.improve") : [],
		now: advice(summary?.now, "meeting.now"),
		next: advice(summary?.next, "meeting.next"),
		actions: actions.map((action) => actionJson(action, given)),
		insights: insights.map((one) => insightJson(one, given, reader)),
		tips: isOpen ? given.tips.map((tip) => tipJson(tip, given, reader)) : [],
		moments: (body<{ moments: KeyMoment[] }>("moments")?.moments ?? []).map((moment) => ({
			...{ kind: moment.kind, label: momentLabel(moment, given, reader), side: moment.side },
			...{ segmentIds: moment.segmentIds, quote: moment.quote, atSec: moment.at },
		})),
		sentiment: (body<{ journey: { at: number; value: number }[] }>("sentiment")?.journey ?? []).map(
			({ at, value }) => ({
				atSec: at,
				value,
			}),
		),
		score: isOpen ? scoreView(row, reader) : null,
		criteria: isOpen
			? (scored?.score.criteria ?? []).map(({ code, value, weight, evidence }) => ({
					...{ code, value, weight, segmentIds: evidence.segmentIds },
					label: say(reader, `coach.criterion.${code}`),
					text: value === null ? say(reader, "meeting.noEvidence") : evidenceText(code, evidence.params, reader),
				}))
			: [],
		confidence: ends ? confidenceView(row, ends.confidence, reader) : null,
		slots: slotsOf(insights, reader),
		email: email
			? {
					subject: mail?.subject ?? email.subject,
					body: mail?.body ?? email.body,
					to: email.to,
					isEdited: mail !== undefined,
					version: text("email")?.version ?? 0,
				}
			: null,
		notes: given.notes.map(({ createdAt, ...note }) => ({ ...note, createdAt: new Date(createdAt).toISOString() })),
		withheld: isOpen ? "" : say(reader, "meeting.withheld", { name: row.owner?.name ?? "–" }),
		how: howText(given, reader),
		summaryVersion: text("summary")?.version ?? 0,
		isSummaryEdited: written !== undefined,
	};
}

/** An action as it crosses the wire. */
function actionJson(row: ActionRow, { row: meeting, participants }: SummaryMaterial): MeetingActionJson {
	const speaker = participants.find((p) => p.speakerId !== null && p.speakerId === row.ownerSpeakerId)?.name ?? null;
	const ownerName =
		row.owner === "rep"
			? (meeting.owner?.name ?? speaker)
			: row.owner === "customer"
				? (speaker ?? meeting.customerName)
				: null;
	return {
		...{ id: row.id, text: row.text, owner: row.owner, ownerName, dueOn: row.dueOn, dueWords: row.dueWords },
		...{ priority: row.priority, status: row.status, confidence: row.confidence, isEdited: row.edited.length > 0 },
		...{ isTask: row.planStepId !== null, segmentIds: row.segmentIds, quote: row.quote, atSec: row.atSec },
	};
}

function insightJson(row: InsightRow, given: SummaryMaterial, viewer: Viewer): MeetingInsightJson {
	const kind = row.verdict === "other" && row.saidKind !== null ? row.saidKind : row.kind;
	const detail = row.verdict === "other" && row.saidDetail !== null ? row.saidDetail : row.detail;
	return {
		...{ foundId: row.foundId, kind, detail, label: insightLabel(kind, detail, given, viewer), side: row.side },
		...{ confidence: row.confidence, level: row.level, verdict: row.verdict },
		...{ segmentIds: row.segmentIds, quote: row.quote, atSec: row.atSec },
	};
}

function insightLabel(
	kind: string,
	detail: string,
	{ competitors, trackers }: SummaryMaterial,
	viewer: Viewer,
): string {
	if (kind === "slot") return say(viewer, `coach.slot.${detail}`);
	if (kind === "objection") return say(viewer, `meeting.objection.${detail}`);
	if (kind === "competitor") return say(viewer, "meeting.rivalNamed", { name: competitors.get(detail) ?? "–" });
	if (kind === "tracker") return trackers.get(detail) ?? "–";
	return say(viewer, `meeting.insight.${kind}`);
}

function momentLabel(moment: KeyMoment, given: SummaryMaterial, viewer: Viewer): string {
	if (moment.kind === "objection") return say(viewer, `meeting.objection.${moment.detail}`);
	if (moment.kind === "competitor") return insightLabel("competitor", moment.detail, given, viewer);
	if (moment.kind === "decision") return say(viewer, `coach.slot.${moment.detail}`);
	if (moment.kind === "shift") return say(viewer, `meeting.shift.${moment.detail}`);
	return say(viewer, `coach.moment.${moment.kind}`);
}

function tipJson(tip: TipRow, { content, row }: SummaryMaterial, viewer: Viewer): MeetingSummaryJson["tips"][number] {
	return {
		...{
			tipId: tip.tipId,
			kind: tip.kind,
			text: say(viewer, `coach.tip.${tip.kind}`, tip.params),
			wasShown: tip.wasShown,
		},
		line: tipLine(tip, content, row.lang ?? viewer.locale),
		...{ segmentIds: tip.segmentIds, quote: tip.quote, atSec: tip.atSec },
	};
}

function adviceText(
	key: string,
	code: string,
	params: Advice["params"],
	{ competitors }: SummaryMaterial,
	viewer: Viewer,
): string {
	if (code.startsWith("slot.")) return say(viewer, `coach.tip.${code}`);
	const rival = params["competitor"];
	const filled = typeof rival === "string" ? { ...params, competitor: competitors.get(rival) ?? "–" } : params;
	const own = `${key}.${code}`;
	if (key === "meeting.well" || key === "meeting.improve") {
		return `${own in english ? `${say(viewer, own)} ` : ""}${evidenceText(code, filled, viewer)}`;
	}
	return say(viewer, own, filled);
}

/** Numbers of a sentence as they are read: one digit after the point at most. */
function evidenceText(code: string, params: Record<string, string | number>, viewer: Viewer): string {
	const shown = Object.fromEntries(
		Object.entries(params).map(([name, value]) => [
			name,
			typeof value === "number" && name !== "share" && name !== "open" ? Math.round(value * 10) / 10 : value,
		]),
	);
	return say(viewer, `coach.evidence.${code}`, shown);
}

/** Numbers above the summary, in the order in which they are asked for. */
function statsOf(
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
function confidenceView(row: MeetingRow, { value, parts }: Confidence, viewer: Viewer): View {
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

function slotsOf(insights: readonly InsightRow[], viewer: Viewer): MeetingSummaryJson["slots"] {
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

function howText({ row, steps }: SummaryMaterial, viewer: Viewer): string {
	const summary = steps.find(({ step }) => step === "summary");
	if (!summary?.madeBy) return "";
	return say(viewer, summary.madeBy === "service" ? "meeting.how.service" : "meeting.how.rules", {
		asOf: formatInstant(summary.changedAt, viewer.locale, viewer.zone),
		model: row.score?.modelVersion.split("+")[0] ?? "–",
	});
}
