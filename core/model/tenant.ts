import type { Instant } from "./instant.ts";
import type { FiscalCalendar } from "./period.ts";

/** One company's workspace. */
export interface Tenant {
	id: number;
	/** Unique, in addresses. */
	slug: string;
	name: string;
	/** IANA zone in which its days and periods begin. */
	zone: string;
	/** ISO 4217; every total is in it. */
	reportingCurrency: string;
	fiscal: FiscalCalendar;
	locale: string;
	/** Only such a workspace has demo people and default secrets, and only on localhost. */
	isDemo: boolean;
	/**
	 * Where the workspace's clock stands when its files end in the past (an export of 2017 is forecast from 2017).
	 * Null: the clock runs.
	 */
	clockAt: Instant | null;
}
