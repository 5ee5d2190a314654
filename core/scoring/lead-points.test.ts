import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addsUp } from "../explain/explanation.ts";
import { DAY_MS } from "../model/instant.ts";
import type { Lead } from "../model/lead.ts";
import { defaultLeadModel } from "./default-lead-model.ts";
import type { LeadModel, LeadRule, LeadTouch } from "./lead-model.ts";
import { scoreLead } from "./lead-points.ts";
import { NOW } from "./test-timelines.ts";

const sarah: Lead = {
	id: "sarah",
	name: "Sarah Chen",
	email: "sarah@acme.example",
	company: "Acme",
	title: "Director of Operations",
	phone: null,
	source: "Demo request",
	industry: "Manufacturing",
	country: "US",
	employees: 800,
	status: "new",
	ownerId: null,
	convertedDealId: null,
	createdAt: NOW - 5 * DAY_MS,
	closedAt: null,
};
const reply = (daysAgo: number): LeadTouch => ({ kind: "email", direction: "in", at: NOW - daysAgo * DAY_MS });
const one = (rule: Omit<LeadRule, "id" | "part">): LeadModel => ({
	version: "test-1",
	base: 0,
	rules: [{ id: "r", part: "fit", ...rule }],
});
const points = (model: LeadModel, lead = sarah, touches: LeadTouch[] = []) =>
	scoreLead(model, lead, touches, NOW).value;

describe("lead points", () => {
	it("add up to a score between 0 and 100, whatever the rules", () => {
		const touch = fc.record({
			kind: fc.constantFrom("call" as const, "email" as const, "meeting" as const, "demo" as const, "web" as const),
			direction: fc.constantFrom("in" as const, "out" as const, null),
			at: fc.integer({ min: -10, max: 400 }).map((days) => NOW - days * DAY_MS),
		});
		const factor = fc.double({ min: -20, max: 20, noNaN: true });
		fc.assert(
			fc.property(
				fc.array(touch, { maxLength: 30 }),
				factor,
				fc.option(fc.integer({ min: 0 })),
				(touches, times, employees) => {
					const model = {
						...defaultLeadModel,
						rules: defaultLeadModel.rules.map((r) => ({ ...r, points: r.points * times })),
					};
					const score = scoreLead(model, { ...sarah, employees }, touches, NOW);
					expect(score.value).toBeGreaterThanOrEqual(0);
					expect(score.value).toBeLessThanOrEqual(100);
					expect(addsUp(score.explanation)).toBe(true);
				},
			),
		);
	});

	it("a director of a middle-sized company who asked for a demo scores above a student with private mail", () => {
		const student = {
			...sarah,
			title: "Student",
			email: "s@gmail.com",
			company: null,
			employees: null,
			source: "List",
		};
		expect(points(defaultLeadModel)).toBeGreaterThan((points(defaultLeadModel, student) ?? 100) + 40);
	});

	it("fade by half in a half-life", () => {
		const model = one({ points: 8, when: { activity: "email", direction: "in", halfLifeDays: 14 } });
		expect(points(model, sarah, [reply(14)])).toBeCloseTo(4, 9);
		expect(points(model, sarah, [reply(14), reply(28)])).toBeCloseTo(6, 9);
	});

	it("of one kind of activity end at the rule's most", () => {
		const model = one({ points: 8, when: { activity: "email", mostPoints: 20 } });
		expect(
			points(
				model,
				sarah,
				Array.from({ length: 9 }, () => reply(1)),
			),
		).toBe(20);
	});

	it("do not see what has not happened yet", () => {
		const model = one({ points: 8, when: { activity: "any" } });
		expect(points(model, sarah, [reply(-1), reply(0)])).toBe(0);
	});

	it("words are whole words, in any case", () => {
		const model = one({ points: 5, when: { field: "title", is: "contains", values: ["CTO"] } });
		expect(points(model)).toBe(0);
		expect(points(model, { ...sarah, title: "Founder & cto" })).toBe(5);
	});

	it("silence counts from the last sign of the lead, or from when it came", () => {
		const model = { ...one({ points: -10, when: { silenceDays: 30 } }), base: 50 };
		const old = { ...sarah, createdAt: NOW - 100 * DAY_MS };
		expect(points(model)).toBe(50);
		expect(points(model, old)).toBe(40);
		expect(points(model, old, [reply(3)])).toBe(50);
		expect(points(model, old, [{ ...reply(3), direction: "out" }])).toBe(40);
	});

	it("a missing number is in no range", () => {
		const model = one({ points: 5, when: { field: "employees", is: "between", from: 0 } });
		expect(points(model, { ...sarah, employees: null })).toBe(0);
		expect(points(model, { ...sarah, employees: 0 })).toBe(5);
	});
});
