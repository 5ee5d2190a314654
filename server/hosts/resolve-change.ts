import { sql, type Transaction } from "kysely";
import type { CanonicalChange } from "../../core/contract/host.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { JsonValue } from "../../core/model/change.ts";
import { requireWithinTime } from "../db/partitions.ts";
import type { Tables } from "../db/tables.ts";
import { ENTITY_COLUMNS, plainFields, STORED_ENTITIES, type StoredEntity } from "./entity-columns.ts";

/** A change to a record that has a table of its own. */
export type StoredChange = CanonicalChange & { entity: StoredEntity };

/** A link to a record that is not here yet. `target` is its kind. */
export interface AwaitedLink {
	field: string;
	target: StoredEntity;
	externalId: string;
}

/** A stage of the workspace by what vendors call it. */
interface KnownStage {
	id: string;
	pipelineId: string;
	kind: string;
	name: string;
	pipelineName: string;
	externalId: string | null;
}

/** What a batch of changes refers to, looked up at once. */
export interface KnownThings {
	/** Our ids by `entity externalId`; grows while a batch makes records. */
	ids: Map<string, string>;
	/** Of these, by the same name: records that were merged into another here. */
	merged: Set<string>;
	/** People by lower-case address. */
	emails: Map<string, string>;
	/** When a vendor's record was deleted there, by `entity externalId`. */
	deletedAt: Map<string, number>;
	stages: KnownStage[];
}

/** How a vendor's record is named in the maps. */
export function keyOf(entity: string, externalId: string): string {
	return `${entity} ${externalId}`;
}

/** Looks up everything that the changes are about and refer to: a handful of queries, however many changes. */
export async function lookUp(
	trx: Transaction<Tables>,
	{ tenantId, source }: { tenantId: number; source: string },
	changes: readonly StoredChange[],
): Promise<KnownThings> {
	const keys = new Map<string, { object: string; externalId: string }>();
	const emails = new Set<string>();
	const add = (object: string, externalId: unknown) => {
		if (typeof externalId === "string") keys.set(keyOf(object, externalId), { object, externalId });
	};
	for (const { entity, externalId, fields } of changes) {
		add(entity, externalId);
		for (const [name, { entity: target }] of Object.entries(ENTITY_COLUMNS[entity].references))
			add(target, fields[name]);
		for (const email of [fields["ownerEmail"], entity === "user" ? fields["email"] : null]) {
			if (typeof email === "string") emails.add(email.toLowerCase());
		}
	}
	const wanted = [...keys.values()];
	const asked = sql`(select * from unnest(${wanted.map((k) => k.object)}::text[], ${wanted.map((k) => k.externalId)}::text[])
		as k(object, external_id))`;
	const { rows: ids } = await sql<{ object: string; external_id: string; id: string; merged: boolean }>`
		select e.object, e.external_id, e.id, e.merged_from is not null as merged from external_ids e join ${asked} k using (object, external_id)
		where e.tenant_id = ${tenantId} and e.source = ${source}`.execute(trx);
	const { rows: gone } = await sql<{ object: string; external_id: string; deleted_at: number }>`
		select d.object, d.external_id, d.deleted_at from deleted_records d join ${asked} k using (object, external_id)
		where d.tenant_id = ${tenantId} and d.source = ${source}`.execute(trx);
	const people =
		emails.size === 0
			? { rows: [] }
			: await sql<{ email: string; id: string }>`select lower(email) as email, id from users
				where tenant_id = ${tenantId} and lower(email) = any(${[...emails]}::text[])`.execute(trx);
	return {
		ids: new Map(ids.map((row) => [keyOf(row.object, row.external_id), row.id])),
		merged: new Set(ids.filter((row) => row.merged).map((row) => keyOf(row.object, row.external_id))),
		emails: new Map(people.rows.map((row) => [row.email, row.id])),
		deletedAt: new Map(gone.map((row) => [keyOf(row.object, row.external_id), row.deleted_at])),
		stages: changes.some(({ entity }) => entity === "deal") ? await stagesOf(trx, tenantId, source) : [],
	};
}

/** The stages of all pipelines, those of the default one first. */
async function stagesOf(trx: Transaction<Tables>, tenantId: number, source: string): Promise<KnownStage[]> {
	const { rows } = await sql<KnownStage>`
		select s.id, s.pipeline_id as "pipelineId", s.kind, lower(s.name) as name, lower(p.name) as "pipelineName",
			e.external_id as "externalId"
		from stages s join pipelines p on p.tenant_id = s.tenant_id and p.id = s.pipeline_id
		left join external_ids e on e.tenant_id = s.tenant_id and e.id = s.id and e.source = ${source} and e.object = 'stage'
		where s.tenant_id = ${tenantId} order by p.is_default desc, p.name`.execute(trx);
	return rows;
}

/**
 * A change's own values and its stage as ours. Throws unprocessable on a field or value that will not do, a moment beyond
 * all calendars, and a stage that no pipeline has.
 */
export function resolveOwn(change: StoredChange, known: KnownThings): Record<string, JsonValue> {
	const own = plainFields(change);
	requireWithinTime(change.recordedAt);
	if (change.entity === "activity") requireWithinTime(Date.parse(String(own["occurredAt"])));
	const { stageName, stageExternalId, pipelineName } = change.fields;
	if (typeof stageExternalId !== "string" && typeof stageName !== "string") return own;
	const stage = known.stages.find((one) =>
		typeof stageExternalId === "string"
			? one.externalId === stageExternalId
			: one.name === String(stageName).toLowerCase() &&
				(typeof pipelineName !== "string" || one.pipelineName === pipelineName.toLowerCase()),
	);
	if (stage) return { ...own, stageId: stage.id, pipelineId: stage.pipelineId, status: stage.kind };
	const name = stageName ?? stageExternalId;
	throw new CourtsideError("unprocessable", `No pipeline has a stage "${name}". Add it, then replay the record.`);
}

/** A change's links as our ids; those to what is not here yet are null and awaited. Owners must be here. */
export function resolveLinks(
	change: StoredChange,
	known: KnownThings,
): { links: Record<string, string | null>; awaited: AwaitedLink[] } {
	const links: Record<string, string | null> = {};
	const awaited: AwaitedLink[] = [];
	for (const [name, { field, entity }] of Object.entries(ENTITY_COLUMNS[change.entity].references)) {
		const externalId = change.fields[name];
		if (externalId === undefined) continue;
		const id = typeof externalId === "string" ? (known.ids.get(keyOf(entity, externalId)) ?? null) : null;
		links[field] = id;
		if (typeof externalId === "string" && id === null) awaited.push({ field, target: entity, externalId });
	}
	const { ownerEmail } = change.fields;
	if (typeof ownerEmail === "string") links["ownerId"] = known.emails.get(ownerEmail.toLowerCase()) ?? null;
	return { links, awaited };
}

/** Whether a change is of a record with a table of its own. */
export function isStored(change: CanonicalChange): change is StoredChange {
	return (STORED_ENTITIES as readonly string[]).includes(change.entity);
}
