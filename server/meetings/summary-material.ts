import { sql } from "kysely";
import type { Db } from "../db/connect.ts";
import { listActions, listInsights } from "../db/meeting-findings.ts";
import { listParticipants } from "../db/meeting-people.ts";
import { listSteps } from "../db/meeting-steps.ts";
import type { MeetingRow } from "../db/meetings.ts";
import type { SummaryMaterial, TipRow } from "../views/meeting-summary-view.ts";
import type { ContentLine } from "./tip-lines.ts";

/** Everything that a meeting's summary is made from. */
export async function summaryMaterial(db: Db, row: MeetingRow): Promise<SummaryMaterial> {
	const tips =
		await sql<TipRow>`select tip_id as "tipId", kind, params, segment_ids as "segmentIds", quote, at_sec as "atSec",
			was_shown as "wasShown"
		from meeting_tips where meeting_id = ${row.id}::uuid order by at_sec, tip_id`.execute(db);
	const notes = await sql<SummaryMaterial["notes"][number]>`select n.id, n.text, n.at_sec as "atSec", u.name as author,
			n.created_at as "createdAt"
		from meeting_notes n left join users u on u.id = n.author_id where n.meeting_id = ${row.id}::uuid
		order by n.at_sec nulls last, n.created_at`.execute(db);
	const texts = await sql<SummaryMaterial["texts"][number]>`select distinct on (kind) kind, version, body
		from meeting_texts where meeting_id = ${row.id}::uuid order by kind, version desc`.execute(db);
	const names = async (table: "competitors" | "trackers") =>
		new Map((await db.selectFrom(table).select(["id", "name"]).execute()).map(({ id, name }) => [id, name]));
	return {
		row,
		steps: await listSteps(db, row.id),
		participants: await listParticipants(db, row.id),
		actions: await listActions(db, row.id),
		insights: await listInsights(db, row.id),
		tips: tips.rows,
		notes: notes.rows,
		texts: texts.rows,
		competitors: await names("competitors"),
		trackers: await names("trackers"),
		content: await contentLines(db),
	};
}

/** The workspace's content that is in use, for tips. */
export async function contentLines(db: Db): Promise<ContentLine[]> {
	const { rows } =
		await sql<ContentLine>`select id, kind, title, body, competitor_id as "competitorId", locale from content
		where archived_at is null and kind <> 'document' order by id limit 2000`.execute(db);
	return rows;
}
