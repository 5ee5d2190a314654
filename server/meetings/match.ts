import { sql, type Transaction } from "kysely";
import {
	companyDomain,
	type DealCandidate,
	type MatchOutcome,
	matchMeeting,
} from "../../core/meetings/match-meeting.ts";
import { whoIsWho } from "../../core/meetings/who-is-who.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Db } from "../db/connect.ts";
import { knowParticipant, listParticipants, peopleToKnow } from "../db/meeting-people.ts";
import { turnTranscript } from "../db/meeting-words.ts";
import type { Tables } from "../db/tables.ts";
import { jsonb, timestamp } from "../db/values.ts";
import { appendEvent } from "../events/append.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import { ownedInSight } from "../policy/scope.ts";

const DAY = 86_400_000;
/** How far the calendar and the meeting may be apart. */
const NEAR_MS = 20 * 60_000;
const MOST_DEALS = 300;

/** A meeting to be matched, as it stands. */
interface Unmatched {
	tenantId: number;
	id: string;
	title: string;
	customerName: string | null;
	ownerId: string | null;
	startsAt: Instant;
	accountId: string | null;
}

/**
 * Finds out who everybody in a meeting is and which deal it is about. `visibleOwners` is the sight of its rep: it is not
 * matched to deals that they do not see. Where a person has said which deal it is, that stands. Gives the deal.
 */
export async function knowMeeting(
	trx: Transaction<Tables>,
	tenantId: number,
	meetingId: string,
	visibleOwners: VisibleOwners,
): Promise<string | null> {
	const row = await trx
		.selectFrom("meetings")
		.select([
			...(["id", "title", "customer_name as customerName", "owner_id as ownerId", "starts_at as startsAt"] as const),
			...(["account_id as accountId", "deal_id as dealId", "match_state as state"] as const),
		])
		.where("id", "=", meetingId)
		.forUpdate()
		.executeTakeFirstOrThrow();
	const { dealId, state, ...meeting } = row;
	await knowPeople(trx, meetingId, meeting.accountId);
	if (state === "person") return dealId;
	const found = await outcomeOf(trx, { tenantId, ...meeting }, visibleOwners);
	const next = found.state === "matched" ? found.dealId : null;
	const accountId = found.state === "none" ? meeting.accountId : found.accountId;
	await trx
		.updateTable("meetings")
		.set({
			deal_id: next,
			account_id: accountId,
			match_state: found.state,
			match: jsonb(
				found.state === "matched" ? { reasons: found.reasons } : found.state === "tie" ? { rivals: found.rivals } : {},
			),
		})
		.where("id", "=", meetingId)
		.execute();
	if (accountId !== meeting.accountId) await knowPeople(trx, meetingId, accountId);
	await moveWhatHangs(trx, tenantId, meetingId, dealId, next);
	return next;
}

/** What a meeting left on one deal goes with it to another: steps of the plan, the activity; both are scored again. */
export async function moveWhatHangs(
	trx: Transaction<Tables>,
	tenantId: number,
	meetingId: string,
	from: string | null,
	to: string | null,
): Promise<void> {
	if (from === to) return;
	if (to !== null)
		await sql`update plan_steps s set deal_id = ${to}::uuid, version = s.version + 1,
				position = 1 + coalesce((select max(p.position) from plan_steps p where p.deal_id = ${to}::uuid), 0)
			from meeting_actions a where a.meeting_id = ${meetingId}::uuid and a.plan_step_id = s.id`.execute(trx);
	else
		await sql`delete from plan_steps s using meeting_actions a
			where a.meeting_id = ${meetingId}::uuid and a.plan_step_id = s.id`.execute(trx);
	await sql`update activities x set deal_id = m.deal_id, account_id = m.account_id from meetings m
		where m.id = ${meetingId}::uuid and x.id = m.id and x.occurred_at = m.starts_at`.execute(trx);
	for (const dealId of [from, to]) {
		if (dealId === null) continue;
		await appendEvent(trx, { tenantId, type: "deal.room", entity: "deal", entityId: dealId });
	}
}

