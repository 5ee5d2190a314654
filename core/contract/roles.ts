import { z } from "zod";
import { ROLES } from "../model/user.ts";
import { downloadQuery, id, instant, paging } from "./scalars.ts";

/** Whose records a role sees: own, those of everyone beneath the teams its person leads, all. */
const scope = z.enum(["own", "team", "all"]);
/** A built-in role by its name, a made one by its id. */
export const roleId = z.union([z.enum(ROLES), id]);
const name = z.string().trim().min(1).max(80);
const permissions = z.array(z.string().max(60)).max(200);

/** A role: what its people may do, on whose records. */
export const role = z
	.object({
		id: roleId,
		name: z.string(),
		builtIn: z.boolean(),
		/** The built-in role it builds on, which says what kind of work its people do; of a built-in role itself. */
		base: z.enum(ROLES),
		scope,
		permissions: z.array(z.string()),
		/** How many people have it, those who may not sign in any more left out. */
		people: z.number().int(),
		version: z.number().int(),
		updatedAt: instant.nullable(),
	})
	.meta({ id: "Role" });
export type RoleJson = z.infer<typeof role>;

/** A page of the workspace's own roles, by name, with the built-in ones beside it. */
export const rolePage = z
	.object({
		builtIn: z.array(role),
		items: z.array(role),
		nextCursor: z.string().nullable(),
		total: z.number().int(),
		totalIsAtLeast: z.boolean(),
	})
	.meta({ id: "RolePage" });
export type RolePageJson = z.infer<typeof rolePage>;

export const roleQuery = paging.omit({ sort: true }).extend({ search: z.string().trim().max(80).optional() });

/** GET /roles/download: all of the workspace's own, by name. */
export const roleDownload = roleQuery.omit({ limit: true, cursor: true }).extend(downloadQuery.shape);

export const createRoleRequest = z
	.object({ name, base: z.enum(ROLES), scope, permissions })
	.meta({ id: "CreateRoleRequest" });
export const updateRoleRequest = createRoleRequest
	.partial()
	.extend({ version: z.number().int().optional() })
	.meta({ id: "UpdateRoleRequest" });

export const giveRoleRequest = z.object({ roleId }).meta({ id: "GiveRoleRequest" });

/** Everything that a role may hold, in groups, each in a sentence. */
export const permissionGroups = z
	.object({
		groups: z.array(
			z.object({
				name: z.string(),
				permissions: z.array(
					z.object({
						id: z.string(),
						says: z.string(),
						/** Whether the asking person holds it, so may give it. */
						held: z.boolean(),
						/** Whether an API key may have it too. */
						forKeys: z.boolean(),
					}),
				),
			}),
		),
	})
	.meta({ id: "PermissionGroups" });
export type PermissionGroupsJson = z.infer<typeof permissionGroups>;
