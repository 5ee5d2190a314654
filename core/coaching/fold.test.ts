import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldMeeting, newMeeting, step } from "./fold.ts";
import type { MeetingContext } from "./meeting-context.ts";
import type { CoachOutput } from "./outputs.ts";
import type { CoachingEvent, Role, Segment } from "./segment.ts";

const CONTEXT: MeetingContext = {
	reference: "2026-03-04",
	competitors: [{ id: "nw", name: "Nordwind", aliases: ["North Wind"] }],
	trackers: [{ id: "soc", name: "SOC 2", keywords: ["SOC 2", "audit report"] }],
	tips: "normal",
};
const LINES: [Role, string][] = [
	["rep", "Good morning Tom, thanks for making the time, how are you today?"],
	["customer", "Fine. Everything sits in spreadsheets and we waste twenty hours a week on it."],
	["rep", "I see. Who else would want a say before you sign something like this?"],
	["customer", "Our CFO makes the final decision. We have sixty thousand set aside for it."],
	["rep", "The whole plan is $48,000 per year."],
	["customer", "That is too expensive for us."],
	["rep", "What do you compare it with?"],
	["customer", "With North Wind, and we need your audit report."],
	["rep", "I will send you the audit report by Friday."],
	["customer", "How soon could we start?"],
	["rep", "It takes two weeks. Let's speak again on Tuesday at ten."],
	["customer", "Tuesday works. Thank you, bye."],
];
const MEETING: Segment[] = LINES.map(([role, text], k) => segment(k, role, text));

function segment(k: number, role: Role, text: string, more: Partial<Segment> = {}): Segment {
	return {
		...{
			segmentId: `s${String(k).padStart(2, "0")}`,
			rev: 1,
			channel: null,
			speakerId: role === "rep" ? "Ann" : "Tom",
			role,
		},
		...{ start: k * 6, end: k * 6 + 5, text, final: true, lang: "en", ...more },
	};
}
const said = (one: Segment): CoachingEvent => ({ type: "segment", ...one });
function play(events: readonly CoachingEvent[]) {
	let state = newMeeting(CONTEXT);
	const outputs: CoachOutput[] = [];
	for (const event of events) {
		const next = step(state, event);
		state = next.state;
		outputs.push(...next.outputs);
	}
	return { state, outputs };
}

