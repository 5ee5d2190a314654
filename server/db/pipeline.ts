import { sql } from "kysely";
import { DAY_MS, type Instant } from "../../core/model/instant.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import type { Db } from "./connect.ts";
import { dealConditions } from "./deals.ts";
import { timestamp } from "./values.ts";

/** Whose pipeline. */
export interface PipelineFilter {
	teamId?: string | undefined;
	ownerId?: string | undefined;
}

/** How far back closed deals speak for the pipeline. */
export const LOOK_BACK_DAYS = 365;

/** The ids of deals that a pipeline is judged from, as a sub-select: open ones, and those closed in the last year. */
export function pipelineDeals(filter: PipelineFilter, visibleOwners: VisibleOwners, now: Instant) {
	return sql`select d.id from deals d where ${dealConditions(filter, visibleOwners)}
		and (d.status = 'open' or d.closed_at >= ${timestamp(now - LOOK_BACK_DAYS * DAY_MS)})`;
}

/** The last activity before `now` on each open deal in sight. */
export async function lastActivities(
	db: Db,
	filter: PipelineFilter,
	visibleOwners: VisibleOwners,
	now: Instant,
): Promise<Map<string, Instant>> {
	const { rows } = await sql<{ id: string; at: Instant }>`select d.id, v.at from deals d join lateral (
			select a.occurred_at as at from activities a where a.deal_id = d.id and a.occurred_at < ${timestamp(now)}
			order by a.occurred_at desc limit 1) v on true
		where d.status = 'open' and ${dealConditions(filter, visibleOwners)}`.execute(db);
	return new Map(rows.map((row) => [row.id, row.at]));
}
