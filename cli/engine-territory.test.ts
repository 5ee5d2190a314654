import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exactPlan } from "../core/territory/exact-plan.ts";
import { commercialProblem } from "../core/territory/standard-problems.ts";
import { newHighsSolver } from "../server/solve/highs-solver.ts";

/** Runs an engine as a person would. */
function engine(...args: string[]): Promise<{ code: number; err: string }> {
	return new Promise((done) => {
		execFile(process.execPath, [join(import.meta.dirname, "engine.ts"), ...args], (fault, _out, err) =>
			done({ code: typeof fault?.code === "number" ? fault.code : 0, err }),
		);
	});
}

let folder = "";
const at = (name: string): string => join(folder, name);
const answer = async (name = "out.json") => JSON.parse(await readFile(at(name), "utf8"));
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "engine-territory-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** A map of six by four counties of 10 to 15 people. */
function map(change: (nodes: Record<string, unknown>[]) => void = () => {}): string {
	const nodes: Record<string, unknown>[] = Array.from({ length: 24 }, (_, u) => ({
		...{ lat: 40 + Math.floor(u / 6) / 10, lon: -90 + (u % 6) / 10 },
		...{ pop: 10 + ((u * 7) % 6), jobs: 5 + ((u * 5) % 3) },
	}));
	change(nodes);
	const edges = nodes.flatMap((_, u) => [
		...(u % 6 < 5 ? [[u, u + 1, 0.5]] : []),
		...(u < 18 ? [[u, u + 6, 0.5]] : []),
	]);
	return JSON.stringify({ nodes, edges });
}

describe("territories on the command line", () => {
	const territories = (...more: string[]) =>
		engine("territories", "--in", at("map.json"), "--out", at("out.json"), ...more);

	it("parts a map evenly in two measures, the same for the same rounds", async () => {
		await writeFile(at("map.json"), map());
		const rounds = ["--k", "3", "--tolerance", "0.08,0.15", "--measure", "pop,jobs", "--iterations", "3"];
		expect(await territories(...rounds)).toMatchObject({ code: 0 });
		const first = await readFile(at("out.json"), "utf8");
		await territories(...rounds);
		expect(await readFile(at("out.json"), "utf8")).toBe(first);
		const plan = await answer();
		expect(plan).toMatchObject({ feasible: true, connected: true, why: [] });
		expect(plan.assignment).toHaveLength(24);
		expect(plan.balance.pop.reduce((a: number, b: number) => a + b, 0)).toBe(300);
		for (const held of plan.balance.pop) expect(Math.abs(held / 100 - 1)).toBeLessThanOrEqual(0.08);
		expect(plan.balance.jobs).toHaveLength(3);
	});

	it("asks the solver when it looks by the clock", async () => {
		await writeFile(at("map.json"), map());
		expect(await territories("--k", "2", "--seconds", "2")).toMatchObject({ code: 0 });
		expect(await answer()).toMatchObject({ feasible: true, connected: true, why: [] });
	});

	it("gives the nearest plan and says why when none fits", async () => {
		await writeFile(
			at("map.json"),
			map((nodes) => Object.assign(nodes[0] ?? {}, { pop: 5000 })),
		);
		expect(await territories("--k", "3", "--iterations", "2")).toMatchObject({ code: 0 });
		const plan = await answer();
		expect(plan.feasible).toBe(false);
		expect(plan.why[0]).toMatch(/^district \d holds \d+ pop, allowed are/);
		expect(plan.assignment).toHaveLength(24);
	});

	it("says what is wrong with a file or an option, and ends with 2", async () => {
		const bad: [string, string[], string][] = [
			[map((nodes) => delete nodes[4]?.["pop"]), ["--k", "2"], "nodes → 4: pop is missing"],
			[map((nodes) => Object.assign(nodes[4] ?? {}, { lat: "x" })), ["--k", "2"], "nodes → 4 → lat"],
			['{"nodes": [{"lat": 1, "lon": 2, "pop": 1}], "edges": [[0, 7]]}', ["--k", "1"], "edges → 0"],
			[map(), ["--k", "25"], "25 districts from 24 units"],
			[map(), ["--k", "two"], "--k"],
			[map(), ["--k", "2", "--tolerance", "5"], "--tolerance"],
			["{", ["--k", "2"], "not JSON"],
		];
		for (const [text, more, message] of bad) {
			await writeFile(at("map.json"), text);
			expect(await territories(...more, "--iterations", "1")).toMatchObject({
				code: 2,
				err: expect.stringContaining(message),
			});
		}
	});

	it("reads graphs as graph libraries write them", async () => {
		const nodes = [0, 1, 2, 3].map((k) => ({ latitude: 40, lng: k / 10, people: 1 }));
		const links = [0, 1, 2].map((k) => ({ source: k, target: k + 1 }));
		await writeFile(at("map.json"), JSON.stringify({ nodes, links }));
		expect(await territories("--k", "2", "--measure", "people", "--iterations", "1")).toMatchObject({ code: 0 });
		expect(await answer()).toMatchObject({ feasible: true, balance: { people: [2, 2] } });
		expect(await territories("--k", "2", "--iterations", "1")).toMatchObject({
			...{ code: 2, err: expect.stringContaining("pop is missing (there: lat, lon, people)") },
		});
	});

	it("takes units that touch nothing and a map without any edges", async () => {
		const nodes = Array.from({ length: 6 }, (_, u) => ({ lat: 40, lon: u / 10, pop: 1 }));
		await writeFile(at("map.json"), JSON.stringify({ nodes, edges: [] }));
		expect(await territories("--k", "6", "--iterations", "1")).toMatchObject({ code: 0 });
		expect(await answer()).toMatchObject({ feasible: true, cost: 0 });
		await territories("--k", "2", "--iterations", "1");
		expect(await answer()).toMatchObject({ feasible: false, connected: false });
	});
});

