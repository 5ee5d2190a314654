/**
 * A linear program, some variables whole: minimise `cost`·x with `lower` ≤ x ≤ `upper` and, for each row,
 * `rowLower` ≤ A·x ≤ `rowUpper`. Infinity is an absent bound. Rows stand one after the other: row r has the entries
 * `starts[r]` to `starts[r + 1]` of `indices` (variables, none twice) and `values`.
 */
export interface Program {
	cost: Float64Array;
	lower: Float64Array;
	upper: Float64Array;
	/** 1 where the variable must be whole. */
	integer: Uint8Array;
	rowLower: Float64Array;
	rowUpper: Float64Array;
	starts: Int32Array;
	indices: Int32Array;
	values: Float64Array;
	/** A plan to begin from, one value a variable; it need not keep the rows. */
	start?: Float64Array;
}

/** `seconds` bounds the work; `gap` (0 when absent) is the relative distance to the bound at which it may stop. */
export interface SolveLimits {
	seconds: number;
	gap?: number;
	signal?: AbortSignal;
}

/**
 * What came of it. `optimal`: proven within the gap asked for; `feasible`: a plan that keeps every row, time ran out;
 * `infeasible`: proven that there is none; `unbounded`; `unknown`: nothing found in time. `values` and `objective` are
 * there when optimal or feasible. `bound`: no plan costs less; −Infinity where nothing is proven.
 */
export interface Solved {
	status: "optimal" | "feasible" | "infeasible" | "unbounded" | "unknown";
	values: Float64Array | null;
	objective: number | null;
	bound: number;
	/** Price of each row at the optimum of a program without whole variables; null otherwise. */
	rowPrices: Float64Array | null;
}

/** The port that engines are handed; rejects only when aborted. */
export type Solve = (program: Program, limits: SolveLimits) => Promise<Solved>;
