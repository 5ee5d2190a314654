import { describe, expect, it } from "vitest";
import { evaluatePlan } from "./evaluate-plan.ts";
import { cellAt, cellPairs, cellShape } from "./h3-cells.ts";
import { boxOf, isWithin, lies, middleOf, outlinesOf, type Shape } from "./outlines.ts";
import { keysOf, placingKeys } from "./placing-keys.ts";
import { type PlanDistrict, type PlanUnits, planOfToday, planProblem } from "./plan-setup.ts";
import { searchPlan } from "./search-plan.ts";
import { territoriesNeeded } from "./territories-needed.ts";
import { readPairs, readUnitFeatures, readUnitSheet } from "./unit-sheet.ts";

/** Accounts along a road, 10 km apart; the first `west` belong to 0, the others to 1. */
function road(length: number, west: number, more: Partial<PlanUnits> = {}): PlanUnits {
	const none = Array.from({ length }, () => null);
	return {
		points: none.map((_, u) => ({ lat: 50, lon: 5 + 0.14 * u })),
		measures: new Map([["accounts", new Float64Array(length).fill(1)]]),
		today: Int32Array.from(none, (_, u) => (u < west ? 0 : 1)),
		locked: new Int32Array(length).fill(-1),
		...{ skills: none, languages: none, shapes: none },
		pairs: none.slice(1).map((_, u) => [u, u + 1] as const),
		...more,
	};
}
const person: PlanDistrict = { share: 1, start: null, skills: [], languages: [] };
const wishes = {
	measures: [{ name: "accounts", tolerance: 0.1 }],
	...{ hangTogether: true, mostMoved: null, fit: "ignore" as const },
};

function found(units: PlanUnits, asked: Parameters<typeof planProblem>[2], districts = [person, person]) {
	const { problem } = planProblem(units, districts, asked);
	const start = planOfToday(problem, units.today);
	const search = searchPlan(problem, { seed: 1, rounds: 4, ...(start && { start }) });
	let step = search.next();
	while (!step.done) step = search.next();
	return { problem, district: step.value.district, faults: evaluatePlan(problem, step.value).faults };
}

describe("a plan from today's accounts", () => {
	it("moves no more than may move, even where more would be more even", () => {
		const held = found(road(20, 15), { ...wishes, mostMoved: 0.15 });
		const moved = [...held.district].filter((d, u) => d !== (u < 15 ? 0 : 1)).length;
		expect(moved).toBeLessThanOrEqual(3);
		expect(held.faults.map((f) => f.code)).not.toContain("disrupted");
		const free = found(road(20, 15), wishes);
		expect(free.faults).toEqual([]);
		const all = evaluatePlan(held.problem, { district: free.district, centre: new Int32Array([0, 19]) });
		expect(all.faults.map((f) => f.code)).toEqual(["disrupted"]);
	});

	it("gives accounts to people who speak their language when they must", () => {
		const languages = Array.from({ length: 20 }, (_, u) => (u === 0 ? "Hebrew" : null));
		const speaks = [person, { ...person, languages: ["hebrew"] }];
		const { district } = found(road(20, 10, { languages }), { ...wishes, hangTogether: false, fit: "must" }, speaks);
		expect(district[0]).toBe(1);
	});

	it("goes over water to the nearest where it must hang together", () => {
		const pairs = road(20, 10).pairs.filter(([a]) => a !== 12);
		const { faults } = found(road(20, 15, { pairs }), wishes);
		expect(faults).toEqual([]);
	});

	it("counts territories by what one can carry", () => {
		expect(territoriesNeeded(new Float64Array(20).fill(5), 20)).toBe(5);
		expect(territoriesNeeded(new Float64Array(3).fill(5), 0.1)).toBe(3);
		expect(() => territoriesNeeded(new Float64Array(3), 0)).toThrow(RangeError);
	});
});

const square = (west: number): Shape => [
	[
		[
			[west, 50],
			[west + 1, 50],
			[west + 1, 51],
			[west, 51],
		],
	],
];

