import { sql } from "kysely";
import type { z } from "zod";
import { CourtsideError } from "../../../core/contract/problem.ts";
import type { addStakeholderRequest, updateStakeholderRequest } from "../../../core/contract/room.ts";
import type { Instant } from "../../../core/model/instant.ts";
import type { StakeholderRole, Stance } from "../../../core/model/room.ts";
import type { Db } from "../connect.ts";
import { requireVersion, type Writer } from "../own-write.ts";
import { timestamp } from "../values.ts";
import { type RoomDeal, tellOfRoom } from "./room-deal.ts";

/** Somebody on the map of a deal. */
export interface StakeholderRow {
	contactId: string;
	name: string;
	title: string | null;
	email: string | null;
	roles: StakeholderRole[];
	stance: Stance;
	influence: number;
	note: string | null;
	version: number;
	lastInAt: Instant | null;
	lastOutAt: Instant | null;
}

/** Who is on the map, the most influential first; touches count before `until`. */
export async function listStakeholders(db: Db, dealId: string, until: Instant): Promise<StakeholderRow[]> {
	const { rows } = await sql<StakeholderRow>`
		with touched as (
			select v.contact_id, max(v.occurred_at) filter (where v.direction = 'in') as in_at,
				max(v.occurred_at) filter (where v.direction = 'out') as out_at
			from activities v where v.deal_id = ${dealId}::uuid and v.contact_id is not null and v.occurred_at <= ${timestamp(until)}
			group by v.contact_id)
		select s.contact_id as "contactId", c.name, c.title, c.email, s.roles, s.stance, s.influence, s.note, s.version,
			t.in_at as "lastInAt", t.out_at as "lastOutAt"
		from deal_contacts s join contacts c on c.id = s.contact_id left join touched t on t.contact_id = s.contact_id
		where s.deal_id = ${dealId}::uuid order by s.influence desc, c.name, s.contact_id`.execute(db);
	return rows;
}

/** Contacts of the deal's account, and those met in its activities, who are not on the map. */
export async function listCandidates(
	db: Db,
	deal: RoomDeal,
): Promise<{ id: string; name: string; title: string | null }[]> {
	const { rows } = await sql<{ id: string; name: string; title: string | null }>`
		select c.id, c.name, c.title from contacts c
		where (c.account_id = ${deal.accountId}::uuid
				or c.id in (select v.contact_id from activities v where v.deal_id = ${deal.id}::uuid and v.contact_id is not null))
			and not exists (select from deal_contacts s where s.deal_id = ${deal.id}::uuid and s.contact_id = c.id)
		order by c.name, c.id limit 50`.execute(db);
	return rows;
}

/** Puts somebody on the map and gives their contact id. Throws unprocessable, already_exists. */
export async function addStakeholder(
	writer: Writer,
	deal: RoomDeal,
	body: z.output<typeof addStakeholderRequest>,
): Promise<string> {
	const { trx, principal } = writer;
	const contactId = body.contactId ?? (await addContact(writer, deal, body));
	const known = await trx.selectFrom("contacts").select("id").where("id", "=", contactId).executeTakeFirst();
	if (!known) {
		throw new CourtsideError("unprocessable", "contactId: there is no such contact.", {
			errors: [{ path: "contactId", message: "no such contact" }],
		});
	}
	const added = await trx
		.insertInto("deal_contacts")
		.values({
			tenant_id: principal.tenantId,
			deal_id: deal.id,
			contact_id: contactId,
			roles: body.roles ?? [],
			stance: body.stance ?? "unknown",
			influence: body.influence ?? 2,
			note: body.note || null,
			added_by: principal.userId,
			added_at: timestamp(writer.now),
		})
		.onConflict((c) => c.doNothing())
		.returning("contact_id")
		.executeTakeFirst();
	if (!added) throw new CourtsideError("already_exists", "This person is on the map already. Change them there.");
	await tellOfRoom(writer, deal.id, "deal.person_added", { contactId });
	return contactId;
}

async function addContact(
	{ trx, principal, now }: Writer,
	deal: RoomDeal,
	{ name = "", title, email }: z.output<typeof addStakeholderRequest>,
): Promise<string> {
	const row = await trx
		.insertInto("contacts")
		.values({
			tenant_id: principal.tenantId,
			account_id: deal.accountId,
			name,
			title: title || null,
			email: email || null,
			created_at: timestamp(now),
		})
		.returning("id")
		.executeTakeFirstOrThrow();
	return row.id;
}

/** Changes what is given. Null where they are not on the map; throws version_required, version_conflict. */
export async function updateStakeholder(
	writer: Writer,
	dealId: string,
	contactId: string,
	{ version: _, ...body }: z.output<typeof updateStakeholderRequest>,
	read: number | null,
): Promise<"done" | null> {
	const { trx } = writer;
	const before = await trx
		.selectFrom("deal_contacts")
		.select(["roles", "stance", "influence", "note", "version"])
		.where("deal_id", "=", dealId)
		.where("contact_id", "=", contactId)
		.forUpdate()
		.executeTakeFirst();
	if (!before) return null;
	requireVersion(read, before.version, "person on the map");
	await trx
		.updateTable("deal_contacts")
		.set({
			roles: body.roles ?? before.roles,
			stance: body.stance ?? before.stance,
			influence: body.influence ?? before.influence,
			note: body.note === undefined ? before.note : body.note || null,
			version: before.version + 1,
		})
		.where("deal_id", "=", dealId)
		.where("contact_id", "=", contactId)
		.execute();
	await tellOfRoom(writer, dealId, "deal.person_changed", { contactId, fields: Object.keys(body) });
	return "done";
}

/** Takes somebody off the map; the contact stays. Null where they are not on it. */
export async function removeStakeholder(writer: Writer, dealId: string, contactId: string): Promise<"done" | null> {
	const gone = await writer.trx
		.deleteFrom("deal_contacts")
		.where("deal_id", "=", dealId)
		.where("contact_id", "=", contactId)
		.returning("contact_id")
		.executeTakeFirst();
	if (!gone) return null;
	await tellOfRoom(writer, dealId, "deal.person_removed", { contactId });
	return "done";
}