async function knowPeople(trx: Transaction<Tables>, meetingId: string, accountId: string | null): Promise<void> {
	const somebodies = await listParticipants(trx, meetingId);
	const emails = somebodies.flatMap(({ email }) => email?.toLowerCase() ?? []);
	const names = somebodies.flatMap(({ name }) => name ?? []);
	const known = await peopleToKnow(trx, { emails, names, accountId });
	let changed = false;
	for (const one of whoIsWho(somebodies, known)) changed = (await knowParticipant(trx, meetingId, one)) || changed;
	if (changed) await turnTranscript(trx, meetingId);
}

async function outcomeOf(db: Db, meeting: Unmatched, visibleOwners: VisibleOwners): Promise<MatchOutcome> {
	const people = await listParticipants(db, meeting.id);
	const emails = people.flatMap(({ email, side }) => (email !== null && side !== "rep" ? [email.toLowerCase()] : []));
	const texts = [meeting.title, meeting.customerName ?? ""].filter((text) => text !== "");
	const candidates = await dealsThatFit(db, meeting, emails, texts, visibleOwners);
	return matchMeeting({ emails, ownerId: meeting.ownerId, texts }, candidates);
}

async function dealsThatFit(
	db: Db,
	{ ownerId, startsAt }: Unmatched,
	emails: string[],
	texts: string[],
	visibleOwners: VisibleOwners,
): Promise<DealCandidate[]> {
	const domains = emails.flatMap((email) => companyDomain(email) ?? []);
	const near = sql`between ${timestamp(startsAt - NEAR_MS)}::timestamptz and ${timestamp(startsAt + NEAR_MS)}::timestamptz`;
	const { rows } = await sql<DealCandidate>`with calendar as (
			select distinct on (deal_id) deal_id, coalesce(subject, '') as subject from activities
			where kind in ('meeting', 'demo') and occurred_at ${near} and deal_id is not null and owner_id = ${ownerId}::uuid
			order by deal_id, occurred_at),
		invited as (select id, account_id from contacts where lower(email) = any(${emails}::text[])),
		fitting as (
			select a.id from accounts a where lower(regexp_replace(a.domain, '^www\\.', '')) = any(${domains}::text[])
			union select account_id from invited
			union (select a.id from accounts a where length(a.name) >= 4 and exists (
				select from unnest(${texts}::text[]) t where position(lower(regexp_replace(a.name,
					'[ ,]+(inc|ltd|llc|gmbh|ag|sa|sas|bv|co|corp|kk|ltda|sl)\\.?$', '', 'i')) in lower(t)) > 0) limit 50))
		select d.id as "dealId", d.account_id as "accountId", a.name as "accountName", a.domain as "accountDomain",
			d.owner_id as "ownerId",
			array(select lower(c.email) from deal_contacts dc join contacts c on c.id = dc.contact_id
				where dc.deal_id = d.id and c.email is not null) as "dealEmails",
			array(select lower(c.email) from contacts c
				where c.account_id = d.account_id and lower(c.email) = any(${emails}::text[])) as "accountEmails",
			k.subject as "calendarSubject"
		from deals d left join accounts a on a.id = d.account_id left join calendar k on k.deal_id = d.id
		where (d.account_id in (select id from fitting) or k.deal_id is not null
				or exists (select from deal_contacts dc join invited i on i.id = dc.contact_id where dc.deal_id = d.id))
			and (d.status = 'open' or d.closed_at >= ${timestamp(startsAt - DAY)}::timestamptz)
			and ${ownedInSight(sql`d.owner_id`, visibleOwners)}
		order by d.updated_at desc limit ${sql.lit(MOST_DEALS)}`.execute(db);
	return rows;
}
