import { priorStrength, type RatedGroup } from "../stats/shrinkage.ts";
import type { Hazards, Tally, WinCurve } from "./win-curve.ts";
import { closedDeals, curveOf, shrunkHazards } from "./win-curve.ts";

/** Shares of all that is won in the end at which groups are compared in time. */
const QUARTERS = [0.25, 0.5, 0.75] as const;

/** Hazards and curves of groups, each pulled towards its parent by as much as groups are alike. */
export function shrinkGroups(groups: { tally: Tally; parent: Hazards }[]): { hazards: Hazards[]; curves: WinCurve[] } {
	const strength = priorStrength(groups.flatMap(({ tally, parent }) => ratedGroups(tally, parent)));
	const hazards = groups.map(({ tally, parent }) => shrunkHazards(tally, parent, strength));
	return { hazards, curves: groups.map(({ tally }, k) => curveOf(hazards[k] ?? EMPTY, tally, strength)) };
}

/**
 * A group beside its parent, won in the end and by the days at which the parent has a quarter, half and three quarters of
 * its wins: groups that end alike may still differ in how soon (an old deal in its last stage, and a new one), and what
 * is taken for alike is pulled together.
 */
function ratedGroups(tally: Tally, parent: Hazards): RatedGroup[] {
	const n = closedDeals(tally);
	const own = curveOf(shrunkHazards(tally, parent, 1), tally, 1);
	const expected = curveOf(parent, tally, 0);
	const groups = [{ rate: own.final, n, expected: expected.final }];
	for (const share of QUARTERS) {
		const band = expected.within.findIndex((won) => won >= share * expected.final);
		const [rate, due] = [own.within[band], expected.within[band]];
		if (rate !== undefined && due !== undefined) groups.push({ rate, n, expected: due });
	}
	return groups;
}

const EMPTY: Hazards = { leave: [], won: [] };
