import { sql, type Transaction } from "kysely";
import type { z } from "zod";
import type { registerRequest } from "../../core/contract/invitations.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { pickLocale } from "../../core/words/locales.ts";
import { recordAudit } from "../audit/record.ts";
import { findByToken, type PresentedInvitation } from "../db/invitations.ts";
import { findRole } from "../db/roles.ts";
import type { Tables } from "../db/tables.ts";
import { lockPeople } from "../db/team-writes.ts";
import { timestamp } from "../db/values.ts";
import type { Deps } from "../deps.ts";
import { appendEvent } from "../events/append.ts";
import { hashPassword } from "./passwords.ts";

/** What an invitation says before it is accepted. Throws not_found when it does not hold. */
export async function readInvitation(
	deps: Pick<Deps, "database" | "now">,
	token: string,
): Promise<PresentedInvitation> {
	const invitation = await deps.database.asSystem((trx) => findByToken(trx, token, deps.now()));
	if (!invitation) throw gone();
	return invitation;
}

/**
 * Accepts an invitation: the person who is there already gets a password and keeps their records, anyone else is made.
 * Throws not_found when it does not hold (any more), the same for every reason.
 */
export async function register(
	deps: Pick<Deps, "database" | "now" | "standings">,
	given: z.output<typeof registerRequest> & { requestId: string },
): Promise<{ tenantId: number; userId: string; name: string }> {
	const { database, now, standings } = deps;
	const { tenantId, id } = await readInvitation(deps, given.token);
	const passwordHash = await hashPassword(given.password);
	const userId = await database.inTenant(tenantId, async (trx) => {
		await lockPeople(trx, tenantId);
		return acceptInvitation(trx, tenantId, id, { ...given, passwordHash, now: now() });
	});
	standings.forget(tenantId);
	return { tenantId, userId, name: given.name };
}

/**
 * Uses an invitation up and lets its person in, with an event and an audit entry; without a password where they prove
 * who they are elsewhere. Throws not_found when it does not hold (any more).
 */
export async function acceptInvitation(
	trx: Transaction<Tables>,
	tenantId: number,
	id: string,
	given: Entering & { now: number; requestId: string },
): Promise<string> {
	const invitation = await takeUp(trx, tenantId, id, given.now);
	const person = await enter(trx, tenantId, invitation, given);
	const { requestId } = given;
	const whom = { tenantId, entity: "user", entityId: person };
	await appendEvent(trx, { ...whom, type: "people.changed", causeId: requestId });
	const detail = { invitation: id, email: invitation.email };
	await recordAudit(trx, {
		...whom,
		actorId: person,
		actor: given.name,
		action: "invitation.accepted",
		detail,
		requestId,
	});
	return person;
}

/** What somebody brings who is let in. */
interface Entering {
	name: string;
	/** Null: they have none, or keep the one they have. */
	passwordHash: string | null;
	locale?: string | undefined;
	zone?: string | undefined;
}

type Taken = Awaited<ReturnType<typeof takeUp>>;

/** Uses the invitation up; of two who come at the same moment the second finds it gone. */
async function takeUp(trx: Transaction<Tables>, tenantId: number, id: string, now: number) {
	const row = await trx
		.updateTable("invitations")
		.set({ accepted_at: timestamp(now) })
		.where("tenant_id", "=", tenantId)
		.where("id", "=", id)
		.where("accepted_at", "is", null)
		.where("withdrawn_at", "is", null)
		.returning(["email", "role", "role_id", "team_id", "user_id", "expires_at"])
		.executeTakeFirst();
	if (!row || row.expires_at <= now) throw gone();
	if (row.role_id !== null && (await findRole(trx, row.role_id)) === null) throw gone();
	return row;
}

async function enter(trx: Transaction<Tables>, tenantId: number, invitation: Taken, given: Entering): Promise<string> {
	const { email, role, role_id, team_id, user_id } = invitation;
	const values = {
		name: given.name,
		email,
		role,
		role_id,
		is_active: true,
		...(given.passwordHash !== null && { password_hash: given.passwordHash }),
		...(team_id !== null && { team_id }),
		...(given.locale !== undefined && { locale: pickLocale(given.locale) }),
		...(given.zone !== undefined && { zone: given.zone }),
	};
	const there = await trx
		.updateTable("users")
		.set(values)
		.where("tenant_id", "=", tenantId)
		.where((q) => (user_id ? q("id", "=", user_id) : q(sql<string>`lower(email)`, "=", email.toLowerCase())))
		.returning("id")
		.executeTakeFirst();
	if (there) return there.id;
	const made = await trx
		.insertInto("users")
		.values({ tenant_id: tenantId, ...values })
		.returning("id")
		.executeTakeFirstOrThrow();
	return made.id;
}

function gone(): CourtsideError {
	return new CourtsideError(
		"not_found",
		"This invitation does not hold any more. Ask whoever invited you to send a new one.",
	);
}
