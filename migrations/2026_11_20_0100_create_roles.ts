import { type Kysely, sql } from "kysely";

/**
 * The two roles that the server takes on inside its transactions, and the functions later migrations lean on.
 * `courtside_app` sees one tenant's rows; `courtside_system` sees the few tables that must be read before a tenant is
 * known (sign-in, the relay). Neither owns anything, so row-level security holds for both.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	for (const role of ["courtside_app", "courtside_system"]) {
		// Roles belong to the whole server: another database may have made them, or be making them now. Looked for first,
		// because a user who may not make roles is refused even when there is nothing to make.
		await sql`do $$ begin
			if not exists (select from pg_roles where rolname = ${sql.lit(role)}) then
				create role ${sql.raw(role)} nologin;
			end if;
		exception when duplicate_object or unique_violation then null;
		end $$`.execute(db);
		// From Postgres 16 on, whoever makes a role is a member that may not yet take it on.
		await sql`do $$ begin
			if not pg_has_role(current_user, ${sql.lit(role)},
				case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end) then
				execute format('grant %I to %I', ${sql.lit(role)}, current_user);
			end if;
		end $$`.execute(db);
	}
	await sql`grant usage on schema public to courtside_app, courtside_system`.execute(db);

	// Postgres 18 makes time-ordered ids itself; before it, the same layout from parts (RFC 9562, version 7).
	await sql`create function courtside_uuidv7() returns uuid language plpgsql volatile parallel safe as $$
	begin
		return encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
			placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
			from 1 for 6), 52, 1), 53, 1), 'hex')::uuid;
	end $$`.execute(db);
	await sql`do $$ begin
		if current_setting('server_version_num')::int >= 180000 then
			create or replace function courtside_uuidv7() returns uuid language sql volatile parallel safe
				as 'select uuidv7()';
		end if;
	end $$`.execute(db);

	// The one tenant policy, the same on every table. The sub-select is evaluated once a query, not once a row;
	// nullif because an unset setting reads as '' after its first use in a session.
	await sql`create function courtside_protect(target regclass) returns void language plpgsql as $$
	begin
		execute format('alter table %s enable row level security', target);
		execute format('alter table %s force row level security', target);
		execute format('create policy tenant on %s to courtside_app
			using (tenant_id = (select nullif(current_setting(''app.tenant'', true), '''')::int))
			with check (tenant_id = (select nullif(current_setting(''app.tenant'', true), '''')::int))', target);
		execute format('grant select, insert, update, delete on %s to courtside_app', target);
	end $$`.execute(db);
	await sql`create function courtside_allow_system(target regclass) returns void language plpgsql as $$
	begin
		execute format('create policy system on %s to courtside_system using (true) with check (true)', target);
		execute format('grant select, insert, update, delete on %s to courtside_system', target);
	end $$`.execute(db);

	// Quarters of time-partitioned tables are made when first needed. Security definer: the app role owns nothing.
	await sql`create function courtside_ensure_partitions(target text, first timestamptz, last timestamptz)
	returns void language plpgsql security definer set search_path = public as $$
	declare
		at timestamp := date_trunc('quarter', first at time zone 'UTC');
		name text;
	begin
		if target not in ('activities', 'field_changes', 'events', 'audit_entries') then
			raise exception 'not a partitioned table: %', target;
		end if;
		while at <= last at time zone 'UTC' loop
			name := target || '_' || to_char(at, 'YYYY"q"Q');
			if to_regclass(name) is null then
				perform pg_advisory_xact_lock(hashtext('courtside_partition_' || name));
				if to_regclass(name) is null then
					execute format('create table %I partition of %I for values from (%L) to (%L)',
						name, target, at at time zone 'UTC', (at + interval '3 months') at time zone 'UTC');
				end if;
			end if;
			at := at + interval '3 months';
		end loop;
	end $$`.execute(db);
	await sql`grant execute on function courtside_ensure_partitions to courtside_app, courtside_system`.execute(db);
}
