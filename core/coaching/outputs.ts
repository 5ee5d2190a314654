import type { Action, Confidence, Signal, SlotValue, StageFinding, Tip } from "./findings.ts";
import type { MeetingState } from "./fold.ts";
import type { TalkMetrics } from "./metrics/talk-metrics.ts";
import type { Segment } from "./segment.ts";

/** What a step tells whoever looks on. All but words and metrics carry the segments and the quote they rest on. */
export type CoachOutput =
	| { type: "segment"; segment: Segment }
	| { type: "retracted"; segmentId: string }
	| { type: "provisional"; kind: "question"; segmentId: string; quote: string }
	| { type: "signal"; signal: Signal; modelVersion: string }
	| { type: "signalWithdrawn"; signalId: string }
	| { type: "tip"; tip: Tip; modelVersion: string }
	| { type: "tipWithdrawn"; tipId: string; why: "satisfied" | "expired" | "replaced" | "revised" }
	| { type: "action"; action: Action; modelVersion: string }
	| { type: "actionUpdated"; action: Action; modelVersion: string }
	| { type: "actionWithdrawn"; actionId: string }
	| { type: "slot"; slot: SlotValue; modelVersion: string }
	| { type: "stage"; stage: StageFinding; modelVersion: string }
	| { type: "sentiment"; value: number; n: number; asOf: number }
	| { type: "confidence"; confidence: Confidence; modelVersion: string }
	| { type: "metrics"; metrics: TalkMetrics; isEstimated: boolean };

/** What has changed between two states of a meeting, in the order a page should show it. */
export function outputsBetween(before: MeetingState, after: MeetingState): CoachOutput[] {
	const outputs: CoachOutput[] = [...wordsBetween(before, after)];
	const { modelVersion } = after;
	const [was, is] = [before.derived, after.derived];
	compare(was.signals, is.signals, {
		added: (signal) => outputs.push({ type: "signal", signal, modelVersion }),
		changed: (signal) => outputs.push({ type: "signal", signal, modelVersion }),
		gone: ({ id }) => outputs.push({ type: "signalWithdrawn", signalId: id }),
	});
	tipsBetween(was.tips, is.tips, modelVersion, outputs, latestOf(after));
	compare(was.actions, is.actions, {
		added: (action) => outputs.push({ type: "action", action, modelVersion }),
		changed: (action) => outputs.push({ type: "actionUpdated", action, modelVersion }),
		gone: ({ id }) => outputs.push({ type: "actionWithdrawn", actionId: id }),
	});
	for (const slot of Object.values(is.slots))
		if (isOther(was.slots[slot.slot], slot)) outputs.push({ type: "slot", slot, modelVersion });
	if (isOther(was.stage, is.stage)) outputs.push({ type: "stage", stage: is.stage, modelVersion });
	if (is.sentiment && isOther(was.sentiment, is.sentiment)) outputs.push({ type: "sentiment", ...is.sentiment });
	if (isOther(was.confidence, is.confidence))
		outputs.push({ type: "confidence", confidence: is.confidence, modelVersion });
	if (isOther(was.metrics, is.metrics))
		outputs.push({ type: "metrics", metrics: is.metrics, isEstimated: is.isEstimated });
	return outputs;
}

function wordsBetween(before: MeetingState, after: MeetingState): CoachOutput[] {
	const outputs: CoachOutput[] = [];
	for (const [segmentId, { segment }] of after.book.segments) {
		if (before.book.segments.get(segmentId)?.segment === segment) continue;
		outputs.push(segment ? { type: "segment", segment } : { type: "retracted", segmentId });
	}
	return outputs;
}

/** A tip whose time was over before it was known is not shown; one that a late or edited segment has undone is taken back. */
function tipsBetween(
	was: readonly Tip[],
	is: readonly Tip[],
	modelVersion: string,
	outputs: CoachOutput[],
	now: number,
): void {
	const before = new Map(was.map((t) => [t.id, t]));
	const after = new Map(is.map((t) => [t.id, t]));
	for (const tip of is) {
		const known = before.get(tip.id);
		if (!known && !tip.withdrawn && tip.expiresAt > now) outputs.push({ type: "tip", tip, modelVersion });
		else if (known && !known.withdrawn && tip.withdrawn)
			outputs.push({ type: "tipWithdrawn", tipId: tip.id, why: tip.withdrawn.why });
	}
	for (const tip of was)
		if (!tip.withdrawn && !after.has(tip.id)) outputs.push({ type: "tipWithdrawn", tipId: tip.id, why: "revised" });
}

/** Of a finding's fields those that an edit, a late segment or an answer can change. */
function isOtherFinding(a: Signal | Action, b: Signal | Action): boolean {
	if (a.quote !== b.quote || a.side !== b.side || a.at !== b.at || a.confidence !== b.confidence) return true;
	if ("kind" in a && "kind" in b) return a.isAnswered !== b.isAnswered || a.detail !== b.detail;
	return isOther(a, b);
}

function compare<T extends Signal | Action>(
	was: readonly T[],
	is: readonly T[],
	tell: { added(one: T): void; changed(one: T): void; gone(one: T): void },
): void {
	const before = new Map(was.map((one) => [one.id, one]));
	const after = new Set(is.map((one) => one.id));
	for (const one of is) {
		const known = before.get(one.id);
		if (!known) tell.added(one);
		else if (isOtherFinding(known, one)) tell.changed(one);
	}
	for (const one of was) if (!after.has(one.id)) tell.gone(one);
}

function latestOf({ book }: MeetingState): number {
	let latest = Number.NEGATIVE_INFINITY;
	for (const { segment } of book.segments.values()) if (segment?.final) latest = Math.max(latest, segment.end);
	return latest;
}

function isOther(a: unknown, b: unknown): boolean {
	return JSON.stringify(a) !== JSON.stringify(b);
}
