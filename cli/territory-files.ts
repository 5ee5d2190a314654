import { writeFile } from "node:fs/promises";
import { z } from "zod";
import type { DesignProblem } from "../core/territory/design-problem.ts";
import { commercialProblem, mapProblem, medianProblem } from "../core/territory/standard-problems.ts";
import { UnusableInput } from "./engine-command.ts";
import { inputJson, inputText } from "./input-text.ts";

const mapFile = z.object({
	nodes: z
		.array(
			z.preprocess(
				(node) => renamed(node, { latitude: "lat", longitude: "lon", lng: "lon" }),
				z.looseObject({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) }),
			),
		)
		.min(1),
	edges: z.array(z.preprocess((edge) => (Array.isArray(edge) ? edge : ends(edge)), z.array(z.number()).min(2))),
});

/** A record with other names of its fields replaced; anything else as it is. */
function renamed(raw: unknown, names: Record<string, string>): unknown {
	if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return raw;
	return Object.fromEntries(Object.entries(raw).map(([name, value]) => [names[name] ?? name, value]));
}

/** The ends of an edge that is a record, as graph libraries write it. */
function ends(raw: unknown): unknown {
	const record = Object(raw) as Record<string, unknown>;
	return [record["source"] ?? record["from"], record["target"] ?? record["to"]];
}

/** A map file: `{nodes: [{lat, lon, <measures>}], edges: [[index, index, …]]}`; the numbers of each named measure. */
export async function readMap(
	path: string,
	{ districts, measures }: { districts: number; measures: { name: string; tolerance: number }[] },
): Promise<DesignProblem> {
	const read = mapFile.safeParse(renamed(await inputJson(path), { links: "edges" }));
	if (!read.success) {
		const { path: place, message } = read.error.issues[0] ?? { path: [], message: "" };
		throw new UnusableInput(
			`${path}: not {nodes: [{lat, lon, …}], edges: [[index, index], …]}: ${place.join(" → ")}: ${message}`,
		);
	}
	const { nodes, edges } = read.data;
	const pairs = edges.map((edge, e) => {
		const [a, b] = [edge[0] ?? -1, edge[1] ?? -1];
		const isNode = (k: number): boolean => Number.isInteger(k) && k >= 0 && k < nodes.length;
		if (!isNode(a) || !isNode(b))
			throw new UnusableInput(`${path}: edges → ${e}: no nodes ${a} and ${b} (0 to ${nodes.length - 1})`);
		return [a, b] as const;
	});
	assertDistricts(districts, nodes.length, path);
	return mapProblem({
		points: nodes,
		pairs,
		districts,
		measures: measures.map(({ name, tolerance }) => {
			const values = Float64Array.from(nodes, (node, k) => {
				const value = node[name];
				if (typeof value !== "number" || !(value >= 0)) {
					const said =
						value === undefined
							? `is missing (there: ${Object.keys(node).join(", ")})`
							: `is not a number of 0 or more: ${JSON.stringify(value)}`;
					throw new UnusableInput(`${path}: nodes → ${k}: ${name} ${said}`);
				}
				return value;
			});
			if (!values.some((v) => v > 0)) throw new UnusableInput(`${path}: ${name} is 0 everywhere: nothing to balance`);
			return { name, tolerance, values };
		}),
	});
}

/**
 * Medians: `units medians`, then `x y capacity demand` a unit; or as the OR-Library has them, `units medians capacity`,
 * then `number x y demand` a unit, with its `number optimum` line before it or not.
 */
export async function readMedians(path: string, distance: "auto" | "truncated" | "exact"): Promise<DesignProblem> {
	const lines = (await inputText(path)).split(/\r?\n/).filter((line) => line.trim() !== "");
	const width = (k: number): number => (lines[k] ?? "").trim().split(/\s+/).length;
	const isTitled = width(0) === 2 && width(1) === 3 && width(2) === 4;
	const isShared = isTitled || width(0) === 3;
	const take = numbersOf(lines.slice(isTitled ? 1 : 0).join("\n"), path);
	const [units, medians] = [take("number of units", isCount), take("number of medians", isCount)];
	const shared = isShared ? take("capacity", isAmount) : null;
	const points: { x: number; y: number }[] = [];
	const capacity = new Float64Array(units);
	const demand = new Float64Array(units);
	for (let u = 0; u < units; u++) {
		if (isShared) take(`number of unit ${u + 1}`);
		points.push({ x: take(`x of unit ${u + 1}`), y: take(`y of unit ${u + 1}`) });
		capacity[u] = shared ?? take(`capacity of unit ${u + 1}`, isAmount);
		demand[u] = take(`demand of unit ${u + 1}`, isAmount);
	}
	assertDistricts(medians, units, path);
	// The OR-Library's own instances lie on a grid of 1 to 100 and count whole distances only; nobody else's do.
	const isGrid = points.every((p) => [p.x, p.y].every((v) => Number.isInteger(v) && v >= 0 && v <= 100));
	const isTruncated = distance === "truncated" || (distance === "auto" && isGrid);
	return medianProblem({ points, capacity, demand, medians, isTruncated });
}

