import { sql } from "kysely";
import type { Database } from "../../server/db/connect.ts";

/** A company to measure on. */
export interface DeepCompany {
	tenantId: number;
	/** Ids of people who lead a team of each level, the company's first; at most 40 of a level. */
	leaders: string[][];
	teams: number;
	people: number;
	deals: number;
}

export const LEVELS = 12;

/**
 * Teams in a tree of twelve levels, each with its people and a leader of its own, and their deals: built by the database
 * itself, evenly and without chance, so that it is the same every time.
 */
export async function makeDeepCompany(
	database: Database,
	size: { people: number; deals: number },
): Promise<DeepCompany> {
	const parents = treeOf(size.people / 9);
	const teams = parents.length;
	return database.kysely.transaction().execute(async (trx) => {
		const { tenant_id: tenantId } = await trx
			.insertInto("tenants")
			.values({ slug: "deep", name: "Deep" })
			.returning("tenant_id")
			.executeTakeFirstOrThrow();
		await sql`create temp table made_teams on commit drop as select n - 1 as n, courtside_uuidv7() as id, parent, level
			from unnest(${parents.map((p) => p.parent)}::int[], ${parents.map((p) => p.level)}::int[]) with ordinality as p(parent, level, n)`.execute(
			trx,
		);
		await sql`create temp table made_people on commit drop as select n, courtside_uuidv7() as id
			from generate_series(0, ${size.people}::int - 1) n`.execute(trx);
		await sql`insert into teams (tenant_id, id, name, parent_id)
			select ${tenantId}::int, t.id, 'Team ' || t.n, p.id from made_teams t left join made_teams p on p.n = t.parent`.execute(
			trx,
		);
		await sql`insert into users (tenant_id, id, name, role, team_id)
			select ${tenantId}::int, p.id, 'Person ' || p.n, case when p.n < ${teams}::int then 'manager' else 'rep' end, t.id
			from made_people p join made_teams t on t.n = p.n % ${teams}::int`.execute(trx);
		await sql`update teams set manager_id = p.id from made_teams t join made_people p on p.n = t.n where teams.id = t.id`.execute(
			trx,
		);
		await sql`insert into pipelines (tenant_id, name, is_default) values (${tenantId}::int, 'Sales', true)`.execute(
			trx,
		);
		await sql`insert into stages (tenant_id, pipeline_id, name, position, kind)
			select ${tenantId}::int, id, 'Proposal', 1, 'open' from pipelines where tenant_id = ${tenantId}::int`.execute(
			trx,
		);
		await sql`insert into deals (tenant_id, name, owner_id, pipeline_id, stage_id, status, amount_minor, currency, close_date)
			select ${tenantId}::int, 'Deal ' || nth, p.id, s.pipeline_id, s.id, 'open', 100000 + nth, 'USD',
				date '2026-01-01' + (nth * 7919 % 1000)::int
			from generate_series(0::bigint, ${size.deals}::bigint - 1) made(nth) join made_people p on p.n = nth * 31 % ${size.people}::int
			cross join stages s where s.tenant_id = ${tenantId}::int`.execute(trx);
		const led = await sql<{ level: number; leader: string }>`select t.level, p.id as leader
			from made_teams t join made_people p on p.n = t.n order by t.n`.execute(trx);
		const leaders = Array.from({ length: LEVELS }, (_, level) =>
			led.rows
				.filter((row) => row.level === level)
				.slice(0, 40)
				.map((row) => row.leader),
		);
		return { tenantId, leaders, teams, people: size.people, deals: size.deals };
	});
}

/** About so many teams, the parent's number and the level of each; every team above the last level has teams beneath. */
function treeOf(about: number): { parent: number | null; level: number }[] {
	let width = 1;
	// The growth from level to level that adds up to that many.
	for (let low = 1, high = 10, i = 0; i < 50; i++) {
		width = (low + high) / 2;
		const sum = Array.from({ length: LEVELS }, (_, k) => width ** k).reduce((a, b) => a + b);
		if (sum > about) high = width;
		else low = width;
	}
	const teams: { parent: number | null; level: number }[] = [];
	let above = 0;
	for (let level = 0; level < LEVELS; level++) {
		const [count, before] = [Math.round(width ** level), Math.round(width ** (level - 1))];
		const first = teams.length;
		for (let i = 0; i < count; i++) {
			teams.push({ parent: level === 0 ? null : above + Math.floor((i * before) / count), level });
		}
		above = first;
	}
	return teams;
}
