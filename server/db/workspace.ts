import { sql } from "kysely";
import { dateIn, type Instant, type PlainDate } from "../../core/model/instant.ts";
import type { ExchangeRate } from "../../core/model/money.ts";
import type { FiscalCalendar } from "../../core/model/period.ts";
import type { Db } from "./connect.ts";

/** A workspace's calendar, currency and clock. */
export interface Workspace {
	name: string;
	zone: string;
	currency: string;
	fiscal: FiscalCalendar;
	/** Whether its clock stands (files that end in the past) rather than runs. */
	isStanding: boolean;
	/** Where its clock stands; engines read what was recorded before it. */
	now: Instant;
	/** The day that is there, in its zone. */
	today: PlainDate;
	/**
	 * When something done now counts as recorded. Under a standing clock that is just before it: later would lie in a
	 * future which no engine reads.
	 */
	recordedAt: Instant;
}

/** The workspace of the transaction; `realNow` where its clock runs. */
export async function loadWorkspace(db: Db, realNow: Instant): Promise<Workspace> {
	const row = await db
		.selectFrom("tenants")
		.select(["name", "zone", "reporting_currency", "fiscal", "clock_at"])
		.executeTakeFirstOrThrow();
	const now = row.clock_at ?? realNow;
	return {
		name: row.name,
		zone: row.zone,
		currency: row.reporting_currency,
		fiscal: row.fiscal,
		isStanding: row.clock_at !== null,
		now,
		today: dateIn(row.zone, now),
		recordedAt: row.clock_at === null ? realNow : row.clock_at - 1,
	};
}

/** All rates to a currency, in order of time; `rate` is a plain decimal. */
export async function loadRates(db: Db, to: string): Promise<ExchangeRate[]> {
	const rows = await db
		.selectFrom("exchange_rates")
		.select(["from_currency", "to_currency", "valid_from", sql<string>`trim_scale(rate)::text`.as("rate")])
		.where("to_currency", "=", to)
		.orderBy("valid_from")
		.execute();
	return rows.map((r) => ({ from: r.from_currency, to: r.to_currency, rate: r.rate, validFrom: r.valid_from }));
}
