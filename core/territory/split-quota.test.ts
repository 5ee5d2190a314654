import { expect, test } from "vitest";
import { seededRandom } from "../stats/random.ts";
import { madeUpHierarchy } from "./made-up-hierarchy.ts";
import { planQuota } from "./quota-plan.ts";
import { seasonShares, splitTree } from "./split-quota.ts";

const QUARTERS = [90, 91, 92, 92];

test("shares follow what past years brought, the more years the closer, and add up to 1", () => {
	expect(seasonShares(QUARTERS, [])).toEqual(QUARTERS.map((d) => d / 365));
	const year = [10n, 20n, 20n, 50n];
	const once = seasonShares(QUARTERS, [year]);
	const often = seasonShares(QUARTERS, [year, year, year, [0n, 0n, 0n, 0n]]);
	expect(once.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
	expect(once[3]).toBeGreaterThan(0.3);
	expect(often[3]).toBeGreaterThan(once[3] ?? 1);
	expect(often[3]).toBeLessThan(0.5);
});

test("parts add up to each node's number, and at every level to the one above, on 200 made-up companies", () => {
	let split = 0;
	for (let seed = 1; seed <= 200; seed++) {
		const random = seededRandom(seed);
		const order = madeUpHierarchy(random);
		const { shares } = planQuota(order);
		if (!shares) continue;
		split++;
		const amounts = new Map(shares.map((share) => [share.id, share]));
		const nodes = order.nodes.map(({ id, parentId }) => ({ id, parentId, amount: amounts.get(id)?.amount ?? 0n }));
		const parts = splitTree(nodes, seasonShares(QUARTERS, [QUARTERS.map(() => BigInt(Math.floor(random() * 1e6)))]));
		for (const { id, amount } of nodes) {
			expect((parts.get(id) ?? []).reduce((a, b) => a + b, 0n)).toBe(amount);
			const children = nodes.filter((n) => n.parentId === id);
			if (children.length === 0 || amounts.get(id)?.givenOut !== amount) continue;
			QUARTERS.forEach((_, k) => {
				const sum = children.reduce((total, child) => total + (parts.get(child.id)?.[k] ?? 0n), 0n);
				expect(sum).toBe(parts.get(id)?.[k]);
			});
		}
	}
	expect(split).toBeGreaterThan(50);
});

test("where more is given out beneath, a node's parts lean on theirs and still add up", () => {
	const nodes = [
		{ id: "team", parentId: null, amount: 100n },
		{ id: "a", parentId: "team", amount: 60n },
		{ id: "b", parentId: "team", amount: 50n },
	];
	const parts = splitTree(nodes, [0.1, 0.2, 0.3, 0.4]);
	expect(parts.get("team")).toEqual([10n, 20n, 30n, 40n]);
	expect(parts.get("a")?.reduce((x, y) => x + y)).toBe(60n);
});
