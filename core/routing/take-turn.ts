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
	const turns = new Map(due.map((p) => [p.id, { due: p.due, given: p.turn.given + (p.id === next.id ? 1 : 0) }]));
	return { id: next.id, turns };
}

const ROUNDING = 1e-9;
