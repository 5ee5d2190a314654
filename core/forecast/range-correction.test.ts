import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Score } from "../stats/conformal.ts";
import { learnPhases, type PhaseScores, wideningAt } from "./range-correction.ts";

const company = (days: number, scores: Score[]): PhaseScores => ({
	days,
	nodes: new Map([["acme", { kind: "company" as const, scores }]]),
});
const alike = (count: number, value: number): Score[] => Array.from({ length: count }, () => ({ value, weight: 1 }));
const ACME = { id: "acme", kind: "company" } as const;

describe("correcting ranges", () => {
	it("ranges that missed are widened, the more surely the more windows missed; ranges that were too wide are left", () => {
		const factor = (scores: Score[]): number => learnPhases([company(28, scores)])?.[0]?.nodes["acme"] ?? 0;
		expect(factor(alike(1, 3))).toBeGreaterThan(1);
		expect(factor(alike(40, 3))).toBeGreaterThan(factor(alike(1, 3)));
		expect(factor(alike(40, 0.2))).toBe(1);
		expect(factor(alike(1000, 99))).toBeLessThanOrEqual(4);
	});

	it("what short spans showed is where longer ones begin", () => {
		const phases = learnPhases([company(7, alike(30, 2.5)), company(28, alike(1, 1))]);
		expect(phases?.[1]?.nodes["acme"]).toBeGreaterThan(1.5);
	});

	it("a node with its own past departs from its kind, one without follows it", () => {
		const nodes: PhaseScores["nodes"] = new Map([
			["steady", { kind: "user" as const, scores: alike(20, 0.3) }],
			["wild", { kind: "user" as const, scores: alike(20, 3) }],
		]);
		const [phase] = learnPhases([{ days: 28, nodes }]) ?? [];
		const widening = phase ? { factor: 1, days: 28, origins: 20, phases: [phase] } : null;
		const at = (id: string): number => wideningAt(widening, { id, kind: "user" }, 28);
		expect(at("wild")).toBeGreaterThan(at("steady"));
		expect(at("someone new")).toBe(phase?.kinds.user);
	});

	it("between two lengths it lies between their corrections, and beyond them it is theirs", () => {
		const phases = learnPhases([company(10, alike(50, 0.5)), company(40, alike(50, 2))]) ?? [];
		const widening = { factor: 1, days: 40, origins: 50, phases };
		const [short, long] = [wideningAt(widening, ACME, 10), wideningAt(widening, ACME, 40)];
		fc.assert(
			fc.property(fc.double({ min: 0, max: 100, noNaN: true }), (days) => {
				const factor = wideningAt(widening, ACME, days);
				expect(factor).toBeGreaterThanOrEqual(Math.min(short, long) - 1e-12);
				expect(factor).toBeLessThanOrEqual(Math.max(short, long) + 1e-12);
			}),
		);
		expect(wideningAt(widening, ACME, 25)).toBeCloseTo((short + long) / 2, 9);
	});

	it("without a past nothing is corrected, and a plain number is for all alike", () => {
		expect(learnPhases([])).toBeNull();
		expect(learnPhases([company(28, [])])).toBeNull();
		expect(wideningAt(null, ACME, 10)).toBe(1);
		expect(wideningAt(1.7, ACME, 10)).toBe(1.7);
	});
});
