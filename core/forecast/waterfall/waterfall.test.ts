import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gapOf } from "../../explain/explanation.ts";
import { DAY_MS, dateIn } from "../../model/instant.ts";
import type { DealTimeline, Step } from "../../model/timeline.ts";
import { at } from "../../model/timeline.ts";
import type { WaterfallKind } from "../../model/waterfall-kind.ts";
import { lifeAsOf } from "../../scoring/deal-life.ts";
import { anyDeals, NOW, sketch, withFuture, withoutFuture } from "../../scoring/test-timelines.ts";
import { bookedBetween } from "../forecast-bookings.ts";
import type { OwnerNode } from "../owner-tree.ts";
import { newPricing } from "../pricing.ts";
import { waterfall } from "./waterfall.ts";
import type { WaterfallInput } from "./waterfall-types.ts";

const OWNERS: OwnerNode[] = [
	{ id: "acme", kind: "company", parentId: null, name: "Acme" },
	{ id: "west", kind: "team", parentId: "acme", name: "West" },
	{ id: "maria", kind: "user", parentId: "west", name: "Maria" },
	{ id: "tom", kind: "user", parentId: "acme", name: "Tom" },
];
const RATES = [
	{ from: "USD", to: "EUR", rate: "0.5", validFrom: "2020-01-01" },
	{ from: "USD", to: "EUR", rate: "0.75", validFrom: "2026-05-20" },
];
const day = (daysAgo: number): string => dateIn("Europe/Berlin", NOW - daysAgo * DAY_MS);
/** A quarter around NOW: from 60 days ago to 30 days ahead, watched over the last 30 days. */
function inputOf(timelines: DealTimeline[], more: Partial<WaterfallInput> = {}): WaterfallInput {
	return {
		timelines,
		owners: OWNERS,
		nodeId: "acme",
		span: { name: "FY2026-Q2", start: NOW - 60 * DAY_MS, end: NOW + 30 * DAY_MS },
		from: NOW - 30 * DAY_MS,
		to: NOW,
		currency: "EUR",
		rates: RATES,
		zone: "Europe/Berlin",
		...more,
	};
}
const IN = day(-10);
const LATER = day(-90);
const EARLIER = day(80);
function barsOf(timelines: DealTimeline[], more: Partial<WaterfallInput> = {}): Partial<Record<WaterfallKind, bigint>> {
	const result = waterfall(inputOf(timelines, more));
	return Object.fromEntries((result?.bars ?? []).map((b) => [b.kind, b.valueMinor]));
}
const later = <T>(
	line: DealTimeline,
	field: "owners" | "amounts" | "closeDates" | "status",
	daysAgo: number,
	value: T,
) => ({
	...line,
	[field]: [...line[field], { at: NOW - daysAgo * DAY_MS, value }],
});
const due = (id: string, close = IN, born = 50, amount: bigint | null = 100n) =>
	sketch({ id, bornDaysAgo: born, amount, owner: "maria", closeDates: [[born, close]] });

