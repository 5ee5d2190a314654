import { type Kysely, sql } from "kysely";

/**
 * The index that finds substrings, by two extensions that come with PostgreSQL. Whoever owns the database may switch
 * them on; where the server has none of them or forbids it, search goes without, more slowly and less completely, and
 * says so. A function, so that it can be tried again at every start.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create function courtside_index_search() returns boolean language plpgsql as $$
	begin
		if to_regclass('search_by_substring') is not null then return true; end if;
		begin
			create extension if not exists pg_trgm with schema public;
			create extension if not exists btree_gin with schema public;
		exception when insufficient_privilege or undefined_file or feature_not_supported then
			return false;
		end;
		create index search_by_substring on search_documents using gin (tenant_id, entity, terms gin_trgm_ops);
		return true;
	end $$`.execute(db);
	await sql`select courtside_index_search()`.execute(db);
}
