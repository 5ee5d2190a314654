import type { Random } from "../stats/random.ts";
import type { QuotaNode, QuotaOrder } from "./quota-plan.ts";

/**
 * A random tree of up to some hundred nodes and five levels, with floors, caps and over-assignment on some, to hold the
 * quota engine against its own rules in tests and in the benchmark.
 */
export function madeUpHierarchy(random: Random): QuotaOrder {
	const target = BigInt(Math.floor(10 ** (2 + 12 * random())));
	const nodes: QuotaNode[] = [node("top", null, random, target, 1)];
	const levels = 1 + Math.floor(4 * random());
	let above = nodes.slice();
	for (let level = 0; level < levels && nodes.length < 300; level++) {
		const below: QuotaNode[] = [];
		for (const parent of above) {
			const count = 1 + Math.floor(5 * random());
			for (let k = 0; k < count; k++) {
				below.push(node(`${parent.id}.${k}`, parent.id, random, target, 5 ** -(level + 1)));
			}
		}
		nodes.push(...below);
		above = below;
	}
	return { nodes, target };
}

function node(id: string, parentId: string | null, random: Random, target: bigint, share: number): QuotaNode {
	const near = (factor: number): bigint => BigInt(Math.floor(Number(target) * share * factor * random()));
	return {
		...{ id, parentId, potential: random() < 0.1 ? 0 : 1e6 * random() ** 2, capacity: random() < 0.2 ? 0.5 : 1 },
		...{ ramp: random() < 0.2 ? random() : 1, history: 0.5 + random() },
		floor: parentId !== null && random() < 0.2 ? near(0.8) : null,
		cap: parentId !== null && random() < 0.15 ? near(6) + 1n : null,
		overAssignment: random() < 0.4 ? Math.round(15 * random()) / 100 : 0,
	};
}
