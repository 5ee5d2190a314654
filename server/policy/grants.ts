import { CourtsideError } from "../../core/contract/problem.ts";
import { holdsAll } from "./permission-set.ts";
import type { RoleScope } from "./permissions.ts";
import type { Principal } from "./principal.ts";
import type { RoleRights } from "./role-book.ts";

const WIDTH: Readonly<Record<RoleScope, number>> = { own: 0, team: 1, all: 2 };

/** Whether someone holds all that these rights give, so may give and take them. */
export function coversRights(holder: Pick<Principal, "permissions" | "scope">, rights: RoleRights): boolean {
	return holdsAll(holder.permissions, rights.permissions) && WIDTH[holder.scope] >= WIDTH[rights.scope];
}

/** Nobody gives, changes or takes away more than they hold. Throws forbidden. */
export function requireCovers(holder: Pick<Principal, "permissions" | "scope">, rights: RoleRights): void {
	if (coversRights(holder, rights)) return;
	const missing = [...rights.permissions].filter((permission) => !holder.permissions.has(permission));
	const what =
		missing.length > 0 ? `you do not hold ${missing.join(", ")} yourself` : "it sees more records than you do";
	throw new CourtsideError("forbidden", `You may not give or change this role: ${what}. Ask an administrator.`);
}
