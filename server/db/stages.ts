import type { Pipeline, Stage } from "../../core/model/pipeline.ts";
import type { Db } from "./connect.ts";

/** All stages of all pipelines, the default pipeline first, each in order. */
export async function listStages(db: Db): Promise<Stage[]> {
	return db
		.selectFrom("stages as s")
		.innerJoin("pipelines as p", "p.id", "s.pipeline_id")
		.select(["s.id", "s.pipeline_id as pipelineId", "s.name", "s.position", "s.kind"])
		.orderBy("p.is_default", "desc")
		.orderBy("p.name")
		.orderBy("s.position")
		.orderBy("s.id")
		.execute();
}

/** The workspace's pipelines, the default one first. */
export async function listPipelines(db: Db): Promise<Pipeline[]> {
	return db
		.selectFrom("pipelines")
		.select(["id", "name", "is_default as isDefault"])
		.orderBy("is_default", "desc")
		.orderBy("name")
		.execute();
}
