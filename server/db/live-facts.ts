import { sql, type Transaction } from "kysely";
import type { CHECKS } from "../../core/contract/live-meeting.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { MeetingConsent, MeetingSource, MeetingState } from "../../core/model/meeting.ts";
import type { ContentLine } from "../meetings/tip-lines.ts";
import type { Db } from "./connect.ts";
import type { Tables } from "./tables.ts";

/** What a live line must know of its meeting besides what is said. */
export interface LiveFacts {
	title: string;
	lang: string | null;
	state: MeetingState;
	source: MeetingSource;
	consent: MeetingConsent;
	ownerId: string | null;
	startsAt: Instant;
	needsConsent: boolean;
	hasSentiment: boolean;
	/** The probability that the deal has by itself. */
	deal: { value: number; scoredAt: Instant } | null;
	/** What the workspace has to say: battlecards and lines of its playbook, newest first. */
	content: ContentLine[];
}

interface FactColumns extends Omit<LiveFacts, "deal"> {
	dealValue: number | null;
	scoredAt: Instant | null;
}

/** Everything about one meeting, in one round trip; null where there is none. */
export async function loadLiveFacts(db: Db, meetingId: string): Promise<LiveFacts | null> {
	const { rows } = await sql<FactColumns>`select m.title, m.lang, m.state, m.source, m.consent, m.owner_id as "ownerId",
			m.starts_at as "startsAt",
			coalesce(c.needs_consent, true) as "needsConsent", coalesce(c.has_sentiment, true) as "hasSentiment",
			s.value as "dealValue", s.as_of as "scoredAt",
			(select coalesce(json_agg(json_build_object('id', b.id, 'kind', b.kind, 'title', b.title, 'body', left(b.body, 2000),
					'competitorId', b.competitor_id, 'locale', b.locale) order by b.updated_at desc), '[]')
				from content b where b.archived_at is null
					and (b.kind = 'playbook_line' or (b.kind = 'battlecard' and b.competitor_id is not null))) as content
		from meetings m left join coaching_settings c on c.tenant_id = m.tenant_id
		left join scores s on s.entity = 'deal' and s.entity_id = m.deal_id
		where m.id = ${meetingId}::uuid`.execute(db);
	const row = rows[0];
	if (!row) return null;
	const { dealValue, scoredAt, ...facts } = row;
	return {
		...facts,
		deal: dealValue === null || scoredAt === null ? null : { value: dealValue, scoredAt },
	};
}

/** A note of a live meeting. */
export interface LiveNote {
	noteId: string;
	text: string;
	at: number | null;
	author: string | null;
}

/** Notes and ticks of a meeting: what a person put there. */
export async function loadHandwork(
	db: Db,
	meetingId: string,
): Promise<{ notes: LiveNote[]; checks: { slot: (typeof CHECKS)[number]; isDone: boolean }[] }> {
	const notes = await sql<LiveNote>`select n.id as "noteId", n.text, n.at_sec as at, u.name as author
		from meeting_notes n left join users u on u.id = n.author_id
		where n.meeting_id = ${meetingId}::uuid order by n.created_at, n.id`.execute(db);
	const checks = await sql<{ slot: (typeof CHECKS)[number]; isDone: boolean }>`select slot, is_done as "isDone"
		from meeting_checks where meeting_id = ${meetingId}::uuid order by slot`.execute(db);
	return { notes: notes.rows, checks: checks.rows };
}

/** Adds a note; the same id twice is one note. */
export async function insertNote(
	trx: Transaction<Tables>,
	note: { tenantId: number; meetingId: string; noteId: string; authorId: string; at: number | null; text: string },
): Promise<void> {
	await trx
		.insertInto("meeting_notes")
		.values({
			tenant_id: note.tenantId,
			id: note.noteId,
			meeting_id: note.meetingId,
			author_id: note.authorId,
			at_sec: note.at,
			text: note.text,
		})
		.onConflict((conflict) => conflict.doNothing())
		.execute();
}

/** Ticks something off, or back on. */
export async function setCheck(
	trx: Transaction<Tables>,
	check: { tenantId: number; meetingId: string; slot: string; isDone: boolean; userId: string },
): Promise<void> {
	const set = { is_done: check.isDone, checked_by: check.userId };
	await trx
		.insertInto("meeting_checks")
		.values({ tenant_id: check.tenantId, meeting_id: check.meetingId, slot: check.slot, ...set })
		.onConflict((conflict) => conflict.columns(["tenant_id", "meeting_id", "slot"]).doUpdateSet(set))
		.execute();
}
