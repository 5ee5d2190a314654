import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scoreDeal } from "./deal-probability.ts";
import { anyDeals, NOW, STAGES, several, sketch, withFuture, withoutFuture } from "./test-timelines.ts";
import { PRIOR, trainDealModel } from "./train-deal-model.ts";

const train = (timelines: Parameters<typeof trainDealModel>[0]["timelines"]) =>
	trainDealModel({ timelines, stages: STAGES, origin: NOW });

describe("training the deal model", () => {
	it("what happens at or after the origin changes nothing", () => {
		fc.assert(
			fc.property(anyDeals, (lines) => {
				expect(train(withFuture(lines, NOW))).toEqual(train(withoutFuture(lines, NOW)));
			}),
			{ numRuns: 60 },
		);
	});

	it("is plain JSON: a model read back says the same", () => {
		fc.assert(
			fc.property(anyDeals, (lines) => {
				const model = train(lines);
				const back = JSON.parse(JSON.stringify(model));
				expect(back).toEqual(model);
			}),
			{ numRuns: 40 },
		);
	});

	it("curves rise, and stay between 0 and 1", () => {
		fc.assert(
			fc.property(anyDeals, (lines) => {
				const model = train(lines);
				const curves = [
					model.overall,
					...model.ages,
					...Object.values(model.stages).flatMap((s) => [s.all, ...s.byAge]),
				];
				for (const { within, final } of curves) {
					const points = [...within, final];
					for (let k = 0; k < points.length; k++) {
						expect(points[k]).toBeGreaterThan(0);
						expect(points[k]).toBeLessThan(1);
						expect(points[k]).toBeGreaterThanOrEqual((points[k - 1] ?? 0) - 1e-12);
					}
				}
			}),
			{ numRuns: 60 },
		);
	});

	it("without any deal it says its prior and that it is provisional", () => {
		const model = train([]);
		expect(model.state).toBe("provisional");
		expect(model.prior).toEqual({ winRate: 0.25, deals: 4, cycleDays: 90 });
		expect(model.winRate).toBeCloseTo(PRIOR.winRate, 12);
		expect(model.window).toBeNull();
	});

	it("twenty closed deals are enough to speak, nineteen are provisional", () => {
		const won = several(10, { bornDaysAgo: 40, closed: { daysAgo: 10, as: "won" } }, "won");
		const lost = several(10, { bornDaysAgo: 40, closed: { daysAgo: 20, as: "lost" } }, "lost");
		expect(train([...won, ...lost]).state).toBe("ok");
		expect(train([...won, ...lost.slice(1)]).state).toBe("provisional");
		expect(train([...won, ...won]).state).toBe("provisional");
	});

	it("the more won deals of a stage, the higher its chance, from the first one on", () => {
		const rest = several(30, { bornDaysAgo: 60, closed: { daysAgo: 30, as: "lost" } }, "rest");
		const open = sketch({ id: "open", bornDaysAgo: 15, stages: [[15, "negotiation"]] });
		let before = 0;
		for (const count of [0, 1, 3, 8, 20]) {
			const won = several(
				count,
				{ bornDaysAgo: 60, stages: [[60, "negotiation"]], closed: { daysAgo: 30, as: "won" } },
				"won",
			);
			const value = scoreDeal(train([...rest, ...won, open]), open, NOW).value ?? 0;
			expect(value).toBeGreaterThan(before);
			before = value;
		}
		expect(before).toBeLessThan(1);
	});

	it("deals still open count for as long as they were seen: dropping them would make losses look quicker and wins surer", () => {
		const won = several(20, { bornDaysAgo: 90, closed: { daysAgo: 60, as: "won" } }, "won");
		const waiting = several(60, { bornDaysAgo: 90 }, "waiting");
		const probe = sketch({ id: "probe", bornDaysAgo: 5 });
		const withOpen = scoreDeal(train([...won, ...waiting]), probe, NOW).value ?? 0;
		const withoutOpen = scoreDeal(train(won), probe, NOW).value ?? 0;
		expect(withOpen).toBeLessThan(withoutOpen);
	});

	it("deals whose stage was never known speak for age only", () => {
		const lines = several(30, {
			bornDaysAgo: 90,
			stages: [[90, null]],
			closed: { daysAgo: 60, as: "won" },
			hasHistory: false,
		});
		const model = train(lines);
		expect(model.n.withoutStages).toBe(30);
		expect(model.stages).toEqual({});
		expect(model.ages[0]?.deals).toBe(30);
	});

	it("backdated deals are counted and teach nothing about timing", () => {
		const lines = several(25, { bornDaysAgo: 10, closed: { daysAgo: 40, as: "won" } });
		const model = train(lines);
		expect(model.n.backdated).toBe(25);
		expect(model.n.won).toBe(25);
		expect(model.overall.deals).toBe(0);
	});

	it("pushing the close date costs odds where pushed deals were lost more often", () => {
		const pushed: [number, string][] = [
			[100, "2026-03-01"],
			[95, "2026-04-01"],
			[90, "2026-05-01"],
			[85, "2026-06-01"],
		];
		const steady = several(60, { bornDaysAgo: 100, closed: { daysAgo: 30, as: "won" } }, "steady");
		const slipping = several(
			60,
			{ bornDaysAgo: 100, closeDates: pushed, closed: { daysAgo: 30, as: "lost" } },
			"slipping",
		);
		const { shift } = train([...steady, ...slipping]).factors.pushes;
		expect(shift[0]).toBeGreaterThan(0);
		expect(shift[3]).toBeLessThan(0);
	});
});
