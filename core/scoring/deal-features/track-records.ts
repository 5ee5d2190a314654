import type { Instant } from "../../model/instant.ts";
import { at, type DealTimeline } from "../../model/timeline.ts";
import { shrunkRate } from "../../stats/shrinkage.ts";

/** How deals of one rep, or one account, ended. */
export interface TrackRecord {
	won: number;
	closed: number;
}

/** Records by rep and by account; what a model takes along is as of its origin. */
export interface TrackRecords {
	reps: Record<string, TrackRecord>;
	accounts: Record<string, TrackRecord>;
}

/** Finds the records of a deal's rep and account as they were just before a moment, without the deal itself. */
export interface RecordBook {
	rep(id: string, moment: Instant, dealId: string): TrackRecord;
	account(id: string, moment: Instant, dealId: string): TrackRecord;
}

/** Closed deals that the usual share weighs against a record of one's own. */
const STRENGTH = 10;

/** A record as a share won, pulled towards the usual share as far as it is short. */
export function shareOf({ won, closed }: TrackRecord, usual: number): number {
	return closed === 0 ? usual : shrunkRate(won / closed, closed, usual, STRENGTH);
}

/** The records at any moment up to the origin. What was recorded at or after it is not read. */
export function recordBook(timelines: DealTimeline[], origin: Instant): RecordBook {
	const { reps, accounts } = movesOf(timelines, origin);
	return { rep: finder(reps), account: finder(accounts) };
}

/** The records as they stand at the origin. */
export function recordsAsOf(timelines: DealTimeline[], origin: Instant): TrackRecords {
	const { reps, accounts } = movesOf(timelines, origin);
	const sums = (by: Map<string, Move[]>) => Object.fromEntries([...by].map(([id, moves]) => [id, sumOf(moves)]));
	return { reps: sums(reps), accounts: sums(accounts) };
}

/** The book of the records that a model took along: the same at any moment after its origin. */
export function keptBook({ reps, accounts }: TrackRecords): RecordBook {
	const none = { won: 0, closed: 0 };
	return { rep: (id) => reps[id] ?? none, account: (id) => accounts[id] ?? none };
}

/** What a closing, or a reopening, did to a record. */
interface Move extends TrackRecord {
	at: Instant;
	dealId: string;
}

function movesOf(timelines: DealTimeline[], origin: Instant) {
	const reps = new Map<string, Move[]>();
	const accounts = new Map<string, Move[]>();
	for (const { dealId, createdAt, status, owners, around } of timelines) {
		let taken: TrackRecord | null = null;
		let rep: string | null | undefined;
		let account: string | null | undefined;
		for (const step of status) {
			if (step.at >= origin || step.at < createdAt) continue;
			const tell = ({ won, closed }: TrackRecord) => {
				const move = { at: step.at, dealId, won, closed };
				add(reps, rep, move);
				add(accounts, account, move);
			};
			if (taken) tell({ won: -taken.won, closed: -1 });
			taken = step.value === "open" ? null : { won: step.value === "won" ? 1 : 0, closed: 1 };
			// What is changed together with the closing belongs to it.
			rep = at(owners, step.at + 1);
			account = around && at(around.accountIds, step.at + 1);
			if (taken) tell(taken);
		}
	}
	for (const moves of [...reps.values(), ...accounts.values()]) moves.sort((a, b) => a.at - b.at);
	return { reps, accounts };
}

function add(by: Map<string, Move[]>, id: string | null | undefined, move: Move): void {
	if (id === null || id === undefined) return;
	const moves = by.get(id);
	if (moves) moves.push(move);
	else by.set(id, [move]);
}

function finder(by: Map<string, Move[]>) {
	const books = new Map([...by].map(([id, moves]) => [id, { moves, sums: runningSums(moves) }]));
	return (id: string, moment: Instant, dealId: string): TrackRecord => {
		const book = books.get(id);
		if (!book) return { won: 0, closed: 0 };
		const until = firstAtOrAfter(book.moves, moment);
		const all = book.sums[until] ?? { won: 0, closed: 0 };
		const own = sumOf(book.moves.slice(0, until).filter((move) => move.dealId === dealId));
		return { won: all.won - own.won, closed: all.closed - own.closed };
	};
}

function firstAtOrAfter(moves: Move[], moment: Instant): number {
	let low = 0;
	let high = moves.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((moves[middle]?.at ?? 0) < moment) low = middle + 1;
		else high = middle;
	}
	return low;
}

function runningSums(moves: Move[]): TrackRecord[] {
	const sums = [{ won: 0, closed: 0 }];
	let sum = { won: 0, closed: 0 };
	for (const { won, closed } of moves) {
		sum = { won: sum.won + won, closed: sum.closed + closed };
		sums.push(sum);
	}
	return sums;
}

function sumOf(moves: Move[]): TrackRecord {
	return moves.reduce((sum, m) => ({ won: sum.won + m.won, closed: sum.closed + m.closed }), { won: 0, closed: 0 });
}
