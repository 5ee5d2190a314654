import { sql } from "kysely";
import { decimalFromMinor } from "../../core/model/money.ts";
import type { Db } from "../db/connect.ts";

/** A part of a workspace as a HubSpot portal would hold it, and which record of ours each is. */
export interface PortalSlice {
	portal: object;
	links: { object: "account" | "contact" | "lead" | "deal"; externalId: string; id: string }[];
}

const MOST_DEALS = 300;
const MOST_LEADS = 2000;
const MOST_CONTACTS = 600;
/** Ids of the records that we hand over; the portal counts on from there. */
const FIRST_ID = 500_001;

interface Rows {
	users: { id: string; name: string; email: string | null }[];
	stages: { id: string; pipeline: string; pipelineName: string; name: string; position: number; kind: string }[];
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

/**
 * The largest open deals and the best open leads of a workspace, with their companies, contacts and owners, as a portal
 * holds them. A record that stood for one of ours before does so again.
 */
export async function portalSlice(db: Db, currency: string): Promise<PortalSlice> {
	const rows = await readRows(db);
	const known = new Map(rows.known.map(({ object, externalId, id }) => [`${object} ${id}`, externalId]));
	let next = Math.max(FIRST_ID, ...rows.known.map(({ externalId }) => Number(externalId) + 1));
	const links: PortalSlice["links"] = [];
	const idOf = (object: PortalSlice["links"][number]["object"], id: string) => {
		const externalId = known.get(`${object} ${id}`) ?? String(next++);
		links.push({ object, externalId, id });
		return externalId;
	};
	const owners = new Map(rows.users.map((user, at) => [user.id, String(at + 1)]));
	const owner = (id: string | null) => owners.get(id ?? "") ?? null;
	const named = (name: string) => {
		const [firstname = "", ...rest] = name.split(" ");
		return { firstname, lastname: rest.join(" ") };
	};
	const companies = new Map(rows.accounts.map((one) => [one.id, idOf("account", one.id)]));
	const contacts = rows.contacts.map((one) => ({ ...one, externalId: idOf("contact", one.id) }));
	const leads = rows.leads.map((one) => ({ ...one, externalId: idOf("lead", one.id) }));
	const deals = rows.deals.map((one) => ({ ...one, externalId: idOf("deal", one.id) }));
	const record = (type: string, id: string, at: number, properties: Record<string, string | null>) => ({
		type,
		id,
		at,
		properties,
	});
	const company = ({ externalId, accountId }: { externalId: string; accountId: string | null }, type: string) =>
		accountId !== null && companies.has(accountId) ? [[type, externalId, "companies", companies.get(accountId)]] : [];
	const born = Math.min(...[...leads, ...deals].map(({ createdAt }) => createdAt));
	const portal = {
		currency,
		owners: rows.users.map(({ id, name, email }) => {
			const { firstname: firstName, lastname: lastName } = named(name);
			return { id: owner(id) ?? "", email: email ?? "", firstName, lastName, archived: false };
		}),
		pipelines: [...Map.groupBy(rows.stages, ({ pipeline }) => pipeline)].map(([id, stages], displayOrder) => ({
			...{ id, displayOrder, label: stages[0]?.pipelineName ?? "" },
			stages: stages.map((stage) => ({
				...{ id: stage.id, label: stage.name, displayOrder: stage.position },
				metadata: {
					isClosed: String(stage.kind !== "open"),
					probability: stage.kind === "won" ? "1.0" : stage.kind === "lost" ? "0.0" : "0.5",
				},
			})),
		})),
		records: [
			...rows.accounts.map(({ id, name, domain, industry }) =>
				record("companies", companies.get(id) ?? "", born, { name, domain, industry }),
			),
			...contacts.map((one) =>
				record("contacts", one.externalId, born, {
					...named(one.name),
					email: one.email,
					jobtitle: one.title,
					lifecyclestage: "customer",
				}),
			),
			...leads.map((one) =>
				record("contacts", one.externalId, one.createdAt, {
					...{ ...named(one.name), email: one.email, jobtitle: one.title, company: one.company },
					...{ lifecyclestage: "lead", hs_lead_status: "NEW", hubspot_owner_id: owner(one.ownerId) },
				}),
			),
			...deals.map((one) =>
				record("deals", one.externalId, one.createdAt, {
					...{ dealname: one.name, amount: decimalOf(one), deal_currency_code: one.currency, dealstage: one.stageId },
					closedate: one.closeDate && `${one.closeDate}T00:00:00Z`,
					...{ hs_next_step: one.nextStep, hubspot_owner_id: owner(one.ownerId) },
				}),
			),
		],
		links: [...contacts.flatMap((one) => company(one, "contacts")), ...deals.flatMap((one) => company(one, "deals"))],
	};
	return { portal, links };
}

function decimalOf({ amountMinor, currency }: Rows["deals"][number]): string | null {
	return amountMinor && currency ? decimalFromMinor({ amountMinor: BigInt(amountMinor), currency }) : null;
}

async function readRows(db: Db): Promise<Rows> {
	const { rows } = await sql<Rows>`with d as (
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
			'position', s.position, 'kind', s.kind) order by s.pipeline_id, s.position), '[]')
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
			from external_ids e where e.source = 'hubspot') as known`.execute(db);
	const [found] = rows;
	if (!found) throw new Error("a query without rows");
	return found;
}
