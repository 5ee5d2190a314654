import type { PermissionGroupsJson, RoleJson } from "../../core/contract/roles.ts";
import { ROLES, type Role } from "../../core/model/user.ts";
import type { RoleRow } from "../db/roles.ts";
import { mayBeScope, PERMISSIONS } from "../policy/permissions.ts";
import type { Principal } from "../policy/principal.ts";
import { BUILT_IN_RIGHTS } from "../policy/role-book.ts";
import { say, type Viewer } from "./viewer.ts";

/** A made role as it is answered. */
export function roleJson({ updatedAt, ...row }: RoleRow): RoleJson {
	return { ...row, builtIn: false, updatedAt: new Date(updatedAt).toISOString() };
}

/** The built-in roles in the viewer's words. */
export function builtInJson(people: ReadonlyMap<Role, number>, viewer: Viewer): RoleJson[] {
	return ROLES.map((role) => ({
		id: role,
		name: say(viewer, `role.${role}`),
		builtIn: true,
		base: role,
		scope: BUILT_IN_RIGHTS[role].scope,
		permissions: [...BUILT_IN_RIGHTS[role].permissions],
		people: people.get(role) ?? 0,
		version: 1,
		updatedAt: null,
	}));
}

/** The words of a permission: `deals:read` is `permission.deals.read`, in the group `permissionGroup.deals`. */
export function permissionWords(permission: string): { group: string; says: string } {
	const [group = "", verb = ""] = permission.split(":");
	return { group: `permissionGroup.${group}`, says: `permission.${group}.${verb}` };
}

/** Everything a role may hold, grouped by what it is about. */
export function permissionGroupsJson({ permissions }: Principal, viewer: Viewer): PermissionGroupsJson {
	const groups = new Map<string, PermissionGroupsJson["groups"][number]>();
	for (const id of PERMISSIONS) {
		const words = permissionWords(id);
		const group = groups.get(words.group) ?? { name: say(viewer, words.group), permissions: [] };
		group.permissions.push({ id, says: say(viewer, words.says), held: permissions.has(id), forKeys: mayBeScope(id) });
		groups.set(words.group, group);
	}
	return { groups: [...groups.values()] };
}
