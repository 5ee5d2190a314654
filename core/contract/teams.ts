import { z } from "zod";
import { person, team } from "./people.ts";
import { id } from "./scalars.ts";

/** A team as the tree shows it. */
export const teamNode = team
	.extend({
		managerName: z.string().nullable(),
		/** Active people directly in it, not in the teams beneath. */
		people: z.number().int(),
	})
	.meta({ id: "TeamNode" });
export type TeamNodeJson = z.infer<typeof teamNode>;

/** A team on its own: where it stands, top first, and who is in it. */
export const teamPage = teamNode
	.extend({
		path: z.array(z.object({ id, name: z.string() })),
		members: z.array(person),
		/** Members beyond those listed. */
		moreMembers: z.number().int(),
	})
	.meta({ id: "TeamPage" });
export type TeamPageJson = z.infer<typeof teamPage>;

const name = z.string().trim().min(1).max(120);
export const createTeamRequest = z
	.object({
		name,
		kind: z.enum(["company", "region", "team"]).default("team"),
		parentId: id.nullish(),
		managerId: id.nullish(),
	})
	.meta({ id: "CreateTeamRequest" });

/** PATCH: what is given is changed; null takes parent or manager away. */
export const updateTeamRequest = z
	.object({
		name: name.optional(),
		kind: z.enum(["company", "region", "team"]).optional(),
		parentId: id.nullish(),
		managerId: id.nullish(),
	})
	.meta({ id: "UpdateTeamRequest" });

export const addMemberRequest = z.object({ userId: id }).meta({ id: "AddMemberRequest" });
