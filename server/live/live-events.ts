import { movedProbability } from "../../core/coaching/deal-shift.ts";
import type { Action, Tip } from "../../core/coaching/findings.ts";
import type { MeetingState } from "../../core/coaching/fold.ts";
import type { CoachOutput } from "../../core/coaching/outputs.ts";
import type { Segment } from "../../core/coaching/segment.ts";
import type { LiveAction, LiveEvent, LiveTip } from "../../core/contract/live-meeting.ts";
import { english } from "../../core/words/english.ts";
import { word } from "../../core/words/word.ts";
import type { LiveFacts } from "../db/live-facts.ts";
import { tipLine } from "../meetings/tip-lines.ts";

/** So many lines of a battlecard are read at a glance. */
const CARD_LINES = 4;

/** What a page is told of a step's outputs. */
export function liveEvents(outputs: readonly CoachOutput[], state: MeetingState, facts: LiveFacts): LiveEvent[] {
	return outputs.flatMap((output) => liveEvent(output, state, facts) ?? []);
}

/** Everything there is of a meeting, in the order in which a page is built: what {@link liveEvents} told, all at once. */
export function everything(state: MeetingState, facts: LiveFacts, now: number): LiveEvent[] {
	const { derived, modelVersion, book } = state;
	const outputs: CoachOutput[] = [];
	for (const { segment } of book.segments.values()) if (segment) outputs.push({ type: "segment", segment });
	for (const signal of derived.signals) outputs.push({ type: "signal", signal, modelVersion });
	for (const tip of derived.tips)
		if (!tip.withdrawn && tip.expiresAt > now) outputs.push({ type: "tip", tip, modelVersion });
	for (const action of derived.actions) outputs.push({ type: "action", action, modelVersion });
	for (const slot of Object.values(derived.slots)) outputs.push({ type: "slot", slot, modelVersion });
	outputs.push({ type: "stage", stage: derived.stage, modelVersion });
	if (derived.sentiment) outputs.push({ type: "sentiment", ...derived.sentiment });
	outputs.push({ type: "confidence", confidence: derived.confidence, modelVersion });
	outputs.push({ type: "metrics", metrics: derived.metrics, isEstimated: derived.isEstimated });
	const speakers = [...book.speakers].map(
		([speakerId, { name, role }]): LiveEvent => ({ type: "speaker:updated", speakerId, name, role }),
	);
	return [...speakers, ...liveEvents(outputs, state, facts)];
}

/** A line to say aloud, in the meeting's language; null where a kind has none. */
export function lineToSay(kind: string, state: MeetingState, facts: Pick<LiveFacts, "lang">): string | null {
	const key = `coach.say.${kind}`;
	if (!(key in english)) return null;
	return word(state.lang ?? facts.lang ?? "en", key, {});
}

function liveEvent(output: CoachOutput, state: MeetingState, facts: LiveFacts): LiveEvent | null {
	switch (output.type) {
		case "segment":
			return wordsEvent(output.segment);
		case "retracted":
			return { type: "transcription:retracted", segmentId: output.segmentId };
		case "provisional":
			return { type: "provisional:question", segmentId: output.segmentId, quote: output.quote };
		case "signal": {
			const { id, kind, detail, isAnswered = null, segmentIds, quote, at, side } = output.signal;
			const heard = { segmentIds, quote, at, side };
			const { modelVersion } = output;
			return { type: "signal:detected", signalId: id, kind, detail, isAnswered, ...heard, modelVersion };
		}
		case "signalWithdrawn":
			return { type: "signal:withdrawn", signalId: output.signalId };
		case "tip":
			return { type: "coaching:tip", tip: tipJson(output.tip, state, facts), modelVersion: output.modelVersion };
		case "tipWithdrawn":
			return { type: "coaching:tip-withdrawn", tipId: output.tipId, why: output.why };
		case "action":
			return { type: "action:detected", action: actionJson(output.action), modelVersion: output.modelVersion };
		case "actionUpdated":
			return { type: "action:updated", action: actionJson(output.action), modelVersion: output.modelVersion };
		case "actionWithdrawn":
			return { type: "action:withdrawn", actionId: output.actionId };
		case "slot":
			return { type: "slot:update", slot: output.slot.slot, level: output.slot.level, quote: output.slot.quote };
		case "stage":
			return { type: "stage:update", stage: output.stage.stage, since: output.stage.since };
		case "sentiment":
			if (!facts.hasSentiment) return null;
			return { type: "sentiment:update", value: output.value, n: output.n, asOf: output.asOf };
		case "confidence": {
			const reasons = output.confidence.parts.filter(
				({ code }) => code !== "base" && (code !== "mood" || facts.hasSentiment),
			);
			const deal = facts.deal && {
				before: facts.deal.value,
				now: movedProbability(facts.deal.value, { parts: reasons }),
				scoredAt: new Date(facts.deal.scoredAt).toISOString(),
			};
			return { type: "confidence:update", deal, reasons, modelVersion: output.modelVersion };
		}
		case "metrics": {
			const { metrics, isEstimated } = output;
			const secondsOf = (role: Segment["role"]): number =>
				metrics.speakers.reduce((sum, s) => sum + (s.role === role ? s.talkSec : 0), 0);
			const { signals } = state.derived;
			return {
				type: "metrics:update",
				talkRatio: metrics.talkRatio,
				repSec: secondsOf("rep"),
				customerSec: secondsOf("customer"),
				longestMonologueSec: metrics.longestMonologueSec ?? 0,
				longestStorySec: metrics.longestCustomerStorySec ?? 0,
				switchesPerMinute: metrics.switchesPerMinute,
				questions: signals.filter((s) => s.kind === "question" && s.side === "rep").length,
				isEstimated,
			};
		}
	}
}

/** What was said, without when each word was: a page has no use for it. An interim may still change. */
function wordsEvent({ words: _, ...segment }: Segment): LiveEvent {
	return { type: segment.final ? "transcription:final" : "transcription:segment", segment };
}

function tipJson(tip: Tip, state: MeetingState, facts: LiveFacts): LiveTip {
	const { id, kind, params, rank, expiresAt, segmentIds, quote, at, side } = tip;
	const lang = state.lang ?? facts.lang ?? "en";
	const isCard = kind === "competitor";
	// A card is looked at; a line is said, so it must be in the language that is spoken.
	const content = isCard ? facts.content : facts.content.filter(({ locale }) => locale.split("-")[0] === lang);
	const found = tipLine(tip, content, lang);
	const lines = found ? linesOf(found.body) : [];
	const own = isCard ? undefined : lines.shift();
	const battlecard = found && { contentId: found.id, title: found.title, lines: lines.slice(0, CARD_LINES) };
	const say = own?.replace(/^[“"„«「]+|[”"“»」]+$/gu, "") ?? lineToSay(kind, state, facts);
	return { id, kind, params, say, rank, expiresAt, battlecard, segmentIds, quote, at, side };
}

function linesOf(markdown: string): string[] {
	return markdown
		.split("\n")
		.map((line) => line.replace(/^[\s#>*-]+/, "").trim())
		.filter((line) => line !== "");
}

function actionJson({ id, text, owner, due, confidence, status, segmentIds, quote, at, side }: Action): LiveAction {
	return { id, text, owner, due, confidence, status, segmentIds, quote, at, side };
}
