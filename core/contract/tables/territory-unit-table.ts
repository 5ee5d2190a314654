import type { PlanUnitJson } from "../territory-units.ts";
import type { Table } from "./table.ts";

/** What a territory plan parts, and where each goes. `plan` is the plan's id. */
export function territoryUnitTable(plan: string): Table<PlanUnitJson> {
	return {
		name: "territory-units",
		word: "terr.units.title",
		path: `/territories/plans/${plan}/units`,
		columns: [
			{ key: "name", word: "terr.units.name", kind: "text", sorts: true, value: (row) => row.name },
			{ key: "from", word: "terr.units.from", kind: "text", sorts: true, value: (row) => row.from },
			{ key: "to", word: "terr.units.to", kind: "text", sorts: true, value: (row) => row.to },
			{ key: "why", word: "terr.units.why", kind: "text", value: (row) => row.why.join(" ") || null },
			{
				key: "state",
				word: "terr.units.state",
				kind: "choice",
				words: "terr.units.is",
				value: (row) => stateOf(row),
			},
			...["accounts", "potential", "revenue", "pipeline", "workload", "employees"].map((name) => ({
				key: name,
				word: `terr.measure.${name}`,
				kind: "number" as const,
				sorts: true as const,
				...(name !== "potential" && { extra: true as const }),
				value: (row: PlanUnitJson) => row.measures[name] ?? null,
			})),
			{ key: "key", word: "terr.units.key", kind: "text", extra: true, value: (row) => row.key },
		],
		filters: [
			{ name: "search", word: "terr.units.search", kind: "text", main: true },
			{
				name: "state",
				word: "terr.units.state",
				kind: "choice",
				main: true,
				column: "state",
				options: ["moved", "kept", "locked", "byHand"].map((value) => ({ value, word: `terr.units.is.${value}` })),
			},
			{ name: "to", word: "terr.units.to", kind: "text", column: "to" },
			{ name: "from", word: "terr.units.from", kind: "text", column: "from" },
		],
		usualSort: "name",
	};
}

function stateOf({ isMovedByHand, lockedTo, today, district }: PlanUnitJson): string {
	if (isMovedByHand) return "byHand";
	if (lockedTo !== null) return "locked";
	return today !== -1 && today !== district ? "moved" : "kept";
}
