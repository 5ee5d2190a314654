import { sql, type Transaction } from "kysely";
import type { z } from "zod";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { createTeamRequest, updateTeamRequest } from "../../core/contract/teams.ts";
import type { Tables } from "./tables.ts";

type Trx = Transaction<Tables>;

/** Makes a team and gives its id. Throws unprocessable when parent or manager are not of this workspace. */
export async function createTeam(
	trx: Trx,
	tenantId: number,
	{ name, kind, parentId = null, managerId = null }: z.output<typeof createTeamRequest>,
): Promise<string> {
	await requireTeam(trx, tenantId, parentId);
	await requirePerson(trx, tenantId, managerId, "managerId");
	const { id } = await trx
		.insertInto("teams")
		.values({ tenant_id: tenantId, name, kind, parent_id: parentId, manager_id: managerId })
		.returning("id")
		.executeTakeFirstOrThrow();
	return id;
}

/** Changes what is given. False when there is no such team. Throws unprocessable on a parent beneath the team itself. */
export async function updateTeam(
	trx: Trx,
	tenantId: number,
	id: string,
	{ name, kind, parentId, managerId }: z.output<typeof updateTeamRequest>,
): Promise<boolean> {
	await lockPeople(trx, tenantId);
	if (parentId) await requireNoLoop(trx, tenantId, id, parentId);
	await requirePerson(trx, tenantId, managerId ?? null, "managerId");
	const row = await trx
		.updateTable("teams")
		.set({
			id,
			...(name !== undefined && { name }),
			...(kind !== undefined && { kind }),
			...(parentId !== undefined && { parent_id: parentId }),
			...(managerId !== undefined && { manager_id: managerId }),
		})
		.where("tenant_id", "=", tenantId)
		.where("id", "=", id)
		.returning("id")
		.executeTakeFirst();
	return row !== undefined;
}

/**
 * Takes a team away; its people and the teams beneath it go to the one above. Gives its name, or null when there is no
 * such team. Throws wrong_state while it has targets of its own: they would be lost.
 */
export async function deleteTeam(trx: Trx, tenantId: number, id: string): Promise<string | null> {
	await lockPeople(trx, tenantId);
	const team = await trx
		.selectFrom("teams")
		.select(["name", "parent_id"])
		.where("tenant_id", "=", tenantId)
		.where("id", "=", id)
		.executeTakeFirst();
	if (!team) return null;
	const quota = await trx
		.selectFrom("quotas")
		.select("id")
		.where("tenant_id", "=", tenantId)
		.where("team_id", "=", id)
		.limit(1)
		.executeTakeFirst();
	if (quota) {
		throw new CourtsideError(
			"wrong_state",
			"This team has targets. Give them to another team first, or keep this one.",
		);
	}
	const above = team.parent_id;
	await trx
		.updateTable("teams")
		.set({ parent_id: above })
		.where("tenant_id", "=", tenantId)
		.where("parent_id", "=", id)
		.execute();
	await trx
		.updateTable("users")
		.set({ team_id: above })
		.where("tenant_id", "=", tenantId)
		.where("team_id", "=", id)
		.execute();
	await trx.deleteFrom("teams").where("tenant_id", "=", tenantId).where("id", "=", id).execute();
	return team.name;
}

/**
 * Puts a person into a team (`from` null), or out of it. False when there is no such person, or when they are not in
 * the team they should leave.
 */
export async function moveMember(
	trx: Trx,
	tenantId: number,
	userId: string,
	{ from, to }: { from: string | null; to: string | null },
): Promise<boolean> {
	const row = await trx
		.updateTable("users")
		.set({ team_id: to })
		.where("tenant_id", "=", tenantId)
		.where("id", "=", userId)
		.$if(from !== null, (query) => query.where("team_id", "=", from))
		.returning("id")
		.executeTakeFirst();
	return row !== undefined;
}

/**
 * Lets one transaction at a time change who stands where in a workspace: two that move teams beneath each other, or
 * take the last administrators away, must see one another.
 */
export async function lockPeople(trx: Trx, tenantId: number): Promise<void> {
	await trx.selectFrom("tenants").select("tenant_id").where("tenant_id", "=", tenantId).forNoKeyUpdate().execute();
}

/** Throws unprocessable when the id is not a team of this workspace; null is none. */
export async function requireTeam(trx: Trx, tenantId: number, id: string | null, path = "parentId"): Promise<void> {
	if (id === null) return;
	const row = await trx
		.selectFrom("teams")
		.select("id")
		.where("tenant_id", "=", tenantId)
		.where("id", "=", id)
		.executeTakeFirst();
	if (!row) throw notOurs(path, "team");
}

async function requirePerson(trx: Trx, tenantId: number, id: string | null, path: string): Promise<void> {
	if (id === null) return;
	const row = await trx
		.selectFrom("users")
		.select("id")
		.where("tenant_id", "=", tenantId)
		.where("id", "=", id)
		.executeTakeFirst();
	if (!row) throw notOurs(path, "person");
}

async function requireNoLoop(trx: Trx, tenantId: number, id: string, parentId: string): Promise<void> {
	await requireTeam(trx, tenantId, parentId);
	const { rows } = await sql<{ id: string }>`with recursive above(id, parent_id) as (
			select id, parent_id from teams where tenant_id = ${tenantId} and id = ${parentId}::uuid
			union
			select t.id, t.parent_id from teams t join above on t.id = above.parent_id where t.tenant_id = ${tenantId}
		) select id from above where id = ${id}::uuid`.execute(trx);
	if (rows.length > 0) {
		throw new CourtsideError("unprocessable", "parentId: a team cannot stand beneath itself. Choose another team.", {
			errors: [{ path: "parentId", message: "lies beneath this team" }],
		});
	}
}

function notOurs(path: string, what: string): CourtsideError {
	return new CourtsideError("unprocessable", `${path}: there is no such ${what} in this workspace.`, {
		errors: [{ path, message: `no ${what} of this workspace` }],
	});
}