describe("a waterfall", () => {
	it("names why each deal came or went", () => {
		expect(barsOf([due("d", IN, 10)])).toEqual({ created: 100n });
		expect(barsOf([later(due("d"), "status", 5, "lost")])).toEqual({ lost: -100n });
		expect(barsOf([later(due("d"), "status", 5, "won")])).toEqual({ won: -100n });
		expect(barsOf([later(due("d"), "closeDates", 5, LATER)])).toEqual({ pushed_out: -100n });
		expect(barsOf([later(due("d"), "closeDates", 5, EARLIER)])).toEqual({ moved_earlier: -100n });
		expect(barsOf([later(due("d", LATER), "closeDates", 5, IN)])).toEqual({ pulled_in: 100n });
		expect(barsOf([later(due("d", EARLIER), "closeDates", 5, IN)])).toEqual({ slipped_in: 100n });
		expect(barsOf([later(due("d"), "amounts", 5, 140n)])).toEqual({ amount_up: 40n });
		expect(barsOf([later(due("d"), "amounts", 5, 30n)])).toEqual({ amount_down: -70n });
		expect(barsOf([later(due("d"), "owners", 5, "tom")], { nodeId: "west" })).toEqual({ owner_out: -100n });
		expect(barsOf([later(due("d"), "owners", 5, "tom")], { nodeId: "tom" })).toEqual({ owner_in: 100n });
		expect(barsOf([later(due("d"), "owners", 5, "tom")])).toEqual({});
	});

	it("shows a win at what it was won for, and what was added before as its own bar", () => {
		expect(barsOf([later(later(due("d"), "amounts", 6, 150n), "status", 5, "won")])).toEqual({
			amount_up: 50n,
			won: -150n,
		});
	});

	it("shows deals that came and went in between in both bars", () => {
		expect(barsOf([later(due("d", IN, 10), "status", 5, "won")])).toEqual({ created: 100n, won: -100n });
		expect(barsOf([later(due("d", IN, 10), "status", 5, "lost")])).toEqual({ created: 100n, lost: -100n });
		expect(barsOf([later(due("d", LATER), "status", 5, "won")])).toEqual({ pulled_in: 100n, won: -100n });
		expect(barsOf([later(later(due("d", LATER), "closeDates", 9, IN), "closeDates", 5, LATER)])).toEqual({
			pulled_in: 100n,
			pushed_out: -100n,
		});
	});

	it("leaves a deal alone that went and came back", () => {
		expect(barsOf([later(later(due("d"), "closeDates", 9, LATER), "closeDates", 5, IN)])).toEqual({});
	});

	it("tells another rate from another amount", () => {
		const usd = { ...due("d", IN, 50, 1000n), currency: "USD" };
		expect(barsOf([usd])).toEqual({ rate: 250n });
		expect(barsOf([later(usd, "amounts", 5, 2000n)])).toEqual({ amount_up: 500n, rate: 500n });
	});

	it("counts deals without a price and does not price them", () => {
		const result = waterfall(inputOf([due("unsaid", IN, 10, null), { ...due("rouble"), currency: "XTS" }]));
		expect(result?.bars).toEqual([
			{
				kind: "created",
				valueMinor: 0n,
				unpriced: 1,
				deals: [{ dealId: "unsaid", ownerId: "maria", valueMinor: null }],
			},
		]);
		expect(result?.opening).toMatchObject({ deals: 1, unpriced: 1, valueMinor: 0n });
		expect(result?.closing).toMatchObject({ deals: 2, unpriced: 2, valueMinor: 0n });
	});

	it("of an amount that was said at last is more", () => {
		expect(barsOf([later(due("d", IN, 50, null), "amounts", 5, 70n)])).toEqual({ amount_up: 70n });
	});

	it("of nothing is empty, of an unknown node is none", () => {
		expect(waterfall(inputOf([]))).toMatchObject({ state: "empty", bars: [], explanation: { total: 0n } });
		expect(waterfall(inputOf([], { nodeId: "nobody" }))).toBeNull();
		expect(() => waterfall(inputOf([], { from: NOW, to: NOW - 1 }))).toThrow(RangeError);
	});
});

