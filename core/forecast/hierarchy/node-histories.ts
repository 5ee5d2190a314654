import type { HierarchyStructure } from "./structure.ts";

/** Values of all nodes, by step, from those of the bottom nodes. */
export function sumHistories({ nodes }: HierarchyStructure, bottoms: Float64Array[]): Float64Array[] {
	const length = bottoms[0]?.length ?? 0;
	return nodes.map((node) => {
		const sum = new Float64Array(length);
		for (const b of node.bottoms) {
			const x = bottoms[b] as Float64Array;
			for (let t = 0; t < length; t++) sum[t] = (sum[t] as number) + (x[t] as number);
		}
		return sum;
	});
}
