import { sql } from "kysely";
import type { Db } from "../db/connect.ts";

const MOST_DEALS = 300;
const MOST_LEADS = 2000;
const MOST_CONTACTS = 600;

/** A part of a workspace that a vendor of the demo is to hold. */
export interface SliceRows {
	users: { id: string; name: string; email: string | null }[];
	stages: {
		id: string;
		pipeline: string;
		pipelineName: string;
		name: string;
		position: number;
		kind: string;
		isDefault: boolean;
	}[];
	accounts: { id: string; name: string; domain: string | null; industry: string | null }[];
	contacts: { id: string; name: string; email: string | null; title: string | null; accountId: string | null }[];
	leads: {
		id: string;
		name: string;
		email: string | null;
		title: string | null;
		company: string | null;
		ownerId: string | null;
		createdAt: number;
	}[];
	deals: {
		id: string;
		name: string;
		amountMinor: string | null;
		currency: string | null;
		closeDate: string | null;
		stageId: string;
		accountId: string | null;
		ownerId: string | null;
		nextStep: string | null;
		createdAt: number;
	}[];
	known: { object: string; externalId: string; id: string }[];
}

/** The largest open deals and the best open leads with what belongs to them; `known`: what stood at this vendor before. */
export async function readSlice(db: Db, source: string): Promise<SliceRows> {
	const { rows } = await sql<SliceRows>`with d as (
			select * from deals where status = 'open' order by amount_minor desc nulls last, id limit ${sql.lit(MOST_DEALS)}),
		l as (select l.* from leads l left join scores s on s.entity = 'lead' and s.entity_id = l.id
			where l.status in ('new', 'working', 'qualified') order by s.value desc nulls last, l.id
			limit ${sql.lit(MOST_LEADS)}),
		a as (select * from accounts where id in (select account_id from d)),
		k as (select * from contacts where account_id in (select id from a) order by id limit ${sql.lit(MOST_CONTACTS)})
		select
		(select coalesce(json_agg(json_build_object('id', u.id, 'name', u.name, 'email', u.email) order by u.id), '[]')
			from users u where u.id in (select owner_id from d union select owner_id from l)) as users,
		(select coalesce(json_agg(json_build_object('id', s.id, 'pipeline', s.pipeline_id, 'pipelineName', p.name, 'name', s.name,
			'position', s.position, 'kind', s.kind, 'isDefault', p.is_default) order by s.pipeline_id, s.position), '[]')
			from stages s join pipelines p on p.id = s.pipeline_id) as stages,
		(select coalesce(json_agg(json_build_object('id', a.id, 'name', a.name, 'domain', a.domain, 'industry', a.industry)
			order by a.id), '[]') from a) as accounts,
		(select coalesce(json_agg(json_build_object('id', k.id, 'name', k.name, 'email', k.email, 'title', k.title,
			'accountId', k.account_id) order by k.id), '[]') from k) as contacts,
		(select coalesce(json_agg(json_build_object('id', l.id, 'name', l.name, 'email', l.email, 'title', l.title,
			'company', l.company, 'ownerId', l.owner_id, 'createdAt', floor(extract(epoch from l.created_at) * 1000))
			order by l.id), '[]') from l) as leads,
		(select coalesce(json_agg(json_build_object('id', d.id, 'name', d.name, 'amountMinor', d.amount_minor::text,
			'currency', d.currency, 'closeDate', d.close_date, 'stageId', d.stage_id, 'accountId', d.account_id,
			'ownerId', d.owner_id, 'nextStep', d.next_step, 'createdAt', floor(extract(epoch from d.created_at) * 1000))
			order by d.id), '[]') from d) as deals,
		(select coalesce(json_agg(json_build_object('object', e.object, 'externalId', e.external_id, 'id', e.id)), '[]')
			from external_ids e where e.source = ${source}) as known`.execute(db);
	const [found] = rows;
	if (!found) throw new Error("a query without rows");
	return found;
}
