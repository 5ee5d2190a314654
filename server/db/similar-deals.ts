import { sql } from "kysely";
import type { DealStatus } from "../../core/model/deal.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { ComparedDeal } from "../../core/scoring/similar-deals.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import type { Db } from "./connect.ts";
import type { DealRow } from "./deal-columns.ts";
import { visibleTo } from "./deals.ts";
import { timestamp } from "./values.ts";

/** Closed deals in sight that are compared with one: the newest of its pipeline. */
const MOST = 400;

/** A deal with what it is compared by, and the closed deals in sight it is compared with. Amounts only compare within its currency. */
export async function comparedDeals(
	db: Db,
	deal: DealRow,
	visibleOwners: VisibleOwners,
): Promise<{ own: ComparedDeal; others: (ComparedDeal & { name: string })[] }> {
	const columns = sql`d.id, d.name, d.status, d.account_id as "accountId", d.owner_id as "ownerId", d.pipeline_id as "pipelineId",
		case when d.currency = ${deal.amount?.currency ?? null} then d.amount_minor::float8 end as amount,
		a.industry, a.employees, d.source, d.created_at as "createdAt", d.closed_at as "closedAt"`;
	const { rows } = await sql<ComparedDeal & { name: string; status: DealStatus; createdAt: Instant }>`
		(select ${columns} from deals d left join accounts a on a.id = d.account_id where d.id = ${deal.id}::uuid)
		union all
		(select ${columns} from deals d left join accounts a on a.id = d.account_id
			where d.pipeline_id = ${deal.pipelineId}::uuid and d.status in ('won', 'lost') and d.closed_at < ${timestamp(deal.now)}
				and d.id <> ${deal.id}::uuid and ${visibleTo(visibleOwners)}
			order by d.closed_at desc, d.id limit ${sql.lit(MOST)})`.execute(db);
	const own = rows.find((row) => row.id === deal.id);
	if (!own) throw new Error("the deal was there a moment ago");
	return { own, others: rows.filter((row) => row.id !== deal.id) };
}
