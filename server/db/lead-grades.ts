import { sql, type Transaction } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import type { LeadGrade } from "../../core/model/lead.ts";
import type { FoundGrade } from "../../core/scoring/lead-grade.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import type { Db } from "./connect.ts";
import { leadVisibleTo, OPEN_LEAD } from "./leads.ts";
import type { Tables } from "./tables.ts";
import { timestamp } from "./values.ts";

/** What grading reads of a scored lead: its chance as far as the past tells, its place among all, the grade it has had. */
export interface GradeBasis {
	chance: { share: number; low: number; high: number; ofAll: number; n: number } | null;
	/** From 1, the best; null while it has no points. */
	rank: number | null;
	before: LeadGrade | null;
}

/** A grade to be stored. */
export interface NewGrade extends FoundGrade {
	leadId: string;
	basis: GradeBasis;
}

/** What grading rests on for each of these leads. Places are counted among all open leads. */
export async function gradeBases(db: Db, ids: string[]): Promise<Map<string, GradeBasis>> {
	const { rows } = await sql<GradeBasis & { id: string }>`with ranked as (
			select s.entity_id, s.explanation -> 'worth' as worth,
				case when s.value is null then null else (rank() over (order by s.value desc nulls last, s.entity_id))::int end as rank
			from scores s where s.entity = 'lead')
		select x.id::text as id, nullif(r.worth, 'null'::jsonb) as chance, r.rank, g.grade as before
		from unnest(${ids}::uuid[]) x(id) left join ranked r on r.entity_id = x.id
		left join lead_grades g on g.lead_id = x.id`.execute(db);
	return new Map(rows.map(({ id, chance, rank, before }) => [id, { chance, rank, before }]));
}

/** Stores grades as of a moment; one that differs from the last is a point of the lead's history. */
export async function saveGrades(
	trx: Transaction<Tables>,
	tenantId: number,
	grades: NewGrade[],
	asOf: Instant,
): Promise<void> {
	if (grades.length === 0) return;
	const of = <T>(pick: (g: NewGrade) => T): T[] => grades.map(pick);
	const [ids, found] = [of((g) => g.leadId), of((g) => g.grade)];
	await sql`insert into lead_grade_changes (tenant_id, lead_id, at, grade)
		select ${tenantId}, x.id, ${timestamp(asOf)}, x.grade from unnest(${ids}::uuid[], ${found}::text[]) as x(id, grade)
		left join lateral (select c.grade from lead_grade_changes c where c.lead_id = x.id and c.at <= ${timestamp(asOf)}
			order by c.at desc limit 1) c on true
		where x.grade is not null and x.grade is distinct from c.grade
		on conflict (tenant_id, lead_id, at) do update set grade = excluded.grade`.execute(trx);
	await sql`insert into lead_grades (tenant_id, lead_id, grade, found_by, rule, chance, low, high, n, as_of, since)
		select ${tenantId}, x.*, ${timestamp(asOf)}, ${timestamp(asOf)} from unnest(${ids}::uuid[], ${found}::text[],
			${of((g) => g.by)}::text[], ${of((g) => g.rule)}::text[], ${of((g) => g.basis.chance?.share ?? null)}::float8[],
			${of((g) => g.basis.chance?.low ?? null)}::float8[], ${of((g) => g.basis.chance?.high ?? null)}::float8[],
			${of((g) => g.basis.chance?.n ?? 0)}::int[]) as x
		on conflict (tenant_id, lead_id) do update set grade = excluded.grade, found_by = excluded.found_by,
			rule = excluded.rule, chance = excluded.chance, low = excluded.low, high = excluded.high, n = excluded.n,
			as_of = excluded.as_of, since = case when lead_grades.grade is distinct from excluded.grade then excluded.since
				else lead_grades.since end`.execute(trx);
}

/** Points of history that were found afterwards, for weeks in which nobody graded. */
export async function saveReplayed(
	trx: Transaction<Tables>,
	tenantId: number,
	points: { leadId: string; at: Instant; grade: LeadGrade }[],
): Promise<void> {
	await sql`insert into lead_grade_changes (tenant_id, lead_id, at, grade, is_replayed)
		select ${tenantId}, x.*, true from unnest(${points.map((p) => p.leadId)}::uuid[],
			${points.map((p) => timestamp(p.at))}::timestamptz[], ${points.map((p) => p.grade)}::text[]) as x
		on conflict do nothing`.execute(trx);
}

/** Whether no lead has been graded yet. */
export async function hasNoGrades(db: Db): Promise<boolean> {
	const row = await db.selectFrom("lead_grade_changes").select("lead_id").limit(1).executeTakeFirst();
	return row === undefined;
}

