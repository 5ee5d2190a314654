import { afterAll, describe, expect, it } from "vitest";
import { newProgram } from "../../core/solve/program-builder.ts";
import { newHighsSolver } from "./highs-solver.ts";

const solver = newHighsSolver();
afterAll(() => solver.close());

/** Chairs and tables, whole ones: 20 and 10 earn most. */
function workshop() {
	const program = newProgram();
	const chairs = program.variable(-30, { integer: true });
	const tables = program.variable(-50, { integer: true });
	const none = Number.NEGATIVE_INFINITY;
	program.row(none, 40, [
		[chairs, 1],
		[tables, 2],
	]);
	program.row(none, 50, [
		[chairs, 2],
		[tables, 1],
	]);
	return program;
}

/** Splitting odd weights evenly: easy to relax, slow to prove. */
function slowToProve() {
	const program = newProgram();
	const over = program.variable(1);
	const items = Array.from({ length: 60 }, () => program.variable(0, { upper: 1, integer: true }));
	for (let r = 0; r < 12; r++) {
		program.row(0, 0, [
			...items.map((v, k) => [v, 1 + ((k * k * 31 + r * 977 + k * r * 57) % 997)] as const),
			[over, -1],
		]);
	}
	program.row(
		20,
		40,
		items.map((v) => [v, 1] as const),
	);
	return program.build();
}

describe("the solver", () => {
	it("finds the best whole plan and proves it", async () => {
		const solved = await solver.solve(workshop().build(), { seconds: 20 });
		expect(solved.status).toBe("optimal");
		expect([...(solved.values ?? [])].map(Math.round)).toEqual([20, 10]);
		expect(solved.objective).toBeCloseTo(-1100);
		expect(solved.bound).toBeCloseTo(-1100);
	});

	it("says when rows contradict each other", async () => {
		const program = workshop();
		program.row(100, 200, [[0, 1]]);
		expect(await solver.solve(program.build(), { seconds: 20 })).toMatchObject({ status: "infeasible", values: null });
	});

	it("prices the rows of a program without whole variables", async () => {
		const program = newProgram();
		const x = program.variable(2);
		program.row(3, Number.POSITIVE_INFINITY, [[x, 1]]);
		const solved = await solver.solve(program.build(), { seconds: 20 });
		expect(solved).toMatchObject({ status: "optimal", objective: 6, bound: 6 });
		expect([...(solved.rowPrices ?? [])]).toEqual([2]);
	});

	it("solves programs asked for at once one after the other", async () => {
		const all = await Promise.all([1, 2, 3].map(() => solver.solve(workshop().build(), { seconds: 20 })));
		expect(all.map((s) => s.status)).toEqual(["optimal", "optimal", "optimal"]);
	});

	it("can be aborted, and goes on with the next", async () => {
		const stop = new AbortController();
		const slow = solver.solve(slowToProve(), { seconds: 600, signal: stop.signal });
		setTimeout(() => stop.abort(new Error("enough")), 50);
		await expect(slow).rejects.toThrow("enough");
		expect((await solver.solve(workshop().build(), { seconds: 20 })).status).toBe("optimal");
	});

	it("answers unknown when closed or without time, instead of waiting", async () => {
		expect((await solver.solve(workshop().build(), { seconds: 0 })).status).toBe("unknown");
		const other = newHighsSolver();
		await other.close();
		expect((await other.solve(workshop().build(), { seconds: 20 })).status).toBe("unknown");
	});
});
