import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Team, User } from "../model/user.ts";
import { COMPANY, ownerTree, UNASSIGNED } from "./owner-tree.ts";

const team = (id: string, parentId: string | null, kind: Team["kind"] = "team"): Team => ({
	id,
	name: id,
	parentId,
	managerId: null,
	kind,
});
const user = (id: string, teamId: string | null): User => ({
	id,
	name: id,
	email: null,
	role: "rep",
	teamId,
	isActive: true,
});

describe("the owner tree", () => {
	it("puts parents before children whatever order, holes or circles the teams come with", () => {
		const ids = ["a", "b", "c", "d", "e", "gone"];
		const teams = fc.uniqueArray(
			fc.record({ id: fc.constantFrom(...ids.slice(0, 5)), parentId: fc.option(fc.constantFrom(...ids)) }),
			{ selector: (t) => t.id },
		);
		fc.assert(
			fc.property(teams, fc.array(fc.option(fc.constantFrom(...ids)), { maxLength: 8 }), (list, homes) => {
				const nodes = ownerTree(
					homes.map((home, k) => user(`rep-${k}`, home)),
					list.map((t) => team(t.id, t.parentId)),
					"Acme",
				);
				expect(nodes).toHaveLength(1 + list.length + homes.length + 1);
				const seen = new Set<string>();
				for (const node of nodes) {
					if (node.parentId === null) expect(node.kind).toBe("company");
					else expect(seen.has(node.parentId)).toBe(true);
					expect(seen.has(node.id)).toBe(false);
					seen.add(node.id);
				}
			}),
		);
	});

	it("takes the one company team as its root", () => {
		const nodes = ownerTree(
			[user("maria", "west")],
			[team("west", "acme", "region"), team("acme", null, "company")],
			"Acme",
		);
		expect(nodes.map((n) => [n.id, n.parentId, n.kind])).toEqual([
			["acme", null, "company"],
			["west", "acme", "region"],
			["maria", "west", "user"],
			[UNASSIGNED, "acme", "unassigned"],
		]);
	});

	it("makes a root when there is none", () => {
		expect(ownerTree([], [], "Acme")[0]).toEqual({ id: COMPANY, kind: "company", parentId: null, name: "Acme" });
	});
});
