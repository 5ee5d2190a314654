import { sql, type Transaction } from "kysely";
import type { NurtureTaskJson } from "../../core/contract/nurture.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { NurtureStep } from "../../core/scoring/nurture/nurture-step.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import type { Db } from "./connect.ts";
import { leadVisibleTo } from "./leads.ts";
import type { ActivePlace } from "./nurture.ts";
import type { Tables } from "./tables.ts";
import { timestamp } from "./values.ts";

/** A task with the names around it; `madeAt` in ms. */
export type NurtureTaskRow = Omit<NurtureTaskJson, "madeAt"> & { madeAt: Instant };

/** Asks a lead's owner for a step, once. */
export async function addNurtureTask(
	trx: Transaction<Tables>,
	tenantId: number,
	{ sequenceId, leadId, nextStep }: ActivePlace,
	{ channel, text, contentId }: NurtureStep,
	now: Instant,
): Promise<void> {
	await trx
		.insertInto("nurture_tasks")
		.values({
			tenant_id: tenantId,
			sequence_id: sequenceId,
			lead_id: leadId,
			step: nextStep,
			channel,
			text,
			content_id: contentId,
			made_at: timestamp(now),
		})
		.onConflict((conflict) => conflict.doNothing())
		.execute();
}

const tasks = sql`nurture_tasks k join leads l on l.id = k.lead_id join nurture_sequences s on s.id = k.sequence_id
	left join users o on o.id = l.owner_id left join content c on c.id = k.content_id`;
const taskColumns = sql`k.id, jsonb_build_object('id', s.id, 'name', s.name) as sequence,
	jsonb_build_object('id', l.id, 'name', l.name, 'company', l.company) as lead,
	case when o.id is not null then jsonb_build_object('id', o.id, 'name', o.name) end as owner, k.channel, k.text,
	case when c.id is not null then jsonb_build_object('id', c.id, 'title', c.title) end as content,
	k.made_at as "madeAt", k.state`;

/** What is asked for now about leads in sight, oldest first, and how much there is of it. */
export async function openNurtureTasks(
	db: Db,
	ask: { visibleOwners: VisibleOwners; leadId?: string | undefined; limit: number },
): Promise<{ rows: NurtureTaskRow[]; total: number }> {
	const one = ask.leadId ? sql`and l.id = ${ask.leadId}::uuid` : sql``;
	const { rows } = await sql<NurtureTaskRow & { total: number }>`select ${taskColumns}, count(*) over ()::int as total
		from ${tasks} where k.state = 'open' and l.status not in ('converted', 'disqualified')
		and ${leadVisibleTo(ask.visibleOwners)} ${one} order by k.made_at, k.id limit ${sql.lit(ask.limit)}`.execute(db);
	return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}

/** One task about a lead in sight; null when there is none. */
export async function findNurtureTask(
	db: Db,
	id: string,
	visibleOwners: VisibleOwners,
): Promise<NurtureTaskRow | null> {
	const { rows } = await sql<NurtureTaskRow>`select ${taskColumns} from ${tasks}
		where k.id = ${id}::uuid and ${leadVisibleTo(visibleOwners)}`.execute(db);
	return rows[0] ?? null;
}

/** Marks an open task as done or dropped; one that is settled stays as it is. Gives whether this did it. */
export async function settleNurtureTask(
	trx: Transaction<Tables>,
	id: string,
	given: { state: "done" | "dropped"; by: string; at: Instant },
): Promise<boolean> {
	const { numUpdatedRows } = await trx
		.updateTable("nurture_tasks")
		.set({ state: given.state, settled_by: given.by, settled_at: timestamp(given.at) })
		.where("id", "=", id)
		.where("state", "=", "open")
		.executeTakeFirst();
	return numUpdatedRows > 0n;
}
