import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addsUp } from "../explain/explanation.ts";
import { scoreDeal, winWithin } from "./deal-probability.ts";
import { anyDeal, anyDeals, NOW, STAGES, several, sketch } from "./test-timelines.ts";
import { trainDealModel } from "./train-deal-model.ts";

const train = (timelines: Parameters<typeof trainDealModel>[0]["timelines"]) =>
	trainDealModel({ timelines, stages: STAGES, origin: NOW });

describe("the probability of a deal", () => {
	it("lies strictly between 0 and 1, inside its range, and its reasons add up", () => {
		fc.assert(
			fc.property(anyDeals, anyDeal, (lines, line) => {
				const model = train(lines);
				const score = scoreDeal(model, line, NOW);
				if (score.value === null) {
					expect(score.state).toBe("empty");
					return;
				}
				expect(score.value).toBeGreaterThan(0);
				expect(score.value).toBeLessThan(1);
				expect(score.explanation.total).toBe(score.value);
				expect(addsUp(score.explanation)).toBe(true);
				expect(score.interval?.low).toBeLessThanOrEqual(score.value);
				expect(score.interval?.high).toBeGreaterThanOrEqual(score.value);
				expect(score.n).toBeGreaterThanOrEqual(0);
			}),
			{ numRuns: 150 },
		);
	});

	it("within a time is never more than at all, and grows with the time", () => {
		fc.assert(
			fc.property(anyDeals, anyDeal, fc.double({ min: 0, max: 2000, noNaN: true }), (lines, line, days) => {
				const model = train(lines);
				const final = scoreDeal(model, line, NOW).value ?? 0;
				const sooner = winWithin(model, line, NOW, days / 2);
				const later = winWithin(model, line, NOW, days);
				expect(sooner).toBeLessThanOrEqual(later + 1e-12);
				expect(later).toBeLessThanOrEqual(final + 1e-9);
			}),
			{ numRuns: 100 },
		);
	});

	it("all won is not certain, all lost is not hopeless", () => {
		for (const as of ["won", "lost"] as const) {
			const model = train(several(200, { bornDaysAgo: 60, closed: { daysAgo: 20, as } }));
			const value = scoreDeal(model, sketch({ id: "open", bornDaysAgo: 10 }), NOW).value ?? Number.NaN;
			if (as === "won") expect(value).toBeGreaterThan(0.9);
			else expect(value).toBeLessThan(0.1);
			expect(value).toBeGreaterThan(0);
			expect(value).toBeLessThan(1);
		}
	});

	it("of a closed deal, or one not yet created, there is none", () => {
		const model = train([]);
		const won = sketch({ id: "won", bornDaysAgo: 30, closed: { daysAgo: 10, as: "won" } });
		expect(scoreDeal(model, won, NOW)).toMatchObject({ value: null, state: "empty" });
		expect(winWithin(model, won, NOW, 90)).toBe(0);
		expect(scoreDeal(model, sketch({ id: "tomorrow", bornDaysAgo: -1 }), NOW).state).toBe("empty");
	});

	it("a deal whose closing is recorded in the future is open today", () => {
		const model = train([]);
		const line = sketch({ id: "early", bornDaysAgo: 30, closed: { daysAgo: -5, as: "won" } });
		expect(scoreDeal(model, line, NOW).value).not.toBeNull();
	});

	it("a stage nobody has seen says so and adds nothing", () => {
		const model = train(several(40, { bornDaysAgo: 60, closed: { daysAgo: 20, as: "won" } }));
		const score = scoreDeal(model, sketch({ id: "new", bornDaysAgo: 5, stages: [[5, "legal"]] }), NOW);
		const part = score.explanation.parts.find((p) => p.code === "deal_stage_unknown");
		expect(part?.value).toBe(0);
	});

	it("more evidence makes the range narrower", () => {
		const width = (count: number): number => {
			const won = several(count, { bornDaysAgo: 60, closed: { daysAgo: 20, as: "won" } }, "won");
			const lost = several(count, { bornDaysAgo: 60, closed: { daysAgo: 20, as: "lost" } }, "lost");
			const { interval } = scoreDeal(train([...won, ...lost]), sketch({ id: "open", bornDaysAgo: 10 }), NOW);
			return (interval?.high ?? 1) - (interval?.low ?? 0);
		};
		expect(width(100)).toBeLessThan(width(20));
		expect(width(20)).toBeLessThan(width(2));
	});
});
