import { sql, type Transaction } from "kysely";
import type { Action, Signal, SlotValue, Tip } from "../../core/coaching/findings.ts";
import { type Correction, slotId } from "../../core/meetings/corrections.ts";
import type { Side } from "../../core/model/meeting.ts";
import type { Db } from "./connect.ts";
import type { Tables } from "./tables.ts";
import { jsonb, timestamp } from "./values.ts";

/** Something found in a meeting with what a person said of it. Seconds from its start. */
export interface InsightRow {
	foundId: string;
	kind: string;
	detail: string;
	side: Side;
	speakerId: string | null;
	confidence: number;
	level: number | null;
	segmentIds: string[];
	quote: string;
	atSec: number;
	verdict: Correction["verdict"] | null;
	saidKind: string | null;
	saidDetail: string | null;
}

/** Keeps what a reading found; what it does not find any more goes, unless a person has spoken of it. */
export async function saveInsights(
	trx: Transaction<Tables>,
	tenantId: number,
	meetingId: string,
	signals: readonly Signal[],
	slots: readonly SlotValue[],
): Promise<void> {
	const rows = [
		...signals.map((s) => ({
			...common(tenantId, meetingId, s),
			...{ found_id: s.id, kind: s.kind as string, detail: s.detail, confidence: s.confidence },
			level: s.kind !== "question" || s.isAnswered === undefined || s.isAnswered === null ? null : Number(s.isAnswered),
		})),
		...slots.map((s) => ({
			...common(tenantId, meetingId, s),
			...{ found_id: slotId(s.slot), kind: "slot", detail: s.slot as string, confidence: s.confidence, level: s.level },
		})),
	];
	const distinct = [...new Map(rows.map((row) => [row.found_id, row])).values()];
	await trx.deleteFrom("meeting_insights").where("meeting_id", "=", meetingId).where("verdict", "is", null).execute();
	for (let from = 0; from < distinct.length; from += 500) {
		await trx
			.insertInto("meeting_insights")
			.values(distinct.slice(from, from + 500))
			.onConflict((conflict) =>
				conflict.columns(["tenant_id", "meeting_id", "found_id"]).doUpdateSet((eb) => ({
					kind: eb.ref("excluded.kind"),
					detail: eb.ref("excluded.detail"),
					side: eb.ref("excluded.side"),
					speaker_id: eb.ref("excluded.speaker_id"),
					confidence: eb.ref("excluded.confidence"),
					level: eb.ref("excluded.level"),
					segment_ids: eb.ref("excluded.segment_ids"),
					quote: eb.ref("excluded.quote"),
					at_sec: eb.ref("excluded.at_sec"),
				})),
			)
			.execute();
	}
}

function common(tenantId: number, meetingId: string, heard: Signal | SlotValue) {
	return {
		tenant_id: tenantId,
		meeting_id: meetingId,
		side: heard.side,
		speaker_id: heard.speakerId,
		segment_ids: heard.segmentIds,
		quote: heard.quote,
		at_sec: heard.at,
	};
}

/** What was found, in order of time. */
export async function listInsights(db: Db, meetingId: string): Promise<InsightRow[]> {
	const { rows } = await sql<InsightRow>`select found_id as "foundId", kind, detail, side, speaker_id as "speakerId",
			confidence, level, segment_ids as "segmentIds", quote, at_sec as "atSec", verdict, said_kind as "saidKind",
			said_detail as "saidDetail"
		from meeting_insights where meeting_id = ${meetingId}::uuid order by at_sec, found_id`.execute(db);
	return rows;
}

/** What people said of what was found. */
export async function listCorrections(db: Db, meetingId: string): Promise<Correction[]> {
	const { rows } = await sql<Correction>`select found_id as "foundId", verdict, said_kind as kind, said_detail as detail
		from meeting_insights where meeting_id = ${meetingId}::uuid and verdict is not null`.execute(db);
	return rows;
}

/** A person's word on something that was found; null takes it back. Gives whether there is such a thing. */
export async function sayInsight(
	trx: Transaction<Tables>,
	meetingId: string,
	foundId: string,
	said: { verdict: Correction["verdict"] | null; kind: string | null; detail: string | null; by: string },
): Promise<boolean> {
	const { numUpdatedRows } = await trx
		.updateTable("meeting_insights")
		.set({ verdict: said.verdict, said_kind: said.kind, said_detail: said.detail, said_by: said.by })
		.where("meeting_id", "=", meetingId)
		.where("found_id", "=", foundId)
		.executeTakeFirst();
	return numUpdatedRows > 0n;
}

/** Keeps the tips that a reading gives; which of them were shown and waved away stays. */
export async function saveTips(
	trx: Transaction<Tables>,
	tenantId: number,
	meetingId: string,
	tips: readonly Tip[],
): Promise<void> {
	await trx
		.deleteFrom("meeting_tips")
		.where("meeting_id", "=", meetingId)
		.where("was_shown", "=", false)
		.where("dismissed_at", "is", null)
		.where("thumb", "is", null)
		.execute();
	if (tips.length === 0) return;
	await trx
		.insertInto("meeting_tips")
		.values(
			tips.map((tip) => ({
				tenant_id: tenantId,
				meeting_id: meetingId,
				tip_id: tip.id,
				kind: tip.kind,
				params: jsonb(tip.params),
				rank: tip.rank,
				segment_ids: tip.segmentIds,
				quote: tip.quote,
				at_sec: tip.at,
				expires_at_sec: tip.expiresAt,
				withdrawn: tip.withdrawn?.why ?? null,
			})),
		)
		.onConflict((conflict) =>
			conflict.columns(["tenant_id", "meeting_id", "tip_id"]).doUpdateSet((eb) => ({
				rank: eb.ref("excluded.rank"),
				quote: eb.ref("excluded.quote"),
				params: eb.ref("excluded.params"),
				withdrawn: eb.ref("excluded.withdrawn"),
			})),
		)
		.execute();
}

