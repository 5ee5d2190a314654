import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { removalEffects, type SourceJourney } from "./removal-effects.ts";

const journey: fc.Arbitrary<SourceJourney> = fc.record({
	path: fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 5 }),
	won: fc.integer({ min: 0, max: 5 }),
	lost: fc.integer({ min: 0, max: 5 }),
});

/** Chance to be won, walked step by step; who comes to `without` is lost. */
function chanceWithout(journeys: readonly SourceJourney[], without: string | null): number {
	const steps = new Map<string, Map<string, number>>();
	const step = (from: string, to: string, n: number) => {
		const row = steps.get(from) ?? new Map<string, number>();
		steps.set(from, row.set(to, (row.get(to) ?? 0) + n));
	};
	for (const { path, won, lost } of journeys) {
		if (path.length === 0) continue;
		["start", ...path].forEach((from, k) => {
			const to = path[k];
			if (to) step(from, to, won + lost);
			else {
				step(from, "won", won);
				step(from, "lost", lost);
			}
		});
	}
	let here = new Map([["start", 1]]);
	let won = 0;
	for (let k = 0; k < 1200; k++) {
		const next = new Map<string, number>();
		for (const [from, mass] of here) {
			const row = [...(steps.get(from) ?? [])];
			const all = row.reduce((sum, [, n]) => sum + n, 0);
			for (const [to, n] of row) {
				const part = all > 0 ? (mass * n) / all : 0;
				if (to === "won") won += part;
				else if (to !== "lost" && to !== without) next.set(to, (next.get(to) ?? 0) + part);
			}
		}
		here = next;
	}
	return won;
}

describe("removal effects", () => {
	test("are what is lost of all winning when everybody who comes by the source is lost", () => {
		fc.assert(
			fc.property(fc.array(journey, { minLength: 1, maxLength: 12 }), (journeys) => {
				const atAll = chanceWithout(journeys, null);
				const effects = removalEffects(journeys);
				if (atAll === 0) expect(effects.size).toBe(0);
				for (const [source, effect] of effects) {
					expect(effect).toBeCloseTo(1 - chanceWithout(journeys, source) / atAll, 5);
				}
			}),
			{ numRuns: 25, seed: 7 },
		);
	});

	test("are nothing for a source that never leads to a win, and all for one that always does", () => {
		const effects = removalEffects([
			{ path: ["fair", "referral"], won: 3, lost: 0 },
			{ path: ["referral"], won: 2, lost: 1 },
			{ path: ["list"], won: 0, lost: 9 },
		]);
		expect(effects.get("referral")).toBeCloseTo(1, 12);
		expect(effects.get("list")).toBe(0);
		expect(effects.get("fair")).toBeLessThan(1);
	});

	test("of no journey, of one without a source, and where nothing was won are empty", () => {
		expect(removalEffects([]).size).toBe(0);
		expect(removalEffects([{ path: [], won: 2, lost: 0 }]).size).toBe(0);
		expect(removalEffects([{ path: ["a"], won: 0, lost: 4 }]).size).toBe(0);
	});

	test("hold for more sources than are told apart", () => {
		const journeys = Array.from({ length: 400 }, (_, k) => ({ path: [`s${k}`], won: 1, lost: k % 3 }));
		const effects = removalEffects(journeys);
		expect(effects.size).toBe(400);
		for (const effect of effects.values()) expect(effect >= 0 && effect <= 1).toBe(true);
	});
});
