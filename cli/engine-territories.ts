import type { EngineCommand } from "./engine-command.ts";
import { UnusableInput } from "./engine-command.ts";
import { findPlan, SEARCH_HELP, searchOptions, wholeNumber, whyNot } from "./engine-territory.ts";
import { readMap, writeAnswer } from "./territory-files.ts";

/** `territories`: compact, connected districts on a map that hold equally much. */
export const territories: EngineCommand = {
	name: "territories",
	summary: "Part a map into compact, connected districts that hold equally much.",
	help: `
--in         JSON {nodes: [{lat, lon, <measures>}], edges: [[index, index, …] or {source, target}]}
--out        JSON {feasible, cost, assignment: [district of each node], balance: {measure: [sum of each district]},
             centres, connected, provenForCentres, why}
--k          number of districts
--tolerance  how far each may be from its even share: 0.05 is 5 %; one for all measures, or one for each, with commas
--measure    names of the measures, with commas; the first weighs distances

Cost: sum of the first measure × km² (great circle) to the best member of each district, / 1,000,000.
When no plan within the tolerance is found, feasible is false, the assignment is the nearest found, and why says
what is not kept.${SEARCH_HELP}`,
	options: {
		in: { value: "map.json", required: true },
		k: { value: "4", required: true },
		tolerance: { value: "0.05", default: "0.05" },
		measure: { value: "pop,…", default: "pop" },
		out: { value: "plan.json", required: true },
		...searchOptions("60"),
	},
	async run(options, progress) {
		const districts = wholeNumber(options, "k", 1);
		const problem = await readMap(options["in"] ?? "", { districts, measures: measuresOf(options) });
		const outcome = await findPlan(problem, options, progress);
		const isApart = outcome.faults.some((fault) => fault.code === "apart");
		await writeAnswer(options["out"] ?? "", {
			feasible: outcome.faults.length === 0,
			cost: outcome.cost,
			assignment: [...outcome.plan.district],
			balance: Object.fromEntries(problem.measures.map((m, k) => [m.name, [...(outcome.held[k] ?? [])]])),
			centres: [...outcome.plan.centre],
			connected: !isApart,
			provenForCentres: outcome.isBestForCentres,
			why: whyNot(outcome.faults, String),
		});
	},
};

function measuresOf(options: Record<string, string>): { name: string; tolerance: number }[] {
	const names = [...new Set((options["measure"] ?? "").split(",").map((name) => name.trim()))];
	if (names.includes("")) throw new UnusableInput(`--measure has an empty name: ${options["measure"]}`);
	const tolerances = (options["tolerance"] ?? "").split(",").map(Number);
	if (tolerances.some((t) => !(t >= 0 && t <= 1)) || (tolerances.length !== 1 && tolerances.length !== names.length)) {
		throw new UnusableInput(`--tolerance must be from 0 to 1, one or as many as measures, not ${options["tolerance"]}`);
	}
	return names.map((name, k) => ({ name, tolerance: tolerances[k] ?? (tolerances[0] as number) }));
}
