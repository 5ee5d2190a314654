import type { Instant } from "../model/instant.ts";
import { DAY_MS } from "../model/instant.ts";
import { at, type DealTimeline } from "../model/timeline.ts";
import { lifeAsOf } from "../scoring/deal-life.ts";
import { winArea, winWithin } from "../scoring/deal-probability.ts";
import { fromLogit, logit } from "../scoring/win-curve.ts";
import { type ClosingRatios, closingRatios } from "./closing-amounts.ts";
import type { ForecastInput, NodeCounts } from "./forecast.ts";
import { isLeaf, UNASSIGNED } from "./owner-tree.ts";
import { type PaceShift, paceShifts } from "./pace-shifts.ts";
import type { Pricing } from "./pricing.ts";
import { type ReplayedDeal, replayShare } from "./uncreated.ts";
import { type WinDrift, winDrift } from "./win-drift.ts";

/** An open deal with a price and its chance inside the span. */
export interface OpenDeal {
	dealId: string;
	stageId: string | null;
	ownerId: string | null;
	/** As it stands. */
	amountMinor: bigint;
	/** What it is expected to close at, if it is won. */
	amount: number;
	probability: number;
}

/** What one rep holds. */
export interface Book {
	closedMinor: bigint;
	open: OpenDeal[];
	counts: NodeCounts;
	/** Deals created of late: the rep's share of business not yet created. */
	created: number;
}

/** Deals as known at `now`, by rep, and what business to come is reckoned from. */
export interface DealsInSpan {
	books: Map<string, Book>;
	history: ReplayedDeal[];
	/** How uncertain the chances of all open deals together are, as a variance of their logarithm. */
	driftVariance: number;
}

/** Days of creation by which business not yet created is shared among reps. */
const SHARE_DAYS = 180;

/** What the past of all deals says of open ones beyond the deal model. */
export interface Lessons {
	ratios: ClosingRatios;
	/** Added to the log-odds of a deal's chance inside the span, by its amount. */
	shiftOf: PaceShift;
	drift: WinDrift;
}

/** The lessons of all deals for a span. */
export function lessonsOf({ timelines, model, span, now }: ForecastInput, price: Pricing): Lessons {
	const latest = daysUntil(now, span.end);
	const length = daysUntil(span.start, span.end);
	const sizeShift = paceShifts(timelines, model, now, latest, price, length);
	const drift = winDrift(timelines, model, now, latest > 0 ? length : 0);
	return { ratios: closingRatios(timelines, now), shiftOf: (amount) => drift.shift + sizeShift(amount), drift };
}

/**
 * Sorts deals into the books of those who owned them at closing, or own them now. `lessons` are given where only some of the
 * deals are read.
 */
export function readDeals(
	input: ForecastInput,
	price: Pricing,
	{ ratios, shiftOf, drift }: Lessons = lessonsOf(input, price),
): DealsInSpan {
	const { model, span, now } = input;
	const reps = new Set(input.owners.filter(isLeaf).map((o) => o.id));
	const books = new Map<string, Book>();
	const history: ReplayedDeal[] = [];
	const bookOf = (owner: string | null): Book => {
		const id = owner !== null && reps.has(owner) ? owner : UNASSIGNED;
		let book = books.get(id);
		if (!book) {
			book = { closedMinor: 0n, open: [], counts: { won: 0, open: 0, withoutRate: 0, withoutAmount: 0 }, created: 0 };
			books.set(id, book);
		}
		return book;
	};
	const soonest = daysUntil(now, span.start);
	const latest = daysUntil(now, span.end);
	const within = (line: DealTimeline, days: number, shift: number): number =>
		days > 0 ? fromLogit(logit(winWithin(model, line, now, days)) + shift) : 0;
	for (const line of input.timelines) {
		const life = lifeAsOf(line, now);
		if (!life || isTimeless(line, now)) continue;
		// The step at closing itself belongs to the closing.
		const seen = life.closedAt === null ? now : Math.min(now, life.closedAt + 1);
		const isOpen = life.status === "open";
		const owner = at(line.owners, seen) ?? line.owners[0]?.value ?? null;
		const priced =
			life.status === "lost"
				? ({ missing: "amount" } as const)
				: price(at(line.amounts, isOpen ? now : seen) ?? null, line.currency, life.closedAt ?? now);
		const amountMinor = "missing" in priced ? null : priced.amountMinor;
		const isAmountToCome = isOpen && "missing" in priced && priced.missing === "amount";
		const isWin = life.status === "won" && amountMinor !== null;
		let share = 0;
		if (isWin) share = replayShare(daysUntil(line.createdAt, life.closedAt ?? now), soonest, latest);
		else if (isOpen && (amountMinor !== null || isAmountToCome) && latest > 0) {
			const age = daysUntil(line.createdAt, now);
			share =
				(winArea(model, line, now, latest - age, drift.shift) - winArea(model, line, now, soonest - age, drift.shift)) /
				latest;
		}
		if (!isOpen || knowsItsBeginning(line)) {
			history.push({
				createdAt: line.createdAt,
				share,
				isWin,
				amountMinor: amountMinor === null ? null : Number(amountMinor),
				isAmountToCome,
			});
		}
		const book = bookOf(owner);
		if (now - line.createdAt <= SHARE_DAYS * DAY_MS) book.created++;
		const isBooked = life.status === "won" && life.closedAt !== null && isInside(life.closedAt, span);
		if (!isBooked && !(isOpen && latest > 0)) continue;
		book.counts[isOpen ? "open" : "won"]++;
		if ("missing" in priced) book.counts[priced.missing === "rate" ? "withoutRate" : "withoutAmount"]++;
		if (amountMinor === null) continue;
		if (!isOpen) book.closedMinor += amountMinor;
		else {
			const stageId = at(line.stages, now) ?? null;
			const shift = shiftOf(Number(amountMinor));
			book.open.push({
				dealId: line.dealId,
				stageId,
				ownerId: owner,
				amountMinor,
				amount: Number(amountMinor) * (ratios.get(stageId ?? "") ?? 1),
				probability: within(line, latest, shift) - within(line, soonest, shift),
			});
		}
	}
	return { books, history, driftVariance: drift.variance };
}

/** A closed deal of which nobody said when: it belongs to no period and tells nothing about pace. */
function isTimeless(line: DealTimeline, now: Instant): boolean {
	if (line.hasHistory || (at(line.closeDates, now) ?? null) !== null) return false;
	const [first] = line.status;
	return first !== undefined && first.at === line.createdAt && first.value !== "open";
}

/**
 * False for an open deal that was simply there when its file was read: a whole pipeline of them would else look like
 * one day's new business. Without history a known beginning is in a stage nobody knows.
 */
function knowsItsBeginning(line: DealTimeline): boolean {
	const [first] = line.stages;
	return line.hasHistory || first === undefined || first.at !== line.createdAt || first.value === null;
}

/** Days from now to a moment, none when it has passed. */
export function daysUntil(now: Instant, moment: Instant): number {
	return Math.max(0, (moment - now) / DAY_MS);
}

function isInside(moment: Instant, span: { start: Instant; end: Instant }): boolean {
	return span.start <= moment && moment < span.end;
}
