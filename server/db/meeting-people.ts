import { sql, type Transaction } from "kysely";
import type { Side } from "../../core/model/meeting.ts";
import type { Db } from "./connect.ts";
import type { Tables } from "./tables.ts";

/** Somebody in a meeting with the names of whom they are. */
export interface ParticipantRow {
	id: string;
	speakerId: string | null;
	name: string | null;
	email: string | null;
	side: Side;
	isSaid: boolean;
	isInvited: boolean;
	rev: number;
	user: { id: string; name: string } | null;
	contact: { id: string; name: string } | null;
}

/** Everyone in a meeting: who spoke first, then who was only invited. */
export async function listParticipants(db: Db, meetingId: string): Promise<ParticipantRow[]> {
	const { rows } = await sql<ParticipantRow>`select p.id, p.speaker_id as "speakerId", p.name, p.email, p.role as side,
			p.said_by is not null as "isSaid", p.is_invited as "isInvited", p.rev,
			case when u.id is not null then jsonb_build_object('id', u.id, 'name', u.name) end as user,
			case when c.id is not null then jsonb_build_object('id', c.id, 'name', c.name) end as contact
		from meeting_participants p left join users u on u.id = p.user_id left join contacts c on c.id = p.contact_id
		where p.meeting_id = ${meetingId}::uuid order by p.speaker_id is null, p.id`.execute(db);
	return rows;
}

/** Adds people who were invited; who is there by that address already stays as they are. */
export async function addInvitees(
	trx: Transaction<Tables>,
	tenantId: number,
	meetingId: string,
	invitees: readonly { name?: string | null | undefined; email?: string | null | undefined }[],
): Promise<void> {
	const known = await trx
		.selectFrom("meeting_participants")
		.select(["email", "name"])
		.where("meeting_id", "=", meetingId)
		.execute();
	const there = new Set(known.map(({ email, name }) => email?.toLowerCase() ?? `=${name?.toLowerCase()}`));
	const fresh = invitees.flatMap(({ name = null, email = null }) => {
		if (!name && !email) return [];
		const key = email?.toLowerCase() ?? `=${name?.toLowerCase()}`;
		if (there.has(key)) return [];
		there.add(key);
		return [{ tenant_id: tenantId, meeting_id: meetingId, name: name || null, email: email || null, is_invited: true }];
	});
	if (fresh.length > 0) await trx.insertInto("meeting_participants").values(fresh).execute();
}

/**
 * Has everyone who spoke stand among the participants. Somebody invited under the same name is the one who spoke.
 * `names` are names as the transcript wrote them, by speaker.
 */
export async function addSpeakers(
	trx: Transaction<Tables>,
	tenantId: number,
	meetingId: string,
	names: ReadonlyMap<string, string>,
): Promise<void> {
	const { rows } = await sql<{ speakerId: string; role: Side }>`select s.speaker_id as "speakerId",
			(array_agg(s.role order by s.role = 'unknown', s.start_sec))[1] as role
		from meeting_segments s where s.meeting_id = ${meetingId}::uuid and s.speaker_id is not null and not s.is_retracted
			and not exists (select from meeting_participants p where p.meeting_id = s.meeting_id and p.speaker_id = s.speaker_id)
		group by s.speaker_id`.execute(trx);
	for (const { speakerId, role } of rows) {
		const name = (names.get(speakerId) ?? speakerId).slice(0, 200);
		const invited = await sql<{
			id: string;
		}>`update meeting_participants p set speaker_id = ${speakerId}, rev = p.rev + 1,
				role = case when p.role = 'unknown' then ${role} else p.role end
			where p.meeting_id = ${meetingId}::uuid and p.id = (select x.id from meeting_participants x
				where x.meeting_id = ${meetingId}::uuid and x.speaker_id is null and lower(x.name) = lower(${name}) limit 1)
			returning p.id`.execute(trx);
		if (invited.rows.length > 0) continue;
		await trx
			.insertInto("meeting_participants")
			.values({ tenant_id: tenantId, meeting_id: meetingId, speaker_id: speakerId, name, role })
			.onConflict((conflict) => conflict.doNothing())
			.execute();
	}
}

/** What is known of people that a meeting's might be: ours, and customers' by address, name or account. */
export async function peopleToKnow(
	db: Db,
	given: { emails: string[]; names: string[]; accountId: string | null },
): Promise<{
	users: { id: string; name: string; email: string | null }[];
	contacts: { id: string; name: string; email: string | null }[];
}> {
	const users = await db.selectFrom("users").select(["id", "name", "email"]).where("is_active", "=", true).execute();
	const { rows: contacts } = await sql<{ id: string; name: string; email: string | null }>`
		select id, name, email from contacts where lower(email) = any(${given.emails}::text[])
			or account_id = ${given.accountId}::uuid or (${given.accountId}::uuid is null and name = any(${given.names}::text[]))
		limit 2000`.execute(db);
	return { users, contacts };
}

/** Writes down whom somebody turned out to be, unless a person has said so before. Gives whether anything changed. */
export async function knowParticipant(
	trx: Transaction<Tables>,
	meetingId: string,
	known: { id: string; side: Side; userId: string | null; contactId: string | null },
): Promise<boolean> {
	const { numAffectedRows } = await sql`update meeting_participants set rev = rev + 1,
			role = case when ${known.side} = 'unknown' then role else ${known.side} end,
			user_id = ${known.userId}::uuid, contact_id = ${known.contactId}::uuid
		where meeting_id = ${meetingId}::uuid and id = ${known.id}::uuid and said_by is null
			and (user_id is distinct from ${known.userId}::uuid or contact_id is distinct from ${known.contactId}::uuid
				or (${known.side} <> 'unknown' and role <> ${known.side}))`.execute(trx);
	return (numAffectedRows ?? 0n) > 0n;
}

/** What a person says of somebody: name, side, whom it is. Gives whether there is such a one. */
export async function sayParticipant(
	trx: Transaction<Tables>,
	meetingId: string,
	participantId: string,
	said: { name?: string | undefined; side?: Side | undefined; by: string },
): Promise<boolean> {
	const { numUpdatedRows } = await trx
		.updateTable("meeting_participants")
		.set({
			...(said.name === undefined ? {} : { name: said.name, user_id: null, contact_id: null }),
			...(said.side === undefined ? {} : { role: said.side }),
			said_by: said.by,
			rev: sql`rev + 1`,
		})
		.where("meeting_id", "=", meetingId)
		.where("id", "=", participantId)
		.executeTakeFirst();
	return numUpdatedRows > 0n;
}
