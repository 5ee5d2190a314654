import { parentPort } from "node:worker_threads";
import loadHighs, { type Highs, type Model } from "highs";
import type { Program, Solved } from "../../core/solve/program.ts";
import type { SolveOrder } from "./highs-solver.ts";

/** The thread of `highs-solver.ts`: solves what it is sent, one after the other. */
// Its types describe the CommonJS build; the module's default export is the loader itself.
const highs = await (loadHighs as unknown as typeof loadHighs.default)();
parentPort?.on("message", (order: SolveOrder) => parentPort?.postMessage(solve(highs, order)));

function solve(highs: Highs, { program, seconds, gap }: SolveOrder): Solved {
	const hasWhole = program.integer.includes(1);
	return highs.withModel(modelData(program, hasWhole), (model) => {
		model.options.set({ output_flag: false, time_limit: seconds, mip_rel_gap: gap });
		if (program.start) model.setSolution({ colValue: program.start });
		model.run();
		return answer(highs, model, hasWhole);
	});
}

function modelData(program: Program, hasWhole: boolean) {
	const { cost, lower, upper, rowLower, rowUpper, starts, indices, values } = program;
	const numCols = cost.length;
	const numRows = rowLower.length;
	return {
		...{ numCols, numRows, colCost: cost, colLower: lower, colUpper: upper, rowLower, rowUpper },
		matrix: { format: "csr" as const, numRows, numCols, starts, indices, values },
		...(hasWhole ? { integrality: Int32Array.from(program.integer) } : {}),
	};
}

function answer(highs: Highs, model: Model, hasWhole: boolean): Solved {
	const { modelStatus } = highs.constants;
	const status = model.getModelStatus();
	const isOptimal = status === modelStatus.optimal || status === modelStatus.empty;
	// 2: a point that keeps every bound and row.
	const hasPlan = isOptimal || model.info.get("primal_solution_status") === 2;
	const bound = hasWhole ? Number(model.info.get("mip_dual_bound")) : Number.NEGATIVE_INFINITY;
	const solution = hasPlan ? model.getSolution() : null;
	const objective = hasPlan ? model.getObjectiveValue() : null;
	const isInfeasible = status === modelStatus.infeasible || status === modelStatus.unboundedOrInfeasible;
	const failed = isInfeasible ? "infeasible" : status === modelStatus.unbounded ? "unbounded" : "unknown";
	return {
		status: isOptimal ? "optimal" : hasPlan ? "feasible" : failed,
		values: solution?.colValue ?? null,
		objective,
		bound: !hasWhole && isOptimal && objective !== null ? objective : bound,
		rowPrices: !hasWhole && isOptimal ? (solution?.rowDual ?? null) : null,
	};
}
