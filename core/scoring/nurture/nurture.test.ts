import { describe, expect, test } from "vitest";
import { DAY_MS } from "../../model/instant.ts";
import type { LeadTouch } from "../lead-model.ts";
import { nurtureEffect } from "./nurture-effect.ts";
import { dueAfter, isHeldOut, type NurturePlace, type NurtureRules, nextMove } from "./nurture-step.ts";

const NOW = Date.UTC(2026, 8, 15);
const step = (waitDays: number, text: string) => ({ waitDays, text, channel: "email", contentId: null }) as const;
const rules: NurtureRules = {
	grade: null,
	when: [],
	steps: [step(0, "one"), step(3, "two"), step(7, "three")],
	exits: ["replied", "hot"],
	holdoutShare: 0.2,
	measureDays: 60,
};
const start: NurturePlace = { enrolledAt: NOW, nextStep: 0, dueAt: dueAfter(rules.steps, 0, NOW) };

/** What is done when the sequence is looked at at each of these days after the beginning. */
function walk(days: readonly number[], touches: LeadTouch[] = []) {
	const did: string[] = [];
	let place: NurturePlace | null = start;
	for (const day of days) {
		if (!place) break;
		const at: number = NOW + day * DAY_MS;
		const known = touches.filter((t) => t.at < at);
		const move = nextMove(rules, place, { touches: known }, null, at);
		if (move.move === "leave") return [...did, `left: ${move.reason}`];
		if (move.move !== "do") continue;
		did.push(`${day}: ${move.step.text}`);
		place = move.next;
	}
	return did;
}

describe("a lead in a sequence", () => {
	const days = Array.from({ length: 30 }, (_, k) => k);

	test("has one step after the other, each after its wait, each once", () => {
		expect(walk(days)).toEqual(["0: one", "3: two", "10: three"]);
		expect(walk(days.flatMap((d) => [d, d, d]))).toEqual(walk(days));
	});

	test("has what a pause missed one at a time", () => {
		expect(walk([0, 25, 26, 31, 32, 60])).toEqual(["0: one", "25: two", "32: three"]);
	});

	test("leaves when the lead replies, but not for a visit to a page or what was said before", () => {
		const touch = (kind: LeadTouch["kind"], day: number): LeadTouch => ({
			kind,
			direction: "in",
			at: NOW + day * DAY_MS,
		});
		expect(walk(days, [touch("email", 2)])).toEqual(["0: one", "left: replied"]);
		expect(walk(days, [touch("web", 2), touch("email", -1)])).toEqual(walk(days));
		expect(nextMove(rules, start, { touches: [] }, "hot", NOW)).toEqual({ move: "leave", reason: "hot" });
	});
});

describe("the group that chance holds out", () => {
	const leads = Array.from({ length: 4000 }, (_, k) => `lead-${k}`);

	test("has the share asked for, is the same each time, and another for another sequence", () => {
		for (const share of [0, 0.1, 0.3, 0.5]) {
			const held = leads.filter((l) => isHeldOut("a", l, share));
			expect(held.length / leads.length).toBeCloseTo(share, 1);
			expect(leads.filter((l) => isHeldOut("a", l, share))).toEqual(held);
		}
		const both = leads.filter((l) => isHeldOut("a", l, 0.5) && isHeldOut("b", l, 0.5));
		expect(both.length / leads.length).toBeCloseTo(0.25, 1);
	});

	test("tells an effect, none, and that it is too early", () => {
		expect(nurtureEffect({ n: 29, converted: 20 }, { n: 500, converted: 1 })).toMatchObject({
			verdict: "tooEarly",
			difference: null,
		});
		expect(nurtureEffect({ n: 400, converted: 80 }, { n: 100, converted: 5 }).verdict).toBe("helps");
		expect(nurtureEffect({ n: 400, converted: 20 }, { n: 100, converted: 20 }).verdict).toBe("harms");
		expect(nurtureEffect({ n: 40, converted: 8 }, { n: 40, converted: 6 }).verdict).toBe("unclear");
	});
});
