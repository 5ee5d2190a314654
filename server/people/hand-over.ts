import { sql } from "kysely";
import { CourtsideError } from "../../core/contract/problem.ts";
import { OWN_SOURCE } from "../db/history.ts";
import { OPEN_LEAD } from "../db/leads.ts";
import { ensurePartitions } from "../db/partitions.ts";
import { timestamp } from "../db/values.ts";
import type { Workspace } from "../db/workspace.ts";
import { type Decider, lockPeople, makeChange, type PeopleChange } from "./make-change.ts";
import { standing } from "./merge.ts";
import { type Moved, sumUp } from "./move-records.ts";

/**
 * Hands what somebody still has open (deals, leads to work, accounts) over to somebody else, from now on: the past stays
 * theirs. Throws unprocessable when the other has left too.
 */
export async function handOver(
	decider: Decider,
	workspace: Pick<Workspace, "recordedAt" | "isStanding">,
	{ fromId, toId }: { fromId: string; toId: string },
): Promise<PeopleChange> {
	const people = await lockPeople(decider, [fromId, toId]);
	const [from, to] = [standing(people.get(fromId)), standing(people.get(toId))];
	if (fromId === toId) throw new CourtsideError("unprocessable", "Choose somebody else to hand over to.");
	if (!to.isActive) throw new CourtsideError("unprocessable", `${to.name} has left too. Choose somebody who is here.`);
	const { trx, tenantId, actorId } = decider;
	const at = timestamp(workspace.recordedAt);
	if (workspace.isStanding) await ensurePartitions(trx, "field_changes", workspace.recordedAt, workspace.recordedAt);
	const about = { fromId, from: from.name, toId, to: to.name };
	const before = { users: [], identities: [], externalIds: [] };
	return makeChange(decider, { kind: "hand-over", about, before, moveNow });

	async function moveNow(changeId: string): Promise<Moved> {
		for (const { table, entity, isOpen, sets } of OPEN) {
			await sql`with moved as (
					update ${sql.table(table)} t set owner_id = ${toId}::uuid ${sql.raw(sets)}
					where t.tenant_id = ${tenantId} and t.owner_id = ${fromId}::uuid and ${sql.raw(isOpen)} returning t.id),
				told as (
					insert into field_changes (tenant_id, recorded_at, valid_at, entity, entity_id, field, value, source, changed_by)
					select ${tenantId}::int, ${at}::timestamptz, ${at}::timestamptz, ${entity}, id, 'ownerId', to_jsonb(${toId}::text), ${OWN_SOURCE}, ${actorId}::uuid
					from moved returning id, recorded_at)
				insert into people_moves (tenant_id, change_id, place, record_id, at, from_id, to_id)
				select ${tenantId}::int, ${changeId}::uuid, ${table}::text, id, '-infinity'::timestamptz, ${fromId}::uuid, ${toId}::uuid from moved
				union all select ${tenantId}::int, ${changeId}::uuid, 'history.added', id, recorded_at, ${fromId}::uuid, ${toId}::uuid
				from told`.execute(trx);
		}
		return sumUp(trx, tenantId, changeId);
	}
}

const touched = ", version = version + 1, updated_at = now()";
const OPEN = [
	{ table: "deals", entity: "deal", isOpen: "t.status = 'open'", sets: touched },
	{
		table: "leads",
		entity: "lead",
		isOpen: `t.status in (${OPEN_LEAD.map((s) => `'${s}'`).join(", ")})`,
		sets: touched,
	},
	{ table: "accounts", entity: "account", isOpen: "true", sets: ", version = version + 1" },
] as const;
