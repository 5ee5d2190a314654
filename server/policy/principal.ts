import type { Role } from "../../core/model/user.ts";
import type { PermissionSet } from "./permission-set.ts";
import type { RoleScope } from "./permissions.ts";

/**
 * Whose records someone may see, by owner: everybody's, those of a list, or (where the list would be too long) those of
 * one leader and of everyone in the teams beneath. Records without an owner are seen only with `all`. Made and read in
 * `scope.ts`.
 */
export type VisibleOwners = "all" | readonly string[] | { readonly beneath: string };

/** Who is asking, as of at most 30 seconds ago. */
export interface Principal {
	tenantId: number;
	/** The person; of an API key, whose it is. */
	userId: string;
	/** The person's; of an API key, how the audit names it. */
	name: string;
	/** Set when a program calls by an API key. */
	apiKeyId: string | null;
	/** The built-in role that theirs is or builds on: what kind of work they do, not what they may do. */
	role: Role;
	/** BCP 47; the person's own, else the workspace's. */
	locale: string;
	/** IANA zone; the person's own, else the workspace's. */
	zone: string;
	permissions: PermissionSet;
	/** Whose records are shown: own, those beneath the teams led, all. */
	scope: RoleScope;
	visibleOwners: VisibleOwners;
}