/** Histories that go every way: dates, amounts, owners and endings at any time and in any order. */
const anyHistory: fc.Arbitrary<DealTimeline[]> = fc
	.array(
		fc.record({
			id: fc.uuid(),
			born: fc.integer({ min: 0, max: 100 }),
			currency: fc.constantFrom("EUR", "USD", "XTS", null),
			events: fc.array(
				fc.tuple(
					fc.integer({ min: -5, max: 100 }),
					fc.oneof(
						fc.record({ closeDates: fc.constantFrom(IN, day(20), LATER, EARLIER, null) }),
						fc.record({ amounts: fc.option(fc.bigInt({ min: 0n, max: 10n ** 9n })) }),
						fc.record({ owners: fc.constantFrom("maria", "tom", "someone who left", null) }),
						fc.record({ status: fc.constantFrom("open" as const, "won" as const, "lost" as const) }),
					),
				),
				{ maxLength: 12 },
			),
		}),
		{ maxLength: 25 },
	)
	.map((deals) =>
		deals.map(({ id, born, currency, events }) => {
			const line = sketch({ id, bornDaysAgo: born, currency, owner: "maria", closeDates: [[born, IN]] });
			for (const [daysAgo, change] of events.filter(([d]) => d <= born).sort((a, b) => b[0] - a[0])) {
				for (const [field, value] of Object.entries(change)) {
					(line[field as "owners"] as Step<unknown>[]).push({ at: NOW - daysAgo * DAY_MS, value });
				}
			}
			return line;
		}),
	);

/** The plain way to count an open pipeline, written apart from the engine. */
function openPipeline(lines: DealTimeline[], moment: number, ids: string[] | null): bigint {
	const price = newPricing(RATES, "EUR", "Europe/Berlin");
	let sum = 0n;
	for (const line of lines) {
		const date = at(line.closeDates, moment) ?? null;
		const owner = at(line.owners, moment) ?? null;
		if (!(line.createdAt < moment) || (at(line.status, moment) ?? "open") !== "open") continue;
		if (date === null || date < day(60) || date >= day(-30)) continue;
		if (ids && !ids.includes(owner ?? "")) continue;
		const priced = price(at(line.amounts, moment) ?? null, line.currency, moment);
		if ("amountMinor" in priced) sum += priced.amountMinor;
	}
	return sum;
}

describe("over any history a waterfall", () => {
	it("reconciles to the cent, each bar with its deals, for every node", () => {
		fc.assert(
			fc.property(anyHistory, fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }), (lines, a, b) => {
				const [from, to] = [NOW - Math.max(a, b) * DAY_MS, NOW - Math.min(a, b) * DAY_MS];
				for (const [nodeId, ids] of [
					["acme", null],
					["west", ["maria"]],
					["tom", ["tom"]],
				] as const) {
					const result = waterfall(inputOf(lines, { nodeId, from, to }));
					if (!result) throw new Error("no such node");
					expect(result.opening.valueMinor).toBe(openPipeline(lines, from, ids && [...ids]));
					expect(result.closing.valueMinor).toBe(openPipeline(lines, to, ids && [...ids]));
					expect(gapOf(result.explanation)).toBe(0n);
					for (const bar of result.bars) {
						expect(bar.deals.length).toBeGreaterThan(0);
						expect(bar.deals.reduce((s, d) => s + (d.valueMinor ?? 0n), 0n)).toBe(bar.valueMinor);
						if (bar.kind === "created" || bar.kind === "amount_up") expect(bar.valueMinor >= 0n).toBe(true);
						if (bar.kind === "lost" || bar.kind === "won") expect(bar.valueMinor <= 0n).toBe(true);
					}
				}
			}),
			{ numRuns: 150 },
		);
	});

	it("shows as won what was booked between the two dates", () => {
		fc.assert(
			fc.property(anyHistory, (lines) => {
				const input = inputOf(lines);
				const won = waterfall(input)?.bars.find((b) => b.kind === "won")?.valueMinor ?? 0n;
				// Deals won again before `from` and recorded as won since are in neither; bookings of both dates lie in the span.
				const known = lines.filter((l) => (lifeAsOf(l, NOW)?.closedAt ?? NOW) >= input.from);
				expect(-won).toBe(bookedBetween({ ...input, timelines: known }, input.from, NOW));
			}),
			{ numRuns: 100 },
		);
	});

	it("reads nothing that was recorded at or after its end", () => {
		fc.assert(
			fc.property(anyDeals, (lines) => {
				expect(waterfall(inputOf(withFuture(lines, NOW)))).toEqual(waterfall(inputOf(withoutFuture(lines, NOW))));
			}),
			{ numRuns: 40 },
		);
	});
});
