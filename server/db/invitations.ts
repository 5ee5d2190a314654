import { sql, type Transaction } from "kysely";
import type { InvitationJson } from "../../core/contract/invitations.ts";
import { DAY_MS, type Instant } from "../../core/model/instant.ts";
import { hashToken, makeToken } from "../auth/secret-token.ts";
import type { GivableRole } from "../policy/give-role.ts";
import type { Db } from "./connect.ts";
import type { Tables } from "./tables.ts";
import { timestamp } from "./values.ts";

type Trx = Transaction<Tables>;

/** How long an invitation holds. */
export const INVITATION_LIFE_MS = 7 * DAY_MS;

/** Somebody to be let in. */
export interface NewInvitation {
	tenantId: number;
	email: string;
	name: string | null;
	role: GivableRole;
	teamId: string | null;
	/** A person who is there already. */
	userId: string | null;
	by: { userId: string; name: string };
}

/** Writes an invitation down and gives the token for its link. */
export async function insertInvitation(
	trx: Trx,
	given: NewInvitation,
	now: Instant,
): Promise<{ id: string; token: string; expiresAt: Instant }> {
	const { token, hash } = makeToken();
	const expiresAt = now + INVITATION_LIFE_MS;
	const { id } = await trx
		.insertInto("invitations")
		.values({
			tenant_id: given.tenantId,
			email: given.email,
			name: given.name,
			role: given.role.base,
			role_id: given.role.madeId,
			team_id: given.teamId,
			user_id: given.userId,
			token_hash: hash,
			invited_by: given.by.userId,
			invited_by_name: given.by.name,
			created_at: timestamp(now),
			sent_at: timestamp(now),
			expires_at: timestamp(expiresAt),
		})
		.returning("id")
		.executeTakeFirstOrThrow();
	return { id, token, expiresAt };
}

/** Gives an open invitation a new token and a new life; the old link stops holding. Null when none of that id is open. */
export async function renewInvitation(
	trx: Trx,
	tenantId: number,
	id: string,
	now: Instant,
): Promise<{ token: string; email: string; expiresAt: Instant } | null> {
	const { token, hash } = makeToken();
	const expiresAt = now + INVITATION_LIFE_MS;
	const row = await trx
		.updateTable("invitations")
		.set({ token_hash: hash, expires_at: timestamp(expiresAt), sent_at: timestamp(now) })
		.where("tenant_id", "=", tenantId)
		.where("id", "=", id)
		.where("accepted_at", "is", null)
		.where("withdrawn_at", "is", null)
		.returning("email")
		.executeTakeFirst();
	return row ? { token, email: row.email, expiresAt } : null;
}

/** The role that an open invitation gives: a built-in name or the id of a made one. Null when none of that id is open. */
export async function roleOfInvitation(trx: Trx, tenantId: number, id: string): Promise<string | null> {
	const row = await trx
		.selectFrom("invitations")
		.select(["role", "role_id"])
		.where("tenant_id", "=", tenantId)
		.where("id", "=", id)
		.where("accepted_at", "is", null)
		.where("withdrawn_at", "is", null)
		.executeTakeFirst();
	return row ? (row.role_id ?? row.role) : null;
}

/** Withdraws an open invitation and gives its address; null when none of that id is open. */
export async function withdrawInvitation(trx: Trx, tenantId: number, id: string, now: Instant): Promise<string | null> {
	const row = await trx
		.updateTable("invitations")
		.set({ withdrawn_at: timestamp(now) })
		.where("tenant_id", "=", tenantId)
		.where("id", "=", id)
		.where("accepted_at", "is", null)
		.where("withdrawn_at", "is", null)
		.returning("email")
		.executeTakeFirst();
	return row?.email ?? null;
}

/** The invitation of an address that was neither accepted nor withdrawn. */
export async function findOpenInvitation(
	trx: Trx,
	tenantId: number,
	email: string,
): Promise<{ id: string; expiresAt: Instant } | null> {
	const row = await trx
		.selectFrom("invitations")
		.select(["id", "expires_at"])
		.where("tenant_id", "=", tenantId)
		.where(sql<string>`lower(email)`, "=", email.toLowerCase())
		.where("accepted_at", "is", null)
		.where("withdrawn_at", "is", null)
		.executeTakeFirst();
	return row ? { id: row.id, expiresAt: row.expires_at } : null;
}

/** Every open invitation, the newest first. */
export async function listInvitations(db: Db, tenantId: number, now: Instant): Promise<InvitationJson[]> {
	const rows = await db
		.selectFrom("invitations as i")
		.leftJoin("roles as r", (on) => on.onRef("r.tenant_id", "=", "i.tenant_id").onRef("r.id", "=", "i.role_id"))
		.leftJoin("teams as t", (on) => on.onRef("t.tenant_id", "=", "i.tenant_id").onRef("t.id", "=", "i.team_id"))
		.select(["i.id", "i.email", "i.name", "i.role", "i.role_id", "i.invited_by_name", "i.sent_at", "i.expires_at"])
		.select(["r.name as role_name", "t.id as team_id", "t.name as team_name"])
		.where("i.tenant_id", "=", tenantId)
		.where("i.accepted_at", "is", null)
		.where("i.withdrawn_at", "is", null)
		.orderBy("i.created_at", "desc")
		.limit(500)
		.execute();
	return rows.map((row) => ({
		id: row.id,
		email: row.email,
		name: row.name,
		roleId: row.role_id ?? row.role,
		roleName: row.role_name,
		team: row.team_id && row.team_name ? { id: row.team_id, name: row.team_name } : null,
		invitedBy: row.invited_by_name,
		sentAt: new Date(row.sent_at).toISOString(),
		expiresAt: new Date(row.expires_at).toISOString(),
		isExpired: row.expires_at <= now,
	}));
}

/** An invitation as its token finds it. */
export interface PresentedInvitation {
	tenantId: number;
	id: string;
	workspace: string;
	locale: string;
	email: string;
	name: string | null;
	invitedBy: string;
	expiresAt: Instant;
}

/** The invitation of a token, as long as it holds; null otherwise. Needs `asSystem`. */
export async function findByToken(trx: Trx, token: string, now: Instant): Promise<PresentedInvitation | null> {
	const row = await trx
		.selectFrom("invitations as i")
		.innerJoin("tenants as t", "t.tenant_id", "i.tenant_id")
		.select(["i.tenant_id", "i.id", "i.email", "i.name", "i.invited_by_name", "i.expires_at"])
		.select(["t.name as workspace", "t.locale"])
		.where("i.token_hash", "=", hashToken(token))
		.where("i.accepted_at", "is", null)
		.where("i.withdrawn_at", "is", null)
		.executeTakeFirst();
	if (!row || row.expires_at <= now) return null;
	return {
		tenantId: row.tenant_id,
		id: row.id,
		workspace: row.workspace,
		locale: row.locale,
		email: row.email,
		name: row.name,
		invitedBy: row.invited_by_name,
		expiresAt: row.expires_at,
	};
}
