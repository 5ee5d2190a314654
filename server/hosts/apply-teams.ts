import { sql } from "kysely";
import { z } from "zod";
import type { CanonicalChange } from "../../core/contract/host.ts";
import type { AppliedBatch, ApplyContext } from "./apply-changes.ts";

const teamFields = z.strictObject({
	name: z.string().trim().min(1).max(200),
	/** Its people, by the vendor's ids. */
	memberExternalIds: z.array(z.string().min(1).max(200)).max(2000),
	/** The team that it lies beneath, by the vendor's id. */
	parentExternalId: z.string().min(1).max(200).nullable().default(null),
});

/**
 * Makes the teams that vendors tell of, found by their id there, else by name, and puts people into them who are in none
 * yet. Who is in a team stays there, one that is here stays beneath what it is beneath, and nobody comes to lead
 * one: what people may see is decided here.
 */
export async function applyTeams(
	{ trx, tenantId, source }: ApplyContext,
	changes: readonly CanonicalChange[],
	result: AppliedBatch,
): Promise<void> {
	for (const [at, change] of changes.entries()) {
		if (change.entity !== "team" || change.deleted) continue;
		const fields = teamFields.safeParse(change.fields);
		if (!fields.success) {
			const [issue] = fields.error.issues;
			result.refused.push({ at, reason: `team ${change.externalId}, ${issue?.path.join(".")}: ${issue?.message}` });
			continue;
		}
		const { name, memberExternalIds, parentExternalId } = fields.data;
		const { rows: known } = await sql<{ id: string; linked: boolean }>`select t.id, e.id is not null as linked
			from teams t left join external_ids e on e.tenant_id = t.tenant_id and e.id = t.id and e.source = ${source}
				and e.object = 'team' and e.external_id = ${change.externalId}
			where t.tenant_id = ${tenantId} and (e.id is not null or lower(t.name) = ${name.toLowerCase()})
			order by e.id is null, t.created_at, t.id limit 1`.execute(trx);
		const [found] = known;
		const { rows: made } = found
			? { rows: [found] }
			: await sql<{
					id: string;
				}>`insert into teams (tenant_id, name, parent_id) values (${tenantId}, ${name}, (select t.id from external_ids e
					join teams t on t.tenant_id = e.tenant_id and t.id = e.id where e.tenant_id = ${tenantId} and e.source = ${source}
						and e.object = 'team' and e.external_id = ${parentExternalId})) returning id`.execute(trx);
		const id = made[0]?.id ?? "";
		if (!found?.linked)
			await sql`insert into external_ids (tenant_id, source, object, external_id, id)
				values (${tenantId}, ${source}, 'team', ${change.externalId}, ${id}::uuid) on conflict do nothing`.execute(trx);
		const { rows: joined } = await sql`update users u set team_id = ${id}::uuid from external_ids e
			where u.tenant_id = ${tenantId} and u.team_id is null and e.tenant_id = u.tenant_id and e.source = ${source}
				and e.object = 'user' and e.id = u.id and e.external_id = any(${memberExternalIds}::text[])
			returning u.id`.execute(trx);
		result.applied[found ? (joined.length > 0 ? "changed" : "unchanged") : "created"]++;
	}
}
