import { sql } from "kysely";
import { z } from "zod";
import type { CanonicalChange } from "../../core/contract/host.ts";
import { isWithinTime } from "../db/partitions.ts";
import { jsonb, timestamp } from "../db/values.ts";
import type { AppliedBatch, ApplyContext } from "./apply-changes.ts";

const name = z.string().trim().min(1).max(200);
const pipelineFields = z.strictObject({
	name,
	stages: z
		.array(
			z.strictObject({
				externalId: name,
				name,
				kind: z.enum(["open", "won", "lost"]),
				position: z.int().min(0).max(10_000),
			}),
		)
		.max(200),
});

/**
 * Makes and renames the pipelines and stages that vendors tell of: found by their external id, else by name. None is taken
 * away: deals of the past stand in them.
 */
export async function applyPipelines(
	context: ApplyContext,
	changes: readonly CanonicalChange[],
	result: AppliedBatch,
): Promise<void> {
	for (const [at, change] of changes.entries()) {
		if (change.entity !== "pipeline" || change.deleted) continue;
		if (!isWithinTime(change.recordedAt)) {
			result.refused.push({ at, reason: `pipeline ${change.externalId}: it lies before 1900 or after 2100.` });
			continue;
		}
		const fields = pipelineFields.safeParse(change.fields);
		if (!fields.success) {
			const [issue] = fields.error.issues;
			result.refused.push({ at, reason: `pipeline ${change.externalId}, ${issue?.path.join(".")}: ${issue?.message}` });
			continue;
		}
		const { name: called, stages } = fields.data;
		if (await isOutdated(context, change)) {
			result.applied.unchanged++;
			continue;
		}
		const pipeline = await ensureNamed(context, "pipeline", change.externalId, {
			find: sql`select id from pipelines where tenant_id = ${context.tenantId} and lower(name) = ${called.toLowerCase()}`,
			make: sql`insert into pipelines (tenant_id, name, is_default) select ${context.tenantId}, ${called},
				not exists (select from pipelines where tenant_id = ${context.tenantId} and is_default) returning id`,
			change: (
				id,
			) => sql`update pipelines set name = ${called} where tenant_id = ${context.tenantId} and id = ${id}::uuid
				and name <> ${called}`,
		});
		let outcome = pipeline.outcome;
		for (const stage of stages) {
			const one = await ensureNamed(context, "stage", stage.externalId, {
				find: sql`select id from stages where tenant_id = ${context.tenantId} and pipeline_id = ${pipeline.id}::uuid
					and lower(name) = ${stage.name.toLowerCase()}`,
				make: sql`insert into stages (tenant_id, pipeline_id, name, position, kind)
					values (${context.tenantId}, ${pipeline.id}::uuid, ${stage.name}, ${stage.position}, ${stage.kind}) returning id`,
				change: (id) => sql`update stages set name = ${stage.name}, position = ${stage.position}, kind = ${stage.kind}
					where tenant_id = ${context.tenantId} and id = ${id}::uuid
						and (name, position, kind) is distinct from (${stage.name}, ${stage.position}::int, ${stage.kind})`,
			});
			if (outcome === "unchanged" && one.outcome !== "unchanged") outcome = "changed";
		}
		result.applied[outcome]++;
		if (outcome !== "unchanged") await remember(context, pipeline.id, change);
	}
}

/** Whether we know the pipeline as it was recorded later. */
async function isOutdated({ trx, tenantId, source }: ApplyContext, change: CanonicalChange): Promise<boolean> {
	const { rows } = await sql`select from field_changes f join external_ids e
		on e.tenant_id = f.tenant_id and e.id = f.entity_id and e.source = ${source} and e.object = 'pipeline'
		where f.tenant_id = ${tenantId} and f.entity = 'pipeline' and e.external_id = ${change.externalId}
			and f.recorded_at > ${timestamp(change.recordedAt)}::timestamptz limit 1`.execute(trx);
	return rows.length > 0;
}

async function remember({ trx, tenantId, source }: ApplyContext, id: string, change: CanonicalChange): Promise<void> {
	const at = timestamp(change.recordedAt);
	await trx
		.insertInto("field_changes")
		.values({
			tenant_id: tenantId,
			entity: "pipeline",
			entity_id: id,
			field: "*",
			value: jsonb(change.fields),
			valid_at: at,
			recorded_at: at,
			source,
		})
		.execute();
}

async function ensureNamed(
	{ trx, tenantId, source }: ApplyContext,
	object: "pipeline" | "stage",
	externalId: string,
	queries: {
		find: ReturnType<typeof sql>;
		make: ReturnType<typeof sql>;
		change(id: string): ReturnType<typeof sql>;
	},
): Promise<{ id: string; outcome: "created" | "changed" | "unchanged" }> {
	const idFrom = async (query: ReturnType<typeof sql>) =>
		((await query.execute(trx)).rows[0] as { id: string } | undefined)?.id ?? null;
	const linked = await idFrom(sql`select id from external_ids where tenant_id = ${tenantId} and source = ${source}
		and object = ${object} and external_id = ${externalId}`);
	const found = linked ?? (await idFrom(queries.find));
	const id = found ?? (await idFrom(queries.make)) ?? "";
	if (!linked) {
		await sql`insert into external_ids (tenant_id, source, object, external_id, id)
			values (${tenantId}, ${source}, ${object}, ${externalId}, ${id}::uuid)`.execute(trx);
	}
	if (!found) return { id, outcome: "created" };
	const changed = await queries.change(id).execute(trx);
	return { id, outcome: (changed.numAffectedRows ?? 0n) > 0n ? "changed" : "unchanged" };
}
