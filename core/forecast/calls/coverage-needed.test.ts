import * as fc from "fast-check";
import { expect, it } from "vitest";
import { DAY_MS } from "../../model/instant.ts";
import type { DealTimeline } from "../../model/timeline.ts";
import { anyDeals, NOW, STAGES, sketch } from "../../scoring/test-timelines.ts";
import { trainDealModel } from "../../scoring/train-deal-model.ts";
import type { ForecastInput } from "../forecast.ts";
import type { OwnerNode } from "../owner-tree.ts";
import { coverageNeeded } from "./coverage-needed.ts";

const OWNERS: OwnerNode[] = [
	{ id: "acme", kind: "company", parentId: null, name: "Acme" },
	{ id: "maria", kind: "user", parentId: "acme", name: "Maria" },
	{ id: "tom", kind: "user", parentId: "acme", name: "Tom" },
];
function inputOf(timelines: DealTimeline[]): ForecastInput {
	return {
		timelines,
		model: trainDealModel({ timelines, stages: STAGES, origin: NOW }),
		span: { name: "FY2026-Q2", start: NOW - 60 * DAY_MS, end: NOW + 30 * DAY_MS },
		now: NOW,
		owners: OWNERS,
		quotas: [],
		currency: "EUR",
		rates: [],
		zone: "Europe/Berlin",
		seed: 1,
	};
}
const alike = (count: number, given: Omit<Parameters<typeof sketch>[0], "id">, name: string) =>
	Array.from({ length: count }, (_, k) => sketch({ ...given, id: `${name}-${k}` }));
const target = { quotaMinor: 10_000_000n, closedMinor: 4_000_000n };

it("is what is missing over what a seller's own open deals have brought in as many days", () => {
	// Open 91 days ago; of Maria's a quarter was won within 30 days of it, of Tom's all.
	const input = inputOf([
		...alike(10, { bornDaysAgo: 120, closed: { daysAgo: 70, as: "won" }, owner: "maria" }, "m-won"),
		...alike(30, { bornDaysAgo: 120, closed: { daysAgo: 70, as: "lost" }, owner: "maria" }, "m-lost"),
		...alike(40, { bornDaysAgo: 120, closed: { daysAgo: 70, as: "won" }, owner: "tom" }, "t-won"),
	]);
	const maria = coverageNeeded(input, "maria", target);
	const tom = coverageNeeded(input, "tom", target);
	expect(maria?.missingMinor).toBe(6_000_000n);
	expect(maria?.yield).toMatchObject({ n: 40, state: "ok" });
	expect(maria?.yield.value).toBeGreaterThan(0.25);
	expect(maria?.yield.value).toBeLessThan(0.5);
	expect(tom?.yield.value).toBeGreaterThan(0.8);
	expect(Number(maria?.needed?.valueMinor)).toBeCloseTo(6_000_000 / (maria?.yield.value ?? 1), -1);
	expect(maria?.needed?.lowMinor).toBeLessThan(maria?.needed?.valueMinor ?? 0n);
	expect(maria?.needed?.highMinor).toBeGreaterThan(maria?.needed?.valueMinor ?? 0n);
	expect(coverageNeeded(input, "nobody", target)).toBeNull();
});

it("does not count what was won too late, nor windows that are not over", () => {
	const late = alike(40, { bornDaysAgo: 120, closed: { daysAgo: 40, as: "won" }, owner: "maria" }, "late");
	expect(coverageNeeded(inputOf(late), "maria", target)?.yield.value).toBe(0);
	const fresh = alike(40, { bornDaysAgo: 20, closed: { daysAgo: 5, as: "won" }, owner: "maria" }, "fresh");
	expect(coverageNeeded(inputOf(fresh), "maria", target)).toMatchObject({ yield: { state: "empty" }, needed: null });
});

it("needs nothing once the target is reached", () => {
	const won = alike(40, { bornDaysAgo: 120, closed: { daysAgo: 70, as: "won" }, owner: "maria" }, "won");
	const reached = coverageNeeded(inputOf(won), "maria", { quotaMinor: 1n, closedMinor: 2n });
	expect(reached).toMatchObject({ missingMinor: 0n, needed: { valueMinor: 0n } });
});

it("of any company is a share with its own range, or nothing", () => {
	fc.assert(
		fc.property(anyDeals, (lines) => {
			const found = coverageNeeded(inputOf(lines), "acme", target);
			const { value, interval } = found?.yield ?? { value: null, interval: null };
			if (value === null || !interval) {
				expect(found?.needed).toBeNull();
				return;
			}
			expect(value).toBeGreaterThanOrEqual(0);
			expect(value).toBeLessThanOrEqual(1);
			expect(interval.low).toBeLessThanOrEqual(value);
			expect(interval.high).toBeGreaterThanOrEqual(value);
		}),
		{ numRuns: 40 },
	);
});
