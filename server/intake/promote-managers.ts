import type { ChunkContext } from "./intake-run.ts";
import type { Placed } from "./match-drafts.ts";
import type { StoredDrafts } from "./store-drafts.ts";

/**
 * Who leads a team is a manager and belongs to it, unless the workspace says otherwise. Whoever signs in here keeps the
 * role they have: no file raises what somebody may see.
 */
export async function promoteManagers(
	context: ChunkContext,
	teams: readonly Placed[],
	stored: StoredDrafts[],
): Promise<void> {
	const ids = teams.filter(({ draft }) => draft.links["managerId"]).map(({ id }) => id);
	if (ids.length === 0) return;
	const { rows } = await context.client.query<{
		id: string;
		rises: boolean;
		old_team: string | null;
		new_team: string | null;
	}>(
		`with led as (
			select distinct on (manager_id) manager_id, id from teams where manager_id is not null and id = any($2) order by manager_id, id
		), before as (
			select u.id, u.role, u.team_id, led.id as led_id, u.role = 'rep' and u.password_hash is null as rises
			from users u join led on led.manager_id = u.id
			where (u.role = 'rep' and u.password_hash is null) or u.team_id is null for update of u
		)
		update users u set role = case when b.rises then 'manager' else b.role end, team_id = coalesce(b.team_id, b.led_id)
		from before b where u.tenant_id = $1 and u.id = b.id
		returning u.id, b.rises, b.team_id as old_team, u.team_id as new_team`,
		[context.tenantId, ids],
	);
	const priors = rows.map((row) => ({
		entity: "user" as const,
		id: row.id,
		fields: {
			...(row.rises ? { role: { before: "rep", after: "manager" } } : {}),
			...(row.old_team === null ? { teamId: { before: null, after: row.new_team } } : {}),
		},
	}));
	stored.push({ outcomes: [], lost: [], changes: [], warnings: [], priors });
}
