import { describe, expect, it } from "vitest";
import { planFairQuota } from "./fair-quotas.ts";
import { quotaChances } from "./quota-chances.ts";
import type { QuotaNode } from "./quota-plan.ts";

const node = (id: string, parentId: string | null, potential = 1): QuotaNode => ({
	...{ id, parentId, potential, capacity: 1, ramp: 1, history: 1, floor: null, cap: null, overAssignment: 0 },
});
const spread = (from: number, to: number): Float64Array =>
	Float64Array.from({ length: 401 }, (_, k) => from + ((to - from) * k) / 400);

describe("a quota with the same chance for all", () => {
	const nodes = [node("top", null), node("east", "top"), node("west", "top")];
	const people = [node("maria", "east"), node("tom", "east"), node("ann", "west"), node("new", "west")];
	const order = { nodes: [...nodes, ...people], target: 4000n };
	const draws = new Map([
		["maria", spread(500, 2000)],
		["tom", spread(200, 900)],
		["ann", spread(800, 3000)],
	]);
	const chances = (basis: "strength" | "chance") => {
		const { shares } = planFairQuota(order, draws, basis).plan;
		const quota = new Map(shares?.map((s) => [s.id, s.amount]));
		return quotaChances([...draws].map(([id, drawn]) => ({ id, draws: drawn, quota: quota.get(id) ?? 0n })));
	};

	it("narrows the chances to almost none, and still adds up to the cent at every level", () => {
		expect(chances("strength").spread).toBeGreaterThan(0.5);
		expect(chances("chance").spread).toBeLessThan(0.01);
		const { shares } = planFairQuota(order, draws, "chance").plan;
		const amount = new Map(shares?.map((s) => [s.id, s.amount]));
		const sum = (...ids: string[]) => ids.reduce((total, id) => total + (amount.get(id) ?? 0n), 0n);
		expect(sum("east", "west")).toBe(4000n);
		expect(sum("maria", "tom")).toBe(amount.get("east"));
		expect(sum("ann", "new")).toBe(amount.get("west"));
	});

	it("leaves who has no past where strength puts them, and says nothing where even the best does not reach", () => {
		const { plan } = planFairQuota(order, draws, "chance");
		expect(Number(plan.shares?.find((s) => s.id === "new")?.amount)).toBeCloseTo(1000, -1);
		const { even, plan: high } = planFairQuota({ ...order, target: 40_000n }, draws, "chance");
		expect(even).toBeNull();
		expect(high.shares?.[0]?.amount).toBe(40_000n);
	});
});
