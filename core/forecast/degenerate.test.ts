import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addsUp } from "../explain/explanation.ts";
import { DAY_MS } from "../model/instant.ts";
import type { DealTimeline } from "../model/timeline.ts";
import { anyDeal, anyDeals, NOW, STAGES, withFuture } from "../scoring/test-timelines.ts";
import { trainDealModel } from "../scoring/train-deal-model.ts";
import { learnWidening } from "./backtest.ts";
import { forecastBookings } from "./forecast-bookings.ts";
import { forecastPeriod } from "./forecast-period.ts";
import type { OwnerNode } from "./owner-tree.ts";

const OWNERS: OwnerNode[] = [
	{ id: "acme", kind: "company", parentId: null, name: "Acme" },
	{ id: "maria", kind: "user", parentId: "acme", name: "Maria" },
	{ id: "tom", kind: "user", parentId: "acme", name: "Tom" },
];

/** Whole pipelines of one kind, each from any deals. */
const each = (change: (line: DealTimeline) => DealTimeline): fc.Arbitrary<DealTimeline[]> =>
	anyDeals.map((lines) => lines.map(change));
const ended = (as: "won" | "lost") => (line: DealTimeline) => ({
	...line,
	status: [
		{ at: line.createdAt, value: "open" as const },
		{ at: Math.min(line.createdAt + 20 * DAY_MS, NOW - 1), value: as },
	],
});

const PIPELINES: Record<string, fc.Arbitrary<DealTimeline[]>> = {
	"no history": fc.constant([]),
	"one deal": anyDeal.map((line) => [line]),
	"all won": each(ended("won")),
	"all lost": each(ended("lost")),
	"amounts of zero": each((line) => ({ ...line, amounts: [{ at: line.createdAt, value: 0n }] })),
	"no amounts": each((line) => ({ ...line, amounts: [] })),
	"no dates": each((line) => ({ ...line, closeDates: [], stages: [], hasHistory: false })),
	"closed in the future": anyDeals.map((lines) => withFuture(lines, NOW)),
	"closed before they were created": each((line) => ({
		...line,
		status: [
			{ at: line.createdAt - 30 * DAY_MS, value: "won" },
			{ at: line.createdAt, value: "won" },
		],
	})),
	"created in the future": each((line) => ({ ...line, createdAt: NOW + DAY_MS })),
	"a currency without a rate": each((line) => ({ ...line, currency: "XTS" })),
	"owners nobody knows": each((line) => ({ ...line, owners: [{ at: line.createdAt, value: "someone who left" }] })),
	"anything mixed": anyDeals,
};

describe("whatever a pipeline looks like, its forecast says what it is", () => {
	for (const [name, pipelines] of Object.entries(PIPELINES)) {
		it(`${name}: finite, adds up, and 0 only where priced deals say so`, () => {
			fc.assert(
				fc.property(pipelines, fc.constantFrom(-91, -30, 0, 40), fc.constantFrom(28, 91, 365), (lines, from, days) => {
					const start = NOW + from * DAY_MS;
					const forecast = forecastPeriod({
						...inputOf(lines),
						model: trainDealModel({ timelines: lines, stages: STAGES, origin: NOW }),
						span: { name: "any", start, end: start + days * DAY_MS },
						now: NOW,
						quotas: [],
						owners: OWNERS,
					});
					expect(unreadable(forecast)).toEqual([]);
					for (const { estimate, counts } of forecast.nodes) {
						expect(addsUp(estimate.explanation)).toBe(true);
						expect(estimate.value === null).toBe(estimate.state === "empty");
						const unpriced = counts.withoutRate + counts.withoutAmount;
						if (unpriced > 0) {
							const part = estimate.explanation.parts.find((p) => p.code === "forecast_unpriced");
							expect(Number(part?.params["withoutRate"]) + Number(part?.params["withoutAmount"])).toBe(unpriced);
						}
						// An estimate of 0 rests on something with a price, or says that it knows little.
						if (estimate.value === 0n && estimate.state === "ok") {
							expect(counts.won + counts.open === 0 || unpriced < counts.won + counts.open).toBe(true);
						}
					}
				}),
				{ numRuns: 25 },
			);
		});
	}

	it("bookings and their correction are finite for any of them", () => {
		const all = fc.oneof(...Object.values(PIPELINES));
		fc.assert(
			fc.property(all, fc.integer({ min: 1, max: 200 }), (lines, days) => {
				const input = { ...inputOf(lines), draws: 40 };
				const widening = learnWidening(input, NOW, days);
				expect(unreadable(widening)).toEqual([]);
				const b = forecastBookings(input, NOW, days, widening);
				expect(unreadable(b)).toEqual([]);
				expect(b.meanMinor).toBe(b.openMinor + b.uncreatedMinor);
				expect(b.lowMinor <= b.meanMinor && b.meanMinor <= b.highMinor).toBe(true);
				if (b.state === "empty") expect(b.meanMinor).toBe(0n);
			}),
			{ numRuns: 30 },
		);
	});
});

describe("a past forecast made again", () => {
	it("gives the same answer, whatever was recorded since and in whatever order records come", () => {
		fc.assert(
			fc.property(anyDeals, fc.integer({ min: 0, max: 400 }), fc.infiniteStream(fc.nat()), (lines, ago, order) => {
				const origin = NOW - ago * DAY_MS;
				const make = (timelines: DealTimeline[]) =>
					forecastPeriod({
						...inputOf(timelines),
						model: trainDealModel({ timelines, stages: STAGES, origin }),
						span: { name: "then", start: origin - 20 * DAY_MS, end: origin + 71 * DAY_MS },
						now: origin,
						quotas: [],
						owners: OWNERS,
					});
				const then = make(lines);
				expect(make(withFuture(lines, origin))).toEqual(then);
				const places = lines.map((line) => ({ line, place: order.next().value ?? 0 }));
				const shuffled = places.sort((a, b) => a.place - b.place).map(({ line }) => line);
				const again = make(shuffled);
				const numbers = (f: typeof then) =>
					f.nodes.map((n) => [n.nodeId, n.estimate.value, n.openMinor, n.closedMinor, n.counts]);
				expect(numbers(again)).toEqual(numbers(then));
			}),
			{ numRuns: 40 },
		);
	});
});

function inputOf(timelines: DealTimeline[]) {
	return {
		timelines,
		stages: STAGES,
		currency: "EUR",
		rates: [{ from: "USD", to: "EUR", rate: "0.9", validFrom: "2020-01-01" }],
		zone: "Europe/Berlin",
		seed: 1,
		draws: 60,
	};
}

/** Places of numbers that are none. */
function unreadable(value: unknown, path = "$"): string[] {
	if (typeof value === "number") return Number.isFinite(value) ? [] : [path];
	if (typeof value !== "object" || value === null) return [];
	const entries = value instanceof Map ? [...value] : Object.entries(value);
	return entries.flatMap(([key, inner]) => unreadable(inner, `${path}.${key}`));
}
