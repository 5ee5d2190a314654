import { describe, expect, it } from "vitest";
import { DAY_MS } from "../model/instant.ts";
import type { DealTimeline } from "../model/timeline.ts";
import { keyOf, uniformAt } from "../stats/keyed-random.ts";
import { dealDrivers } from "./deal-drivers.ts";
import { QUIET } from "./deal-features/test-around.ts";
import { NOW, STAGES, sketch } from "./test-timelines.ts";

/** Deals that ended 90 days after they began; `tell` says what was known of each. */
function company(n: number, tell: (chance: number, born: number) => { win: number; around?: object }): DealTimeline[] {
	return Array.from({ length: n }, (_, k) => {
		const bornDaysAgo = 150 + (k % 300);
		const { win, around } = tell(uniformAt(keyOf(4, `deal-${k}`), 1), NOW - bornDaysAgo * DAY_MS);
		const as = uniformAt(keyOf(4, `deal-${k}`), 0) < win ? "won" : "lost";
		const line = sketch({ id: `deal-${k}`, bornDaysAgo, closed: { daysAgo: bornDaysAgo - 90, as } });
		return { ...line, around: { ...QUIET, ...around } };
	});
}
const find = (timelines: DealTimeline[]) => dealDrivers({ timelines, stages: STAGES, origin: NOW });

describe("what separates won from lost", () => {
	it("is named with its groups, each with how many there were and a range", () => {
		const found = find(
			company(800, (lot, born) => ({
				win: lot < 0.5 ? 0.6 : 0.3,
				around: { sources: [{ at: born, value: lot < 0.5 ? "Referral" : "Fair" }] },
			})),
		);
		const [first, ...others] = found?.drivers ?? [];
		expect(first).toMatchObject({ column: "source", unit: "word", significant: true });
		expect(others.filter((d) => d.significant)).toEqual([]);
		const referral = first?.groups.find((g) => g.level === "Referral");
		expect(referral?.rate).toBeGreaterThan(0.5);
		expect(referral?.interval.low).toBeLessThan(referral?.rate ?? 0);
		expect((found?.won ?? 0) + (found?.lost ?? 0)).toBe(800);
	});

	it("is nothing where the end is chance", () => {
		const found = find(
			company(800, (lot, born) => ({ win: 0.4, around: { sources: [{ at: born, value: lot < 0.5 ? "a" : "b" }] } })),
		);
		expect(found?.drivers.length).toBeGreaterThan(0);
		expect(found?.drivers.filter((d) => d.significant)).toEqual([]);
	});

	it("does not name what was written down only after half of a deal's life", () => {
		const late = company(800, (lot, born) => ({
			win: lot < 0.4 ? 1 : 0,
			around: { industries: lot < 0.4 ? [{ at: born + 80 * DAY_MS, value: "steel" }] : [] },
		}));
		expect(find(late)?.drivers.filter((d) => d.significant)).toEqual([]);
	});

	it("is not asked of fewer than twenty won or lost", () => {
		expect(find(company(30, () => ({ win: 0.5 })))).toBeNull();
		expect(find(company(100, () => ({ win: 1 })))).toBeNull();
	});
});
