import type { Instant } from "./instant.ts";

/** A company that buys, or may. */
export interface Account {
	id: string;
	name: string;
	domain: string | null;
	industry: string | null;
	employees: number | null;
	/** In the tenant's reporting currency, minor units. */
	annualRevenueMinor: bigint | null;
	country: string | null;
	region: string | null;
	parentId: string | null;
	ownerId: string | null;
	createdAt: Instant;
}

/** A person at an account. */
export interface Contact {
	id: string;
	accountId: string | null;
	name: string;
	email: string | null;
	phone: string | null;
	title: string | null;
	createdAt: Instant;
}
