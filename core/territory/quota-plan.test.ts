import { describe, expect, it } from "vitest";
import { seededRandom } from "../stats/random.ts";
import { madeUpHierarchy } from "./made-up-hierarchy.ts";
import { planQuota, type QuotaNode, type QuotaOrder, type QuotaShare } from "./quota-plan.ts";

const node = (id: string, parentId: string | null, change: Partial<QuotaNode> = {}): QuotaNode => ({
	...{ id, parentId, potential: 1, capacity: 1, ramp: 1, history: 1, floor: null, cap: null, overAssignment: 0 },
	...change,
});
function shares(order: QuotaOrder): Map<string, QuotaShare> {
	const plan = planQuota(order);
	if (!plan.shares) throw new Error(JSON.stringify(plan.conflicts, (_, v) => (typeof v === "bigint" ? String(v) : v)));
	return new Map(plan.shares.map((share) => [share.id, share]));
}
const amounts = (order: QuotaOrder) => Object.fromEntries([...shares(order)].map(([id, s]) => [id, s.amount]));

describe("a quota spread over a tree", () => {
	it("adds up exactly at every level, within every rule, or names rules that conflict, on 1,000 random trees", () => {
		let spread = 0;
		for (let seed = 1; seed <= 1000; seed++) {
			const order = madeUpHierarchy(seededRandom(seed));
			const plan = planQuota(order);
			const byId = new Map(order.nodes.map((n) => [n.id, n]));
			if (!plan.shares) {
				expect(plan.conflicts.length).toBeGreaterThan(0);
				for (const conflict of plan.conflicts) {
					expect(conflict.rules.length).toBeGreaterThan(0);
					for (const rule of conflict.rules) expect(byId.get(rule.nodeId)?.[rule.kind]).toBe(rule.amount);
					expect(isRelieved(order, conflict.nodeId, conflict.rules)).toBe(true);
				}
				continue;
			}
			spread++;
			const amount = new Map(plan.shares.map((s) => [s.id, s.amount]));
			expect(amount.get("top")).toBe(order.target);
			for (const share of plan.shares) {
				const { floor, cap, overAssignment } = byId.get(share.id) as QuotaNode;
				expect(share.amount >= (floor ?? 0n)).toBe(true);
				if (cap !== null) expect(share.amount <= cap).toBe(true);
				const children = order.nodes.filter((n) => n.parentId === share.id);
				if (children.length === 0) continue;
				const given = children.reduce((sum, child) => sum + (amount.get(child.id) ?? 0n), 0n);
				expect(given).toBe(share.givenOut);
				const exact = Number(share.amount) * (1 + overAssignment);
				expect(Math.abs(Number(given) - exact)).toBeLessThanOrEqual(0.5 + exact * 1e-15);
			}
		}
		expect(spread).toBeGreaterThan(200);
		expect(spread).toBeLessThan(1000);
	});

	it("shares by potential, capacity, ramp and history", () => {
		const nodes = [
			node("top", null),
			node("a", "top", { potential: 300 }),
			node("new", "top", { potential: 300, ramp: 0.5 }),
			node("half", "top", { potential: 300, capacity: 0.5, history: 2 }),
		];
		expect(amounts({ nodes, target: 1000n })).toEqual({ top: 1000n, a: 400n, new: 200n, half: 400n });
	});

	it("gives the odd cents to the largest remainders", () => {
		const nodes = [node("top", null), node("a", "top"), node("b", "top"), node("c", "top", { potential: 1.1 })];
		expect(amounts({ nodes, target: 100n })).toEqual({ top: 100n, a: 32n, b: 32n, c: 36n });
	});

	it("spreads what a cap leaves and a floor takes over the others", () => {
		const nodes = [
			node("top", null),
			...["a", "b", "c"].map((id) => node(id, "top")),
			node("low", "top", { potential: 0.1, floor: 100n }),
			node("high", "top", { potential: 9, cap: 300n }),
		];
		const plan = shares({ nodes, target: 1000n });
		expect(Object.fromEntries([...plan].map(([id, s]) => [id, s.amount]))).toEqual({
			...{ top: 1000n, a: 200n, b: 200n, c: 200n, low: 100n, high: 300n },
		});
		expect([plan.get("low")?.heldBy, plan.get("high")?.heldBy, plan.get("a")?.heldBy]).toEqual(["floor", "cap", null]);
	});

	it("gives out more beneath each level that over-assigns", () => {
		const nodes = [
			node("top", null, { overAssignment: 0.1 }),
			node("team", "top", { overAssignment: 0.05 }),
			node("rep", "team"),
		];
		expect(amounts({ nodes, target: 1000n })).toEqual({ top: 1000n, team: 1100n, rep: 1155n });
	});

	it("is built from below out of bids, and in between leans on both", () => {
		const nodes = [node("top", null), node("a", "top", { potential: 3 }), node("b", "top", { potential: 1 })];
		const bids = new Map([
			["a", 100n],
			["b", 300n],
		]);
		expect(amounts({ nodes, target: null, bids })).toEqual({ top: 400n, a: 100n, b: 300n });
		expect(amounts({ nodes, target: 400n, bids })).toEqual({ top: 400n, a: 300n, b: 100n });
		expect(amounts({ nodes, target: 400n, bids, bidWeight: 0.5 })).toEqual({ top: 400n, a: 200n, b: 200n });
	});

	it("names the rules that conflict: floors above what there is, caps below it, a floor above a cap", () => {
		const team = [node("top", null), node("a", "top", { floor: 60n }), node("b", "top", { floor: 50n })];
		expect(planQuota({ nodes: team, target: 100n }).conflicts).toEqual([
			{
				...{ code: "floorsAboveQuota", nodeId: "top", amount: 100n, limit: 110n },
				rules: [
					{ nodeId: "a", kind: "floor", amount: 60n },
					{ nodeId: "b", kind: "floor", amount: 50n },
				],
			},
		]);
		const capped = [node("top", null), node("a", "top", { cap: 10n }), node("b", "top", { cap: 20n })];
		expect(planQuota({ nodes: capped, target: 100n }).conflicts[0]).toMatchObject({
			code: "capsBelowQuota",
			limit: 30n,
		});
		const both = [node("top", null), node("t", "top", { cap: 40n }), node("a", "t", { floor: 50n })];
		expect(planQuota({ nodes: both, target: 100n }).conflicts[0]).toMatchObject({ code: "floorAboveCap", nodeId: "t" });
	});

	it("refuses what is not one tree", () => {
		expect(() => planQuota({ nodes: [node("a", null), node("b", null)], target: 1n })).toThrow("one node at the top");
		expect(() => planQuota({ nodes: [node("a", null), node("b", "x")], target: 1n })).toThrow("one tree");
	});
});

/** Whether without the named rules that place has no conflict any more. */
function isRelieved(order: QuotaOrder, nodeId: string, rules: { nodeId: string; kind: "floor" | "cap" }[]): boolean {
	const named = new Set(rules.map((rule) => `${rule.nodeId} ${rule.kind}`));
	const nodes = order.nodes.map((n) => ({
		...n,
		floor: named.has(`${n.id} floor`) ? null : n.floor,
		cap: named.has(`${n.id} cap`) ? null : n.cap,
	}));
	return planQuota({ ...order, nodes }).conflicts.every(
		(conflict) =>
			conflict.nodeId !== nodeId || conflict.rules.every((rule) => !named.has(`${rule.nodeId} ${rule.kind}`)),
	);
}
