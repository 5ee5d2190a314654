import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aalenJohansen, type Spell } from "./aalen-johansen.ts";
import { incidenceOf } from "./incidence.ts";

const spell = (state: string, from: number, to: number, next: string | null): Spell => ({ state, from, to, next });

describe("where deals stand by age", () => {
	it("as reckoned by hand: four deals through two stages", () => {
		// a: first → second at 1 → won at 3.  b: first → lost at 2.  c: first → second at 2, out of sight at 2.5.  d: first, out at 1.5.
		const { days, shares } = aalenJohansen(
			[
				spell("first", 0, 1, "second"),
				spell("second", 1, 3, "won"),
				spell("first", 0, 2, "lost"),
				spell("first", 0, 2, "second"),
				spell("second", 2, 2.5, null),
				spell("first", 0, 1.5, null),
			],
			"first",
		);
		expect(days).toEqual([1, 2, 3]);
		// Day 1: one of four goes on: 3/4, 1/4. Day 2: of two left at risk one is lost, one goes on: 3/8 each.
		// Day 3: the one left in the second stage is won, and with it all who stand there: 1/4 + 3/8.
		expect([...(shares.get("first") ?? [])]).toEqual([3 / 4, 0, 0]);
		expect([...(shares.get("second") ?? [])]).toEqual([1 / 4, 5 / 8, 0]);
		expect([...(shares.get("lost") ?? [])]).toEqual([0, 3 / 8, 3 / 8]);
		expect([...(shares.get("won") ?? [])]).toEqual([0, 0, 5 / 8]);
	});

	it("in one stage is the incidence of its ways out", () => {
		const any = fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.constantFrom("won", "lost", null)), {
			maxLength: 40,
		});
		fc.assert(
			fc.property(any, (list) => {
				const one = aalenJohansen(
					list.map(([to, next]) => spell("here", 0, to, next)),
					"here",
				);
				const two = incidenceOf(list.map(([days, outcome]) => ({ from: 0, days, outcome })));
				expect(one.days).toEqual(two.days);
				for (const [outcome, values] of two.byOutcome) {
					values.forEach((v, k) => {
						expect(one.shares.get(outcome)?.[k]).toBeCloseTo(v, 9);
					});
				}
			}),
		);
	});

	it("without anyone out of sight is a plain count, and shares always sum to one", () => {
		const life = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.constantFrom("a", "b", "c")), { maxLength: 4 });
		const any = fc.array(fc.tuple(life, fc.constantFrom("won", "lost")), { minLength: 1, maxLength: 20 });
		fc.assert(
			fc.property(any, (lives) => {
				const spells = lives.flatMap(([steps, end]) => {
					let age = 0;
					let state = "begin";
					const own: Spell[] = [];
					for (const [days, next] of [...steps, [1, end] as const]) {
						own.push(spell(state, age, age + days, next));
						age += days;
						state = next;
					}
					return own;
				});
				const { days, shares } = aalenJohansen(spells, "begin");
				days.forEach((_, k) => {
					expect([...shares.values()].reduce((s, list) => s + (list[k] ?? 0), 0)).toBeCloseTo(1, 9);
				});
				const won = lives.filter(([, end]) => end === "won").length / lives.length;
				expect(shares.get("won")?.at(-1) ?? 0).toBeCloseTo(won, 9);
			}),
		);
	});
});
