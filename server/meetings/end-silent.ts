import { sql } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import { recordAudit } from "../audit/record.ts";
import type { Database } from "../db/connect.ts";
import { timestamp } from "../db/values.ts";
import { appendEvent } from "../events/append.ts";
import type { Jobs } from "../jobs/catalog.ts";
import { sendSteps, wantSteps } from "./after-steps.ts";

/** A live meeting in which nothing has come for so long is over: its page, or its bot, does not come back. */
const SILENT_MS = 2 * 3_600_000;
const MOST = 200;

/** Ends live meetings that nobody ended, at the moment something last came, and has made what follows. Gives how many. */
export async function endSilentMeetings({
	database,
	jobs,
	now,
}: {
	database: Database;
	jobs: Pick<Jobs, "enqueueCoalesced">;
	now: () => Instant;
}): Promise<number> {
	const tenants = await database.asSystem((trx) => trx.selectFrom("tenants").select("tenant_id").execute());
	let ended = 0;
	for (const { tenant_id: tenantId } of tenants) {
		const ids = await database.inTenant(tenantId, async (trx) => {
			const { rows } = await sql<{ id: string; title: string }>`update meetings m set state = 'processing',
					ended_at = coalesce(m.ended_at, s.last), version = m.version + 1, updated_at = now(),
					duration_sec = coalesce(m.duration_sec, s.spoken,
						greatest(0, extract(epoch from s.last - coalesce(s.began, m.starts_at)))::int)
				from (select x.id, l.began_at as began, greatest(x.updated_at, x.starts_at,
							(select max(e.at) from meeting_events e where e.meeting_id = x.id)) as last,
						(select round(max(g.end_sec))::int from meeting_segments g
							where g.meeting_id = x.id and not g.is_retracted) as spoken
					from meetings x left join meeting_lines l on l.meeting_id = x.id
					where x.state = 'live' limit ${sql.lit(MOST)}) s
				where m.id = s.id and m.state = 'live' and s.last < ${timestamp(now() - SILENT_MS)}::timestamptz
				returning m.id, m.title`.execute(trx);
			for (const { id, title } of rows) {
				await trx
					.updateTable("meeting_lines")
					.set({ recording: sql`case when recording = 'declined' then recording else 'off' end`, source_id: null })
					.where("meeting_id", "=", id)
					.execute();
				await wantSteps(trx, tenantId, id);
				await appendEvent(trx, { tenantId, type: "meeting.changed", entity: "meeting", entityId: id });
				await recordAudit(trx, {
					...{ tenantId, actorId: null, actor: "system", action: "meeting.ended", entity: "meeting", entityId: id },
					detail: { title },
				});
			}
			return rows.map(({ id }) => id);
		});
		for (const id of ids) await sendSteps(jobs, tenantId, id);
		ended += ids.length;
	}
	return ended;
}
