import type { PlainDate } from "./instant.ts";

/** A cut of the market that someone works. `rules` say which accounts and leads fall into it. */
export interface Territory {
	id: string;
	name: string;
	parentId: string | null;
	ownerId: string | null;
	rules: TerritoryRule[];
}

/** All given lists must match; an absent list matches everything. */
export interface TerritoryRule {
	countries?: string[];
	regions?: string[];
	industries?: string[];
	minEmployees?: number;
	maxEmployees?: number;
}

/** What a territory plan parts: `given` units come from a file. */
export type TerritoryUnitKind = "accounts" | "cells" | "regions" | "postcodes" | "countries" | "counties" | "given";

/** `waiting`: agreed, and holds from a day to come; `replaced`: another was applied since. */
export type TerritoryPlanState = "draft" | "submitted" | "approved" | "waiting" | "applied" | "replaced" | "undone";

/** What a person or team is to bring in a period (`FY2026-Q3`). */
export interface Quota {
	id: string;
	/** Exactly one of the two. */
	userId: string | null;
	teamId: string | null;
	period: string;
	amountMinor: bigint;
	currency: string;
}

/** A marketing effort that brings leads. */
export interface Campaign {
	id: string;
	name: string;
	channel: string | null;
	startsOn: PlainDate | null;
	endsOn: PlainDate | null;
	costMinor: bigint | null;
	currency: string | null;
}