describe("a meeting folded from what is said", () => {
	it("any order of arrival, twice over, with interims and older revisions between, makes the same meeting", () => {
		const calm = foldMeeting(MEETING.map(said), CONTEXT).derived;
		const noise: CoachingEvent[] = MEETING.flatMap((s) => [
			said(s),
			said({ ...s, text: s.text.slice(0, 9), final: false, rev: 0 }),
			said({ ...s, text: "something else was heard first", rev: 0 }),
		]);
		fc.assert(
			fc.property(
				fc.shuffledSubarray([...MEETING.map(said), ...noise], { minLength: noise.length + MEETING.length }),
				(events) => {
					expect(play(events).state.derived).toEqual(calm);
				},
			),
			{ numRuns: 30 },
		);
	});

	it("one by one equals all at once, whatever is edited, retracted or renamed", () => {
		const edits: CoachingEvent[] = [
			said({ ...(MEETING[5] as Segment), rev: 2, text: "That is fine for us." }),
			{ type: "retracted", segmentId: "s09", rev: 3 },
			{ type: "speaker", speakerId: "Tom", rev: 1, name: "Tom", role: "customer" },
			{ type: "speaker", speakerId: "Ann", rev: 2, name: "Ann", role: "unknown" },
			{ type: "speaker", speakerId: "Ann", rev: 3, name: "Ann", role: "rep" },
			{ type: "action", actionId: "s08.0.action", rev: 1, status: "done" },
		];
		fc.assert(
			fc.property(fc.shuffledSubarray([...MEETING.map(said), ...edits]), (events) => {
				expect(play(events).state.derived).toEqual(foldMeeting(events, CONTEXT).derived);
			}),
			{ numRuns: 40 },
		);
	});

	it("hears who takes on what by when, and quotes it word for word", () => {
		const { derived } = foldMeeting(MEETING.map(said), CONTEXT);
		expect(derived.actions.filter((a) => a.due?.date)).toMatchObject([
			{
				owner: "rep",
				ownerSpeakerId: "Ann",
				due: { date: "2026-03-06" },
				quote: "I will send you the audit report by Friday.",
			},
			{ owner: "both", due: { date: "2026-03-10" } },
		]);
		const texts = new Map(MEETING.map((s) => [s.segmentId, s.text]));
		for (const one of [...derived.signals, ...derived.actions, ...derived.tips, ...Object.values(derived.slots)])
			expect(texts.get(one.segmentIds[0] ?? "")).toContain(one.quote);
	});

	it("knows what it has learnt, from whom", () => {
		const { slots, signals } = foldMeeting(MEETING.map(said), CONTEXT).derived;
		expect(slots.budget).toMatchObject({ level: 2, side: "customer" });
		expect(slots.decisionMaker).toMatchObject({ level: 2, quote: "Our CFO makes the final decision." });
		expect(slots.nextStep?.level).toBeGreaterThanOrEqual(2);
		expect(signals.filter((s) => s.kind === "competitor")).toMatchObject([{ detail: "nw" }]);
		expect(signals.filter((s) => s.kind === "tracker").map((s) => s.detail)).toEqual(["soc", "soc"]);
		expect(signals.filter((s) => s.kind === "price").map((s) => s.detail)).toEqual(["$48,000"]);
	});

	it("what a customer answers is known by what was asked, and a day they agree to is agreed", () => {
		const talk: [Role, string][] = [
			["rep", "מה התקציב שחשבתם עליו?"],
			["customer", "משהו כמו חמישים אלף לשנה."],
			["rep", "אז נדבר ביום ראשון בעשר."],
			["customer", "סגור."],
		];
		const { slots } = foldMeeting(
			talk.map(([role, text], k) => said(segment(k, role, text, { lang: "he" }))),
			CONTEXT,
		).derived;
		expect(slots.budget).toMatchObject({ level: 2, side: "customer", quote: "משהו כמו חמישים אלף לשנה." });
		expect(slots.nextStep).toMatchObject({ level: 3, segmentIds: ["s02", "s03"] });
	});

	it("tips come at their moment and go when they have done their work", () => {
		const { outputs } = play(MEETING.map(said));
		const tips = outputs.filter((o) => o.type === "tip").map((o) => o.tip.kind);
		expect(tips).toEqual(["objection.price", "competitor", "buying"]);
		expect(outputs.filter((o) => o.type === "tipWithdrawn")).toContainEqual({
			type: "tipWithdrawn",
			tipId: "objection.price@s05",
			why: "satisfied",
		});
	});

	it("an edit that undoes an objection takes its tip back", () => {
		const { outputs } = play([
			...MEETING.slice(0, 6).map(said),
			said({ ...(MEETING[5] as Segment), rev: 2, text: "That is fine." }),
		]);
		expect(outputs).toContainEqual({ type: "tipWithdrawn", tipId: "objection.price@s05", why: "revised" });
	});

	it("a rep decides how many tips there are, and which not again", () => {
		expect(foldMeeting(MEETING.map(said), { ...CONTEXT, tips: "none" }).derived.tips).toEqual([]);
		const events: CoachingEvent[] = [
			{ type: "tip-dismissed", tipId: "t", kind: "objection.price" },
			...MEETING.map(said),
		];
		expect(foldMeeting(events, CONTEXT).derived.tips.map((t) => t.kind)).not.toContain("objection.price");
	});

	it("who is not known is neither rep nor customer, in anything", () => {
		const unknown = MEETING.map((s) => said({ ...s, role: "unknown", speakerId: null }));
		const { metrics, tips, sentiment, signals, actions } = foldMeeting(unknown, CONTEXT).derived;
		expect(metrics).toMatchObject({ talkRatio: null, unknownShare: 1, longestCustomerStorySec: null, patienceN: 0 });
		expect(tips).toEqual([]);
		expect(sentiment).toBeNull();
		expect(signals.every((s) => s.side === "unknown")).toBe(true);
		expect(actions.every((a) => a.owner === "unknown" || a.owner === "both")).toBe(true);
	});

	it("an interim shows words, and changes nothing", () => {
		const { state, outputs } = play([said({ ...(MEETING[5] as Segment), final: false })]);
		expect(outputs).toEqual([{ type: "segment", segment: expect.objectContaining({ final: false }) }]);
		expect(state.derived).toEqual(newMeeting(CONTEXT).derived);
	});

	it("a segment that says nothing new says nothing", () => {
		const { state } = play(MEETING.map(said));
		const again = step(state, said(MEETING[3] as Segment));
		expect(again.outputs).toEqual([]);
		expect(again.state).toBe(state);
	});
});
