import { sql } from "kysely";
import { endSignIns } from "../auth/refresh-tokens.ts";
import { type Before, type Decider, lockPeople, readPeople } from "./make-change.ts";

/**
 * Makes rows of the first people parts of the others, whose names, addresses and record ids then find those. What stood
 * there before goes into `before`. Records do not move here. People must be locked.
 */
export async function becomeOne(decider: Decider, pairs: ReadonlyMap<string, string>, before: Before): Promise<void> {
	if (pairs.size === 0) return;
	const { trx, tenantId, now } = decider;
	const fromIds = [...pairs.keys()];
	const list = sql`jsonb_each_text(${JSON.stringify(Object.fromEntries(pairs))}::jsonb) as m(from_id, to_id)`;
	before.users.push(...(await readPeople(decider, [...fromIds, ...pairs.values()], true)));
	const identities = await sql<Before["identities"][number]>`select id, user_id as "userId", state,
			matched_by as "matchedBy", confidence
		from identities where tenant_id = ${tenantId} and user_id = any(${fromIds}::uuid[])`.execute(trx);
	before.identities.push(...identities.rows);
	const links = await sql<
		Before["externalIds"][number]
	>`select source, external_id as "externalId", id, import_id as "importId"
		from external_ids where tenant_id = ${tenantId} and object = 'user' and id = any(${fromIds}::uuid[])`.execute(trx);
	before.externalIds.push(...links.rows);

	await sql`update identities i set user_id = m.to_id::uuid, state = 'matched', matched_by = 'by-hand', confidence = 1,
			suggested_id = null, suggested_by = null, suggested_confidence = null
		from ${list} where i.tenant_id = ${tenantId} and i.user_id = m.from_id::uuid`.execute(trx);
	// Out of the import's hand: taking it back must not take the person with it.
	await sql`update external_ids e set id = m.to_id::uuid, import_id = null
		from ${list} where e.tenant_id = ${tenantId} and e.object = 'user' and e.id = m.from_id::uuid`.execute(trx);
	await sql`update users u set merged_into_id = m.to_id::uuid from ${list}
		where u.tenant_id = ${tenantId} and u.merged_into_id = m.from_id::uuid`.execute(trx);
	await inherit(decider, pairs);
	await sql`update users u set merged_into_id = m.to_id::uuid, is_active = false, team_id = null
		from ${list} where u.tenant_id = ${tenantId} and u.id = m.from_id::uuid`.execute(trx);
	await sql`delete from search_documents where tenant_id = ${tenantId} and entity = 'person'
		and id = any(${fromIds}::uuid[])`.execute(trx);
	for (const userId of fromIds) await endSignIns(trx, { tenantId, userId }, now);
}

/** Who lacks an address or a team takes over that of the other. */
async function inherit(decider: Decider, pairs: ReadonlyMap<string, string>): Promise<void> {
	const { trx, tenantId } = decider;
	const people = await lockPeople(decider, [...pairs.keys(), ...pairs.values()]);
	for (const [fromId, toId] of pairs) {
		const [from, to] = [people.get(fromId), people.get(toId)];
		if (!from || !to) continue;
		if (to.teamId === null && from.teamId !== null) {
			to.teamId = from.teamId;
			await trx
				.updateTable("users")
				.set({ team_id: from.teamId })
				.where("tenant_id", "=", tenantId)
				.where("id", "=", toId)
				.execute();
		}
		if (from.email === null) continue;
		// No address stays with a row that is nobody any more: an invitation to it would wake that row.
		await setAddress(fromId, null);
		if (to.email !== null || from.signsIn) continue;
		to.email = from.email;
		await setAddress(toId, from.email);
	}

	async function setAddress(id: string, email: string | null): Promise<void> {
		await trx.updateTable("users").set({ email }).where("tenant_id", "=", tenantId).where("id", "=", id).execute();
	}
}
