import type { Instant } from "../model/instant.ts";
import type { View } from "./view.ts";

/** A sentence of `core/words` by its key; each reader hears it in their own language. */
export interface Told {
	key: string;
	params?: Record<string, string | number> | undefined;
}

/** How fast a vendor may be called by one workspace. Choose less than the vendor allows: others share its allowance. */
export interface PaceLimit {
	/** The first part of the keys it holds for: `search` holds for `limiter.take("search")` and `take("search:deals")`. */
	key: string;
	calls: number;
	perMs: number;
	/** Whose rule it is, and which. */
	reason: Told;
}

/** What people are shown before and while they are connected. */
export interface HostAbout {
	/** As its maker writes it. */
	name: string;
	/** What we are allowed to do there, in the vendor's own names. */
	scopes: readonly { name: string; reason: Told }[];
	/** Whom we call, as `https://api.example.com` or in words where each workspace has its own. */
	addresses: readonly { address: string; reason: Told }[];
	limits: readonly PaceLimit[];
	/** The kinds of numbers that are seen there; absent: all. */
	shows?: readonly View["kind"][];
	/** The folder of the workspace's own, by its name beneath, into which people put files. */
	folder?: string;
}

/** Whether a connection works now: if not, what is wrong and what to do about it. */
export type Tested = { ok: true } | { ok: false; fault: Told; todo: Told };

/** One kind of deal in the source's own report: how many, and how much in each currency (minor units as text). */
export interface ReportedDeals {
	count: number;
	totals: Record<string, string>;
}

/** What the source itself says it holds, to compare with ours. */
export interface SourceReport {
	asOf: Instant;
	/** Records by our name of the kind: `account`, `deal`, … Absent: the source cannot count them. */
	rows: Partial<Record<string, number>>;
	deals: { open: ReportedDeals; won: ReportedDeals };
}

/** Since when the source keeps the history of changes; null: it does not, and only the present is known. */
export interface SourceHistory {
	since: Instant | null;
	/** How it is known, and what it lacks. */
	note: Told;
}

/** What taking our fields away came to: records that were freed of them, and those that could not be. */
export interface RemovedFields {
	records: number;
	failed: { record: string; reason: string }[];
}

/** Something that an account of the vendor's does not give us, and what stands in for it here. */
export interface Lack {
	what: Told;
	instead: Told;
}

/** How a connection stands with its vendor just now. */
export interface Pulse {
	/** Calls of the last 24 hours: ours and others', and how many there may be. Null: the vendor does not count. */
	calls: { used: number; most: number; leftToOthers: number } | null;
	/** When the vendor's stream of changes was last seen to stand; null within: not yet. Null: it is not listened to. */
	hears: { last: Instant | null } | null;
}
