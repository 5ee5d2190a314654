import { sql, type Transaction } from "kysely";
import type { CanonicalChange } from "../../core/contract/host.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { JsonValue } from "../../core/model/change.ts";
import type { Tables } from "../db/tables.ts";
import { keepOwner } from "../people/host-people.ts";
import { ENTITY_COLUMNS, plainFields } from "./entity-columns.ts";

/** Our id of a vendor's record; null when it is not here yet. */
export async function findOurs(
	trx: Transaction<Tables>,
	tenantId: number,
	source: string,
	object: string,
	externalId: string,
): Promise<string | null> {
	const row = await trx
		.selectFrom("external_ids")
		.select("id")
		.where("tenant_id", "=", tenantId)
		.where("source", "=", source)
		.where("object", "=", object)
		.where("external_id", "=", externalId)
		.executeTakeFirst();
	return row?.id ?? null;
}

/**
 * A change's fields with every reference, e-mail and stage name turned into our ids. An owner who is not here (yet) is
 * kept as a person to be matched; what else is referred to but not here becomes null. Throws unprocessable on a stage that no pipeline has.
 */
export async function resolveFields(
	trx: Transaction<Tables>,
	tenantId: number,
	source: string,
	change: CanonicalChange,
): Promise<Record<string, JsonValue>> {
	const resolved = plainFields(change);
	for (const [name, { field, entity }] of Object.entries(ENTITY_COLUMNS[change.entity].references)) {
		const externalId = change.fields[name];
		if (externalId === undefined) continue;
		resolved[field] = typeof externalId === "string" ? await findOurs(trx, tenantId, source, entity, externalId) : null;
		if (entity === "user" && typeof externalId === "string") {
			resolved[field] ??= await keepOwner({ trx, tenantId, source }, { externalId });
		}
	}
	const { ownerEmail, stageName, pipelineName } = change.fields;
	if (typeof ownerEmail === "string") {
		resolved["ownerId"] = await keepOwner({ trx, tenantId, source }, { email: ownerEmail });
	}
	if (typeof stageName === "string") {
		Object.assign(resolved, await stageCalled(trx, tenantId, stageName, pipelineName));
	}
	return resolved;
}

async function stageCalled(
	trx: Transaction<Tables>,
	tenantId: number,
	name: string,
	pipelineName: JsonValue | undefined,
): Promise<Record<string, JsonValue>> {
	const stage = await trx
		.selectFrom("stages")
		.innerJoin("pipelines", (join) =>
			join.onRef("pipelines.tenant_id", "=", "stages.tenant_id").onRef("pipelines.id", "=", "stages.pipeline_id"),
		)
		.select(["stages.id", "stages.pipeline_id", "stages.kind"])
		.where("stages.tenant_id", "=", tenantId)
		.where(sql<string>`lower(stages.name)`, "=", name.toLowerCase())
		.$if(typeof pipelineName === "string", (query) =>
			query.where(sql<string>`lower(pipelines.name)`, "=", String(pipelineName).toLowerCase()),
		)
		.orderBy("pipelines.is_default", "desc")
		.orderBy("pipelines.name")
		.executeTakeFirst();
	if (stage) return { stageId: stage.id, pipelineId: stage.pipeline_id, status: stage.kind };
	throw new CourtsideError("unprocessable", `No pipeline has a stage "${name}". Add it, then replay the delivery.`);
}
