import { CourtsideError } from "../../core/contract/problem.ts";
import type { PipelineFilter } from "../db/pipeline.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { loadForecastGround } from "../jobs/forecasting.ts";
import type { Asker } from "./asker.ts";
import { pipelineOfNode } from "./performance.ts";
import { scopeNodes } from "./scope-nodes.ts";

/**
 * Whose pipeline an id of the forecast's tree means: a person's, a team's or the whole company's. Throws not_found on one
 * out of sight.
 */
export async function whosePipeline(
	{ database, now }: Pick<Deps, "database" | "now">,
	asker: Asker,
	entityId: string,
): Promise<PipelineFilter> {
	const { tenantId } = asker.principal;
	const db = database.reader(tenantId);
	const ground = await loadForecastGround(db, tenantId, await loadWorkspace(db, now()));
	const node = (await scopeNodes(db, ground, asker)).find(({ nodeId }) => nodeId === entityId);
	const filter = node ? pipelineOfNode(node.kind, entityId) : null;
	if (!filter) throw new CourtsideError("not_found", "There is no such team or person among those you may see.");
	return filter;
}
