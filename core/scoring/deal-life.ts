import type { DealStatus } from "../model/deal.ts";
import type { Instant } from "../model/instant.ts";
import type { DealTimeline } from "../model/timeline.ts";
import { at, since } from "../model/timeline.ts";

/** How a deal stood just before an origin. */
export interface DealLife {
	status: DealStatus;
	createdAt: Instant;
	/** When it was won or lost; null while open. */
	closedAt: Instant | null;
	/** Closed before it was created: an import's mistake. Counted, but nothing about timing is learnt from it. */
	backdated: boolean;
}

/** The deal's life from what was recorded before `origin`; null when the deal was not yet known. */
export function lifeAsOf(line: DealTimeline, origin: Instant): DealLife | null {
	if (!(line.createdAt < origin)) return null;
	const status = at(line.status, origin) ?? "open";
	const closedAt = status === "open" ? null : (since(line.status, origin) ?? null);
	return { status, createdAt: line.createdAt, closedAt, backdated: closedAt !== null && closedAt < line.createdAt };
}

/** How often the expected close date had been moved to a later day before `origin`. */
export function pushesAsOf(line: DealTimeline, origin: Instant): number {
	let pushes = 0;
	let before: string | null = null;
	for (const step of line.closeDates) {
		if (step.at >= origin) break;
		if (step.value !== null && before !== null && step.value > before) pushes++;
		if (step.value !== null) before = step.value;
	}
	return pushes;
}
