import { sql } from "kysely";
import type { TeamNodeJson, TeamPageJson } from "../../core/contract/teams.ts";
import type { Db } from "./connect.ts";

/** Most members that a team's page lists. */
const MOST_MEMBERS = 200;

/** All teams with their managers' names and how many active people are in each, by name. */
export async function listTeamNodes(db: Db, tenantId: number): Promise<TeamNodeJson[]> {
	return (await nodes(db, tenantId).orderBy("teams.name").execute()).map(nodeOf);
}

/** One team with its place in the tree and its people; null when there is none of that id. */
export async function findTeamPage(db: Db, tenantId: number, id: string): Promise<TeamPageJson | null> {
	const row = await nodes(db, tenantId).where("teams.id", "=", id).executeTakeFirst();
	if (!row) return null;
	const members = await db
		.selectFrom("users")
		.select(["id", "name", "email", "role", "team_id", "is_active"])
		.where("tenant_id", "=", tenantId)
		.where("team_id", "=", id)
		.orderBy("is_active", "desc")
		.orderBy("name")
		.limit(MOST_MEMBERS)
		.execute();
	const { count } = await db
		.selectFrom("users")
		.select(sql<number>`count(*)::int`.as("count"))
		.where("tenant_id", "=", tenantId)
		.where("team_id", "=", id)
		.executeTakeFirstOrThrow();
	return {
		...nodeOf(row),
		path: await pathOf(db, tenantId, id),
		members: members.map(({ team_id, is_active, ...rest }) => ({ ...rest, teamId: team_id, isActive: is_active })),
		moreMembers: Math.max(0, count - members.length),
	};
}

/** The teams above one, the top first; ends where imported data turns in a circle. */
async function pathOf(db: Db, tenantId: number, id: string): Promise<{ id: string; name: string }[]> {
	const { rows } = await sql<{ id: string; name: string }>`with recursive above(id, name, parent_id, depth, seen) as (
			select t.id, t.name, t.parent_id, 0, array[t.id] from teams t where t.tenant_id = ${tenantId} and t.id = ${id}::uuid
			union all
			select t.id, t.name, t.parent_id, above.depth + 1, above.seen || t.id
			from teams t join above on t.id = above.parent_id
			where t.tenant_id = ${tenantId} and not t.id = any(above.seen)
		) select id, name from above where depth > 0 order by depth desc`.execute(db);
	return rows;
}

function nodes(db: Db, tenantId: number) {
	return db
		.selectFrom("teams")
		.leftJoin("users as manager", (join) =>
			join.onRef("manager.tenant_id", "=", "teams.tenant_id").onRef("manager.id", "=", "teams.manager_id"),
		)
		.select((q) => [
			"teams.id",
			"teams.name",
			"teams.kind",
			"teams.parent_id",
			"teams.manager_id",
			"manager.name as manager_name",
			q
				.selectFrom("users")
				.select(sql<number>`count(*)::int`.as("n"))
				.whereRef("users.tenant_id", "=", "teams.tenant_id")
				.whereRef("users.team_id", "=", "teams.id")
				.where("users.is_active", "=", true)
				.as("people"),
		])
		.where("teams.tenant_id", "=", tenantId);
}

type NodeRow = Awaited<ReturnType<ReturnType<typeof nodes>["executeTakeFirstOrThrow"]>>;

function nodeOf(row: NodeRow): TeamNodeJson {
	const { parent_id, manager_id, manager_name, people, ...rest } = row;
	return { ...rest, parentId: parent_id, managerId: manager_id, managerName: manager_name, people: people ?? 0 };
}
