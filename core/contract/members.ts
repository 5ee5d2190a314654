import { z } from "zod";
import { ROLES } from "../model/user.ts";
import { zone } from "./people.ts";
import { roleId } from "./roles.ts";
import { downloadQuery, id, instant, paging } from "./scalars.ts";

/** A person with how they sign in, as administrators see them. */
export const member = z
	.object({
		id,
		name: z.string(),
		email: z.string().nullable(),
		role: z.enum(ROLES),
		roleId,
		/** The made role's name; null with a built-in one. */
		roleName: z.string().nullable(),
		team: z.object({ id, name: z.string() }).nullable(),
		isActive: z.boolean(),
		/** Whether they can sign in, or could before they left. */
		signsIn: z.boolean(),
		secondFactor: z.boolean(),
		lastSignInAt: instant.nullable(),
	})
	.meta({ id: "Member" });
export type MemberJson = z.infer<typeof member>;

/** GET /members: `in` who signs in (default), `left` who did, `all` everyone, people of imports too. */
export const memberQuery = paging.omit({ sort: true }).extend({
	state: z.enum(["in", "left", "all"]).default("in"),
	search: z.string().trim().max(120).optional(),
});

/** GET /members/download: all of these filters, by name. */
export const memberDownload = memberQuery.omit({ limit: true, cursor: true }).extend(downloadQuery.shape);

/** PATCH /users/{id}: what is given is changed; `isActive` true lets somebody who left back in. */
export const updateUserRequest = z
	.object({
		name: z.string().trim().min(1).max(120).optional(),
		teamId: id.nullish(),
		isActive: z.literal(true).optional(),
	})
	.meta({ id: "UpdateUserRequest" });

/** PATCH /users/me: null goes back to the workspace's. */
export const updateMeRequest = z
	.object({
		name: z.string().trim().min(1).max(120).optional(),
		locale: z.enum(["en", "es", "fr", "de", "he", "ja"]).nullish(),
		zone: zone.nullish(),
	})
	.meta({ id: "UpdateMeRequest" });
