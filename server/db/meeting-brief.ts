import { sql } from "kysely";
import type { Db } from "./connect.ts";

/** What is known before a meeting from the deal it belongs to and the meetings about it. */
export interface BriefRows {
	dealId: string | null;
	people: { name: string; title: string | null }[];
	actions: { text: string; owner: string; dueOn: string | null; from: string }[];
	/** Slots that an earlier meeting has learnt at least so far: 2 stated. */
	known: string[];
	needsConsent: boolean;
	consentNotice: string | null;
}

/** In one round trip; null where there is no such meeting. */
export async function loadBrief(db: Db, meetingId: string): Promise<BriefRows | null> {
	const { rows } = await sql<BriefRows>`select m.deal_id as "dealId",
			(select coalesce(json_agg(x), '[]') from (
				select coalesce(c.name, p.name) as name, c.title
				from meeting_participants p left join contacts c on c.id = p.contact_id
				where p.meeting_id = m.id and p.role <> 'rep' and coalesce(c.name, p.name) is not null
				union
				select c.name, c.title from deals d join contacts c on c.account_id = d.account_id
				where d.id = m.deal_id and not exists (select from meeting_participants p
					where p.meeting_id = m.id and p.role <> 'rep' and coalesce(p.name, p.email) is not null)
				order by name limit 12) x) as people,
			(select coalesce(json_agg(x), '[]') from (
				select a.text, a.owner, a.due_on as "dueOn", e.title as "from"
				from meetings e join meeting_actions a on a.meeting_id = e.id
				where m.deal_id is not null and e.deal_id = m.deal_id and e.id <> m.id and a.status in ('open', 'doing')
				order by e.starts_at desc, a.due_on nulls last limit 12) x) as actions,
			(select coalesce(json_agg(distinct i.detail), '[]') from meetings e join meeting_insights i on i.meeting_id = e.id
				where m.deal_id is not null and e.deal_id = m.deal_id and e.id <> m.id and i.kind = 'slot' and i.level >= 2) as known,
			coalesce(s.needs_consent, true) as "needsConsent", s.consent_notice as "consentNotice"
		from meetings m left join coaching_settings s on s.tenant_id = m.tenant_id
		where m.id = ${meetingId}::uuid`.execute(db);
	return rows[0] ?? null;
}