/** Commercial districts: n; n × `id x y a b c …`; m; m × `id id`; `p … tolerances`; more is not read. */
export async function readCommercial(path: string): Promise<DesignProblem & { ids: string[] }> {
	const lines = (await inputText(path))
		.split(/\r?\n/)
		.map((line) => line.trim())
		.filter((line) => line !== "");
	let at = 0;
	const next = (what: string): string[] => {
		const line = lines[at++];
		if (line === undefined) throw new UnusableInput(`${path}: ends before ${what}`);
		return line.split(/\s+/);
	};
	const number = (text: string | undefined, what: string, test: (v: number) => boolean = Number.isFinite): number => {
		const value = text === undefined || text === "" ? Number.NaN : Number(text);
		if (!test(value)) throw new UnusableInput(`${path}: ${what}: not usable: ${text ?? "missing"}`);
		return value;
	};
	const units = number(next("the number of units")[0], "number of units", isCount);
	const ids: string[] = [];
	const points: { x: number; y: number }[] = [];
	const activities = [0, 1, 2].map(() => new Float64Array(units));
	for (let u = 0; u < units; u++) {
		const [id, x, y, ...rest] = next(`unit ${u + 1} of ${units}`);
		ids.push(id ?? "");
		points.push({ x: number(x, `x of unit ${id}`), y: number(y, `y of unit ${id}`) });
		activities.forEach((values, k) => {
			values[u] = number(rest[k], `activity ${k + 1} of unit ${id}`, isAmount);
		});
	}
	const index = new Map(ids.map((id, u) => [id, u]));
	if (index.size < units) throw new UnusableInput(`${path}: an id stands twice among the units`);
	const edges = number(next("the number of edges")[0], "number of edges", (v) => v === 0 || isCount(v));
	const pairs = Array.from({ length: edges }, (_, e) => {
		const [a, b] = next(`edge ${e + 1} of ${edges}`);
		const [from, to] = [index.get(a ?? ""), index.get(b ?? "")];
		if (from === undefined || to === undefined)
			throw new UnusableInput(`${path}: edge ${e + 1}: no units ${a} and ${b}`);
		return [from, to] as const;
	});
	const [p, , ...tolerances] = next("the number of districts and tolerances");
	const districts = number(p, "number of districts", isCount);
	assertDistricts(districts, units, path);
	const measures = activities.map((values, k) => ({
		...{ name: `activity ${k + 1}`, values },
		tolerance: number(tolerances[k] ?? tolerances.at(-1), `tolerance ${k + 1}`, isAmount),
	}));
	return { ids, ...commercialProblem({ points, pairs, measures, districts }) };
}

/** Writes an answer; a file that cannot be written is the person's to mend. */
export async function writeAnswer(path: string, answer: object): Promise<void> {
	await writeFile(path, `${JSON.stringify(answer)}\n`).catch((cause: Error) => {
		throw new UnusableInput(`${path}: cannot be written: ${cause.message}`, { cause });
	});
}

function assertDistricts(districts: number, units: number, path: string): void {
	if (districts > units)
		throw new UnusableInput(`${path}: ${districts} districts from ${units} units: each needs one at least`);
}

/** Takes the numbers of a text one after the other, each said what for. */
function numbersOf(text: string, path: string): (what: string, test?: (v: number) => boolean) => number {
	const words = text.split(/\s+/).filter((word) => word !== "");
	let at = 0;
	return (what, test = Number.isFinite) => {
		const word = words[at++];
		if (word === undefined) throw new UnusableInput(`${path}: ends before the ${what}`);
		const value = Number(word);
		if (!test(value)) throw new UnusableInput(`${path}: ${what}: not usable: ${word}`);
		return value;
	};
}

function isCount(value: number): boolean {
	return Number.isInteger(value) && value >= 1 && value <= 10_000_000;
}

function isAmount(value: number): boolean {
	return Number.isFinite(value) && value >= 0;
}
