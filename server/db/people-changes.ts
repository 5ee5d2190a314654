import { sql } from "kysely";
import type { JsonValue } from "../../core/model/change.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Db } from "./connect.ts";

/** A change of people as it is listed. */
export interface PeopleChangeRow {
	id: string;
	kind: "match" | "merge" | "leave" | "return" | "hand-over" | "rename";
	about: { [key: string]: JsonValue };
	rows: number;
	by: string | null;
	madeAt: Instant;
	undoneAt: Instant | null;
}

/** The latest changes of people, newest first; with `personId` those of one, with `id` only that. */
export async function listPeopleChanges(
	db: Db,
	limit: number,
	{ personId = null, id = null }: { personId?: string | null; id?: string | null },
): Promise<PeopleChangeRow[]> {
	const { rows } = await sql<PeopleChangeRow>`select c.id, c.kind, c.about, c.rows, u.name as by, c.made_at as "madeAt",
			c.undone_at as "undoneAt"
		from people_changes c left join users u on u.id = c.made_by
		where (${personId}::text is null or c.about::text like '%' || ${personId}::text || '%')
			and (${id}::uuid is null or c.id = ${id}::uuid)
		order by c.id desc limit ${limit}`.execute(db);
	return rows;
}
