import { CourtsideError } from "../../core/contract/problem.ts";
import { type OwnerNode, ownerTree } from "../../core/forecast/owner-tree.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Period } from "../../core/model/period.ts";
import type { User } from "../../core/model/user.ts";
import { type Asker, toldAsker } from "../answers/asker.ts";
import { type PeriodAsk, storedForecastFor } from "../answers/forecast.ts";
import type { Db } from "../db/connect.ts";
import type { StoredModelThen } from "../db/forecast-calls.ts";
import { findForecast, type StoredForecast, type StoredNode } from "../db/forecasts.ts";
import { listPeople, listTeams } from "../db/people.ts";
import { loadWorkspace, type Workspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { visibleNodes } from "../views/forecast-scope.ts";

/** A node of a stored forecast, and who stands where. */
export interface NumberGround {
	workspace: Workspace;
	period: Period;
	stored: StoredForecast;
	node: StoredNode;
	owners: OwnerNode[];
}

/** A node of a period's newest forecast as somebody sees it. */
export interface CallGround extends NumberGround {
	/** Those the asker may see, parents first. */
	nodes: StoredNode[];
	users: User[];
	teams: Awaited<ReturnType<typeof listTeams>>;
}

/**
 * What calls of a period and node stand on; without a node the asker's own top. Computes the forecast where there is
 * none. Throws not_found on a node out of sight.
 */
export async function callGround(
	deps: Pick<Deps, "database" | "jobs" | "beside" | "now">,
	db: Db,
	asker: Asker,
	asked: PeriodAsk & { node?: string | undefined },
): Promise<CallGround> {
	const { tenantId } = asker.principal;
	const { workspace, stored } = await storedForecastFor(deps, asker, asked);
	const teams = await listTeams(db, tenantId);
	const users = await listPeople(db, tenantId);
	const nodes = visibleNodes(stored.nodes, teams, asker.principal);
	const node = asked.node === undefined ? nodes[0] : nodes.find((n) => n.nodeId === asked.node);
	if (!node) throw new CourtsideError("not_found", "There is no such node among those you may see.");
	const owners = ownerTree(users, teams, workspace.name);
	return { workspace, period: stored.period, stored, nodes, node, owners, users, teams };
}

/** The same of a forecast at hand, for whoever has been let see the node; null where it is no more. */
export async function numberGround(
	db: Db,
	tenantId: number,
	{ forecastId, nodeId, now }: { forecastId: string; nodeId: string; now: Instant },
): Promise<NumberGround | null> {
	const stored = await findForecast(db, forecastId);
	const node = stored?.nodes.find((n) => n.nodeId === nodeId);
	if (!stored || !node) return null;
	const workspace = await loadWorkspace(db, now);
	const owners = ownerTree(await listPeople(db, tenantId), await listTeams(db, tenantId), workspace.name);
	return { workspace, period: stored.period, stored, node, owners };
}

/** A node that somebody has been let see, as it is told to the thread which answers. */
export function aboutNode(asker: Asker, { stored, node }: NumberGround) {
	return { asker: toldAsker(asker), forecastId: stored.id, nodeId: node.nodeId };
}

/** The model's number of a node, to be kept beside what a person says. */
export function modelThen({ asOf, modelVersion }: StoredForecast, node: StoredNode): StoredModelThen {
	return {
		valueMinor: node.valueMinor,
		lowMinor: node.interval?.low ?? null,
		highMinor: node.interval?.high ?? null,
		level: node.interval?.level ?? null,
		modelVersion,
		asOf,
	};
}

/** The nodes at or beneath one, of a list with parents first. */
export function nodesUnder<N extends { nodeId: string; parentId: string | null }>(nodes: N[], nodeId: string): N[] {
	const kept = new Set([nodeId]);
	return nodes.filter((n) => {
		if (n.parentId !== null && kept.has(n.parentId)) kept.add(n.nodeId);
		return kept.has(n.nodeId);
	});
}
