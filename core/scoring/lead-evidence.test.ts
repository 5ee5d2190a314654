import { describe, expect, it } from "vitest";
import { addsUp } from "../explain/explanation.ts";
import { DAY_MS } from "../model/instant.ts";
import type { Lead } from "../model/lead.ts";
import type { LeadWithTouches } from "./lead-evidence.ts";
import { calibrateLeadModel, leadEvidence } from "./lead-evidence.ts";
import type { LeadModel } from "./lead-model.ts";
import { NOW } from "./test-timelines.ts";

const model: LeadModel = {
	version: "test-1",
	base: 20,
	rules: [
		{ id: "size", part: "fit", points: 40, when: { field: "employees", is: "between", from: 100 } },
		{ id: "converted", part: "fit", points: 40, when: { field: "status", is: "oneOf", values: ["converted"] } },
	],
};
const past = (count: number, employees: number, converts: (k: number) => boolean): LeadWithTouches[] =>
	Array.from({ length: count }, (_, k) => {
		const lead: Lead = {
			id: `${employees}-${k}`,
			name: "",
			email: null,
			company: null,
			title: null,
			phone: null,
			source: null,
			industry: null,
			country: null,
			employees,
			status: converts(k) ? "converted" : "disqualified",
			ownerId: null,
			convertedDealId: null,
			createdAt: NOW - 200 * DAY_MS,
			closedAt: NOW - 150 * DAY_MS,
		};
		return { lead, touches: [] };
	});

describe("what a lead score has been worth", () => {
	const good = past(100, 500, (k) => k % 2 === 0);
	const poor = past(100, 5, (k) => k % 20 === 0);

	it("is the share of like past leads that converted, with reasons that add up", () => {
		const calibration = calibrateLeadModel(model, [...good, ...poor], NOW);
		const high = leadEvidence(calibration, 60, NOW);
		const low = leadEvidence(calibration, 20, NOW);
		expect(high.value).toBeGreaterThan(0.4);
		expect(low.value).toBeLessThan(0.12);
		expect(addsUp(high.explanation) && addsUp(low.explanation)).toBe(true);
	});

	it("without past leads is not known", () => {
		const evidence = leadEvidence(calibrateLeadModel(model, good.slice(0, 19), NOW), 60, NOW);
		expect(evidence).toMatchObject({ value: null, state: "empty", n: 0 });
	});

	it("where scores tell nothing apart is the same for every lead", () => {
		const same = calibrateLeadModel(
			model,
			[...past(100, 500, (k) => k % 4 === 0), ...past(100, 5, (k) => k % 4 === 0)],
			NOW,
		);
		const [high, low] = [leadEvidence(same, 60, NOW), leadEvidence(same, 20, NOW)];
		expect(Number(high.value) - Number(low.value)).toBeCloseTo(0, 2);
	});

	it("a rule on how it ended is not fooled by the ending", () => {
		const calibration = calibrateLeadModel(model, good, NOW);
		expect(calibration?.bins).toHaveLength(1);
	});

	it("young open leads are left out, old open ones did not convert", () => {
		const open = (days: number) =>
			good.map(({ lead }) => ({
				lead: { ...lead, status: "working" as const, closedAt: null, createdAt: NOW - days * DAY_MS },
				touches: [],
			}));
		expect(calibrateLeadModel(model, open(30), NOW)).toBeNull();
		expect(calibrateLeadModel(model, open(120), NOW)?.share).toBeLessThan(0.01);
	});

	it("a lead that is said to have converted, without a day, did convert", () => {
		const undated = good.map(({ lead, touches }) => ({ lead: { ...lead, closedAt: null }, touches }));
		expect(calibrateLeadModel(model, undated, NOW)?.share).toBeCloseTo(0.5, 2);
	});

	it("does not see leads closed after the origin", () => {
		const before = calibrateLeadModel(model, good, NOW - 160 * DAY_MS);
		expect(before).toBeNull();
	});
});
