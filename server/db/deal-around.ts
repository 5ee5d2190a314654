import { sql } from "kysely";
import type { ActivityKind } from "../../core/model/activity.ts";
import type { JsonValue } from "../../core/model/change.ts";
import type { DealAround, HeardMeeting } from "../../core/model/deal-around.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Step } from "../../core/model/timeline.ts";
import type { Db } from "./connect.ts";
import { timestamp } from "./values.ts";

/** Deals that are read together. */
const CHUNK = 2_000;

/** What surrounded each of these deals before `origin`: activities, people, competitors, and what was said of it and its account. */
export async function loadAround(db: Db, dealIds: string[], origin: Instant): Promise<Map<string, DealAround>> {
	const around = new Map<string, DealAround>(dealIds.map((id) => [id, nothing()]));
	for (let from = 0; from < dealIds.length; from += CHUNK) {
		const ids = dealIds.slice(from, from + CHUNK);
		await addTouches(db, ids, origin, around);
		await addOwnFields(db, ids, origin, around);
		await addAccounts(db, ids, origin, around);
		await addRoom(db, ids, origin, around);
		await addHeard(db, ids, origin, around);
	}
	return around;
}

function nothing(): DealAround {
	return {
		touches: [],
		accountIds: [],
		industries: [],
		employees: [],
		sources: [],
		nextSteps: [],
		people: [],
		competitors: [],
		heard: [],
	};
}

type Into = Map<string, DealAround>;

async function addTouches(db: Db, ids: string[], origin: Instant, into: Into): Promise<void> {
	const { rows } = await sql<{
		dealId: string;
		at: Instant;
		kind: ActivityKind;
		direction: "in" | "out" | null;
		contactId: string | null;
	}>`select deal_id as "dealId", occurred_at as at, kind, direction, contact_id as "contactId" from activities
		where deal_id = any(${ids}::uuid[]) and occurred_at < ${timestamp(origin)} order by occurred_at`.execute(db);
	for (const { dealId, ...touch } of rows) into.get(dealId)?.touches.push(touch);
}

async function addOwnFields(db: Db, ids: string[], origin: Instant, into: Into): Promise<void> {
	const { rows } = await sql<{ dealId: string; at: Instant; field: string; value: JsonValue }>`
		select entity_id as "dealId", recorded_at as at, f.key as field, f.value
		from field_changes c cross join lateral (
			select k.key, c.value -> k.key as value from (values ('accountId'), ('source'), ('nextStep')) k(key)
			where c.field = '*' and c.value ? k.key
			union all select c.field, c.value where c.field in ('accountId', 'source', 'nextStep')) f
		where entity = 'deal' and entity_id = any(${ids}::uuid[]) and recorded_at < ${timestamp(origin)}
			and c.field in ('*', 'accountId', 'source', 'nextStep')
		order by recorded_at, c.id`.execute(db);
	for (const { dealId, at, field, value } of rows) {
		const deal = into.get(dealId);
		if (!deal) continue;
		const text = typeof value === "string" && value !== "" ? value : null;
		if (field === "accountId") deal.accountIds.push({ at, value: text });
		else if (field === "source") deal.sources.push({ at, value: text });
		else deal.nextSteps.push({ at, value: text !== null });
	}
}

/**
 * What is known of the deals' accounts. The first that was ever said of one counts from the beginning: where a company
 * is at home and how large it is was so before somebody wrote it down. Later changes count from when they were recorded.
 */
async function addAccounts(db: Db, ids: string[], origin: Instant, into: Into): Promise<void> {
	const { rows } = await sql<{ dealId: string; field: string; at: Instant | null; value: JsonValue }>`
		with own as (select d.id as deal_id, a.id, a.industry, a.employees from deals d join accounts a on a.id = d.account_id
				where d.id = any(${ids}::uuid[])),
			told as (select c.entity_id, c.recorded_at, f.key, f.value from field_changes c cross join lateral (
					select k.key, c.value -> k.key as value from (values ('industry'), ('employees')) k(key)
					where c.field = '*' and c.value ? k.key
					union all select c.field, c.value where c.field in ('industry', 'employees')) f
				where c.entity = 'account' and c.entity_id in (select id from own) and c.field in ('*', 'industry', 'employees')
					and c.recorded_at < ${timestamp(origin)})
		select o.deal_id as "dealId", t.key as field, t.recorded_at as at, t.value from own o join told t on t.entity_id = o.id
		union all
		select o.deal_id, k.key, null, k.value from own o
			cross join lateral (values ('industry', to_jsonb(o.industry)), ('employees', to_jsonb(o.employees))) k(key, value)
			where not exists (select from told t where t.entity_id = o.id and t.key = k.key)
		order by at nulls first`.execute(db);
	for (const { dealId, field, at, value } of rows) {
		const deal = into.get(dealId);
		if (!deal) continue;
		if (field === "industry") tell(deal.industries, at, typeof value === "string" && value !== "" ? value : null);
		else tell(deal.employees, at, value === null || !Number.isFinite(Number(value)) ? null : Number(value));
	}
}

function tell<T>(steps: Step<T>[], at: Instant | null, value: T): void {
	steps.push({ at: steps.length === 0 ? 0 : (at ?? 0), value });
}

async function addRoom(db: Db, ids: string[], origin: Instant, into: Into): Promise<void> {
	const people = await db
		.selectFrom("deal_contacts")
		.select(["deal_id", "contact_id", "added_at"])
		.where("deal_id", "=", sql<string>`any(${ids}::uuid[])`)
		.where("added_at", "<", sql<number>`${timestamp(origin)}::timestamptz`)
		.orderBy("added_at")
		.execute();
	for (const row of people) into.get(row.deal_id)?.people.push({ at: row.added_at, contactId: row.contact_id });
	const competitors = await db
		.selectFrom("deal_competitors")
		.select(["deal_id", "added_at"])
		.where("deal_id", "=", sql<string>`any(${ids}::uuid[])`)
		.where("added_at", "<", sql<number>`${timestamp(origin)}::timestamptz`)
		.orderBy("added_at")
		.execute();
	for (const row of competitors) into.get(row.deal_id)?.competitors.push(row.added_at);
}

/** Meetings count from when they were over or, brought in later, from when their words were here. */
async function addHeard(db: Db, ids: string[], origin: Instant, into: Into): Promise<void> {
	const { rows } = await sql<HeardMeeting & { dealId: string }>`select m.deal_id as "dealId", k.at, n.buying,
			n.objections, n.objections_met as met, n.next_step_level as "nextStep"
		from meetings m join meeting_numbers n on n.meeting_id = m.id
			cross join lateral (select greatest(coalesce(m.ended_at, m.starts_at), m.created_at) as at) k
		where m.deal_id = any(${ids}::uuid[]) and k.at < ${timestamp(origin)} order by k.at`.execute(db);
	for (const { dealId, ...heard } of rows) into.get(dealId)?.heard.push(heard);
}
