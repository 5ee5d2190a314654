import { describe, expect, test } from "vitest";
import { meetingResults } from "../coaching/after/meeting-results.ts";
import { foldMeeting, type MeetingState, newMeeting, step } from "../coaching/fold.ts";
import { COACH_LANGUAGES } from "../coaching/languages.ts";
import { sampleCall } from "./sample-calls.ts";

const CONTEXT = { reference: "2026-03-04", competitors: [], trackers: [], tips: "normal" as const };

describe.each(COACH_LANGUAGES)("the sample call in %s", (lang) => {
	const call = sampleCall(lang);
	const shown: string[] = [];
	let state: MeetingState = newMeeting(CONTEXT);
	for (const segment of call.segments) {
		const next = step(state, { type: "segment", ...segment });
		state = next.state;
		for (const output of next.outputs) if (output.type === "tip") shown.push(output.tip.kind);
	}

	test("takes about a minute and a half", () => {
		const seconds = call.segments.at(-1)?.end ?? 0;
		expect(seconds).toBeGreaterThan(70);
		expect(seconds).toBeLessThan(115);
	});

	test("is worth something afterwards: a rival, what hurts, questions, a score", () => {
		const rivals = [{ id: "lumenhaus", name: "Lumenhaus", aliases: [] }];
		const events = call.segments.map((segment) => ({ type: "segment" as const, ...segment }));
		const folded = foldMeeting(events, { ...CONTEXT, competitors: rivals });
		const results = meetingResults(folded, { rep: call.rep, customer: call.customer });
		const kinds = new Set(folded.derived.signals.map((s) => `${s.kind} ${s.side}`));
		expect([...kinds]).toEqual(expect.arrayContaining(["objection customer", "competitor customer", "question rep"]));
		expect(folded.derived.slots.pain?.level ?? 0).toBeGreaterThanOrEqual(2);
		expect(results.lang).toBe(lang);
		expect(results.score.value).not.toBeNull();
	});

	test("shows what the coach is for: an objection, somebody who decides, a question left open, a wish to buy", () => {
		expect(shown).toEqual(expect.arrayContaining(["objection.price", "objection.authority", "buying"]));
		expect(shown.length).toBeGreaterThanOrEqual(3);
		expect(shown.length).toBeLessThanOrEqual(6);
		expect(state.lang).toBe(lang);
	});

	test("leaves something to do on both sides, and a next step", () => {
		const owners = state.derived.actions.map((action) => action.owner);
		expect(owners).toEqual(expect.arrayContaining(["rep", "customer"]));
		expect(state.derived.slots.nextStep?.level).toBeGreaterThan(0);
		expect(state.derived.actions.find((action) => action.owner === "rep")?.due?.date).toBe("2026-03-06");
	});
});

test("a language that there is no call in gets the English one", () => {
	expect(sampleCall("pt-BR").lang).toBe("en");
});
