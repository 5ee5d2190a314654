import fc from "fast-check";
import { expect, test } from "vitest";
import type { OwnerNode } from "../owner-tree.ts";
import { forecastTree } from "./tree-forecast.ts";

const node = (id: string, parentId: string | null, kind: OwnerNode["kind"]): OwnerNode => ({
	...{ id, parentId, kind, name: id },
});
const OWNERS = [
	node("company", null, "company"),
	node("north", "company", "region"),
	node("south", "company", "region"),
	node("oslo", "north", "team"),
	node("ann", "oslo", "user"),
	node("bob", "oslo", "user"),
	node("cem", "south", "user"),
	node("new", "south", "user"),
	node("unassigned", "company", "unassigned"),
];
const booked = (periods: number, of: (seller: number, period: number) => number) =>
	new Map(
		["ann", "bob", "cem", "unassigned"].map((id, k) => [
			id,
			Float64Array.from({ length: periods }, (_, p) => of(k, p)),
		]),
	);

test("children come to their parent at every level, however deep, and who never booked has nothing to go by", () => {
	fc.assert(
		fc.property(fc.array(fc.nat(1000), { minLength: 32, maxLength: 32 }), (values) => {
			const found = forecastTree(
				OWNERS,
				booked(8, (k, p) => 1 + (values[k * 8 + p] ?? 0)),
				{ season: 4, h: 2 },
			);
			const at = (id: string, step: number) => found?.nodes.get(id)?.mean[step] ?? 0;
			for (const step of [0, 1]) {
				expect(at("ann", step) + at("bob", step)).toBeCloseTo(at("north", step), 6);
				expect(at("north", step) + at("cem", step) + at("unassigned", step)).toBeCloseTo(at("company", step), 6);
				expect(at("oslo", step)).toBe(at("north", step));
				const { low, mean, high } = found?.nodes.get("company") ?? { low: [], mean: [], high: [] };
				expect(low[step]).toBeLessThanOrEqual(mean[step] ?? 0);
				expect(high[step]).toBeGreaterThanOrEqual(mean[step] ?? 0);
			}
			expect(found?.nodes.has("new")).toBe(false);
		}),
		{ numRuns: 20 },
	);
});

test("a steady past goes on; the way of adding up is one that was tried at past moments", () => {
	const found = forecastTree(
		OWNERS,
		booked(16, (k) => 100 * (k + 1)),
		{ season: 4, h: 1 },
	);
	expect(found?.nodes.get("company")?.mean[0]).toBeCloseTo(1000, 3);
	expect(found?.nodes.get("bob")?.mean[0]).toBeCloseTo(200, 3);
	expect(found).toMatchObject({ periods: 16 });
	expect(found?.origins).toBeGreaterThan(0);
});

test("three periods, or none with a booking, say nothing", () => {
	expect(
		forecastTree(
			OWNERS,
			booked(3, () => 5),
			{ season: 4, h: 1 },
		),
	).toBeNull();
	expect(
		forecastTree(
			OWNERS,
			booked(9, () => 0),
			{ season: 4, h: 1 },
		),
	).toBeNull();
});
