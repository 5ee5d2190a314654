import type { EngineCommand } from "./engine-command.ts";
import { UnusableInput } from "./engine-command.ts";
import { findPlan, SEARCH_HELP, searchOptions, whyNot } from "./engine-territory.ts";
import { readMedians, writeAnswer } from "./territory-files.ts";

/** `pmedian`: where to serve from, within capacity. */
export const pmedian: EngineCommand = {
	name: "pmedian",
	summary: "Choose p units that serve all others at least distance, within their capacities.",
	help: `
--in        text: "units medians", then "x y capacity demand" a unit; or, as the OR-Library has them,
            "units medians capacity", then "number x y demand" a unit
--out       JSON {cost, medians: [unit, from 0], assignment: [which of the medians serves each unit, from 0],
            medianOf: [its unit], feasible, why}
--distance  truncated: whole distances, as the OR-Library counts; exact; auto: truncated when all coordinates are
            whole numbers up to 100, as in its instances${SEARCH_HELP}`,
	options: {
		in: { value: "cpmp01.txt", required: true },
		out: { value: "plan.json", required: true },
		distance: { value: "auto", default: "auto" },
		...searchOptions("10"),
	},
	async run(options, progress) {
		const distance = options["distance"];
		if (distance !== "auto" && distance !== "truncated" && distance !== "exact") {
			throw new UnusableInput(`--distance must be auto, truncated or exact, not ${distance}`);
		}
		const problem = await readMedians(options["in"] ?? "", distance);
		const { plan, cost, faults } = await findPlan(problem, options, progress);
		const order = ownPlaces(plan.centre);
		await writeAnswer(options["out"] ?? "", {
			cost,
			medians: order.map((d) => plan.centre[d]),
			assignment: Array.from(plan.district, (d) => order.indexOf(d)),
			medianOf: Array.from(plan.district, (d) => plan.centre[d]),
			feasible: faults.length === 0,
			why: whyNot(faults, String),
		});
	},
};

/**
 * The order in which medians are listed: a unit with a number below p stands at that very place, so that whoever takes
 * `assignment` for the numbers of the units is not misled where both readings are possible.
 */
function ownPlaces(centre: Int32Array): number[] {
	const order = Array.from(centre, () => -1);
	centre.forEach((unit, d) => {
		if (unit < centre.length) order[unit] = d;
	});
	centre.forEach((unit, d) => {
		if (unit >= centre.length) order[order.indexOf(-1)] = d;
	});
	return order;
}
