import { sql } from "kysely";
import type { PlainDate } from "../../core/model/instant.ts";
import { type ExchangeRate, minorDigits, rateOn } from "../../core/model/money.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import type { Db } from "./connect.ts";
import { type DealFilter, dealConditions } from "./deals.ts";

/** What a stage's deals come to, in the reporting currency's minor units. */
export interface StageSums {
	stageId: string;
	deals: number;
	withoutAmount: number;
	withoutRate: number;
	notScored: number;
	amountMinor: bigint;
	/** Amount × chance in billionths of a minor unit, each deal's own rounding left out. */
	weightedScaled: bigint;
}

/** Of which deals the sums are, and in which money. */
export interface StageSumsAsk {
	pipelineId: string;
	filter: DealFilter;
	/** The days between which closed deals count; null: those of the filter. */
	closed: { from: PlainDate; to: PlainDate } | null;
	visibleOwners: VisibleOwners;
	currency: string;
	rates: ExchangeRate[];
	today: PlainDate;
	zone: string;
}

/**
 * Counts and sums of every stage with deals, over the whole filter and not only over what a page shows. Each deal is
 * converted as `convert` does (half away from zero, once), so that the sum is that of the cards. Open deals take the
 * latest rate, closed ones that of their closing day.
 */
export async function sumStages(db: Db, ask: StageSumsAsk): Promise<StageSums[]> {
	const { currency, rates, today } = ask;
	const known = [...new Set([currency, ...rates.map((r) => r.from)])];
	const latest = known.map((from) => rateOn(rates, from, currency, today)?.rate ?? null);
	const shifts = known.map((from) => shiftOf(minorDigits(currency) - minorDigits(from)));
	const where = sql`d.pipeline_id = ${ask.pipelineId}::uuid and ${dealConditions(ask.filter, ask.visibleOwners)}`;
	const within = ask.closed ? sql`and d.close_date between ${ask.closed.from}::date and ${ask.closed.to}::date` : sql``;
	const { rows } = await sql<Row>`
		with known as (select * from unnest(${known}::text[], ${latest}::numeric[], ${shifts}::numeric[]) k(currency, latest, shift)),
		priced as (
			select d.stage_id, d.amount_minor, s.value as chance, true as is_open, round(d.amount_minor * k.latest * k.shift) as reporting
			from deals d left join known k on k.currency = d.currency
			left join scores s on s.entity = 'deal' and s.entity_id = d.id
			where d.status = 'open' and ${where}
			union all
			select d.stage_id, d.amount_minor, null, false, round(d.amount_minor * k.shift
				* case when d.currency = ${currency} then 1 else r.rate end)
			from deals d left join known k on k.currency = d.currency
			left join lateral (select x.rate from exchange_rates x
				where x.from_currency = d.currency and x.to_currency = ${currency}
					and x.valid_from <= (d.closed_at at time zone ${ask.zone})::date
				order by x.valid_from desc limit 1) r on true
			where d.status <> 'open' and ${where} ${within}
		)
		select stage_id as "stageId", count(*)::int as deals,
			count(*) filter (where amount_minor is null)::int as "withoutAmount",
			count(*) filter (where amount_minor is not null and reporting is null)::int as "withoutRate",
			count(*) filter (where is_open and reporting is not null and chance is null)::int as "notScored",
			coalesce(sum(reporting), 0)::text as amount,
			coalesce(sum(reporting * round(chance::numeric * 1000000000)), 0)::text as weighted
		from priced group by stage_id`.execute(db);
	return rows.map(({ amount, weighted, ...counts }) => ({
		...counts,
		amountMinor: BigInt(amount),
		weightedScaled: BigInt(weighted),
	}));
}

interface Row {
	stageId: string;
	deals: number;
	withoutAmount: number;
	withoutRate: number;
	notScored: number;
	amount: string;
	weighted: string;
}

/** Ten to the power, as a plain decimal: 2 → "100", -1 → "0.1". */
function shiftOf(power: number): string {
	return power >= 0 ? `1${"0".repeat(power)}` : `0.${"0".repeat(-power - 1)}1`;
}
