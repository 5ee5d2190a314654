import { describe, expect, it } from "vitest";
import { meetingResults } from "../../coaching/after/meeting-results.ts";
import { foldMeeting } from "../../coaching/fold.ts";
import { COACH_LANGUAGES } from "../../coaching/languages.ts";
import { sampleSegments } from "./sample-call.ts";
import { SAMPLE_CALLS } from "./sample-calls.ts";

const CONTEXT = {
	reference: "2026-03-04",
	competitors: [{ id: "lightbeam", name: "Lightbeam", aliases: ["לייטבים", "ライトビーム"] }],
	trackers: [],
	tips: "normal" as const,
};

describe.each(COACH_LANGUAGES)("the sample call in %s", (lang) => {
	const call = SAMPLE_CALLS[lang];
	const segments = sampleSegments(call);
	const state = foldMeeting(
		segments.map((segment) => ({ type: "segment", ...segment })),
		CONTEXT,
	);
	const results = meetingResults(state, { rep: call.rep, customer: call.customer });

	it("takes about ninety seconds and is heard in its language", () => {
		expect(segments.at(-1)?.end).toBeGreaterThan(60);
		expect(segments.at(-1)?.end).toBeLessThan(110);
		expect(results.lang).toBe(lang);
	});

	it("has what a coach should hear: price, rival, a question, an action with a day, a next step", () => {
		const kinds = new Set(state.derived.signals.map((s) => `${s.kind} ${s.side}`));
		expect(kinds).toContain("objection customer");
		expect(kinds).toContain("competitor customer");
		expect(kinds).toContain("question rep");
		expect(results.actions.some((a) => a.owner === "rep" && a.due?.date === "2026-03-06")).toBe(true);
		expect(state.derived.slots.nextStep).toBeDefined();
		expect(state.derived.slots.pain?.level ?? 0).toBeGreaterThanOrEqual(2);
		expect(results.score.value).not.toBeNull();
		expect(results.tips.length).toBeGreaterThan(0);
	});
});