describe("pmedian on the command line", () => {
	it("chooses medians within their capacities", async () => {
		const lines = [0, 500, 1000].flatMap((x) => [0, 1, 2].map((y) => `${x} ${y}.5 60 20`));
		await writeFile(at("p.txt"), `9 3\n${lines.join("\n")}\n`);
		expect(await engine("pmedian", "--in", at("p.txt"), "--iterations", "3", "--out", at("out.json"))).toMatchObject({
			code: 0,
		});
		const plan = await answer();
		expect(plan).toMatchObject({ cost: 6, feasible: true });
		// A median with a number below p stands at that place.
		expect(plan.medians[1]).toBe(1);
		expect([...plan.medians].sort((a, b) => a - b)).toEqual([1, 4, 7]);
		expect(plan.assignment.map((d: number) => plan.medians[d])).toEqual([1, 1, 1, 4, 4, 4, 7, 7, 7]);
		expect(plan.medianOf).toEqual([1, 1, 1, 4, 4, 4, 7, 7, 7]);
	});

	it("reads the OR-Library's own layout", async () => {
		for (const title of ["", "1 713\n"]) {
			await writeFile(at("p.txt"), `${title}4 2 9\n1 0 0 4\n2 0 3 4\n3 80 0 4\n4 80 5 4\n`);
			await engine("pmedian", "--in", at("p.txt"), "--iterations", "1", "--out", at("out.json"));
			expect(await answer()).toMatchObject({ cost: 8, feasible: true });
		}
	});

	it("counts whole distances as the OR-Library does, or exact ones when asked", async () => {
		await writeFile(at("p.txt"), "2 1\n0 0 9 1\n1 1 9 1\n");
		const cost = async (...more: string[]) => {
			await engine("pmedian", "--in", at("p.txt"), "--iterations", "1", "--out", at("out.json"), ...more);
			return (await answer()).cost;
		};
		expect(await cost()).toBe(1);
		expect(await cost("--distance", "exact")).toBeCloseTo(Math.SQRT2, 9);
	});

	it("ends with 2 for a file that is cut short or not numbers", async () => {
		await writeFile(at("p.txt"), "3 1\n0 0 9 1\n1 1 9");
		const run = () => engine("pmedian", "--in", at("p.txt"), "--out", at("out.json"));
		expect(await run()).toMatchObject({ code: 2, err: expect.stringContaining("ends before the demand of unit 2") });
		await writeFile(at("p.txt"), "3 one\n");
		expect(await run()).toMatchObject({ code: 2, err: expect.stringContaining("number of medians") });
	});
});

