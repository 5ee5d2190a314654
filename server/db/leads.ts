import { type RawBuilder, sql } from "kysely";
import { countryCode } from "../../core/market/country-code.ts";
import type { Instant, PlainDate } from "../../core/model/instant.ts";
import type { Lead, LeadGrade, LeadStatus } from "../../core/model/lead.ts";
import type { FoundGrade } from "../../core/scoring/lead-grade.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import { ownedInSight } from "../policy/scope.ts";
import type { Db } from "./connect.ts";
import { endOfDay, likeAnywhere, startOfDay } from "./filters.ts";
import {
	allIds,
	COUNT_MOST,
	type Counted,
	countUpTo,
	type KeyedList,
	type Position,
	pageOf,
	pageOfKeys,
	type ReadRow,
	type SortOrder,
} from "./paging.ts";
import { type ScoreColumns, type StoredScore, scoreColumns, scoreOf } from "./score-columns.ts";

export const LEAD_SORTS = ["score", "createdAt", "name", "company"] as const;
export type LeadSort = (typeof LEAD_SORTS)[number];

/** A lead still to be worked. */
export const OPEN_LEAD: readonly LeadStatus[] = ["new", "working", "qualified"];

/** A lead with all that its view is made of. */
export interface LeadRow extends Lead {
	ownerName: string | null;
	version: number;
	updatedAt: Instant;
	score: StoredScore | null;
	touch: LeadLastTouch;
	/** Null before it was first graded. */
	grade: LeadGradeRow | null;
	now: Instant;
}

/** A lead's grade: what was found, on what, and what a person said instead. */
export interface LeadGradeRow {
	found: LeadGrade | null;
	by: FoundGrade["by"];
	rule: string | null;
	chance: number | null;
	low: number | null;
	high: number | null;
	n: number;
	asOf: Instant;
	since: Instant;
	said: { grade: LeadGrade; reason: string; by: string | null; at: Instant; status: LeadStatus } | null;
}

/** When a lead last did something, and when we first did, as of its scoring. */
export interface LeadLastTouch {
	inAt: Instant | null;
	firstOutAt: Instant | null;
}

/** Which leads: all that are given must hold. */
export interface LeadFilter {
	status?: LeadStatus | undefined;
	/** Only leads still to be worked. */
	open?: boolean | undefined;
	/** The grade that holds: a person's word before what was found. */
	grade?: LeadGrade | undefined;
	ownerId?: string | undefined;
	source?: string | undefined;
	industry?: string | undefined;
	country?: string | undefined;
	/** Points, both ends included. */
	scoreFrom?: number | undefined;
	scoreTo?: number | undefined;
	employeesFrom?: number | undefined;
	employeesTo?: number | undefined;
	/** Days in the workspace's zone, both included. */
	createdFrom?: PlainDate | undefined;
	createdTo?: PlainDate | undefined;
	/** In name, company or e-mail. */
	search?: string | undefined;
}

/** One page of leads to ask for. */
export interface LeadPageAsk {
	filter: LeadFilter;
	visibleOwners: VisibleOwners;
	sort: SortOrder<LeadSort>;
	after: Position | null;
	limit: number;
	/** Real time. */
	now: Instant;
}

const leadColumns = sql`l.id, l.name, l.email, l.company, l.title, l.phone, l.source, l.industry, l.country, l.employees,
	l.status, l.owner_id as "ownerId", l.converted_deal_id as "convertedDealId", l.created_at as "createdAt",
	l.closed_at as "closedAt", l.version, l.updated_at as "updatedAt", o.name as "ownerName",
	t.clock_at, ${scoreColumns}, case when g.lead_id is not null then jsonb_build_object('found', g.grade, 'by', g.found_by,
	'rule', g.rule, 'chance', g.chance, 'low', g.low, 'high', g.high, 'n', g.n, 'asOf', extract(epoch from g.as_of) * 1000,
	'since', extract(epoch from g.since) * 1000, 'said', case when g.said_grade is not null then jsonb_build_object(
	'grade', g.said_grade, 'reason', g.said_reason, 'by', gs.name, 'at', extract(epoch from g.said_at) * 1000,
	'status', g.said_status) end) end as grade`;
