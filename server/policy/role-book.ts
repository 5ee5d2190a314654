import { ROLES, type Role } from "../../core/model/user.ts";
import { type PermissionSet, permissionSet } from "./permission-set.ts";
import { ROLE_PERMISSIONS, ROLE_SCOPE, type RoleScope } from "./permissions.ts";

/** What somebody with a role may do, and on whose records. */
export interface RoleRights {
	permissions: PermissionSet;
	scope: RoleScope;
}

/** A role made by a workspace, as it is stored. */
export interface StoredRights {
	id: string;
	version: number;
	permissions: readonly string[];
	scope: RoleScope;
}

/** The rights of the built-in roles. */
export const BUILT_IN_RIGHTS: Readonly<Record<Role, RoleRights>> = Object.fromEntries(
	ROLES.map((role) => [role, { permissions: permissionSet(ROLE_PERMISSIONS[role]), scope: ROLE_SCOPE[role] }]),
) as Record<Role, RoleRights>;

const MOST = 10_000;
const compiled = new Map<string, RoleRights>();

/** A made role's rights, compiled once for each version of it. */
export function rightsOf(tenantId: number, stored: StoredRights): RoleRights {
	const key = `${tenantId}:${stored.id}:${stored.version}`;
	let rights = compiled.get(key);
	if (!rights) {
		rights = { permissions: permissionSet(stored.permissions), scope: stored.scope };
		if (compiled.size >= MOST) compiled.clear();
		compiled.set(key, rights);
	}
	return rights;
}
