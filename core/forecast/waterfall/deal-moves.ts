import type { Instant } from "../../model/instant.ts";
import type { DealTimeline } from "../../model/timeline.ts";
import type { WaterfallKind } from "../../model/waterfall-kind.ts";
import type { Pricing } from "../pricing.ts";
import { type DealStanding, pricedMinor, type Standings } from "./deal-standing.ts";

/** One deal's share in one bar; null: counted, not priced. */
export interface DealMove {
	kind: WaterfallKind;
	valueMinor: bigint | null;
	ownerId: string | null;
}

/**
 * How one deal moved the pipeline between two moments; its moves sum to its value at the end less its value at the
 * beginning. A deal that came and went in between shows in both bars, so that the won bar holds every win of the span.
 * Of moves back and forth only what is left of them counts.
 */
export function movesOf(line: DealTimeline, from: Instant, to: Instant, standings: Standings): DealMove[] {
	const before = standings.of(line, from);
	const after = standings.of(line, to);
	if (!after) return [];
	const { price } = standings;
	if (before?.isIn && after.isIn) return changes(line, before, after, price);
	const exit = exitKind(after);
	const won = isWin(after, from);
	if (before?.isIn) {
		if (won) return [...changes(line, before, after, price), move(exit, after, -1n)];
		return [move(exit, { ...before, ownerId: after.ownerId }, -1n)];
	}
	if (after.isIn) return [move(entryKind(before), after, 1n)];
	if (won && exit === "won") return [move(entryKind(before), after, 1n), move("won", after, -1n)];
	const between = lastIn(line, from, to, standings);
	return between ? [move(entryKind(before), between, 1n), move(exit, between, -1n)] : [];
}

function move(kind: WaterfallKind, { priced, ownerId }: DealStanding, sign: bigint): DealMove {
	return { kind, ownerId, valueMinor: "missing" in priced ? null : sign * priced.amountMinor };
}

/** What of a change in value is another amount, and what another rate. */
function changes(line: DealTimeline, before: DealStanding, after: DealStanding, price: Pricing): DealMove[] {
	const moves: DealMove[] = [];
	const add = (kind: WaterfallKind | null, valueMinor: bigint): void => {
		if (valueMinor === 0n) return;
		moves.push({ kind: kind ?? (valueMinor > 0n ? "amount_up" : "amount_down"), valueMinor, ownerId: after.ownerId });
	};
	const [a, b] = [before.priced, after.priced];
	if ("missing" in a || "missing" in b) {
		const missing = "missing" in a ? a.missing : "missing" in b ? b.missing : "amount";
		add(missing === "rate" ? "rate" : null, pricedMinor(b) - pricedMinor(a));
		return moves;
	}
	const atOldRate = pricedMinor(price(after.amountMinor, line.currency, before.pricedAt));
	add(null, atOldRate - a.amountMinor);
	add("rate", b.amountMinor - atOldRate);
	return moves;
}

function isWin(after: DealStanding, from: Instant): boolean {
	return after.status === "won" && after.isOfNode && after.closedAt !== null && after.closedAt >= from;
}

/** Why a deal that is not in at the end is not; whom it belongs to comes first, for it ended or moved as somebody else's. */
function exitKind({ isOfNode, status, due, closedIn }: DealStanding): WaterfallKind {
	if (!isOfNode) return "owner_out";
	if (status === "won") return closedIn ? "won" : "won_elsewhere";
	if (status === "lost") return "lost";
	return due === "before" ? "moved_earlier" : "pushed_out";
}

/** Why a deal that is in at the end, or was in between, was not in at the beginning. */
function entryKind(before: DealStanding | null): WaterfallKind {
	if (!before) return "created";
	if (before.status !== "open") return "reopened";
	if (!before.isOfNode) return "owner_in";
	return before.due === "before" ? "slipped_in" : "pulled_in";
}

/** How the deal stood when it was last in, of the moments at which something was recorded of it. */
function lastIn(line: DealTimeline, from: Instant, to: Instant, standings: Standings): DealStanding | null {
	const moments = [line.createdAt, ...[line.status, line.closeDates, line.owners].flatMap((l) => l.map((s) => s.at))];
	let last: { moment: Instant; standing: DealStanding } | null = null;
	for (const recorded of moments) {
		const moment = Math.min(to, recorded + 1);
		if (recorded < from || recorded >= to || (last && moment <= last.moment)) continue;
		const standing = standings.of(line, moment);
		if (standing?.isIn) last = { moment, standing };
	}
	return last?.standing ?? null;
}
