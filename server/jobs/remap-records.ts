import { sql } from "kysely";
import { MAPPED_ENTITIES, type MappedEntity } from "../../core/contract/connection-fields.ts";
import type { CanonicalChange } from "../../core/contract/host.ts";
import { recordAudit } from "../audit/record.ts";
import { timestamp } from "../db/values.ts";
import { loadWorkspace } from "../db/workspace.ts";
import { appendEvent } from "../events/append.ts";
import { applyChanges } from "../hosts/apply-changes.ts";
import { ensureQuarters } from "../hosts/apply-records.ts";
import { type FieldMapping, readCustom } from "../hosts/custom-fields.ts";
import { ENTITY_COLUMNS } from "../hosts/entity-columns.ts";
import { findMappings } from "../hosts/field-mappings.ts";
import type { RunningJob } from "../queue/port.ts";
import type { HostJobDeps } from "./host-jobs.ts";

const BATCH = 500;

/**
 * Fills empty fields of a source's records that are here from their kept custom fields, as mapped. The values count as
 * recorded now: that is since when they are read so. Begun anew it fills what is not filled yet.
 */
export async function remapRecords(
	deps: Pick<HostJobDeps, "database" | "now" | "wakeRelay">,
	{ tenantId, host }: { tenantId: number; host: string },
	job: Pick<RunningJob, "signal" | "progress">,
): Promise<void> {
	const { database, now } = deps;
	const mappings = await findMappings(database.reader(tenantId), tenantId, host);
	const { recordedAt, currency } = await loadWorkspace(database.reader(tenantId), now());
	const came = new Map(mappings.map((one) => [one, { filled: 0, unread: 0 }]));
	let done = 0;
	for (const entity of MAPPED_ENTITIES) {
		const mine = mappings.filter((one) => one.entity === entity);
		for (let after = ""; mine.length > 0; ) {
			job.signal.throwIfAborted();
			const rows = await nextRecords(deps, { tenantId, host, entity, after });
			const last = rows.at(-1);
			if (!last) break;
			const changes = rows.flatMap(({ externalId, stored }) => {
				const fields = filledOf(mine, came, stored, currency);
				return Object.keys(fields).length === 0 ? [] : [{ entity, externalId, fields, recordedAt }];
			});
			await store(deps, tenantId, host, changes);
			after = last.externalId;
			done += rows.length;
			await job.progress({ done, total: null });
		}
	}
	await database.inTenant(tenantId, async (trx) => {
		for (const [{ entity, theirs }, { filled, unread }] of came) {
			await trx
				.updateTable("field_mappings")
				.set({ state: "applied", applied_at: timestamp(now()), filled, unread })
				.where("tenant_id", "=", tenantId)
				.where("host", "=", host)
				.where("entity", "=", entity)
				.where("their_field", "=", theirs)
				.execute();
		}
		await appendEvent(trx, { tenantId, type: "connection.changed", entity: "connection", entityId: host });
		if (done > 0) await appendEvent(trx, { tenantId, type: "workspace.changed", entity: "workspace", entityId: host });
		await recordAudit(trx, {
			tenantId,
			actorId: null,
			actor: host,
			action: "connection.fields-applied",
			entity: "connection",
			entityId: host,
			detail: { rows: done, fields: mappings.map(({ entity, theirs, ours }) => `${entity}.${theirs} → ${ours}`) },
		});
	});
	deps.wakeRelay();
}

type Stored = Record<string, unknown>;

function filledOf(
	mappings: readonly FieldMapping[],
	came: Map<FieldMapping, { filled: number; unread: number }>,
	stored: Stored,
	reporting: string,
): CanonicalChange["fields"] {
	const fields: CanonicalChange["fields"] = {};
	const extra = (stored["extra"] ?? {}) as Stored;
	const currency = typeof stored["currency"] === "string" ? stored["currency"] : reporting;
	for (const mapping of mappings) {
		const text = extra[mapping.theirs];
		const counts = came.get(mapping);
		const { column } = ENTITY_COLUMNS[mapping.entity].fields[mapping.ours] ?? {};
		// What the source or a person said in its own place stands.
		if (typeof text !== "string" || text.trim() === "" || !counts || !column || stored[column] != null) continue;
		const value = readCustom(mapping.entity, mapping.ours, text, currency);
		if (value === null) counts.unread++;
		else {
			counts.filled++;
			fields[mapping.ours] = value;
		}
	}
	if ("amountMinor" in fields) fields["currency"] = currency;
	return fields;
}

async function nextRecords(
	{ database }: Pick<HostJobDeps, "database">,
	given: { tenantId: number; host: string; entity: MappedEntity; after: string },
): Promise<{ externalId: string; stored: Stored }[]> {
	const { tenantId, host, entity, after } = given;
	const { rows } = await sql<{ externalId: string; stored: Stored }>`
		select e.external_id as "externalId", to_jsonb(t) as stored
		from external_ids e join ${sql.table(ENTITY_COLUMNS[entity].table)} t on t.tenant_id = e.tenant_id and t.id = e.id
		where e.tenant_id = ${tenantId} and e.source = ${host} and e.object = ${entity} and e.external_id > ${after}
		order by e.external_id limit ${BATCH}`.execute(database.reader(tenantId));
	return rows;
}

async function store(
	{ database }: Pick<HostJobDeps, "database">,
	tenantId: number,
	host: string,
	changes: readonly CanonicalChange[],
): Promise<void> {
	if (changes.length === 0) return;
	await ensureQuarters(database, tenantId, [{ raw: "", changes: [...changes], unreadable: null, about: null }]);
	await database.inTenant(tenantId, async (trx) => {
		await sql`select pg_advisory_xact_lock(${tenantId}, hashtext(${host}))`.execute(trx);
		await applyChanges({ trx, tenantId, source: host, causeId: "remap", isBulk: true }, changes);
	});
}
