import { type Person, type TeamJson, team } from "../../core/contract/people.ts";
import { ROLES } from "../../core/model/user.ts";
import { findPeople, listPeople, listTeams } from "../db/people.ts";
import { builder, needs } from "./builder.ts";
import { enumOf, fieldsOf } from "./contract-types.ts";

/** A person. The name is for everyone who may see what they own; the rest needs `people:read`. */
export const User = builder.loadableObjectRef<Person, string>("User", {
	load: async (ids, { db, principal }) => pick(ids, await findPeople(db, principal.tenantId, ids)),
});
/** A team. */
export const Team = builder.loadableObjectRef<TeamJson, string>("Team", {
	load: async (ids, { db, principal }) => pick(ids, await listTeams(db, principal.tenantId)),
});

User.implement({
	fields: (t) => ({
		id: t.exposeID("id"),
		name: t.exposeString("name"),
		email: t.exposeString("email", { nullable: true, ...needs("people:read") }),
		role: t.field({ type: enumOf(ROLES), ...needs("people:read"), resolve: (user) => user.role }),
		isActive: t.exposeBoolean("isActive", needs("people:read")),
		team: t.field({ type: Team, nullable: true, ...needs("people:read"), resolve: (user) => user.teamId }),
	}),
});
Team.implement({
	...needs("people:read"),
	fields: (t) => ({
		...fieldsOf<TeamJson>(t, "Team", team, ["parentId", "managerId"]),
		parent: t.field({ type: Team, nullable: true, resolve: ({ parentId }) => parentId }),
		manager: t.field({ type: User, nullable: true, resolve: ({ managerId }) => managerId }),
	}),
});

builder.queryFields((t) => ({
	users: t.field({
		...needs("people:read"),
		type: [User],
		description: "Everyone in the workspace, by name.",
		complexity: { field: 5, multiplier: 50 },
		resolve: (_, __, { db, principal }) => listPeople(db, principal.tenantId),
	}),
	teams: t.field({
		...needs("people:read"),
		type: [Team],
		description: "The teams, by name.",
		complexity: { field: 5, multiplier: 20 },
		resolve: (_, __, { db, principal }) => listTeams(db, principal.tenantId),
	}),
}));

function pick<T extends { id: string }>(ids: readonly string[], rows: readonly T[]): (T | Error)[] {
	const byId = new Map(rows.map((row) => [row.id, row]));
	return ids.map((id) => byId.get(id) ?? new Error(`no record ${id}`));
}
