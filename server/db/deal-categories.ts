import { type RawBuilder, sql } from "kysely";
import type { DealCategory } from "../../core/model/deal-category.ts";
import type { Db } from "./connect.ts";

/** Whether what was chosen here still stands: the source has said nothing new since. Of `deal_categories c`. */
const stands: RawBuilder<boolean> = sql`(c.deal_id is not null and not exists (select from field_changes f
	where f.tenant_id = c.tenant_id and f.entity = 'deal' and f.entity_id = c.deal_id and f.field = 'forecastCategory'
		and f.recorded_at > c.set_at))`;

/**
 * The category of `deals d` beside `deal_categories c`: what a person chose here until the source changes its own, else
 * the source's.
 */
export const heldCategory: RawBuilder<DealCategory | null> = sql`case when ${stands} then c.category
	else d.forecast_category end`;

/** Who says {@link heldCategory}; null where nobody does. */
export const categoryFrom: RawBuilder<"person" | "source" | null> = sql`case when ${stands} then 'person'
	when d.forecast_category is not null then 'source' end`;

/** The categories that deals are in, by deal; those in none are left out. */
export async function categoriesOf(db: Db, dealIds: readonly string[]): Promise<Map<string, DealCategory>> {
	const { rows } = await sql<{ id: string; category: DealCategory | null }>`select d.id, ${heldCategory} as category
		from deals d left join deal_categories c on c.tenant_id = d.tenant_id and c.deal_id = d.id
		where d.id = any(${dealIds}::uuid[])`.execute(db);
	return new Map(rows.flatMap((row) => (row.category ? [[row.id, row.category] as const] : [])));
}
