import { sql } from "kysely";
import { CourtsideError } from "../../core/contract/problem.ts";
import { jsonb, timestamp } from "../db/values.ts";
import {
	type Before,
	type Decider,
	lockPeople,
	requireGoverning,
	tellOfChange,
	type UserBefore,
} from "./make-change.ts";
import { moveBack } from "./move-records.ts";

/** What taking a change back came to: rows put back, and rows left because somebody has changed them since. */
export interface Undone {
	back: number;
	left: number;
}

/** Takes a change of people back. Throws not_found, wrong_state when it was taken back already. */
export async function undoChange(decider: Decider, changeId: string): Promise<Undone> {
	const { trx, tenantId, actorId, now } = decider;
	const change = await trx
		.selectFrom("people_changes")
		.select(["kind", "before", "undone_at"])
		.where("tenant_id", "=", tenantId)
		.where("id", "=", changeId)
		.forUpdate()
		.executeTakeFirst();
	if (!change) throw new CourtsideError("not_found", "There is no such change here.");
	if (change.undone_at !== null) throw new CourtsideError("wrong_state", "This was taken back already.");
	const before = change.before as unknown as Before & { usersAfter: UserBefore[] };
	const people = await lockPeople(
		decider,
		before.users.map(({ id }) => id),
	);
	const gone = before.usersAfter.filter(({ isActive }) => !isActive).map(({ id }) => id);
	requireGoverning(decider, ...gone.flatMap((id) => people.get(id) ?? []));
	await putBack(decider, before);
	const undone = await moveBack(trx, tenantId, changeId);
	await trx
		.updateTable("people_changes")
		.set({ undone_by: actorId, undone_at: timestamp(now) })
		.where("tenant_id", "=", tenantId)
		.where("id", "=", changeId)
		.execute();
	await tellOfChange(decider, "people.undone", changeId, { kind: change.kind, ...undone });
	return undone;
}

/** Puts own rows back, each value only where it still is as the change left it. */
async function putBack(
	{ trx, tenantId }: Decider,
	{ users, usersAfter, identities, externalIds }: Before & { usersAfter: readonly UserBefore[] },
): Promise<void> {
	const pairs = users.map((was) => ({ was, is: usersAfter.find(({ id }) => id === was.id) ?? was }));
	const list = sql`jsonb_to_recordset(${jsonb(pairs)}::jsonb) as p(was jsonb, "is" jsonb)`;
	const back = (column: string, field: string, type: string) =>
		sql.raw(`${column} = case when u.${column} is not distinct from (p."is" ->> '${field}')::${type}
			then (p.was ->> '${field}')::${type} else u.${column} end`);
	// Addresses go off first, so that two people can change theirs back without meeting on one.
	await sql`update users u set email = null from ${list} where u.tenant_id = ${tenantId} and u.id = (p.was ->> 'id')::uuid
		and u.email is not distinct from p."is" ->> 'email' and p.was ->> 'email' is distinct from p."is" ->> 'email'`.execute(
		trx,
	);
	await sql`update users u set ${back("name", "name", "text")}, ${back("team_id", "teamId", "uuid")},
			${back("is_active", "isActive", "boolean")}, ${back("left_on", "leftOn", "date")},
			${back("merged_into_id", "mergedIntoId", "uuid")},
			email = case when u.email is null then p.was ->> 'email' else u.email end
		from ${list} where u.tenant_id = ${tenantId} and u.id = (p.was ->> 'id')::uuid`.execute(trx);
	await sql`update identities i set user_id = b."userId", state = b.state, matched_by = b."matchedBy", confidence = b.confidence
		from jsonb_to_recordset(${jsonb(identities)}::jsonb) as b(id uuid, "userId" uuid, state text, "matchedBy" text, confidence real)
		where i.tenant_id = ${tenantId} and i.id = b.id`.execute(trx);
	for (const { source, externalId, id, importId } of externalIds) {
		const key = sql`tenant_id = ${tenantId} and source = ${source} and object = 'user' and external_id = ${externalId}`;
		if (id === null) await sql`delete from external_ids where ${key}`.execute(trx);
		else await sql`update external_ids set id = ${id}::uuid, import_id = ${importId}::uuid where ${key}`.execute(trx);
	}
}