describe("districts on the command line", () => {
	const units = Array.from({ length: 12 }, (_, u) => `${u} ${u % 4} ${Math.floor(u / 4)} 10 20 30 0`);
	const edges = units.flatMap((_, u) => [...(u % 4 < 3 ? [`${u} ${u + 1}`] : []), ...(u < 8 ? [`${u} ${u + 4}`] : [])]);
	const file = (tail = "2 2 0.05 0.05 0.05 0.05") =>
		["12", ...units, edges.length, ...edges, tail, "1 1 1"].join("\r\n");

	it("balances three activities around centres", async () => {
		await writeFile(at("d.dat"), file());
		expect(await engine("districts", "--in", at("d.dat"), "--iterations", "3", "--out", at("out.json"))).toMatchObject({
			code: 0,
		});
		const plan = await answer();
		expect(plan).toMatchObject({ feasible: true, balance: { "activity 1": [60, 60], "activity 3": [180, 180] } });
		expect(plan.centres).toHaveLength(2);
		// Two blocks of two by three: three neighbours of the middle at 1, two corners at √2.
		expect(plan.compactness).toBeCloseTo(2 * (3 + 2 * Math.SQRT2), 9);
	});

	it("ends with 2 when the tail or an edge is not usable", async () => {
		const run = () => engine("districts", "--in", at("d.dat"), "--out", at("out.json"));
		await writeFile(at("d.dat"), file("2 2"));
		expect(await run()).toMatchObject({ code: 2, err: expect.stringContaining("tolerance 1") });
		await writeFile(at("d.dat"), file().replace("8 9", "8 99"));
		expect(await run()).toMatchObject({ code: 2, err: expect.stringContaining("no units 8 and 99") });
	});
});

describe("an exact plan", () => {
	const solver = newHighsSolver();
	afterAll(() => solver.close());
	const limits = { secondsLeft: () => 30 };

	it("cuts off districts that fall apart, and opens the best of several places", async () => {
		// A ring road of eight with a heavy unit at each end: without cuts the light ones would be split across it.
		const points = [0, 1, 2, 3, 3, 2, 1, 0].map((x, u) => ({ x, y: u < 4 ? 0 : 0.1 }));
		const pairs = points.map((_, u) => [u, (u + 1) % 8] as const);
		const values = Float64Array.from([4, 1, 1, 4, 1, 1, 1, 1]);
		const problem = commercialProblem({ points, pairs, districts: 2, measures: [{ name: "a", values, tolerance: 0 }] });
		const all = await exactPlan(
			problem,
			Int32Array.from(points, (_, u) => u),
			solver.solve,
			limits,
		);
		expect(all.isProven).toBe(true);
		const two = await exactPlan(problem, all.plan?.centre ?? new Int32Array(), solver.solve, limits);
		expect(two.bound).toBeCloseTo(all.bound, 6);
		const impossible = {
			...problem,
			measures: [{ ...(problem.measures[0] as object), most: new Float64Array([1, 1]) }],
		};
		const none = await exactPlan(impossible as typeof problem, Int32Array.from([0, 3]), solver.solve, limits);
		expect(none).toMatchObject({ plan: null, isProven: true });
	});
});
