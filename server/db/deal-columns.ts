import { type RawBuilder, sql } from "kysely";
import type { DealStatus } from "../../core/model/deal.ts";
import { dateIn, type Instant, type PlainDate } from "../../core/model/instant.ts";
import { convert, type Money } from "../../core/model/money.ts";
import { type ScoreColumns, type StoredScore, scoreColumns, scoreOf } from "./score-columns.ts";
import { timestamp } from "./values.ts";

/** A deal with all that its view is made of. */
export interface DealRow {
	id: string;
	name: string;
	accountId: string | null;
	accountName: string | null;
	ownerId: string | null;
	ownerName: string | null;
	pipelineId: string;
	stageId: string;
	stageName: string;
	status: DealStatus;
	amount: Money | null;
	/** In the workspace's currency: at the rate of the closing day, for open deals at the latest as of now. Null without one. */
	amountReporting: Money | null;
	closeDate: PlainDate | null;
	createdAt: Instant;
	closedAt: Instant | null;
	source: string | null;
	nextStep: string | null;
	lostReason: string | null;
	version: number;
	updatedAt: Instant;
	score: StoredScore | null;
	touch: LastTouch;
	/** Where the workspace's clock stands, and the day that is there. */
	now: Instant;
	today: PlainDate;
}

/** When something was last done with a deal, as of its scoring (activities are partitioned: looking there costs every list). */
export interface LastTouch {
	/** By the customer, and who it was. */
	in: { at: Instant; contact: string | null } | null;
	/** By us. */
	outAt: Instant | null;
}

/** Columns of {@link dealJoins}, to be read back by {@link dealOf}. */
export const dealColumns: RawBuilder<unknown> = sql`d.id, d.name, d.account_id, a.name as account_name, d.owner_id,
	o.name as owner_name, d.pipeline_id, d.stage_id, st.name as stage_name, d.status, d.amount_minor, d.currency,
	d.close_date, d.created_at, d.closed_at, d.source, d.next_step, d.lost_reason, d.version, d.updated_at,
	t.reporting_currency, t.zone, t.clock_at, r.rate, ${scoreColumns}`;

/** What stands beside `deals d`. `now` is real time; a workspace whose clock stands is read at its clock. */
export function dealJoins(now: Instant): RawBuilder<unknown> {
	return sql`cross join tenants t
		left join accounts a on a.id = d.account_id
		left join users o on o.id = d.owner_id
		left join stages st on st.id = d.stage_id
		left join scores s on s.entity = 'deal' and s.entity_id = d.id
		left join lateral (
			select trim_scale(x.rate)::text as rate from exchange_rates x
			where d.currency <> t.reporting_currency and x.from_currency = d.currency and x.to_currency = t.reporting_currency
				and x.valid_from <= (coalesce(d.closed_at, t.clock_at, ${timestamp(now)}::timestamptz) at time zone t.zone)::date
			order by x.valid_from desc limit 1
		) r on true`;
}

/** What {@link dealColumns} come back as. */
export interface DealColumns extends ScoreColumns {
	id: string;
	name: string;
	account_id: string | null;
	account_name: string | null;
	owner_id: string | null;
	owner_name: string | null;
	pipeline_id: string;
	stage_id: string;
	stage_name: string | null;
	status: DealStatus;
	amount_minor: bigint | null;
	currency: string | null;
	close_date: string | null;
	created_at: Instant;
	closed_at: Instant | null;
	source: string | null;
	next_step: string | null;
	lost_reason: string | null;
	version: number;
	updated_at: Instant;
	reporting_currency: string;
	zone: string;
	clock_at: Instant | null;
	rate: string | null;
}

/** The deal of a row. */
export function dealOf(row: DealColumns, realNow: Instant): DealRow {
	const now = row.clock_at ?? realNow;
	const amount =
		row.amount_minor === null || row.currency === null
			? null
			: { amountMinor: row.amount_minor, currency: row.currency };
	return {
		id: row.id,
		name: row.name,
		accountId: row.account_id,
		accountName: row.account_name,
		ownerId: row.owner_id,
		ownerName: row.owner_name,
		pipelineId: row.pipeline_id,
		stageId: row.stage_id,
		stageName: row.stage_name ?? "",
		status: row.status,
		amount,
		amountReporting: inReporting(amount, row.reporting_currency, row.rate),
		closeDate: row.close_date,
		createdAt: row.created_at,
		closedAt: row.closed_at,
		source: row.source,
		nextStep: row.next_step,
		lostReason: row.lost_reason,
		version: row.version,
		updatedAt: row.updated_at,
		score: scoreOf(row),
		touch: touchOf(row.s_explanation),
		now,
		today: dateIn(row.zone, now),
	};
}

function inReporting(amount: Money | null, reporting: string, rate: string | null): Money | null {
	if (amount === null || amount.currency === reporting) return amount;
	return rate === null ? null : convert(amount, { from: amount.currency, to: reporting, rate, validFrom: "" });
}

/** What scoring kept beside the explanation. */
function touchOf(explanation: object | null): LastTouch {
	const { touch } = (explanation ?? {}) as { touch?: LastTouch };
	return touch ?? { in: null, outAt: null };
}
