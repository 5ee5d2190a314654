import type { TeamNodeJson } from "../../core/contract/teams.ts";

/** A team where the tree shows it: how many stand above it. */
export interface TreeTeam {
	team: TeamNodeJson;
	depth: number;
}

/**
 * The teams as one walks down the tree, names in order within each. Teams whose parents turn in a circle (imported data
 * may) are listed once each at the end, so that none is lost from sight.
 */
export function orderedTree(teams: readonly TeamNodeJson[]): TreeTeam[] {
	const known = new Set(teams.map((team) => team.id));
	const beneath = Map.groupBy(teams, (team) => (team.parentId && known.has(team.parentId) ? team.parentId : null));
	const seen = new Set<string>();
	const walk = (parent: string | null, depth: number): TreeTeam[] =>
		(beneath.get(parent) ?? []).flatMap((team) => {
			if (seen.has(team.id)) return [];
			seen.add(team.id);
			return [{ team, depth }, ...walk(team.id, depth + 1)];
		});
	const ordered = walk(null, 0);
	const rest = teams.filter((team) => !seen.has(team.id)).map((team) => ({ team, depth: 0 }));
	return [...ordered, ...rest];
}

/** The ids of a team and all beneath it: where it may not be moved to. */
export function subtreeOf(teams: readonly TeamNodeJson[], id: string): Set<string> {
	const inside = new Set([id]);
	for (let grew = true; grew; ) {
		grew = false;
		for (const team of teams) {
			if (team.parentId && inside.has(team.parentId) && !inside.has(team.id)) {
				inside.add(team.id);
				grew = true;
			}
		}
	}
	return inside;
}
