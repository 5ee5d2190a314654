import type { JsonValue } from "./change.ts";
import type { Instant } from "./instant.ts";

export const LEAD_STATUSES = ["new", "working", "qualified", "converted", "disqualified"] as const;
/** How soon a lead is worth somebody's time. */
export const LEAD_GRADES = ["hot", "warm", "cold"] as const;
export type LeadGrade = (typeof LEAD_GRADES)[number];
export type LeadStatus = (typeof LEAD_STATUSES)[number];

/** Someone who may become a customer, before there is a deal. */
export interface Lead {
	id: string;
	name: string;
	email: string | null;
	company: string | null;
	title: string | null;
	phone: string | null;
	source: string | null;
	industry: string | null;
	country: string | null;
	employees: number | null;
	status: LeadStatus;
	ownerId: string | null;
	/** Set once it became a deal. */
	convertedDealId: string | null;
	createdAt: Instant;
	closedAt: Instant | null;
	/** Columns of its source that no field of ours takes, by their names there; absent where nobody asked for them. */
	extra?: Readonly<Record<string, JsonValue>>;
}
