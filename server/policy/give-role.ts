import type { Transaction } from "kysely";
import { CourtsideError } from "../../core/contract/problem.ts";
import { ROLES, type Role } from "../../core/model/user.ts";
import { lockRole, storedRights } from "../db/roles.ts";
import type { Tables } from "../db/tables.ts";
import { BUILT_IN_RIGHTS, type RoleRights } from "./role-book.ts";

/** A role that somebody can be given. */
export interface GivableRole extends RoleRights {
	/** `users.role`. */
	base: Role;
	/** `users.role_id`: null for a built-in one. */
	madeId: string | null;
	name: string;
}

/** The role of an id: a built-in name or the id of a made one. Throws unprocessable when there is none. */
export async function readGivable(trx: Transaction<Tables>, tenantId: number, roleId: string): Promise<GivableRole> {
	const builtIn = ROLES.find((role) => role === roleId);
	if (builtIn) return { ...BUILT_IN_RIGHTS[builtIn], base: builtIn, madeId: null, name: builtIn };
	const made = await lockRole(trx, tenantId, roleId);
	if (made) return { ...storedRights(made), base: made.base, madeId: made.id, name: made.name };
	throw new CourtsideError("unprocessable", "roleId: there is no such role. Choose one of the list.", {
		errors: [{ path: "roleId", message: "no such role" }],
	});
}

/** The role that somebody has. Null where there is no such person. */
export async function roleOf(trx: Transaction<Tables>, tenantId: number, userId: string): Promise<GivableRole | null> {
	const person = await trx
		.selectFrom("users")
		.select(["role", "role_id"])
		.where("tenant_id", "=", tenantId)
		.where("id", "=", userId)
		.forUpdate()
		.executeTakeFirst();
	return person ? readGivable(trx, tenantId, person.role_id ?? person.role) : null;
}

/** Gives somebody a role. Whether the giver may is the caller's to ask (`grants.ts`). Throws wrong_state on the last administrator. */
export async function giveRole(
	trx: Transaction<Tables>,
	tenantId: number,
	userId: string,
	role: GivableRole,
): Promise<void> {
	if (role.base !== "admin" || role.madeId !== null) await requireAnotherAdmin(trx, tenantId, userId);
	await trx
		.updateTable("users")
		.set({ role: role.base, role_id: role.madeId })
		.where("tenant_id", "=", tenantId)
		.where("id", "=", userId)
		.execute();
}

/**
 * Refuses to lose the last active administrator: before somebody's role is changed or their account locked. Made roles do
 * not count, however much they hold; somebody without a password does not stand in for one who has one. Throws wrong_state.
 */
export async function requireAnotherAdmin(trx: Transaction<Tables>, tenantId: number, userId: string): Promise<void> {
	const admins = await trx
		.selectFrom("users")
		.select(["id", "password_hash"])
		.where("tenant_id", "=", tenantId)
		.where("role", "=", "admin")
		.where("role_id", "is", null)
		.where("is_active", "=", true)
		.orderBy("id")
		.forUpdate()
		.execute();
	const self = admins.find((admin) => admin.id === userId);
	if (!self) return;
	const others = admins.filter(
		(admin) => admin !== self && (admin.password_hash !== null || self.password_hash === null),
	);
	if (others.length > 0) return;
	throw new CourtsideError(
		"wrong_state",
		"This is the last administrator. Make somebody else one first, then change this person.",
	);
}
