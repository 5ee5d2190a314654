import { sql, type Transaction } from "kysely";
import type { DealShare } from "../../core/forecast/waterfall/deal-shares.ts";
import type { DealCategory } from "../../core/model/deal-category.ts";
import type { PlainDate } from "../../core/model/instant.ts";
import type { Db } from "./connect.ts";
import { categoryFrom, heldCategory } from "./deal-categories.ts";
import { HAS_NODES } from "./forecasts.ts";
import type { Tables } from "./tables.ts";

const BATCH = 5000;

/**
 * Keeps what each deal brings to a forecast. Of a period only those of the newest forecast are kept; one whose nodes a
 * forecast of the same day has replaced is none, though it may have begun later.
 */
export async function keepForecastDeals(
	trx: Transaction<Tables>,
	tenantId: number,
	forecastId: string,
	shares: Iterable<DealShare>,
): Promise<void> {
	const { rows } = await sql<{ newest: string | null }>`select (
		select f.id from forecasts f where f.period = made.period and ${HAS_NODES}
		order by f.as_of desc, f.created_at desc, f.id desc limit 1
	) as newest from forecasts made where made.id = ${forecastId}::uuid`.execute(trx);
	if (rows[0]?.newest !== forecastId) return;
	await sql`delete from forecast_deals d using forecasts old, forecasts new
		where new.id = ${forecastId}::uuid and old.period = new.period and old.tenant_id = d.tenant_id and d.forecast_id = old.id`.execute(
		trx,
	);
	const all = [...shares];
	for (let from = 0; from < all.length; from += BATCH) {
		const part = all.slice(from, from + BATCH);
		await sql`insert into forecast_deals
			(tenant_id, forecast_id, deal_id, leaf_id, owner_id, stage_id, place, amount_minor, probability, expected_minor)
			select ${tenantId}, ${forecastId}::uuid, * from unnest(
				${part.map((s) => s.dealId)}::uuid[], ${part.map((s) => s.leafId)}::text[], ${part.map((s) => s.ownerId)}::uuid[],
				${part.map((s) => s.stageId)}::uuid[], ${part.map((s) => s.place)}::text[],
				${part.map((s) => s.amountMinor.toString())}::int8[], ${part.map((s) => s.probability)}::float8[],
				${part.map((s) => s.expectedMinor.toString())}::int8[])`.execute(trx);
	}
}

/** What each deal brings to a forecast: of these leaves, or of all; none where a newer one has taken its place. */
export async function sharesOf(db: Db, forecastId: string, leaves: ReadonlySet<string> | null): Promise<DealShare[]> {
	const rows = await db
		.selectFrom("forecast_deals")
		.select([
			"deal_id as dealId",
			"leaf_id as leafId",
			"owner_id as ownerId",
			"stage_id as stageId",
			"place",
			"amount_minor as amountMinor",
			"probability",
			"expected_minor as expectedMinor",
		])
		.where("forecast_id", "=", forecastId)
		.$if(leaves !== null, (q) => q.where("leaf_id", "=", sql<string>`any(${[...(leaves ?? [])]}::text[])`))
		.execute();
	return rows;
}

/** A deal in a forecast as a page lists it. */
export interface ForecastDealRow extends DealShare {
	name: string;
	owner: string | null;
	stage: string | null;
	closeDate: PlainDate | null;
	category: DealCategory | null;
	categoryFrom: "person" | "source" | null;
	/** As its source has it. */
	sourceCategory: DealCategory | null;
	categoryVersion: number;
}

/** The deals of a forecast beneath these leaves that bring most, with how many there are and what all bring. */
export async function listForecastDeals(
	db: Db,
	forecastId: string,
	leaves: ReadonlySet<string>,
	limit: number,
): Promise<{ rows: ForecastDealRow[]; total: number; expectedMinor: bigint }> {
	const leafIds = [...leaves];
	const { rows } = await sql<ForecastDealRow>`
		select s.deal_id as "dealId", s.leaf_id as "leafId", s.owner_id as "ownerId", s.stage_id as "stageId", s.place,
			s.amount_minor as "amountMinor", s.probability, s.expected_minor as "expectedMinor", d.name, u.name as owner,
			st.name as stage, d.close_date as "closeDate", ${heldCategory} as category, ${categoryFrom} as "categoryFrom",
			d.forecast_category as "sourceCategory", coalesce(c.version, 0) as "categoryVersion"
		from forecast_deals s join deals d on d.id = s.deal_id left join users u on u.id = s.owner_id
			left join stages st on st.id = s.stage_id left join deal_categories c on c.deal_id = s.deal_id
		where s.forecast_id = ${forecastId}::uuid and s.leaf_id = any(${leafIds}::text[])
		order by s.place, s.expected_minor desc, s.deal_id limit ${limit}`.execute(db);
	const { rows: sums } = await sql<{ total: number; minor: bigint }>`
		select count(*)::int as total, coalesce(sum(expected_minor), 0)::int8 as minor from forecast_deals
		where forecast_id = ${forecastId}::uuid and leaf_id = any(${leafIds}::text[])`.execute(db);
	return { rows, total: sums[0]?.total ?? 0, expectedMinor: sums[0]?.minor ?? 0n };
}

/** Names of these deals by id. */
export async function dealNames(db: Db, dealIds: readonly string[]): Promise<Map<string, string>> {
	const { rows } = await sql<{ id: string; name: string }>`select id, name from deals
		where id = any(${dealIds}::uuid[])`.execute(db);
	return new Map(rows.map((row) => [row.id, row.name]));
}
