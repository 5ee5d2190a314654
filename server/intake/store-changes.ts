import type { HistoryStep } from "../../core/intake/draft.ts";
import type { FieldChange } from "../../core/model/change.ts";
import { type CopyValue, copyRows, landRows } from "../db/copy-rows.ts";
import type { ChunkContext } from "./intake-run.ts";
import { idFromHex, newId } from "./new-id.ts";

const COLUMNS = [
	"tenant_id",
	"recorded_at",
	"id",
	"entity",
	"entity_id",
	"field",
	"value",
	"valid_at",
	"source",
	"inferred",
	"import_id",
] as const;

/** Writes field changes. */
export async function storeChanges(
	context: Omit<ChunkContext, "stages" | "prices" | "known">,
	changes: readonly FieldChange[],
): Promise<void> {
	if (changes.length === 0) return;
	await copyRows(context.client, "field_changes", COLUMNS, changeRows(context, changes));
	context.counts.changes += changes.length;
}

function* changeRows(
	context: Pick<ChunkContext, "tenantId" | "importId">,
	changes: readonly FieldChange[],
): Generator<CopyValue[]> {
	for (const c of changes) {
		yield [
			context.tenantId,
			new Date(c.recordedAt),
			newId(),
			c.entity,
			c.entityId,
			c.field,
			JSON.stringify(c.value),
			new Date(c.validAt),
			c.source,
			c.inferred,
			context.importId,
		];
	}
}

/** A history step with the row of the chunk it came from. */
export interface PlacedStep {
	step: HistoryStep;
	at: number;
}

/** Rows whose step was written, rows that told nothing new, and rows about deals that nobody knows. */
export interface StoredSteps {
	stored: Set<number>;
	unknown: Set<number>;
}

/**
 * Writes steps of deals' histories. A step has an id of its content, so that reading the same file again writes nothing.
 * Deals and the stages of their pipelines must be known.
 */
export async function storeSteps(context: ChunkContext, steps: readonly PlacedStep[]): Promise<StoredSteps> {
	const result: StoredSteps = { stored: new Set(), unknown: new Set() };
	if (steps.length === 0) return result;
	await context.known.learn(
		context.client,
		"deal",
		steps.map(({ step }) => step.dealKey),
	);
	const pipelines = await pipelinesOf(context, steps);
	const rowOf = new Map<string, number>();
	const rows: CopyValue[][] = [];
	for (const { step, at } of steps) {
		const dealId = context.known.id("deal", step.dealKey);
		const pipelineId = dealId === null ? undefined : pipelines.get(dealId);
		if (dealId === null || pipelineId === undefined) {
			result.unknown.add(at);
			continue;
		}
		const value =
			step.field === "stageId" && step.value !== null
				? await context.stages.ensureIn(context.client, pipelineId, step.value)
				: step.value;
		const id = idFromHex(step.id);
		if (rowOf.has(id)) continue;
		rowOf.set(id, at);
		rows.push([
			context.tenantId,
			new Date(step.at),
			id,
			"deal",
			dealId,
			step.field,
			JSON.stringify(value),
			new Date(step.at),
			context.plan.source,
			false,
			context.importId,
		]);
	}
	const list = COLUMNS.join(", ");
	const inserted = await landRows(context.client, "field_changes", COLUMNS, rows, (landing) =>
		context.client.query<{ id: string }>(
			`insert into field_changes (${list}) select ${list} from ${landing} on conflict do nothing returning id`,
		),
	);
	context.counts.changes += inserted.rows.length;
	for (const { id } of inserted.rows) {
		const at = rowOf.get(id);
		if (at !== undefined) result.stored.add(at);
	}
	return result;
}

/** The pipeline each deal is in. With one pipeline in the workspace nobody needs to look. */
async function pipelinesOf(context: ChunkContext, steps: readonly PlacedStep[]): Promise<Map<string, string>> {
	const ids = new Set<string>();
	for (const { step } of steps) {
		const id = context.known.id("deal", step.dealKey);
		if (id !== null) ids.add(id);
	}
	const only = context.stages.onlyPipeline();
	if (only !== null) return new Map([...ids].map((id) => [id, only]));
	const { rows } = await context.client.query<{ id: string; pipeline_id: string }>(
		"select id, pipeline_id from deals where id = any($1)",
		[[...ids]],
	);
	return new Map(rows.map((row) => [row.id, row.pipeline_id]));
}
