import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_MS } from "../model/instant.ts";
import { anyDeals, NOW, STAGES, several, withFuture, withoutFuture } from "../scoring/test-timelines.ts";
import { learnWidening, newReplays, pastWindows } from "./backtest.ts";
import type { BookingsInput } from "./forecast-bookings.ts";
import type { OwnerNode } from "./owner-tree.ts";

const OWNERS: OwnerNode[] = [
	{ id: "acme", kind: "company", parentId: null, name: "Acme" },
	{ id: "maria", kind: "user", parentId: "acme", name: "Maria" },
	{ id: "tom", kind: "user", parentId: "acme", name: "Tom" },
];
const inputOf = (timelines: BookingsInput["timelines"]): BookingsInput => ({
	timelines,
	stages: STAGES,
	currency: "EUR",
	rates: [],
	zone: "UTC",
	seed: 1,
	draws: 50,
	owners: OWNERS,
});
const steady = [
	...several(200, { bornDaysAgo: 20, closed: { daysAgo: 1, as: "won" }, owner: "maria" }, "won"),
	...several(200, { bornDaysAgo: 20, closed: { daysAgo: 1, as: "lost" }, owner: "tom" }, "lost"),
];

describe("learning how far ranges miss", () => {
	it("windows are over, have history before them, and come in three lengths", () => {
		const windows = pastWindows(inputOf(steady), NOW, 28);
		expect(new Set(windows.map((w) => w.days))).toEqual(new Set([28, 14, 7]));
		for (const { origin, days } of windows) {
			expect(origin + days * DAY_MS).toBeLessThanOrEqual(NOW);
			expect(origin - days * DAY_MS).toBeGreaterThanOrEqual(NOW - 219 * DAY_MS);
		}
	});

	it("with the ends of past periods each window ends with one", () => {
		const ends = [30, 60, 90, -5].map((ago) => NOW - ago * DAY_MS);
		for (const { origin, days } of pastWindows(inputOf(steady), NOW, 28, ends)) {
			expect(ends.slice(0, 3)).toContain(origin + days * DAY_MS);
		}
	});

	it("has a correction for each length and node, and a plain number for the whole", () => {
		const widening = learnWidening(inputOf(steady), NOW, 28);
		expect(widening?.phases.map((p) => p.days)).toEqual([7, 14, 28]);
		expect(Object.keys(widening?.phases[0]?.nodes ?? {})).toEqual(expect.arrayContaining(["acme", "maria", "tom"]));
		expect(widening?.factor).toBe(widening?.phases[2]?.nodes["acme"]);
		expect(JSON.parse(JSON.stringify(widening))).toEqual(widening);
	});

	it("with little history shorter windows say it, with none nothing does", () => {
		expect(learnWidening(inputOf(several(30, { bornDaysAgo: 1 })), NOW, 28)?.days).toBeLessThan(28);
		expect(learnWidening(inputOf([]), NOW, 28)).toBeNull();
	});

	it("what was replayed for one origin serves another, and changes nothing there", () => {
		const replays = newReplays();
		for (const ago of [0, 7, 14]) {
			const at = NOW - ago * DAY_MS;
			expect(learnWidening(inputOf(steady), at, 28, [], replays)).toEqual(learnWidening(inputOf(steady), at, 28));
		}
		expect(replays.models.get(NOW - 14 * DAY_MS)?.origin).toBe(NOW - 14 * DAY_MS);
	});

	it("sees nothing of the future, and stays finite whatever was recorded", () => {
		fc.assert(
			fc.property(anyDeals, (lines) => {
				const seen = learnWidening(inputOf(withFuture(lines, NOW)), NOW, 200);
				expect(seen).toEqual(learnWidening(inputOf(withoutFuture(lines, NOW)), NOW, 200));
				for (const { nodes } of seen?.phases ?? []) {
					for (const factor of Object.values(nodes)) expect(Number.isFinite(factor) && factor > 0).toBe(true);
				}
			}),
			{ numRuns: 8 },
		);
	});
});
