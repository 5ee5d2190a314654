import { lastState } from "../../core/intake/history.ts";
import type { Plan, RunClock } from "../../core/intake/plan.ts";
import type { JsonValue } from "../../core/model/change.ts";
import { storedDeal } from "./deal-beginning.ts";
import { ENTITY_TABLES } from "./entity-tables.ts";
import type { ImportCounts } from "./intake-run.ts";
import { storeChanges } from "./store-changes.ts";
import type { TenantClient } from "./tenant-client.ts";

const BATCH = 20_000;

/** What finishing works with. */
export interface FinishContext {
	tenantId: number;
	importId: string;
	plan: Plan;
	clock: RunClock;
	counts: ImportCounts;
	/** Called in each transaction, before it commits. */
	save(client: TenantClient["client"]): Promise<void>;
}

/**
 * Once a stage history has been read: makes every deal's history end where the deal stands, whichever file said what.
 * Each step looks only at what is still wrong, so it can be broken off and run again.
 */
export async function finishHistory(session: TenantClient, context: FinishContext): Promise<void> {
	const { plan, importId } = context;
	await session.inTenant(async (client) => {
		if (plan.sheets.some((s) => s.entity === "event_log")) await settleLoggedDeals(client, importId, plan.zone);
		await beginWithFirstStep(client, importId);
		const knowsFrom = plan.sheets.some(
			(s) => s.entity === "stage_history" && s.columns.some((c) => c.field === "fromStage" || c.field === "oldValue"),
		);
		if (!knowsFrom) context.counts.changes += await reopen(client, context);
		await findUntold(client, plan.source);
		await context.save(client);
	});
	for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
		const last = await session.inTenant((client) => endWhereItStands(client, context, after));
		if (last === null) break;
		after = last;
	}
}

/** Deals that only a log tells of: their state is that of their last step, their beginning no later than their first. */
async function settleLoggedDeals(client: TenantClient["client"], importId: string, zone: string): Promise<void> {
	await client.query(
		`with steps as (
			select distinct on (entity_id) entity_id, (value #>> '{}')::uuid as stage_id, recorded_at as at,
				min(recorded_at) over (partition by entity_id) as first_at
			from field_changes
			where entity = 'deal' and field = 'stageId' and import_id = $1
			order by entity_id, recorded_at desc, id desc
		)
		update deals d set stage_id = s.id, status = s.kind,
			closed_at = case when s.kind = 'open' then null else steps.at end,
			close_date = case when s.kind = 'open' then d.close_date else (steps.at at time zone $2)::date end,
			created_at = least(d.created_at, steps.first_at)
		from steps join stages s on s.id = steps.stage_id
		where d.id = steps.entity_id and s.pipeline_id = d.pipeline_id
			and exists (select 1 from external_ids e where e.id = d.id and e.object = 'deal' and e.import_id = $1)
			and (d.stage_id <> s.id or d.status <> s.kind or d.created_at > steps.first_at
				or d.closed_at is distinct from (case when s.kind = 'open' then null else steps.at end))`,
		[importId, zone],
	);
}

/** A deal that moved before it is said to have been made was made by then. */
async function beginWithFirstStep(client: TenantClient["client"], importId: string): Promise<void> {
	await client.query(
		`update field_changes c set recorded_at = f.first_at, valid_at = f.first_at
		from (
			select entity_id, min(recorded_at) as first_at from field_changes
			where entity = 'deal' and import_id = $1 and field <> '*' group by entity_id
		) f
		where c.entity = 'deal' and c.entity_id = f.entity_id and c.field = '*' and c.recorded_at > f.first_at
			and c.import_id = $1`,
		[importId],
	);
}

/** Where the files do not say from which stage a deal came: one that went from a closed stage to an open one was open again. */
async function reopen(client: TenantClient["client"], { tenantId, importId, plan }: FinishContext): Promise<number> {
	const { rowCount } = await client.query(
		`insert into field_changes (tenant_id, recorded_at, id, entity, entity_id, field, value, valid_at, source, inferred, import_id)
		select $1, r.recorded_at, md5(r.entity_id::text || r.recorded_at::text || 'open again')::uuid, 'deal', r.entity_id, 'status',
			'"open"', r.recorded_at, $3, false, $2
		from (
			select c.entity_id, c.recorded_at, s.kind, lag(s.kind) over (partition by c.entity_id order by c.recorded_at, c.id) as before
			from field_changes c join stages s on s.id = (c.value #>> '{}')::uuid
			where c.entity = 'deal' and c.field = 'stageId' and c.import_id = $2
		) r
		where r.kind = 'open' and r.before in ('won', 'lost')
		on conflict do nothing`,
		[tenantId, importId, plan.source],
	);
	return rowCount ?? 0;
}

/**
 * Writes down, for this session, the deals whose last known stage is not the one they stand in. Sorting all steps once is
 * several times faster than looking each deal's up; a closed deal of which nobody knows when has its end in its snapshot.
 */
async function findUntold(client: TenantClient["client"], source: string): Promise<void> {
	await client.query("drop table if exists pg_temp.untold_deals");
	await client.query(
		`create temp table untold_deals as
		select d.id, l.stage is null as untold
		from deals d
		join (select distinct id from external_ids where source = $1 and object = 'deal') e on e.id = d.id
		left join (
			select distinct on (entity_id) entity_id, value #>> '{}' as stage from field_changes
			where entity = 'deal' and field = 'stageId' order by entity_id, recorded_at desc, id desc
		) l on l.entity_id = d.id
		where l.stage is distinct from d.stage_id::text and not (l.stage is null and d.status <> 'open' and d.closed_at is null)`,
		[source],
	);
}

/** Tells the end of the next batch of those deals, in order of id. Gives the last id; null when none is left. */
async function endWhereItStands(
	client: TenantClient["client"],
	context: FinishContext,
	after: string,
): Promise<string | null> {
	const columns = Object.entries(ENTITY_TABLES.deal.columns);
	const next = await client.query<{ id: string; untold: boolean }>(
		`select id, untold from pg_temp.untold_deals where id > $1 order by id limit ${BATCH}`,
		[after],
	);
	const last = next.rows.at(-1)?.id;
	if (last === undefined) return null;
	const { rows } = await client.query<Record<string, unknown>>(
		`select id, ${columns.map(([, c]) => c.column).join(", ")} from deals where id = any($1)`,
		[next.rows.map((r) => r.id)],
	);
	const known = { source: context.plan.source, asOf: context.clock.asOf };
	const changes = rows.flatMap((row) =>
		lastState(
			storedDeal(
				String(row["id"]),
				Object.fromEntries(columns.map(([field, c]) => [field, modelValue(row[c.column])])),
			),
			known,
		),
	);
	await storeChanges({ ...context, client }, changes);
	// What began as a history turned out to have none: engines must know that its stages are guesses.
	await client.query(
		"update field_changes set inferred = true where entity = 'deal' and field = '*' and entity_id = any($1) and not inferred",
		[next.rows.filter((r) => r.untold).map((r) => r.id)],
	);
	await context.save(client);
	return last;
}

function modelValue(value: unknown): JsonValue {
	return typeof value === "bigint" ? value.toString() : ((value ?? null) as JsonValue);
}
