import { sql } from "kysely";
import type { Host, Ports, WriteBackEntity, WriteBackNames } from "../../core/contract/host.ts";
import { COURTSIDE_FIELDS, WRITE_BACK_ENTITIES } from "../../core/contract/write-back-fields.ts";
import type { JsonValue } from "../../core/model/change.ts";
import type { Database, Db } from "../db/connect.ts";
import type { RunningJob } from "../queue/port.ts";
import { planNumbers } from "./plan-numbers.ts";
import { planTasks } from "./plan-tasks.ts";
import { sampleRows, type WriteRow } from "./records.ts";
import { findRun, type RunSummary, showPreview } from "./runs.ts";
import { findWriteBack, namesInUse } from "./settings.ts";
import { shownValues } from "./shown-values.ts";

const BATCH = 500;
const SAMPLES = 20;
const NO_ID = "00000000-0000-0000-0000-000000000000";

/**
 * Plans what a full run would write to every record that the vendor has, and shows it: how many, how many the vendor does
 * not have, and samples with what stands there now. Nothing is sent. Run again after a stop it comes to the same.
 */
export async function previewWrites(
	{
		database,
		hosts,
		portsOf,
		now,
	}: { database: Database; hosts: readonly Host[]; portsOf(host: string, tenantId: number): Ports; now(): number },
	{ tenantId, runId }: { tenantId: number; runId: string },
	job: Pick<RunningJob, "signal" | "progress">,
): Promise<void> {
	const db = database.reader(tenantId);
	const run = await findRun(db, tenantId, runId);
	const host = hosts.find(({ id }) => id === run?.host);
	if (run?.state !== "planning" || !host?.writeBack) return;
	let done = 0;
	// Others carry no number: of them a person's change is written alone.
	for (const entity of WRITE_BACK_ENTITIES.filter((one) => Object.keys(COURTSIDE_FIELDS[one]).length > 0)) {
		let after = NO_ID;
		for (;;) {
			job.signal.throwIfAborted();
			const ids = await linkedIds(db, { tenantId, host: host.id, entity, after });
			await database.inTenant(tenantId, (trx) => planNumbers(trx, tenantId, entity, ids, host.id));
			done += ids.length;
			await job.progress({ done, total: null });
			after = ids.at(-1) ?? after;
			if (ids.length < BATCH) break;
		}
	}
	await database.inTenant(tenantId, (trx) => planTasks(trx, tenantId, { host: host.id }, now()));
	const names = namesInUse(host.writeBack, await findWriteBack(db, tenantId, host.id));
	const rows = await sampleRows(db, tenantId, runId, SAMPLES);
	const linked = rows.filter((row) => row.externalId !== null);
	const found = await readThere(host, linked, { names, ports: portsOf(host.id, tenantId) });
	const stands = new Map(linked.map((row, k) => [row, found[k]]));
	const summary: RunSummary = {
		unlinked: await countUnlinked(db, tenantId, host.id),
		samples: rows.map((row) => ({
			entity: row.entity,
			entityId: row.entityId,
			name: row.name,
			externalId: row.externalId ?? "",
			values: shownValues(row.fields, stands.get(row) ?? row.before, names[row.entity]).filter(
				({ vendorField }) => vendorField !== null,
			),
		})),
	};
	await database.inTenant(tenantId, (trx) => showPreview(trx, tenantId, runId, summary));
}

/** What stands at the vendor now, where it can be asked and answers; else nothing, and what we last wrote is shown. */
async function readThere(
	{ writeBack }: Host,
	rows: readonly WriteRow[],
	given: { names: WriteBackNames; ports: Ports },
): Promise<(Record<string, JsonValue> | null)[]> {
	if (!writeBack?.read) return [];
	try {
		const found: (Record<string, JsonValue> | null)[] = [];
		for (let from = 0; from < rows.length; from += writeBack.most) {
			const asked = rows.slice(from, from + writeBack.most).map((row) => ({
				entity: row.entity,
				externalId: row.externalId ?? "",
				fields: Object.keys(row.fields),
			}));
			found.push(...(await writeBack.read(asked, given)));
		}
		return found;
	} catch (error) {
		given.ports.log.warn("what stands at the vendor could not be read for a preview", { error: String(error) });
		return [];
	}
}

async function linkedIds(
	db: Db,
	given: { tenantId: number; host: string; entity: WriteBackEntity; after: string },
): Promise<string[]> {
	const { rows } = await sql<{ id: string }>`select distinct id from external_ids
		where tenant_id = ${given.tenantId} and source = ${given.host} and object = ${given.entity}
			and id > ${given.after}::uuid
		order by id limit ${BATCH}`.execute(db);
	return rows.map((row) => row.id);
}

async function countUnlinked(db: Db, tenantId: number, host: string): Promise<{ deal: number; lead: number }> {
	const { rows } = await sql<{ entity: WriteBackEntity; n: number }>`select s.entity, count(*)::int as n from scores s
		where s.tenant_id = ${tenantId} and not exists (select from external_ids e where e.tenant_id = s.tenant_id
			and e.source = ${host} and e.object = s.entity and e.id = s.entity_id)
		group by s.entity`.execute(db);
	const of = (entity: WriteBackEntity) => rows.find((row) => row.entity === entity)?.n ?? 0;
	return { deal: of("deal"), lead: of("lead") };
}
