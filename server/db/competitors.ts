import { sql } from "kysely";
import type { z } from "zod";
import type { createCompetitorRequest, updateCompetitorRequest } from "../../core/contract/content.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { Db } from "./connect.ts";
import { tellOfContent } from "./content.ts";
import { requireVersion, type Writer } from "./own-write.ts";

/** A competitor, and how much hangs on it. */
export interface CompetitorRow {
	id: string;
	name: string;
	aliases: string[];
	lines: number;
	deals: number;
	version: number;
}

/** By name. */
export async function listCompetitors(db: Db): Promise<CompetitorRow[]> {
	const { rows } = await sql<CompetitorRow>`select k.id, k.name, k.aliases, k.version,
			(select count(*)::int from content c where c.competitor_id = k.id and c.archived_at is null) as lines,
			(select count(*)::int from deal_competitors d where d.competitor_id = k.id) as deals
		from competitors k order by lower(k.name), k.id`.execute(db);
	return rows;
}

/** Makes a competitor and gives its id. Throws already_exists where the name is taken. */
export async function createCompetitor(
	writer: Writer,
	{ name, aliases }: z.output<typeof createCompetitorRequest>,
): Promise<string> {
	const { trx, principal } = writer;
	await requireFreeName(writer, name, null);
	const { id } = await trx
		.insertInto("competitors")
		.values({ tenant_id: principal.tenantId, name, aliases })
		.returning("id")
		.executeTakeFirstOrThrow();
	await tellOfContent(writer, id, "competitor.created", { name });
	return id;
}

/** Changes what is given. Null where there is none; throws version_required, version_conflict, already_exists. */
export async function updateCompetitor(
	writer: Writer,
	id: string,
	body: z.output<typeof updateCompetitorRequest>,
	read: number | null,
): Promise<"done" | null> {
	const { trx } = writer;
	const before = await trx
		.selectFrom("competitors")
		.select(["name", "aliases", "version"])
		.where("id", "=", id)
		.forUpdate()
		.executeTakeFirst();
	if (!before) return null;
	requireVersion(read, before.version, "competitor");
	if (body.name !== undefined) await requireFreeName(writer, body.name, id);
	const [name, aliases] = [body.name ?? before.name, body.aliases ?? before.aliases];
	await trx
		.updateTable("competitors")
		.set({ name, aliases, version: before.version + 1 })
		.where("id", "=", id)
		.execute();
	await tellOfContent(writer, id, "competitor.updated", { name, aliases });
	return "done";
}

/** Takes a competitor away. Null where there is none; throws unprocessable while a line is made against it. */
export async function removeCompetitor(writer: Writer, id: string): Promise<"done" | null> {
	const { trx } = writer;
	const { rows } = await sql<{ title: string }>`select title from content where competitor_id = ${id}::uuid
		order by archived_at nulls first limit 1`.execute(trx);
	if (rows[0]) {
		throw new CourtsideError(
			"unprocessable",
			`“${rows[0].title}” is made against this competitor. Give that line another aim first.`,
		);
	}
	const gone = await trx.deleteFrom("competitors").where("id", "=", id).returning("name").executeTakeFirst();
	if (!gone) return null;
	await tellOfContent(writer, id, "competitor.removed", { name: gone.name });
	return "done";
}

async function requireFreeName({ trx, principal }: Writer, name: string, except: string | null): Promise<void> {
	// Two who add the same name at once wait for each other here.
	await sql`select pg_advisory_xact_lock(hashtext(${`competitor:${principal.tenantId}`}))`.execute(trx);
	const { rows } = await sql`select 1 from competitors where lower(name) = lower(${name})
		and id is distinct from ${except}::uuid`.execute(trx);
	if (rows.length > 0) throw new CourtsideError("already_exists", "There is a competitor of this name already.");
}
