import type { Stage } from "../../core/model/pipeline.ts";
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
