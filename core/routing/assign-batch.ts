import type { Solve } from "../solve/program.ts";
import { newProgram } from "../solve/program-builder.ts";

/** Leads against people: `worth[i][k]` is what lead i is worth with person k, null where it may not go there. */
export interface Batch {
	worth: (number | null)[][];
	/** How many more each person can take; Infinity for no limit. */
	room: number[];
}

/** Who gets which lead: the person's index for each lead, null where it waits. */
export interface Assigned {
	to: (number | null)[];
	worth: number;
	/** Whether nothing better is possible (proven). */
	isProven: boolean;
}

/** A lead that waits is worth less than any that is given: as many as possible are given, then the best. */
const WAITING = 1000;

/**
 * The assignment that is worth most, each lead given at most once and nobody beyond their room. Solved as a
 * transportation problem by the port (its corners are whole); where that has no time, by {@link assignByRegret}.
 */
export async function assignBatch(batch: Batch, solve: Solve | null, seconds: number): Promise<Assigned> {
	const heuristic = assignByRegret(batch);
	if (!solve || batch.worth.length === 0) return heuristic;
	const program = newProgram();
	const cells: { lead: number; person: number; variable: number }[] = [];
	const byPerson: [number, number][][] = batch.room.map(() => []);
	batch.worth.forEach((row, lead) => {
		const entries: [number, number][] = [[program.variable(WAITING, { upper: 1 }), 1]];
		row.forEach((worth, person) => {
			if (worth === null) return;
			const variable = program.variable(-worth, { upper: 1 });
			cells.push({ lead, person, variable });
			entries.push([variable, 1]);
			byPerson[person]?.push([variable, 1]);
		});
		program.row(1, 1, entries);
	});
	byPerson.forEach((entries, person) => {
		const room = batch.room[person] ?? 0;
		if (entries.length > 0 && Number.isFinite(room)) program.row(Number.NEGATIVE_INFINITY, room, entries);
	});
	const solved = await solve(program.build(), { seconds });
	if (solved.status !== "optimal" || !solved.values) return heuristic;
	const to: (number | null)[] = batch.worth.map(() => null);
	for (const { lead, person, variable } of cells) if ((solved.values[variable] ?? 0) > 0.5) to[lead] = person;
	return { to, worth: worthOf(batch, to), isProven: true };
}

/** Regret (Martello and Toth): the lead that loses most by not going to its best goes first; then exchanges while they help. */
export function assignByRegret({ worth, room }: Batch): Assigned {
	const left = [...room];
	const to: (number | null)[] = worth.map(() => null);
	const open = new Set(worth.keys());
	while (open.size > 0) {
		let next: { lead: number; person: number; regret: number } | null = null;
		for (const lead of open) {
			const [best, second] = twoBest(worth[lead] ?? [], left);
			if (best === null) {
				open.delete(lead);
				continue;
			}
			const row = worth[lead] ?? [];
			const regret = second === null ? Number.POSITIVE_INFINITY : (row[best] ?? 0) - (row[second] ?? 0);
			if (!next || regret > next.regret) next = { lead, person: best, regret };
		}
		if (!next) break;
		to[next.lead] = next.person;
		left[next.person] = (left[next.person] ?? 0) - 1;
		open.delete(next.lead);
	}
	exchange({ worth, room }, to);
	return { to, worth: worthOf({ worth, room }, to), isProven: false };
}

function twoBest(row: readonly (number | null)[], left: readonly number[]): [number | null, number | null] {
	let best: number | null = null;
	let second: number | null = null;
	for (const [person, worth] of row.entries()) {
		if (worth === null || (left[person] ?? 0) < 1) continue;
		if (best === null || worth > (row[best] ?? 0)) [best, second] = [person, best];
		else if (second === null || worth > (row[second] ?? 0)) second = person;
	}
	return [best, second];
}

/** Swaps two leads' receivers, lets one wait for another, or moves one to free room, while that is worth more. */
function exchange({ worth, room }: Batch, to: (number | null)[]): void {
	const at = (lead: number, person: number | null | undefined) =>
		person == null ? 0 : (worth[lead]?.[person] ?? null);
	const left = room.map((most, person) => most - to.filter((p) => p === person).length);
	for (let improved = true, rounds = 0; improved && rounds < 50; rounds++) {
		improved = false;
		for (let a = 0; a < to.length; a++) {
			const now = to[a] ?? null;
			if (now === null) continue;
			for (const [person, free] of left.entries()) {
				const there = at(a, person);
				if (free < 1 || there === null || there <= (at(a, to[a]) ?? 0) + LEAST) continue;
				left[to[a] ?? 0] = (left[to[a] ?? 0] ?? 0) + 1;
				left[person] = free - 1;
				to[a] = person;
				improved = true;
			}
			for (let b = 0; b < to.length; b++) {
				const [p, q] = [to[a] ?? null, to[b] ?? null];
				const [crossA, crossB] = [at(a, q), at(b, p)];
				if (p === q || crossA === null || crossB === null) continue;
				if (crossA + crossB <= (at(a, p) ?? 0) + (at(b, q) ?? 0) + LEAST) continue;
				[to[a], to[b]] = [q, p];
				improved = true;
			}
		}
	}
}

const LEAST = 1e-12;

function worthOf({ worth }: Batch, to: readonly (number | null)[]): number {
	return to.reduce((sum: number, person, lead) => sum + (person === null ? 0 : (worth[lead]?.[person] ?? 0)), 0);
}
