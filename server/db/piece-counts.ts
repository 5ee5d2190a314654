import { sql } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import type { Db } from "./connect.ts";
import { timestamp } from "./values.ts";

/** A stretch of time, half-open. */
export interface CountSpan {
	name: string;
	start: Instant;
	end: Instant;
}

/**
 * How many pieces each owner (null: nobody) brought in each span before `now`: products on deals won in it (`units`), or
 * calls, meetings and demos of ours (`activities`). One scan over all spans.
 */
export async function countPieces(
	db: Db,
	measure: "units" | "activities",
	spans: readonly CountSpan[],
	now: Instant,
): Promise<Map<string, Map<string | null, number>>> {
	const counts = new Map(spans.map((span) => [span.name, new Map<string | null, number>()]));
	if (spans.length === 0) return counts;
	const list = sql`unnest(${spans.map((s) => s.name)}::text[], ${spans.map((s) => timestamp(s.start))}::timestamptz[],
		${spans.map((s) => timestamp(Math.min(s.end, now)))}::timestamptz[]) w(name, starts, ends)`;
	const { rows } = await (measure === "units"
		? sql<Row>`select w.name, d.owner_id::text as owner, coalesce(sum(l.quantity), 0)::float8 as n
			from ${list} join deals d on d.status = 'won' and d.closed_at >= w.starts and d.closed_at < w.ends
			join line_items l on l.tenant_id = d.tenant_id and l.deal_id = d.id group by w.name, d.owner_id`
		: sql<Row>`select w.name, a.owner_id::text as owner, count(*)::float8 as n
			from ${list} join activities a on a.occurred_at >= w.starts and a.occurred_at < w.ends
			where a.kind in ('call', 'meeting', 'demo') and a.direction is distinct from 'in'
			group by w.name, a.owner_id`
	).execute(db);
	for (const { name, owner, n } of rows) counts.get(name)?.set(owner, n);
	return counts;
}

interface Row {
	name: string;
	owner: string | null;
	n: number;
}