/** What a person says of a lead instead of what was found; null takes it back. */
export async function sayGrade(
	trx: Transaction<Tables>,
	tenantId: number,
	leadId: string,
	said: { grade: LeadGrade; reason: string; by: string; at: Instant; status: string } | null,
	now: Instant,
): Promise<void> {
	const words = {
		said_grade: said?.grade ?? null,
		said_reason: said?.reason ?? null,
		said_by: said?.by ?? null,
		said_at: said ? timestamp(said.at) : null,
		said_status: said?.status ?? null,
	};
	const moment = timestamp(now);
	await trx
		.insertInto("lead_grades")
		.values({ tenant_id: tenantId, lead_id: leadId, found_by: "nothing", as_of: moment, since: moment, ...words })
		.onConflict((conflict) => conflict.columns(["tenant_id", "lead_id"]).doUpdateSet(words))
		.execute();
}

/** Open leads in sight by the grade that holds; `said` of them by a person's word. */
export interface GradeCounts {
	open: number;
	hot: number;
	warm: number;
	cold: number;
	said: number;
}

/** How the open leads in sight are graded. */
export async function countGrades(db: Db, visibleOwners: VisibleOwners): Promise<GradeCounts> {
	const { rows } = await sql<GradeCounts>`select count(*)::int as open,
			count(*) filter (where coalesce(g.said_grade, g.grade) = 'hot')::int as hot,
			count(*) filter (where coalesce(g.said_grade, g.grade) = 'warm')::int as warm,
			count(*) filter (where coalesce(g.said_grade, g.grade) = 'cold')::int as cold,
			count(g.said_grade)::int as said
		from leads l left join lead_grades g on g.lead_id = l.id
		where l.status = any(${OPEN_LEAD}::text[]) and ${leadVisibleTo(visibleOwners)}`.execute(db);
	return rows[0] ?? { open: 0, hot: 0, warm: 0, cold: 0, said: 0 };
}

/** A week's end with how the leads open then were graded. */
export interface GradeWeek {
	at: Instant;
	hot: number;
	warm: number;
	cold: number;
	/** Whether any grade that counts in it was found afterwards. */
	isReplayed: boolean;
}

/** How the leads in sight stood at each of these moments, by the last grade found before it. */
export async function gradeWeeks(db: Db, visibleOwners: VisibleOwners, moments: Instant[]): Promise<GradeWeek[]> {
	const { rows } = await sql<GradeWeek>`select m.at, count(*) filter (where c.grade = 'hot')::int as hot,
			count(*) filter (where c.grade = 'warm')::int as warm, count(*) filter (where c.grade = 'cold')::int as cold,
			coalesce(bool_or(c.is_replayed), false) as "isReplayed"
		from unnest(${moments.map(timestamp)}::timestamptz[]) m(at)
		join leads l on l.created_at < m.at and (l.closed_at is null or l.closed_at >= m.at)
			and (l.closed_at is not null or l.status = any(${OPEN_LEAD}::text[])) and ${leadVisibleTo(visibleOwners)}
		join lateral (select c.grade, c.is_replayed from lead_grade_changes c where c.lead_id = l.id and c.at <= m.at
			order by c.at desc limit 1) c on true
		group by m.at order by m.at`.execute(db);
	return rows;
}

/**
 * What became of leads that ended, by the grade they last had before; leads in sight only. Grades that were found
 * afterwards do not count: what they rest on was learnt from these very leads.
 */
export async function gradeOutcomes(
	db: Db,
	visibleOwners: VisibleOwners,
): Promise<{ grade: LeadGrade; ended: number; converted: number }[]> {
	const { rows } = await sql<{ grade: LeadGrade; ended: number; converted: number }>`
		select c.grade, count(*)::int as ended, count(*) filter (where l.status = 'converted')::int as converted
		from leads l join lateral (select c.grade, c.is_replayed from lead_grade_changes c
			where c.lead_id = l.id and c.at < l.closed_at order by c.at desc limit 1) c on true
		where l.closed_at is not null and not c.is_replayed and ${leadVisibleTo(visibleOwners)} group by c.grade`.execute(
		db,
	);
	return rows;
}

/** Columns of their sources that the newest leads have, by name. */
export async function leadExtraFields(db: Db): Promise<string[]> {
	const { rows } = await sql<{ name: string }>`select distinct k.name from (
			select l.extra from leads l where jsonb_typeof(l.extra) = 'object' order by l.created_at desc limit 500) x,
		jsonb_object_keys(x.extra) k(name) order by k.name limit 200`.execute(db);
	return rows.map((row) => row.name);
}

/** The grade that holds for each of these leads, a person's word before what was found; those without are left out. */
export async function gradesThatHold(db: Db, leadIds: string[]): Promise<Map<string, LeadGrade>> {
	const { rows } = await sql<{ id: string; grade: LeadGrade }>`select g.lead_id as id,
			coalesce(g.said_grade, g.grade) as grade
		from lead_grades g where g.lead_id = any(${leadIds}::uuid[]) and coalesce(g.said_grade, g.grade) is not null`.execute(
		db,
	);
	return new Map(rows.map((row) => [row.id, row.grade]));
}