describe("outlines", () => {
	it("say how large units are, what lies in them and who touches whom", () => {
		const { areaKm2, shared, borderKm } = outlinesOf([square(5), square(6), square(8), null]);
		expect(areaKm2[0]).toBeCloseTo(7870, -2);
		expect(shared).toEqual([{ a: 0, b: 1, km: expect.closeTo(111.19, 1) }]);
		expect(borderKm[0]).toBeCloseTo(2 * 111.19 + 71.47 + 69.98, 0);
		expect(lies({ lat: 50.5, lon: 5.5 }, square(5))).toBe(true);
		expect(lies({ lat: 50.5, lon: 6.5 }, square(5))).toBe(false);
		expect(isWithin({ lat: 50.5, lon: 6.5 }, boxOf(square(6)))).toBe(true);
		expect(middleOf(square(5))).toEqual({ lat: expect.closeTo(50.5), lon: expect.closeTo(5.5) });
	});

	it("of cells fit together, across the date line too", () => {
		const cells = [
			cellAt({ lat: 50, lon: 5 }, 4),
			cellAt({ lat: 50, lon: 5.5 }, 4),
			cellAt({ lat: -17, lon: 179.99 }, 4),
		];
		expect(outlinesOf(cells.map(cellShape)).shared.map(({ a, b }) => [a, b])).toEqual(cellPairs(cells));
		const lons = cellShape(cells[2] ?? "")
			.flat(2)
			.map(([lon]) => lon);
		expect(Math.max(...lons) - Math.min(...lons)).toBeLessThan(2);
	});
});

describe("where what arrives lands", () => {
	const none = { accountId: null, country: null, region: null, postcode: null, point: null };
	const keys = placingKeys(
		[
			{ ...none, accountId: "a", country: "DE", region: "Bavaria", point: { lat: 48.1, lon: 11.5 }, district: 0 },
			{ ...none, accountId: "b", country: "DE", region: "Saxony", point: { lat: 51, lon: 13.7 }, district: 1 },
			{ ...none, accountId: "c", country: "DE", region: "Saxony", district: 1 },
		],
		[{ shape: square(5), code: "SW1", district: 1 }],
	);
	const lands = (record: Partial<Parameters<typeof keysOf>[0]>) => {
		for (const { kind, key } of keysOf({ ...none, ...record })) {
			const hit = keys.find((k) => k.kind === kind && k.key === key);
			if (hit) return [hit.kind, hit.district];
		}
		return null;
	};

	it("is told by the surest thing known: account, place, code, region, country", () => {
		expect(lands({ accountId: "a", country: "DE", region: "Saxony" })).toEqual(["account", 0]);
		expect(lands({ point: { lat: 50.5, lon: 5.5 } })).toEqual(["cell", 1]);
		expect(lands({ point: { lat: 48.1, lon: 11.5 } })).toEqual(["cell", 0]);
		expect(lands({ postcode: "SW1A 2AA" })).toEqual(["postcode", 1]);
		expect(lands({ country: "de", region: "bavaria" })).toEqual(["region", 0]);
		expect(lands({ country: "DE", region: "Hesse" })).toEqual(["country", 1]);
		expect(lands({ country: "FR" })).toBeNull();
	});
});

describe("units from a file", () => {
	it("are read in the hands of several countries, and what will not do is told", () => {
		const sheet = readUnitSheet(
			["PLZ", "Name", "Lat", "Lon", "Besitzer", "Umsatz", "Notiz"],
			[
				["10115", "Mitte", "52.5", "13.4", "Jana", "1.234,50", "gut"],
				["10115", "twice", "52.5", "13.4", "", "1", ""],
				["10117", "", "95", "13.4", "", "1", ""],
				["10119", "", "", "", "Jana", "", "x"],
			],
		);
		expect(sheet.measures).toEqual(["Umsatz"]);
		expect(sheet.units.map((u) => [u.key, u.name, u.today, u.measures.get("Umsatz")])).toEqual([
			["10115", "Mitte", "Jana", 1234.5],
			["10119", "10119", "Jana", 0],
		]);
		expect(sheet.faults.map(({ row }) => row)).toEqual([2, 3]);
	});

	it("come as features with their outlines, and beside them as pairs that touch", () => {
		const { units, measures } = readUnitFeatures([
			{ id: "x", properties: { pop: 5 }, point: null, shape: square(5) },
			{ id: "y", properties: { pop: 6 }, point: null, shape: square(6) },
		]);
		expect([units.map((u) => u.key), measures]).toEqual([["x", "y"], ["pop"]]);
		const keys = new Map(units.map((u, k) => [u.key, k]));
		expect(
			readPairs(
				[
					["x", "y"],
					["x", "x"],
				],
				keys,
			),
		).toEqual([[0, 1]]);
		expect(readPairs([["x", "z"]], keys)).toBeNull();
	});
});
