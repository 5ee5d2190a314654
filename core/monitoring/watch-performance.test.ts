import { describe, expect, it } from "vitest";
import { seededRandom } from "../stats/random.ts";
import { usualPace, type Watched, watchPerformance } from "./watch-performance.ts";

const period = (name: string, n: number, each: number) => ({ name, wins: Array.from({ length: n }, () => each) });
const watched = (id: string, n: number, given: Partial<Watched> = {}): Watched => ({
	...{ id, running: period("now", n, 100), past: Array.from({ length: 8 }, (_, k) => period(`p${k}`, 20, 100)) },
	...{ quota: null, ...given },
});

describe("watching how somebody does", () => {
	it("says nothing of a handful of deals, and nothing against a quota that is not there", () => {
		const few = { ...watched("a", 1), past: [period("p", 1, 100)], quota: 200 };
		const [watch] = watchPerformance([few], 0.5);
		expect(watch?.quota?.verdict).toBe("too-little");
		expect(watchPerformance([watched("b", 30)], 0.5)[0]?.quota).toBeNull();
		expect(watch?.trend).toBeNull();
		expect(watch?.growth).toBeNull();
	});

	it("sees who is far from the quota by now, and calls what could be chance as expected", () => {
		const verdict = (n: number) => watchPerformance([watched("a", n, { quota: 6000 })], 0.5)[0]?.quota?.verdict;
		expect([verdict(12), verdict(28), verdict(60)]).toEqual(["below", "as-expected", "above"]);
	});

	it("does not raise an alarm among many who only differ by chance", () => {
		const random = seededRandom(7);
		const many = Array.from({ length: 40 }, (_, k) => {
			let n = 0;
			for (let i = 0; i < 100; i++) if (random() < 0.2) n++;
			return watched(`rep ${k}`, n);
		});
		const out = watchPerformance(many, 1).filter((w) => w.benchmark?.verdict !== "as-expected");
		expect(out.length).toBeLessThanOrEqual(1);
		const one = watchPerformance([...many, watched("far", 70)], 1).filter((w) => w.benchmark?.verdict === "above");
		expect(one.map((w) => w.id)).toEqual(["far"]);
	});

	it("sees a fall against its own past and against the same season, and growth with its range", () => {
		const falling = watched("a", 20, { past: [6, 20, 21, 19, 20, 22, 20, 18].map((n, k) => period(`p${k}`, n, 100)) });
		const [watch] = watchPerformance([falling], 1);
		expect(watch?.trend?.verdict).toBe("below");
		expect(watch?.season?.verdict).toBe("below");
		const growing = watched("b", 20, { past: [40, 36, 31, 27, 23, 18, 15, 10].map((n, k) => period(`p${k}`, n, 100)) });
		const growth = watchPerformance([growing], 1)[0]?.growth;
		expect(growth?.low).toBeGreaterThan(0.1);
		expect(growth?.n).toBe(8);
	});

	it("takes the usual pace from how past periods came, and the days where there is none", () => {
		const late = {
			wonBy: [
				{ at: 0.5, minor: 20 },
				{ at: 0.95, minor: 80 },
			],
		};
		expect(usualPace([late, late], 0.6)).toBeCloseTo(0.2);
		expect(usualPace([], 0.6)).toBe(0.6);
	});
});
