import type { FollowUpEmail } from "../../core/coaching/after/follow-up-email.ts";
import type { KeyMoment } from "../../core/coaching/after/key-moments.ts";
import type { PerformanceScore } from "../../core/coaching/after/performance-score.ts";
import type { TalkReport } from "../../core/coaching/after/talk-report.ts";
import type { Confidence } from "../../core/coaching/findings.ts";
import type { MeetingActionJson, MeetingInsightJson, MeetingSummaryJson } from "../../core/contract/meeting-page.ts";
import { english } from "../../core/words/english.ts";
import { formatInstant } from "../../core/words/format-date.ts";
import type { ActionRow, InsightRow } from "../db/meeting-findings.ts";
import type { ParticipantRow } from "../db/meeting-people.ts";
import type { StepRow } from "../db/meeting-steps.ts";
import type { MeetingRow } from "../db/meetings.ts";
import type { Advice, SummaryBody } from "../meetings/summary-body.ts";
import { type ContentLine, tipLine } from "../meetings/tip-lines.ts";
import { confidenceView, slotsOf, statsOf } from "./meeting-figures-view.ts";
import { type MeetingReader, scoreView, seesCoaching } from "./meeting-view.ts";
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

function howText({ row, steps }: SummaryMaterial, viewer: Viewer): string {
	const summary = steps.find(({ step }) => step === "summary");
	if (!summary?.madeBy) return "";
	return say(viewer, summary.madeBy === "service" ? "meeting.how.service" : "meeting.how.rules", {
		asOf: formatInstant(summary.changedAt, viewer.locale, viewer.zone),
		model: row.score?.modelVersion.split("+")[0] ?? "–",
	});
}
