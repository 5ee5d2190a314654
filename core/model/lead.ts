import type { Instant } from "./instant.ts";

export const LEAD_STATUSES = ["new", "working", "qualified", "converted", "disqualified"] as const;
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
}