/** An action as it stands. */
export interface ActionRow {
	id: string;
	foundId: string | null;
	text: string;
	owner: Action["owner"];
	ownerSpeakerId: string | null;
	dueOn: string | null;
	dueWords: string | null;
	priority: "low" | "medium" | "high" | "urgent";
	status: "open" | "doing" | "done" | "dismissed";
	confidence: number;
	segmentIds: string[];
	quote: string;
	atSec: number | null;
	edited: string[];
	rev: number;
	planStepId: string | null;
}

const actionColumns = sql`id, found_id as "foundId", text, owner, owner_speaker_id as "ownerSpeakerId", due_on as "dueOn",
	due_words as "dueWords", priority, status, confidence, segment_ids as "segmentIds", quote, at_sec as "atSec", edited, rev,
	plan_step_id as "planStepId"`;

/** Actions in order of time, then those that people added. */
export async function listActions(db: Db, meetingId: string): Promise<ActionRow[]> {
	const { rows } = await sql<ActionRow>`select ${actionColumns} from meeting_actions
		where meeting_id = ${meetingId}::uuid order by at_sec nulls last, id`.execute(db);
	return rows;
}

/** One action of a meeting, held; null when there is none. */
export async function findAction(trx: Transaction<Tables>, meetingId: string, id: string): Promise<ActionRow | null> {
	const { rows } = await sql<ActionRow>`select ${actionColumns} from meeting_actions
		where meeting_id = ${meetingId}::uuid and id = ${id}::uuid for update`.execute(trx);
	return rows[0] ?? null;
}

/**
 * Keeps the actions that a reading found. What a person changed of one stays; one that is not found any more goes, unless
 * a person, the deal's plan or a connected system has it.
 */
export async function saveActions(
	trx: Transaction<Tables>,
	tenantId: number,
	meetingId: string,
	found: readonly Action[],
): Promise<void> {
	const ids = found.map(({ id }) => id);
	await sql`delete from meeting_actions where meeting_id = ${meetingId}::uuid and found_id is not null
		and not (found_id = any(${ids}::text[])) and edited = '{}' and status = 'open' and plan_step_id is null
		and not exists (select from external_ids e where e.tenant_id = meeting_actions.tenant_id and e.object = 'task'
			and e.id = meeting_actions.id)`.execute(trx);
	for (const action of found) {
		const keep = (field: string, next: unknown, type = "text") =>
			sql`case when ${field} = any(a.edited) then ${sql.ref(`a.${field}`)} else ${next}::${sql.raw(type)} end`;
		const due = action.due?.date ?? null;
		await sql`insert into meeting_actions as a (tenant_id, meeting_id, found_id, text, owner, owner_speaker_id, due_on,
				due_words, priority, confidence, segment_ids, quote, at_sec)
			values (${tenantId}, ${meetingId}::uuid, ${action.id}, ${action.text.slice(0, 1000)}, ${action.owner},
				${action.ownerSpeakerId}, ${due}::date, ${action.due?.words ?? null}, ${due ? "high" : "medium"},
				${action.confidence}, ${action.segmentIds}::text[], ${action.quote}, ${action.at})
			on conflict (tenant_id, meeting_id, found_id) do update set text = ${keep("text", action.text.slice(0, 1000))},
				owner = ${keep("owner", action.owner)}, owner_speaker_id = excluded.owner_speaker_id,
				due_on = ${keep("due_on", due, "date")}, due_words = excluded.due_words, confidence = excluded.confidence,
				segment_ids = excluded.segment_ids, quote = excluded.quote, at_sec = excluded.at_sec`.execute(trx);
	}
}

/** What a person makes of an action; fields that are not given stay. */
export interface ActionEdit {
	text?: string | undefined;
	owner?: Action["owner"] | undefined;
	dueOn?: string | null | undefined;
	priority?: ActionRow["priority"] | undefined;
	status?: ActionRow["status"] | undefined;
}

/** Writes a person's change of an action; from then on those fields are theirs. */
export async function editAction(
	trx: Transaction<Tables>,
	{ id, edited, rev }: Pick<ActionRow, "id" | "edited" | "rev">,
	edit: ActionEdit,
	given: { by: string; now: number },
): Promise<void> {
	const fields = [
		...(edit.text === undefined ? [] : ["text"]),
		...(edit.owner === undefined ? [] : ["owner"]),
		...(edit.dueOn === undefined ? [] : ["due_on"]),
		...(edit.priority === undefined ? [] : ["priority"]),
	];
	await trx
		.updateTable("meeting_actions")
		.set({
			...(edit.text === undefined ? {} : { text: edit.text }),
			...(edit.owner === undefined ? {} : { owner: edit.owner }),
			...(edit.dueOn === undefined ? {} : { due_on: edit.dueOn }),
			...(edit.priority === undefined ? {} : { priority: edit.priority }),
			...(edit.status === undefined
				? {}
				: { status: edit.status, completed_at: edit.status === "done" ? timestamp(given.now) : null }),
			edited: [...new Set([...edited, ...fields])],
			rev: rev + 1,
			updated_by: given.by,
			updated_at: timestamp(given.now),
		})
		.where("id", "=", id)
		.execute();
}
