import { expect, test } from "vitest";
import type { TeamNodeJson } from "../../core/contract/teams.ts";
import { orderedTree, subtreeOf } from "./team-tree.ts";

function team(id: string, parentId: string | null): TeamNodeJson {
	return { id, name: id, kind: "team", parentId, managerId: null, managerName: null, people: 0 };
}

test("a team stands right beneath the one above it, however deep", () => {
	const all = [team("east", "company"), team("company", null), team("crew", "east"), team("west", "company")];
	expect(orderedTree(all).map(({ team: { id }, depth }) => [id, depth])).toEqual([
		["company", 0],
		["east", 1],
		["crew", 2],
		["west", 1],
	]);
});

test("teams that turn in a circle, or whose parent is gone, are still listed once", () => {
	const all = [team("a", "b"), team("b", "a"), team("c", "gone")];
	expect(orderedTree(all).map(({ team: { id } }) => id)).toEqual(["c", "a", "b"]);
});

test("a team may not be moved beneath itself", () => {
	const all = [team("company", null), team("east", "company"), team("crew", "east"), team("west", "company")];
	expect([...subtreeOf(all, "east")]).toEqual(["east", "crew"]);
});
