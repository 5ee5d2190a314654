import { sql, type Transaction } from "kysely";
import type { ChatSeen } from "../../core/contract/chat.ts";
import { askThrough } from "../db/ask.ts";
import type { Db } from "../db/connect.ts";
import type { Tables } from "../db/tables.ts";
import { noteIdentities } from "../people/note-identities.ts";

/** Where messages to a person go. */
export interface ChatAddress {
	userId: string;
	team: string;
	externalId: string;
	channel: string | null;
	zone: string;
	locale: string;
	role: string;
	name: string;
}

/** How somebody of a host stands among the accounts of the people page. */
function accountOf(team: string, externalId: string): string {
	return `${team}/${externalId}`;
}

/**
 * Writes down who was seen in a workspace of the vendor's. A verified address that is one of our people's finds them by
 * itself; whoever else is ours waits on the people page. What a person decided there stays.
 */
export async function noteMembers(
	trx: Transaction<Tables>,
	given: { tenantId: number; host: "slack" | "teams"; team: string; seen: readonly ChatSeen[] },
): Promise<void> {
	const { tenantId, host, team, seen } = given;
	if (seen.length === 0) return;
	await trx
		.insertInto("chat_members")
		.values(
			seen.map((one) => ({
				tenant_id: tenantId,
				host,
				team,
				external_id: one.externalId,
				name: one.name.slice(0, 300),
				email: one.email,
				zone: one.zone,
				locale: one.locale,
				is_own: one.isOwn,
			})),
		)
		.onConflict((conflict) =>
			conflict.columns(["tenant_id", "host", "team", "external_id"]).doUpdateSet((row) => ({
				name: row.ref("excluded.name"),
				email: row.ref("excluded.email"),
				zone: row.ref("excluded.zone"),
				locale: row.ref("excluded.locale"),
				is_own: row.ref("excluded.is_own"),
				seen_at: sql`now()`,
			})),
		)
		.execute();
	const own = seen.filter((one) => one.isOwn);
	const emails = own.flatMap(({ email }) => email ?? []);
	const known =
		emails.length === 0
			? []
			: await trx
					.selectFrom("users")
					.select(["id", sql<string>`lower(email)`.as("email")])
					.where("tenant_id", "=", tenantId)
					.where("is_active", "=", true)
					.where("merged_into_id", "is", null)
					.where(sql<string>`lower(email)`, "in", emails)
					.execute();
	const byEmail = new Map(known.map(({ id, email }) => [email, id]));
	await noteIdentities(
		askThrough(trx),
		tenantId,
		own.map((one) => {
			const userId = one.email === null ? null : (byEmail.get(one.email) ?? null);
			return {
				kind: host,
				source: host,
				externalId: accountOf(team, one.externalId),
				label: one.email === null ? one.name : `${one.name} (${one.email})`,
				userId,
				matched: userId === null ? null : { by: "email" as const, confidence: 1 },
				suggestion: null,
			};
		}),
	);
}

const addresses = (db: Db, tenantId: number, host: string) =>
	db
		.selectFrom("chat_members as m")
		.innerJoin("identities as i", (on) =>
			on
				.onRef("i.tenant_id", "=", "m.tenant_id")
				.onRef("i.source", "=", "m.host")
				.on(sql<boolean>`i.external_id = m.team || '/' || m.external_id`)
				.on("i.state", "=", "matched"),
		)
		.innerJoin("users as u", (on) => on.onRef("u.tenant_id", "=", "i.tenant_id").onRef("u.id", "=", "i.user_id"))
		.innerJoin("tenants as t", "t.tenant_id", "u.tenant_id")
		.select([
			"u.id as userId",
			"u.name",
			"u.role",
			"m.team",
			"m.external_id as externalId",
			"m.channel",
			sql<string>`coalesce(u.zone, m.zone, t.zone)`.as("zone"),
			sql<string>`coalesce(u.locale, m.locale, t.locale)`.as("locale"),
		])
		.where("m.tenant_id", "=", tenantId)
		.where("m.host", "=", host)
		.where("m.is_own", "=", true)
		.where("u.is_active", "=", true)
		.where("u.merged_into_id", "is", null);

/** Our person behind somebody of a workspace; null for a guest, a bot, somebody of another company, or nobody of ours. */
export async function memberPerson(
	db: Db,
	given: { tenantId: number; host: string; team: string; externalId: string },
): Promise<ChatAddress | null> {
	const row = await addresses(db, given.tenantId, given.host)
		.where("m.team", "=", given.team)
		.where("m.external_id", "=", given.externalId)
		.executeTakeFirst();
	return row ?? null;
}

/** Those who can be written to, one address each: the workspace of the vendor's where they were seen first. */
export async function chatAddresses(
	db: Db,
	tenantId: number,
	host: string,
	userIds: readonly string[] | null = null,
): Promise<ChatAddress[]> {
	const rows = await addresses(db, tenantId, host)
		.$if(userIds !== null, (query) => query.where("u.id", "in", userIds ?? []))
		.orderBy("u.id")
		.orderBy("m.team")
		.execute();
	return [...new Map(rows.toReversed().map((row) => [row.userId, row])).values()].reverse();
}

/** Keeps the conversation with somebody, so that it need not be opened again. */
export async function keepChannel(
	trx: Transaction<Tables>,
	given: { tenantId: number; host: string; team: string; externalId: string; channel: string },
): Promise<void> {
	await trx
		.updateTable("chat_members")
		.set({ channel: given.channel })
		.where("tenant_id", "=", given.tenantId)
		.where("host", "=", given.host)
		.where("team", "=", given.team)
		.where("external_id", "=", given.externalId)
		.execute();
}

/** Forgets everybody of a workspace that took us out, and what was still to be sent there. */
export async function forgetMembers(
	trx: Transaction<Tables>,
	tenantId: number,
	host: string,
	team: string,
): Promise<void> {
	await trx
		.deleteFrom("chat_members")
		.where("tenant_id", "=", tenantId)
		.where("host", "=", host)
		.where("team", "=", team)
		.execute();
	await trx
		.deleteFrom("identities")
		.where("tenant_id", "=", tenantId)
		.where("source", "=", host)
		.where("external_id", "like", `${team.replace(/[%_\\\\]/g, "")}/%`)
		.execute();
}
