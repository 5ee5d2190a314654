import { sql, type Transaction } from "kysely";
import type { WriteBackEntity } from "../../core/contract/host.ts";
import type { JsonValue } from "../../core/model/change.ts";
import { type ScoreColumns, scoreColumns, scoreOf } from "../db/score-columns.ts";
import type { Tables } from "../db/tables.ts";
import type { Viewer } from "../views/viewer.ts";
import { numbersToWrite, RIDES_ALONG } from "./numbers-to-write.ts";
import { runOfNow } from "./run-of-now.ts";
import { planningHosts, type WriteBackSettings } from "./settings.ts";
import { dropPlanned, type Plan, storePlans } from "./store-plans.ts";

type Linked = ScoreColumns & {
	id: string;
	external_id: string;
	/** What we know to stand there of ours, and what is on its way. */
	stands: Record<string, JsonValue> | null;
	is_waiting: boolean;
};

/**
 * Plans what the numbers of these records come to at every vendor that has them, in the transaction that changed the
 * numbers (or at one host alone). What shows no other figure than what stands there writes nothing. Gives how many
 * records wait now.
 */
export async function planNumbers(
	trx: Transaction<Tables>,
	tenantId: number,
	entity: WriteBackEntity,
	ids: readonly string[],
	onlyHost?: string,
): Promise<number> {
	if (ids.length === 0) return 0;
	const hosts = (await planningHosts(trx, tenantId)).filter(({ host }) => onlyHost === undefined || host === onlyHost);
	if (hosts.length === 0) return 0;
	const viewer = await viewerOfWorkspace(trx, tenantId);
	let planned = 0;
	for (const settings of hosts) planned += await planAt(trx, { tenantId, entity, ids, viewer }, settings);
	return planned;
}

/** The workspace's own language, for words at a vendor that everyone there reads. */
async function viewerOfWorkspace(trx: Transaction<Tables>, tenantId: number): Promise<Viewer> {
	return trx
		.selectFrom("tenants")
		.select(["locale", "zone"])
		.where("tenant_id", "=", tenantId)
		.executeTakeFirstOrThrow();
}

/** {@link planNumbers} for those that still carry a number at a vendor and have none here any more: closed, or gone. */
export async function planLostNumbers(
	trx: Transaction<Tables>,
	tenantId: number,
	entity: WriteBackEntity,
): Promise<number> {
	if ((await planningHosts(trx, tenantId)).length === 0) return 0;
	const field = entity === "deal" ? "courtsideProbability" : "courtsideScore";
	const { rows } = await sql<{ id: string }>`select distinct r.entity_id as id from write_back_records r
		where r.tenant_id = ${tenantId} and r.entity = ${entity} and r.written ->> ${field} is not null
			and not exists (select from scores s where s.tenant_id = r.tenant_id and s.entity = r.entity
				and s.entity_id = r.entity_id)`.execute(trx);
	return planNumbers(
		trx,
		tenantId,
		entity,
		rows.map((row) => row.id),
	);
}

async function planAt(
	trx: Transaction<Tables>,
	given: { tenantId: number; entity: WriteBackEntity; ids: readonly string[]; viewer: Viewer },
	{ host, fields }: WriteBackSettings,
): Promise<number> {
	const { tenantId, entity, ids, viewer } = given;
	const linked = await readLinked(trx, tenantId, host, entity, ids);
	const plans: Plan[] = [];
	const settled: string[] = [];
	let names: string[] = [];
	for (const row of linked) {
		const { probability, ...numbers } = numbersToWrite(entity, scoreOf(row), viewer);
		const isChosen = fields[entity]["probability"] !== undefined && probability !== undefined;
		const wanted = isChosen ? { ...numbers, probability } : numbers;
		names = Object.keys(wanted);
		const differing = differingFields(wanted, row.stands ?? {});
		if (differing) plans.push({ entityId: row.id, externalId: row.external_id, fields: differing });
		else if (row.is_waiting) settled.push(row.id);
	}
	await dropPlanned(trx, { tenantId, host, entity, ids: settled, fields: names });
	if (plans.length === 0) return 0;
	// The fields that wait and have come back to what stands there go before the differing ones are put in.
	const waiting = linked.filter((row) => row.is_waiting).map((row) => row.id);
	await dropPlanned(trx, { tenantId, host, entity, ids: waiting, fields: names });
	const runId = await runOfNow(trx, tenantId, host);
	await storePlans(trx, { tenantId, host, runId, entity, cause: "number" }, plans);
	return plans.length;
}

function differingFields(
	wanted: Record<string, JsonValue>,
	stands: Record<string, JsonValue>,
): Record<string, JsonValue> | null {
	const differs = (field: string) => (wanted[field] ?? null) !== (stands[field] ?? null);
	const changed = Object.keys(wanted).filter((field) => !RIDES_ALONG.includes(field) && differs(field));
	if (changed.length === 0) return null;
	const along = RIDES_ALONG.filter((field) => differs(field));
	return Object.fromEntries([...changed, ...along].map((field) => [field, wanted[field] ?? null]));
}

async function readLinked(
	trx: Transaction<Tables>,
	tenantId: number,
	host: string,
	entity: WriteBackEntity,
	ids: readonly string[],
): Promise<Linked[]> {
	const { rows } = await sql<Linked>`select distinct on (e.id) e.id, e.external_id,
			coalesce(r.written, '{}') || coalesce(q.fields, '{}') as stands, p.id is not null as is_waiting, ${scoreColumns}
		from external_ids e
		left join scores s on s.tenant_id = e.tenant_id and s.entity = ${entity} and s.entity_id = e.id
		left join write_back_records r on r.tenant_id = e.tenant_id and r.host = ${host} and r.entity = ${entity}
			and r.entity_id = e.id
		left join write_backs q on q.tenant_id = e.tenant_id and q.host = ${host} and q.entity = ${entity}
			and q.entity_id = e.id and q.state = 'queued'
		left join write_backs p on p.tenant_id = e.tenant_id and p.host = ${host} and p.entity = ${entity}
			and p.entity_id = e.id and p.state = 'planned' and p.cause <> 'undo'
		where e.tenant_id = ${tenantId} and e.source = ${host} and e.object = ${entity} and e.id = any(${ids}::uuid[])
		order by e.id, e.external_id`.execute(trx);
	return rows;
}