const leadJoins = sql`cross join tenants t
	left join users o on o.id = l.owner_id
	left join scores s on s.entity = 'lead' and s.entity_id = l.id
	left join lead_grades g on g.lead_id = l.id left join users gs on gs.id = g.said_by`;

type LeadColumns = Omit<LeadRow, "score" | "touch" | "now"> & ScoreColumns & { clock_at: Instant | null };

/** Leads in order, one page, in one round trip. */
export async function listLeads(
	db: Db,
	ask: LeadPageAsk,
): Promise<Counted & { rows: LeadRow[]; next: Position | null }> {
	const where = leadConditions(ask.filter, ask.visibleOwners);
	const keys = pageOfKeys(orderedBy(ask.sort.key, where), ask.sort, ask.after, ask.limit);
	const way = sql.raw(ask.sort.descending ? "desc" : "asc");
	const { rows } = await sql<LeadColumns & ReadRow>`
		with picked as materialized (${keys}),
			matched as (select count(*)::int as n from (select 1 from leads l where ${where} limit ${sql.lit(COUNT_MOST + 1)}) x)
		select m.n as matching, p.id is not null as found, p.at::text as at, ${leadColumns}
		from matched m left join picked p on true left join leads l on l.id = p.id ${leadJoins}
		order by p.is_blank, p.at ${way}, p.id ${way}`.execute(db);
	const page = pageOf(rows, ask.limit);
	return { ...page, rows: page.rows.map((row) => leadOf(row, ask.now)) };
}

/** Every lead of a list in its order, a batch at a time; `db` must be a transaction, which holds the list still. */
export async function* allLeads(db: Db, ask: Omit<LeadPageAsk, "after" | "limit">): AsyncGenerator<LeadRow[]> {
	const list = orderedBy(ask.sort.key, leadConditions(ask.filter, ask.visibleOwners));
	for await (const ids of allIds(db, list, ask.sort)) {
		const { rows } = await sql<LeadColumns>`select ${leadColumns} from leads l ${leadJoins}
			where l.id = any(${ids}::uuid[])`.execute(db);
		const byId = new Map(rows.map((row) => [row.id, leadOf(row, ask.now)]));
		yield ids.flatMap((id) => byId.get(id) ?? []);
	}
}

/** How many leads a list has, counted up to `most`. */
export async function countLeads(
	db: Db,
	{ filter, visibleOwners }: Pick<LeadPageAsk, "filter" | "visibleOwners">,
	most: number,
): Promise<number> {
	return countUpTo(db, sql`from leads l where ${leadConditions(filter, visibleOwners)}`, most);
}

/** One lead, null where there is none that the owners' visibility shows. */
export async function findLead(
	db: Db,
	id: string,
	visibleOwners: VisibleOwners,
	now: Instant,
): Promise<LeadRow | null> {
	const { rows } = await sql<LeadColumns>`select ${leadColumns} from leads l ${leadJoins}
		where l.id = ${id}::uuid and ${leadVisibleTo(visibleOwners)}`.execute(db);
	return rows[0] ? leadOf(rows[0], now) : null;
}

/** Several leads by id in the order given; those not visible are left out. */
export async function findLeads(db: Db, ids: string[], visibleOwners: VisibleOwners, now: Instant): Promise<LeadRow[]> {
	if (ids.length === 0) return [];
	const { rows } = await sql<LeadColumns>`select ${leadColumns} from leads l ${leadJoins}
		where l.id = any(${ids}::uuid[]) and ${leadVisibleTo(visibleOwners)}`.execute(db);
	const byId = new Map(rows.map((row) => [row.id, row]));
	return ids.flatMap((id) => {
		const row = byId.get(id);
		return row ? [leadOf(row, now)] : [];
	});
}

/** The condition that somebody with these owners in sight may see the lead `l`. */
export function leadVisibleTo(visibleOwners: VisibleOwners): RawBuilder<unknown> {
	return ownedInSight(sql`l.owner_id`, visibleOwners);
}

