import { sql, type Transaction } from "kysely";
import { CourtsideError } from "../../core/contract/problem.ts";
import { recordAudit } from "../audit/record.ts";
import { acceptInvitation } from "../auth/register.ts";
import { findLinked, linkIdentity, type SsoConnection } from "../db/single-sign-on.ts";
import type { Tables } from "../db/tables.ts";
import { lockPeople } from "../db/team-writes.ts";
import { timestamp } from "../db/values.ts";
import { appendEvent } from "../events/append.ts";
import { type GivableRole, giveRole, readGivable, roleOf } from "../policy/give-role.ts";
import type { Identity } from "./requests.ts";

type Trx = Transaction<Tables>;
/** As the audit names what the provider's word alone has done. */
const ACTOR = "single sign-on";

/** Somebody who comes from their identity provider, into which workspace, by which request. */
export interface Arrival {
	connection: SsoConnection;
	identity: Identity;
	now: number;
	requestId: string;
}

/**
 * Whom here somebody is who comes from their identity provider: who came by that account before, else who has the
 * e-mail address, is invited with it, or (where anyone is let in) somebody new. The address must be of a domain that the
 * provider is believed about. Gives them the role of their groups. Throws forbidden with what to do.
 */
export async function admit(trx: Trx, arrival: Arrival): Promise<{ userId: string; name: string }> {
	const { tenantId } = arrival.connection;
	await lockPeople(trx, tenantId);
	const { issuer, subject } = arrival.identity;
	const linked = await findLinked(trx, tenantId, issuer, subject);
	const userId = linked ?? (await byAddress(trx, arrival));
	const person = await trx
		.selectFrom("users")
		.select(["name", "is_active"])
		.where("tenant_id", "=", tenantId)
		.where("id", "=", userId)
		.executeTakeFirstOrThrow();
	if (!person.is_active) throw refused("Your account here is locked. Ask an administrator of the workspace.");
	if (linked === null) {
		await linkIdentity(trx, { tenantId, issuer, subject, userId });
		await tell(trx, arrival, userId, "single-sign-on.linked", { issuer });
	}
	await giveRoleOfGroups(trx, arrival, userId);
	return { userId, name: person.name };
}

async function byAddress(trx: Trx, arrival: Arrival): Promise<string> {
	const { connection, identity, now, requestId } = arrival;
	const { tenantId, domains, letsIn } = connection;
	const email = identity.email.toLowerCase();
	if (!domains.includes(email.slice(email.lastIndexOf("@") + 1))) {
		throw refused(`${identity.email} is of no domain that this workspace lets in.`);
	}
	const there = await trx
		.selectFrom("users")
		.select("id")
		.where("tenant_id", "=", tenantId)
		.where(sql<string>`lower(email)`, "=", email)
		.executeTakeFirst();
	const invited = await trx
		.selectFrom("invitations")
		.select("id")
		.where("tenant_id", "=", tenantId)
		.where(sql<string>`lower(email)`, "=", email)
		.where("accepted_at", "is", null)
		.where("withdrawn_at", "is", null)
		.where("expires_at", ">", sql<number>`${timestamp(now)}::timestamptz`)
		.executeTakeFirst();
	const name = identity.name ?? identity.email;
	if (invited) return acceptInvitation(trx, tenantId, invited.id, { name, passwordHash: null, now, requestId });
	if (there) return there.id;
	if (letsIn === "anyone") return letIn(trx, arrival, name);
	throw refused(
		`Nobody has let ${identity.email} in here yet. Ask an administrator of the workspace for an invitation.`,
	);
}

async function letIn(trx: Trx, arrival: Arrival, name: string): Promise<string> {
	const { connection, identity } = arrival;
	const { tenantId, defaultRole } = connection;
	const role = await readGivable(trx, tenantId, defaultRole);
	const values = { tenant_id: tenantId, name, email: identity.email, role: role.base, role_id: role.madeId };
	const { id } = await trx.insertInto("users").values(values).returning("id").executeTakeFirstOrThrow();
	await appendEvent(trx, {
		tenantId,
		type: "people.changed",
		entity: "user",
		entityId: id,
		causeId: arrival.requestId,
	});
	await tell(trx, arrival, id, "person.let-in", { email: identity.email, role: role.name });
	return id;
}

/** The first group with a role decides; who is in none gets the usual one. Without word of groups nothing changes. */
async function giveRoleOfGroups(trx: Trx, arrival: Arrival, userId: string): Promise<void> {
	const { connection, identity } = arrival;
	const { tenantId, groupRoles, defaultRole } = connection;
	if (groupRoles.length === 0 || identity.groups === null) return;
	const groups = new Set(identity.groups);
	const roleId = groupRoles.find(({ group }) => groups.has(group))?.roleId ?? defaultRole;
	const [before, after] = [await roleOf(trx, tenantId, userId), await readGivable(trx, tenantId, roleId)];
	if (before === null || isSame(before, after)) return;
	try {
		await giveRole(trx, tenantId, userId, after);
	} catch (fault) {
		// The last administrator stays one, whatever their groups say: otherwise nobody could mend it.
		if (fault instanceof CourtsideError && fault.code === "wrong_state") return;
		throw fault;
	}
	await tell(trx, arrival, userId, "person.role-given", { before: before.name, after: after.name });
}

function isSame(one: GivableRole, other: GivableRole): boolean {
	return one.base === other.base && one.madeId === other.madeId;
}

async function tell(trx: Trx, arrival: Arrival, userId: string, action: string, detail: Record<string, string>) {
	const { tenantId } = arrival.connection;
	const { requestId } = arrival;
	const whom = { tenantId, actorId: null, actor: ACTOR, entity: "user", entityId: userId };
	await recordAudit(trx, { ...whom, action, detail, requestId });
}

function refused(message: string): CourtsideError {
	return new CourtsideError("forbidden", message);
}
