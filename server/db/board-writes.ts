import { sql } from "kysely";
import type { Db } from "./connect.ts";

/** What somebody changed about a deal here and the system it came from does not have yet. */
export interface WaitingWrite {
	dealId: string;
	/** Which connection. */
	host: string;
	state: "waiting" | "failed";
	/** Why it failed. */
	reason: string | null;
}

/** The changes to these deals that wait to be written back, or could not be and were not written since. */
export async function waitingWrites(db: Db, dealIds: string[]): Promise<WaitingWrite[]> {
	const { rows } = await sql<WaitingWrite>`select distinct on (w.entity_id, w.host) w.entity_id as "dealId", w.host,
			case w.state when 'failed' then 'failed' else 'waiting' end as state, w.reason
		from write_backs w left join write_back_records r
			on r.host = w.host and r.entity = w.entity and r.entity_id = w.entity_id
		where w.entity = 'deal' and w.cause = 'person' and w.state in ('planned', 'queued', 'failed')
			and w.entity_id = any(${dealIds}::uuid[])
			and (w.state <> 'failed' or r.written_at is null or r.written_at < w.created_at)
		order by w.entity_id, w.host, w.id desc`.execute(db);
	return rows;
}
