import * as fc from "fast-check";
import type { DealAround } from "../../model/deal-around.ts";
import { DAY_MS } from "../../model/instant.ts";
import type { DealTimeline, Step } from "../../model/timeline.ts";
import { anyDeal, NOW } from "../test-timelines.ts";

/** Nothing on record around a deal. */
export const QUIET: DealAround = {
	touches: [],
	accountIds: [],
	industries: [],
	employees: [],
	sources: [],
	nextSteps: [],
	people: [],
	competitors: [],
	heard: [],
};

const moments = fc.array(fc.double({ min: 0, max: 1500, noNaN: true }), { maxLength: 6 });
const steps = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Step<T>[]> =>
	fc
		.array(fc.tuple(fc.double({ min: 0, max: 1500, noNaN: true }), value), { maxLength: 4 })
		.map((list) => list.map(([days, of]) => ({ at: NOW - days * DAY_MS, value: of })).sort((a, b) => a.at - b.at));

const anyAround: fc.Arbitrary<DealAround> = fc.record({
	touches: fc
		.array(
			fc.record({
				at: fc.double({ min: 0, max: 1500, noNaN: true }).map((days) => NOW - days * DAY_MS),
				kind: fc.constantFrom("call" as const, "email" as const, "meeting" as const, "demo" as const),
				direction: fc.constantFrom("in" as const, "out" as const, null),
				contactId: fc.constantFrom("sarah", "tim", null),
			}),
			{ maxLength: 8 },
		)
		.map((list) => list.sort((a, b) => a.at - b.at)),
	accountIds: steps(fc.constantFrom("acme", "globex", null)),
	industries: steps(fc.constantFrom("retail", "steel", null)),
	employees: steps(fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 100_000 }))),
	sources: steps(fc.constantFrom("web", "partner", null)),
	nextSteps: steps(fc.boolean()),
	people: moments.map((list) =>
		list.sort((a, b) => b - a).map((d, k) => ({ at: NOW - d * DAY_MS, contactId: `p${k % 3}` })),
	),
	competitors: moments.map((list) => list.map((days) => NOW - days * DAY_MS)),
	heard: moments.map((list) =>
		list
			.sort((a, b) => b - a)
			.map((d, k) => ({ at: NOW - d * DAY_MS, buying: k, objections: 2, met: k % 3, nextStep: k % 4 })),
	),
});

/** Any company's deals with all that may surround them. */
export const anyDealsAround: fc.Arbitrary<DealTimeline[]> = fc.array(
	fc.tuple(anyDeal, fc.option(anyAround)).map(([line, around]) => (around ? { ...line, around } : line)),
	{ maxLength: 30 },
);

/** The deals with more happening around them at and after `origin`. */
export function withFutureAround(lines: DealTimeline[], origin: number): DealTimeline[] {
	return lines.map((line) => {
		const around = line.around ?? QUIET;
		const add = <T>(list: Step<T>[], value: T): Step<T>[] => [
			...list.filter((step) => step.at < origin),
			{ at: origin, value },
		];
		return {
			...line,
			around: {
				touches: [
					...around.touches.filter((touch) => touch.at < origin),
					{ at: origin, kind: "meeting" as const, direction: "in" as const, contactId: "future" },
				],
				accountIds: add(around.accountIds, "future"),
				industries: add(around.industries, "future"),
				employees: add(around.employees, 7),
				sources: add(around.sources, "future"),
				nextSteps: add(around.nextSteps, true),
				people: [...around.people.filter((p) => p.at < origin), { at: origin, contactId: "future" }],
				competitors: [...around.competitors.filter((noted) => noted < origin), origin],
				heard: [
					...around.heard.filter((one) => one.at < origin),
					{ at: origin, buying: 9, objections: 9, met: 0, nextStep: 3 },
				],
			},
		};
	});
}

/** The deals with what happened around them at and after `origin` cut away. */
export function withoutFutureAround(lines: DealTimeline[], origin: number): DealTimeline[] {
	return lines.map((line) => {
		const { around = QUIET } = line;
		const cut = <T extends { at: number }>(list: T[]): T[] => list.filter((one) => one.at < origin);
		return {
			...line,
			around: {
				touches: cut(around.touches),
				accountIds: cut(around.accountIds),
				industries: cut(around.industries),
				employees: cut(around.employees),
				sources: cut(around.sources),
				nextSteps: cut(around.nextSteps),
				people: cut(around.people),
				competitors: around.competitors.filter((noted) => noted < origin),
				heard: cut(around.heard),
			},
		};
	});
}