function leadConditions(filter: LeadFilter, visibleOwners: VisibleOwners): RawBuilder<unknown> {
	const all = [leadVisibleTo(visibleOwners)];
	if (filter.status) all.push(sql`l.status = ${filter.status}`);
	if (filter.open) all.push(sql`l.status = any(${OPEN_LEAD}::text[])`);
	if (filter.grade) {
		all.push(sql`exists (select from lead_grades g where g.lead_id = l.id
			and coalesce(g.said_grade, g.grade) = ${filter.grade})`);
	}
	if (filter.ownerId) all.push(sql`l.owner_id = ${filter.ownerId}::uuid`);
	if (filter.source) all.push(sql`lower(l.source) = lower(${filter.source})`);
	if (filter.industry) all.push(sql`lower(l.industry) = lower(${filter.industry})`);
	if (filter.country)
		all.push(sql`lower(l.country) in (lower(${filter.country}), lower(${countryCode(filter.country)}))`);
	if (filter.employeesFrom !== undefined) all.push(sql`l.employees >= ${filter.employeesFrom}`);
	if (filter.employeesTo !== undefined) all.push(sql`l.employees <= ${filter.employeesTo}`);
	if (filter.createdFrom) all.push(sql`l.created_at >= ${startOfDay(filter.createdFrom)}`);
	if (filter.createdTo) all.push(sql`l.created_at < ${endOfDay(filter.createdTo)}`);
	if (filter.scoreFrom !== undefined || filter.scoreTo !== undefined) {
		all.push(sql`l.status = any(${OPEN_LEAD}::text[]) and exists (select from scores p where p.entity = 'lead'
			and p.entity_id = l.id and p.value between ${filter.scoreFrom ?? 0} and ${filter.scoreTo ?? 100})`);
	}
	if (filter.search) {
		const like = likeAnywhere(filter.search);
		all.push(sql`(l.name ilike ${like} or l.company ilike ${like} or l.email ilike ${like})`);
	}
	return sql.join(all, sql` and `);
}

function orderedBy(key: LeadSort, where: RawBuilder<unknown>): KeyedList {
	const plain = { from: sql`from leads l`, where, id: sql`l.id` };
	if (key === "createdAt") return { ...plain, by: sql`l.created_at`, type: "timestamptz", hasBlanks: false };
	if (key === "name") return { ...plain, by: sql`lower(l.name)`, type: "text", hasBlanks: false };
	if (key === "company") return { ...plain, by: sql`lower(l.company)`, type: "text", hasBlanks: true };
	return {
		from: sql`from scores s join leads l on l.id = s.entity_id`,
		where: sql`s.entity = 'lead' and ${where}`,
		by: sql`s.value`,
		id: sql`s.entity_id`,
		type: "float8",
		hasBlanks: true,
		blanks: {
			from: sql`from leads l`,
			where: sql`${where} and not exists (select from scores s where s.entity = 'lead' and s.entity_id = l.id and s.value is not null)`,
			id: sql`l.id`,
		},
	};
}

function leadOf(row: LeadColumns, realNow: Instant): LeadRow {
	const { clock_at, ...rest } = row;
	const { touch } = (row.s_explanation ?? {}) as { touch?: LeadLastTouch };
	return {
		...pickLead(rest),
		score: scoreOf(row),
		touch: touch ?? { inAt: null, firstOutAt: null },
		now: clock_at ?? realNow,
	};
}

function pickLead(row: Omit<LeadColumns, "clock_at">): Omit<LeadRow, "score" | "touch" | "now"> {
	return {
		...leadFields(row),
		ownerName: row.ownerName,
		version: row.version,
		updatedAt: row.updatedAt,
		grade: row.grade,
	};
}

/** A lead's own fields, without what was joined to them. */
export function leadFields(row: Lead): Lead {
	return {
		id: row.id,
		name: row.name,
		email: row.email,
		company: row.company,
		title: row.title,
		phone: row.phone,
		source: row.source,
		industry: row.industry,
		country: row.country,
		employees: row.employees,
		status: row.status,
		ownerId: row.ownerId,
		convertedDealId: row.convertedDealId,
		createdAt: row.createdAt,
		closedAt: row.closedAt,
	};
}
