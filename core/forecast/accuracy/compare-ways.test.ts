import { describe, expect, it } from "vitest";
import { DAY_MS } from "../../model/instant.ts";
import { NOW, STAGES, several } from "../../scoring/test-timelines.ts";
import { trainDealModel } from "../../scoring/train-deal-model.ts";
import type { BookingsInput } from "../forecast-bookings.ts";
import { compareWays, pastMoments, type WaysToCompare } from "./compare-ways.ts";

const DAYS = 28;
const inputOf = (timelines: BookingsInput["timelines"]): BookingsInput => ({
	timelines,
	stages: STAGES,
	currency: "EUR",
	rates: [],
	zone: "UTC",
	seed: 1,
	draws: 50,
});
const past = (days: number) => [
	...several(days, { bornDaysAgo: 40, closed: { daysAgo: 1, as: "won" } }, "won"),
	...several(Math.round(days / 8), { bornDaysAgo: 40, closed: { daysAgo: 1, as: "lost" } }, "lost"),
];
const faithful = (input: BookingsInput) => (origin: number) => trainDealModel({ ...input, origin });
/** Learns that what was won was lost, and the other way round. */
const upsideDown = (input: BookingsInput) => {
	const timelines = input.timelines.map((line) => ({
		...line,
		status: line.status.map((step) => ({
			...step,
			value: step.value === "won" ? ("lost" as const) : step.value === "lost" ? ("won" as const) : step.value,
		})),
	}));
	return (origin: number) => trainDealModel({ ...input, timelines, origin });
};

function run(input: BookingsInput, ways: (input: BookingsInput) => WaysToCompare) {
	const comparing = compareWays(input, NOW, DAYS, ways(input));
	const told: string[] = [];
	for (;;) {
		const step = comparing.next();
		if (step.done) return { promotion: step.value, told };
		told.push(`${step.value.done}/${step.value.of}`);
	}
}

describe("two ways of learning, compared on the past", () => {
	it("are asked at ten moments at most, each with enough past before it and an end that is known", () => {
		const input = inputOf(past(400));
		const moments = pastMoments(input, NOW, DAYS);
		expect(moments).toHaveLength(10);
		const first = Math.min(...input.timelines.map((line) => line.createdAt));
		for (const at of moments) {
			expect(at).toBeGreaterThanOrEqual(first + DAYS * DAY_MS);
			expect(at).toBeLessThanOrEqual(NOW - DAYS * DAY_MS);
		}
		expect(pastMoments(inputOf(past(5)), NOW, DAYS).length).toBeLessThan(3);
		expect(pastMoments(inputOf([]), NOW, DAYS)).toEqual([]);
	});

	it("the one that would have missed by less is taken, with the figures of both; the other never", () => {
		const { promotion, told } = run(inputOf(past(400)), (input) => ({
			champion: upsideDown(input),
			challenger: faithful(input),
			isProven: false,
		}));
		expect(promotion).toMatchObject({ promote: true, code: "promotion_better", params: { origins: 10 } });
		expect(promotion.challenger.wape.value ?? 1).toBeLessThan(promotion.champion.wape.value ?? 0);
		expect(told).toEqual(Array.from({ length: 10 }, (_, k) => `${k}/10`));
		const back = run(inputOf(past(400)), (input) => ({
			champion: faithful(input),
			challenger: upsideDown(input),
			isProven: true,
		}));
		expect(back.promotion).toMatchObject({ promote: false, code: "promotion_not_better" });
	});

	it("with few moments one that is proven elsewhere is taken where it misses by less, and that is said", () => {
		const ways = (isProven: boolean) => (input: BookingsInput) => ({
			champion: upsideDown(input),
			challenger: faithful(input),
			isProven,
		});
		const short = inputOf(past(50));
		expect(run(short, ways(true)).promotion).toMatchObject({ promote: true, code: "promotion_few_better" });
		expect(run(short, ways(false)).promotion).toMatchObject({ promote: false, code: "promotion_too_few" });
	});

	it("without a past neither is judged", () => {
		const { promotion } = run(inputOf([]), (input) => ({
			champion: faithful(input),
			challenger: faithful(input),
			isProven: true,
		}));
		expect(promotion).toMatchObject({ promote: false, code: "promotion_too_few" });
	});
});
