import type { EngineCommand } from "./engine-command.ts";
import { findPlan, SEARCH_HELP, searchOptions, whyNot } from "./engine-territory.ts";
import { readCommercial, writeAnswer } from "./territory-files.ts";

/** `districts`: commercial districts with three activities to balance. */
export const districts: EngineCommand = {
	name: "districts",
	summary: "Part units into connected districts that balance three activities, near their centres.",
	help: `
--in   the format of the commercial territory instances: n; n lines "id x y a b c …"; m; m lines "id id";
       "p … tolerance tolerance tolerance …". What follows (an affinity of each unit to each district) is not read.
--out  JSON {feasible, compactness, assignment: [district of each unit, in the file's order], centres: [id of each
       district's], balance, why}

Compactness: sum of distances on the plane to the best member of each district. Activities of a district may be off
its even share by the file's tolerances.${SEARCH_HELP}`,
	options: {
		in: { value: "units.dat", required: true },
		out: { value: "plan.json", required: true },
		...searchOptions("60"),
	},
	async run(options, progress) {
		const problem = await readCommercial(options["in"] ?? "");
		const outcome = await findPlan(problem, options, progress);
		const idOf = (unit: number): string | number => {
			const id = problem.ids[unit] ?? "";
			return /^\d{1,15}$/.test(id) ? Number(id) : id;
		};
		await writeAnswer(options["out"] ?? "", {
			feasible: outcome.faults.length === 0,
			compactness: outcome.cost,
			assignment: [...outcome.plan.district],
			centres: Array.from(outcome.plan.centre, idOf),
			balance: Object.fromEntries(problem.measures.map((m, k) => [m.name, [...(outcome.held[k] ?? [])]])),
			why: whyNot(outcome.faults, (unit) => String(idOf(unit))),
		});
	},
};
