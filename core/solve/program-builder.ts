import type { Program } from "./program.ts";

/** Gathers a program variable by variable and row by row. */
export interface ProgramBuilder {
	/** Adds a variable and gives its index. Bounds are 0 and Infinity when absent. */
	variable(cost: number, options?: { lower?: number; upper?: number; integer?: boolean }): number;
	/** Adds `lower` ≤ Σ value · variable ≤ `upper`. */
	row(lower: number, upper: number, entries: Iterable<readonly [variable: number, value: number]>): void;
	build(): Program;
}

/** An empty program. */
export function newProgram(): ProgramBuilder {
	const cost: number[] = [];
	const lower: number[] = [];
	const upper: number[] = [];
	const integer: number[] = [];
	const rowLower: number[] = [];
	const rowUpper: number[] = [];
	const starts: number[] = [0];
	const indices: number[] = [];
	const values: number[] = [];
	return {
		variable(price, options = {}) {
			lower.push(options.lower ?? 0);
			upper.push(options.upper ?? Number.POSITIVE_INFINITY);
			integer.push(options.integer ? 1 : 0);
			return cost.push(price) - 1;
		},
		row(least, most, entries) {
			for (const [variable, value] of entries) {
				indices.push(variable);
				values.push(value);
			}
			starts.push(indices.length);
			rowLower.push(least);
			rowUpper.push(most);
		},
		build: () => ({
			cost: Float64Array.from(cost),
			lower: Float64Array.from(lower),
			upper: Float64Array.from(upper),
			integer: Uint8Array.from(integer),
			rowLower: Float64Array.from(rowLower),
			rowUpper: Float64Array.from(rowUpper),
			starts: Int32Array.from(starts),
			indices: Int32Array.from(indices),
			values: Float64Array.from(values),
		}),
	};
}
