import { sql, type Transaction } from "kysely";
import type { JsonValue } from "../../core/model/change.ts";
import { DAY_MS, type Instant } from "../../core/model/instant.ts";
import type { Tables } from "../db/tables.ts";
import { jsonb, timestamp } from "../db/values.ts";
import { runOfNow } from "./run-of-now.ts";
import { planningHosts, type WriteBackSettings } from "./settings.ts";
import { dropPlanned, type Plan, storePlans } from "./store-plans.ts";

/** What was agreed longer ago is done or forgotten by the time a connection is switched on. */
const FRESH_MS = 14 * DAY_MS;
const TITLE_MOST = 255;

/** Whose tasks: those of one meeting, or all that are fresh at one connection. */
export type TasksOf = { meetingId: string } | { host: string };

interface ActionThere {
	id: string;
	text: string;
	due_on: string | null;
	status: "open" | "doing" | "done" | "dismissed";
	is_ours: boolean;
	is_fresh: boolean;
	task: string | null;
	deal: string | null;
	seller: string | null;
	stands: Record<string, JsonValue>;
	is_waiting: boolean;
	is_told: boolean;
}

/**
 * Plans the tasks that sellers took on in meetings, at every vendor whose administrator chose so: made once where the
 * meeting's deal is there, and changed as they are here. What somebody changed there stays. Gives how many wait now.
 */
export async function planTasks(
	trx: Transaction<Tables>,
	tenantId: number,
	of: TasksOf,
	now: Instant,
): Promise<number> {
	let planned = 0;
	for (const settings of await planningHosts(trx, tenantId)) {
		if (settings.fields.task["title"] === undefined || ("host" in of && of.host !== settings.host)) continue;
		planned += await planAt(trx, tenantId, settings, of, now);
	}
	return planned;
}

async function planAt(
	trx: Transaction<Tables>,
	tenantId: number,
	{ host, fields }: WriteBackSettings,
	of: TasksOf,
	now: Instant,
): Promise<number> {
	const actions = await readActions(trx, tenantId, host, of, now);
	const names = ["title", "dueOn", "status", "ownerExternalId"].filter((name) => fields.task[name] !== undefined);
	const runId = await runOfNow(trx, tenantId, host);
	const plans: Plan[] = [];
	for (const action of actions) {
		const { id: entityId, task: externalId, deal, stands } = action;
		// What was taken back, or is on its way to be made, is not made again.
		const isWanted = action.is_ours && action.is_fresh && /^(open|doing)$/.test(action.status) && !("title" in stands);
		if (externalId === null && !isWanted) continue;
		if (externalId === null && deal === null) {
			if (!action.is_told) await tellUnlinked(trx, { tenantId, host, runId }, action);
			continue;
		}
		const wanted = valuesOf(action, names);
		const differing = names.filter((name) => name in wanted && (wanted[name] ?? null) !== (stands[name] ?? null));
		const of = (values: Record<string, JsonValue>) =>
			Object.fromEntries(differing.map((name) => [name, values[name] ?? null]));
		if (externalId === null) plans.push({ entityId, externalId, fields: { ...wanted, dealExternalId: deal } });
		else if (differing.length > 0) plans.push({ entityId, externalId, fields: of(wanted), expected: of(stands) });
	}
	// What waits and has come back to what stands there goes before the differing is put in.
	const waiting = actions.filter(({ is_waiting }) => is_waiting).map(({ id }) => id);
	await dropPlanned(trx, { tenantId, host, entity: "task", ids: waiting, fields: [...names, "dealExternalId"] });
	await storePlans(trx, { tenantId, host, runId, entity: "task", cause: "person" }, plans);
	return plans.length;
}

function valuesOf(action: ActionThere, names: readonly string[]): Record<string, JsonValue> {
	const { text, due_on, status, is_ours, seller } = action;
	const isDropped = status === "dismissed" || !is_ours;
	const values: Record<string, JsonValue> = {
		title: text.slice(0, TITLE_MOST),
		dueOn: due_on,
		status: status === "done" ? "done" : isDropped ? "dropped" : "open",
		// A seller whom the vendor does not know leaves the task to whom it gives it.
		...(seller !== null && { ownerExternalId: seller }),
	};
	return Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)));
}

async function tellUnlinked(
	trx: Transaction<Tables>,
	{ tenantId, host, runId }: { tenantId: number; host: string; runId: string },
	{ id, text }: ActionThere,
): Promise<void> {
	await trx
		.insertInto("write_backs")
		.values({
			...{ tenant_id: tenantId, host, run_id: runId, entity: "task", entity_id: id, cause: "person" },
			...{ fields: jsonb({ title: text.slice(0, TITLE_MOST) }), state: "skipped", reason: "deal-not-linked" },
			settled_at: new Date(),
		})
		.execute();
}

async function readActions(
	trx: Transaction<Tables>,
	tenantId: number,
	host: string,
	of: TasksOf,
	now: Instant,
): Promise<ActionThere[]> {
	const fresh = sql`m.starts_at >= ${timestamp(now - FRESH_MS)}`;
	const which = "meetingId" in of ? sql`m.id = ${of.meetingId}::uuid` : sql`(${fresh} or t.id is not null)`;
	const { rows } = await sql<ActionThere>`select distinct on (a.id) a.id, a.text, a.due_on, a.status,
			a.owner in ('rep', 'both') as is_ours, ${fresh} as is_fresh, t.external_id as task, d.external_id as deal,
			u.external_id as seller, coalesce(r.written, '{}') || coalesce(q.fields, '{}') as stands,
			p.id is not null as is_waiting,
			exists (select from write_backs w where w.tenant_id = a.tenant_id and w.host = ${host} and w.entity = 'task'
				and w.entity_id = a.id) as is_told
		from meeting_actions a
		join meetings m on m.tenant_id = a.tenant_id and m.id = a.meeting_id
		left join external_ids t on t.tenant_id = a.tenant_id and t.source = ${host} and t.object = 'task' and t.id = a.id
		left join external_ids d on d.tenant_id = a.tenant_id and d.source = ${host} and d.object = 'deal' and d.id = m.deal_id
		left join external_ids u on u.tenant_id = a.tenant_id and u.source = ${host} and u.object = 'user' and u.id = m.owner_id
		left join write_back_records r on r.tenant_id = a.tenant_id and r.host = ${host} and r.entity = 'task'
			and r.entity_id = a.id
		left join write_backs q on q.tenant_id = a.tenant_id and q.host = ${host} and q.entity = 'task'
			and q.entity_id = a.id and q.state = 'queued'
		left join write_backs p on p.tenant_id = a.tenant_id and p.host = ${host} and p.entity = 'task'
			and p.entity_id = a.id and p.state = 'planned' and p.cause <> 'undo'
		where a.tenant_id = ${tenantId} and m.source <> 'sample' and m.deal_id is not null and ${which}
		order by a.id, t.external_id, d.external_id, u.external_id`.execute(trx);
	return rows;
}
