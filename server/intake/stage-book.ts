import type pg from "pg";
import { nameKey } from "../../core/intake/name-key.ts";
import type { Plan, PlannedStage } from "../../core/intake/plan.ts";
import { newId } from "./new-id.ts";

/** Name of the pipeline that is made where a workspace has none and its files name none. */
const FIRST_PIPELINE = "Sales";

interface KnownPipeline {
	id: string;
	stages: Map<string, { id: string; kind: string }>;
}

/** Pipelines and stages of the workspace; those that the files bring are made when their first deal comes. */
export class StageBook {
	readonly #tenantId: number;
	readonly #importId: string;
	readonly #source: string;
	readonly #planned: Map<string, PlannedStage>;
	readonly #pipelines = new Map<string, KnownPipeline>();
	#default = "";

	constructor(tenantId: number, importId: string, plan: Plan) {
		this.#tenantId = tenantId;
		this.#importId = importId;
		this.#source = plan.source;
		this.#planned = new Map(plan.stages.filter((s) => s.kind !== "skip").map((s) => [nameKey(s.name), s]));
	}

	/** Reads what the workspace has. */
	async open(client: pg.PoolClient): Promise<void> {
		const pipelines = await client.query<{ id: string; name: string; is_default: boolean }>(
			"select id, name, is_default from pipelines order by is_default desc, id",
		);
		const stages = await client.query<{ id: string; pipeline_id: string; name: string; kind: string }>(
			"select id, pipeline_id, name, kind from stages",
		);
		this.#pipelines.clear();
		for (const row of pipelines.rows) {
			const own = stages.rows.filter((s) => s.pipeline_id === row.id);
			this.#pipelines.set(nameKey(row.name), {
				id: row.id,
				stages: new Map(own.map((s) => [nameKey(s.name), { id: s.id, kind: s.kind }])),
			});
		}
		const first = pipelines.rows[0];
		this.#default = first ? nameKey(first.name) : "";
	}

	/** Makes sure of a stage in a pipeline (null: the default one), with all planned stages beside it. */
	async ensure(client: pg.PoolClient, pipelineName: string | null, stageName: string): Promise<void> {
		const pipeline = await this.#ensurePipeline(client, pipelineName);
		if (pipeline.stages.has(nameKey(stageName))) return;
		const wanted = pipelineName === null ? [...this.#planned.values()] : [];
		const own = this.#planned.get(nameKey(stageName));
		for (const stage of [
			...wanted,
			...(own ? [] : [{ name: stageName, kind: "open" as const, position: 0 }]),
			...(own ? [own] : []),
		]) {
			if (!pipeline.stages.has(nameKey(stage.name))) await this.#addStage(client, pipeline, stage);
		}
	}

	/** Ids of a stage that was made sure of. */
	find(pipelineName: string | null, stageName: string): { pipelineId: string; stageId: string } {
		const pipeline = this.#pipelines.get(pipelineName === null ? this.#default : nameKey(pipelineName));
		const stage = pipeline?.stages.get(nameKey(stageName));
		if (!pipeline || !stage) throw new Error(`stage ${stageName} was not made sure of`);
		return { pipelineId: pipeline.id, stageId: stage.id };
	}

	/** The workspace's pipeline when it has just one. */
	onlyPipeline(): string | null {
		const [first, second] = this.#pipelines.values();
		return first && !second ? first.id : null;
	}

	/** The stage's id in the pipeline of that id; null when that pipeline has no such stage. */
	findIn(pipelineId: string, stageName: string): string | null {
		for (const pipeline of this.#pipelines.values()) {
			if (pipeline.id === pipelineId) return pipeline.stages.get(nameKey(stageName))?.id ?? null;
		}
		return null;
	}

	/** As {@link findIn}, made when missing. */
	async ensureIn(client: pg.PoolClient, pipelineId: string, stageName: string): Promise<string> {
		const found = this.findIn(pipelineId, stageName);
		if (found) return found;
		const pipeline = [...this.#pipelines.values()].find((p) => p.id === pipelineId);
		if (!pipeline) throw new Error("a deal's pipeline is gone");
		const planned = this.#planned.get(nameKey(stageName)) ?? { name: stageName, kind: "open" as const, position: 0 };
		return this.#addStage(client, pipeline, planned);
	}

	async #ensurePipeline(client: pg.PoolClient, name: string | null): Promise<KnownPipeline> {
		const key = name === null ? this.#default : nameKey(name);
		const known = this.#pipelines.get(key);
		if (known) return known;
		const isFirst = this.#pipelines.size === 0;
		const made: KnownPipeline = { id: newId(), stages: new Map() };
		await client.query("insert into pipelines (tenant_id, id, name, is_default) values ($1, $2, $3, $4)", [
			this.#tenantId,
			made.id,
			name ?? FIRST_PIPELINE,
			isFirst,
		]);
		await this.#register(client, "pipeline", made.id);
		const ownKey = nameKey(name ?? FIRST_PIPELINE);
		this.#pipelines.set(ownKey, made);
		if (isFirst) this.#default = ownKey;
		return made;
	}

	async #addStage(client: pg.PoolClient, pipeline: KnownPipeline, stage: PlannedStage): Promise<string> {
		const id = newId();
		await client.query(
			"insert into stages (tenant_id, id, pipeline_id, name, position, kind) values ($1, $2, $3, $4, $5, $6)",
			[this.#tenantId, id, pipeline.id, stage.name, stage.position, stage.kind],
		);
		await this.#register(client, "stage", id);
		pipeline.stages.set(nameKey(stage.name), { id, kind: stage.kind });
		return id;
	}

	/** Pipelines and stages are looked up by name; the entry only says that this import made them. */
	async #register(client: pg.PoolClient, object: string, id: string): Promise<void> {
		await client.query(
			"insert into external_ids (tenant_id, source, object, external_id, id, import_id) values ($1, $2, $3, $4, $5, $6)",
			[this.#tenantId, this.#source, object, `made:${id}`, id, this.#importId],
		);
	}
}
