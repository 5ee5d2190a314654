import { type Selectable, sql, type Transaction } from "kysely";
import { guessLanguage } from "../../core/coaching/languages.ts";
import { readSegment } from "../../core/coaching/read-segment.ts";
import { TRACKER_EXAMPLES, trackerPrecision } from "../../core/coaching/trackers.ts";
import type { TrackerJson, TrackerTrialJson } from "../../core/contract/coaching.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Side } from "../../core/model/meeting.ts";
import { meetingVisibleTo } from "../db/meetings.ts";
import type { Tables } from "../db/tables.ts";
import { jsonb } from "../db/values.ts";
import { asTracker } from "../meetings/coaching-context.ts";
import type { VisibleOwners } from "../policy/principal.ts";

/** The newest turns that a trial reads, and hits that it shows. */
const MOST = { turns: 6000, hits: 20 };

interface Measured {
	meetings: number;
	hits: number;
	at: string;
	judged: number;
	right: number;
}

/** A tracker as it crosses the wire. */
export function trackerJson(row: Selectable<Tables["trackers"]>): TrackerJson {
	const { id, name, kind, keywords, examples, side, state, version } = row;
	const measured = row.measured as unknown as Measured | null;
	return {
		...{ id, name, kind, keywords, examples, side, state, version },
		measured: measured && { ...measured, precision: trackerPrecision(measured.right, measured.judged) },
	};
}

/** Refuses a tracker that could hear nothing, or has too few examples to learn from. Throws unprocessable. */
export function requireTracker({
	kind,
	keywords,
	examples,
}: Pick<TrackerJson, "kind" | "keywords" | "examples">): void {
	if (kind === "keywords" && keywords.length === 0)
		throw new CourtsideError("unprocessable", "keywords: give at least one word.");
	if (kind === "examples" && examples.length < TRACKER_EXAMPLES.least)
		throw new CourtsideError(
			"unprocessable",
			`examples: give ${TRACKER_EXAMPLES.least} to ${TRACKER_EXAMPLES.most} sentences.`,
		);
}

/** What a tracker would have heard in the newest meetings in sight; keeps how right it was. Null where there is none. */
export async function tryTracker(
	trx: Transaction<Tables>,
	trackerId: string,
	visibleOwners: VisibleOwners,
	now: Instant,
): Promise<TrackerTrialJson | null> {
	const row = await trx.selectFrom("trackers").selectAll().where("id", "=", trackerId).forUpdate().executeTakeFirst();
	if (!row) return null;
	const { rows } = await sql<{
		meetingId: string;
		title: string;
		lang: string | null;
		segmentId: string;
		rev: number;
		speaker: string | null;
		side: Side;
		text: string;
		isRight: boolean | null;
	}>`select m.id as "meetingId", m.title, m.lang, s.segment_id as "segmentId", s.rev, coalesce(p.name, s.speaker_id) as speaker,
			coalesce(p.role, s.role) as side, s.text, j.is_right as "isRight"
		from meetings m join meeting_segments s on s.meeting_id = m.id
			left join meeting_participants p on p.meeting_id = s.meeting_id and p.speaker_id = s.speaker_id
			left join tracker_judgements j on j.tracker_id = ${trackerId}::uuid and j.meeting_id = s.meeting_id and j.segment_id = s.segment_id
		where ${meetingVisibleTo(visibleOwners)} and s.is_final and not s.is_retracted
		order by m.starts_at desc, s.start_sec limit ${sql.lit(MOST.turns)}`.execute(trx);
	const own = asTracker(row);
	const context = { reference: "2000-01-01", competitors: [], trackers: [own], tips: "none" as const };
	const hits = rows.filter(({ segmentId, rev, text, lang, side }) => {
		if (own.side !== undefined && own.side !== side) return false;
		const segment = {
			...{ segmentId, rev, channel: null, speakerId: null, role: side, start: 0, end: 0, text, final: true, lang },
		};
		return readSegment(segment, null, guessLanguage(text), context).sentences.some((s) => s.trackers.length > 0);
	});
	const judged = hits.filter(({ isRight }) => isRight !== null);
	const measured: Measured = {
		meetings: new Set(rows.map(({ meetingId }) => meetingId)).size,
		hits: hits.length,
		judged: judged.length,
		right: judged.filter(({ isRight }) => isRight).length,
		at: new Date(now).toISOString(),
	};
	await trx
		.updateTable("trackers")
		.set({ measured: jsonb(measured) })
		.where("id", "=", trackerId)
		.execute();
	// Those that nobody has judged yet first.
	const shown = [...hits].sort((a, b) => Number(a.isRight !== null) - Number(b.isRight !== null)).slice(0, MOST.hits);
	return {
		tracker: trackerJson({ ...row, measured: measured as never }),
		hits: shown.map(({ meetingId, title, segmentId, speaker, text, isRight }) => ({
			...{ meetingId, title, segmentId, speaker, text, isRight },
		})),
	};
}
