import { describe, expect, it } from "vitest";
import { buildHierarchy } from "./structure.ts";

const REGIONS: [string, string][] = [
	["North", "Oslo"],
	["North", "Umeå"],
	["South", "Rome"],
	["South", "Bari"],
	["West", "Cork"],
];
const PURPOSES = ["Business", "Holiday"];
const ROWS = REGIONS.flatMap(([state, region]) => PURPOSES.map((purpose) => [state, region, purpose]));

describe("buildHierarchy", () => {
	it("finds regions inside states and purposes across both, and names every node of every level", () => {
		const { levels, nodes, chains, summing } = buildHierarchy(["State", "Region", "Purpose"], ROWS);
		expect(chains).toEqual([[0, 1], [2]]);
		expect(levels.map((l) => [l.name, nodes.filter((n) => levels[n.level] === l).length])).toEqual([
			["Total", 1],
			["State", 3],
			["Purpose", 2],
			["State/Region", 5],
			["State/Purpose", 6],
			["State/Region/Purpose", 10],
		]);
		const names = nodes.map((n) => n.name);
		expect(names[0]).toBe("Total");
		expect(names).toEqual(
			expect.arrayContaining(["North", "Holiday", "North/Oslo", "West/Holiday", "South/Bari/Business"]),
		);
		expect(new Set(names).size).toBe(names.length);
		expect(summing.bottoms).toBe(10);
		expect(nodes.slice(-10).map((n) => n.name)).toEqual(ROWS.map((r) => r.join("/")));
	});

	it("puts a level under the one that holds its values, wherever it stands in the list", () => {
		const rows = ROWS.map(([state, region, purpose]) => [state ?? "", purpose ?? "", region ?? ""]);
		const { chains, nodes } = buildHierarchy(["State", "Purpose", "Region"], rows);
		expect(chains).toEqual([[0, 2], [1]]);
		expect(nodes.map((n) => n.name)).toContain("North/Holiday/Oslo");
	});

	it("keeps people who moved once below their teams", () => {
		const rows = ["A", "B", "C", "D"].flatMap((team) => [1, 2, 3].map((k) => [team, `${team}${k}`]));
		const { chains } = buildHierarchy(["Team", "Rep"], [...rows, ["B", "A1"]]);
		expect(chains).toEqual([[0, 1]]);
	});

	it("tells nodes of different levels apart that have the same name", () => {
		const { nodes } = buildHierarchy(
			["Region", "Channel"],
			["East", "West"].flatMap((r) => ["East", "Web", "Total"].map((c) => [r, c])),
		);
		const names = nodes.map((n) => n.name);
		expect(new Set(names).size).toBe(names.length);
		expect(names.filter((n) => n === "Total")).toHaveLength(1);
		expect(names).toContain("Channel=East");
	});
});
