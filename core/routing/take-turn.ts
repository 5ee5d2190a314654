import type { Turn } from "./routing-model.ts";

/** Somebody in the round: their part of the whole and how far they are. */
export interface InTurn {
	id: string;
	weight: number;
	turn: Turn;
}

/**
 * Whose turn it is, and everybody's new standing. Each of those who could have it is due their part of this lead; it goes
 * to the one who would first be more than a lead behind (Tijdeman, The chairman assignment problem, 1980). While the
 * same people could have every lead, nobody is ever more than 1 − 1/(2n − 2) of a lead away from their share.
 */
export function takeTurn(people: readonly InTurn[]): { id: string; turns: Map<string, Turn> } | null {
	const whole = people.reduce((sum, p) => sum + p.weight, 0);
	if (!(whole > 0)) return null;
	const slack = people.length > 1 ? 1 / (2 * people.length - 2) : 1;
	const due = people
		.filter((p) => p.weight > 0)
		.map((p) => ({ ...p, part: p.weight / whole, due: p.turn.due + p.weight / whole }));
	// Who is ahead of their share by more than this may not have it yet.
	const behind = due.filter((p) => p.due - p.turn.given >= slack - ROUNDING);
	const pool = behind.length > 0 ? behind : due;
	const ordered = pool.map((p) => ({
		id: p.id,
		// Leads until they would be too far behind.
		until: behind.length > 0 ? (p.turn.given + 1 - slack - p.due) / p.part : p.turn.given - p.due,
	}));
	ordered.sort((a, b) => (Math.abs(a.until - b.until) < ROUNDING ? (a.id < b.id ? -1 : 1) : a.until - b.until));
	const [next] = ordered;
	if (!next) return null;
	return { id: next.id, turns: turnsAfter(people, next.id) };
}

/** Everybody's standing once this one was given a lead that all of them could have had. */
export function turnsAfter(people: readonly InTurn[], givenTo: string): Map<string, Turn> {
	const whole = people.reduce((sum, p) => sum + p.weight, 0);
	const standings = people.map(({ id, weight, turn }): [string, Turn] => {
		const due = turn.due + (whole > 0 ? weight / whole : 0);
		return [id, { due, given: turn.given + (id === givenTo ? 1 : 0) }];
	});
	return new Map(standings.filter((_, k) => (people[k]?.weight ?? 0) > 0 || people[k]?.id === givenTo));
}

const ROUNDING = 1e-9;
