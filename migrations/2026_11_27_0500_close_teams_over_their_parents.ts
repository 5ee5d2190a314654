import { type Kysely, sql } from "kysely";

/**
 * Which team stands beneath which, of any depth, itself included: what a leader sees is then one join and no walk.
 * Kept by triggers, because teams are written by imports, hosts and people alike. A loop of teams, which imported data
 * may have, makes each of them stand beneath the others and ends there.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create table team_ancestors (
		tenant_id int not null references tenants on delete cascade,
		ancestor_id uuid not null,
		team_id uuid not null,
		primary key (tenant_id, ancestor_id, team_id),
		foreign key (tenant_id, ancestor_id) references teams (tenant_id, id) on delete cascade,
		foreign key (tenant_id, team_id) references teams (tenant_id, id) on delete cascade
	)`.execute(db);
	await sql`create index on team_ancestors (tenant_id, team_id)`.execute(db);
	await sql`create index on teams (tenant_id, manager_id)`.execute(db);

	await sql`create function courtside_place_teams(tenant int, moved uuid[]) returns void language plpgsql as $$
	declare
		touched uuid[];
	begin
		-- Two moves at a time would each miss the other's.
		perform pg_advisory_xact_lock(hashtext('courtside_teams'), tenant);
		touched := moved || array(select a.team_id from team_ancestors a
			where a.tenant_id = tenant and a.ancestor_id = any(moved));
		delete from team_ancestors a where a.tenant_id = tenant and a.team_id = any(touched);
		insert into team_ancestors (tenant_id, ancestor_id, team_id)
		with recursive up(team_id, id, parent_id) as (
			select t.id, t.id, t.parent_id from teams t where t.tenant_id = tenant and t.id = any(touched)
			-- union, not union all: a loop ends instead of turning forever.
			union select up.team_id, p.id, p.parent_id from up join teams p on p.tenant_id = tenant and p.id = up.parent_id)
		select tenant, up.id, up.team_id from up;
	end $$`.execute(db);
	await sql`create function courtside_teams_changed() returns trigger language plpgsql as $$
	declare
		one record;
	begin
		if tg_op = 'INSERT' then
			for one in select f.tenant_id, array_agg(f.id) as ids from fresh f group by f.tenant_id loop
				perform courtside_place_teams(one.tenant_id, one.ids);
			end loop;
		else
			for one in select f.tenant_id, array_agg(f.id) as ids
				from fresh f join stale s on s.tenant_id = f.tenant_id and s.id = f.id
				where f.parent_id is distinct from s.parent_id group by f.tenant_id
			loop
				perform courtside_place_teams(one.tenant_id, one.ids);
			end loop;
		end if;
		return null;
	end $$`.execute(db);
	await sql`create trigger teams_placed after insert on teams referencing new table as fresh
		for each statement execute function courtside_teams_changed()`.execute(db);
	await sql`create trigger teams_moved after update on teams referencing old table as stale new table as fresh
		for each statement execute function courtside_teams_changed()`.execute(db);

	// Those that are there already. The owner of the tables is bound by their policies too, and they show it nothing.
	await sql`alter table teams no force row level security`.execute(db);
	await sql`select courtside_place_teams(tenant_id, array_agg(id)) from teams group by tenant_id`.execute(db);
	await sql`alter table teams force row level security`.execute(db);
	await sql`select courtside_protect('team_ancestors')`.execute(db);
}
