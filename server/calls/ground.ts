import { CourtsideError } from "../../core/contract/problem.ts";
import { type OwnerNode, ownerTree } from "../../core/forecast/owner-tree.ts";
import type { Period } from "../../core/model/period.ts";
import type { User } from "../../core/model/user.ts";
import type { Asker } from "../answers/asker.ts";
import { type PeriodAsk, storedForecastFor } from "../answers/forecast.ts";
import type { Db } from "../db/connect.ts";
import type { StoredModelThen } from "../db/forecast-calls.ts";
import type { StoredForecast, StoredNode } from "../db/forecasts.ts";
import { listPeople, listTeams } from "../db/people.ts";
import type { Workspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { visibleNodes } from "../views/forecast-scope.ts";

/** A node of a period's newest forecast as somebody sees it, and who stands where. */
export interface CallGround {
	workspace: Workspace;
	period: Period;
	stored: StoredForecast;
	/** Those the asker may see, parents first. */
	nodes: StoredNode[];
	node: StoredNode;
	owners: OwnerNode[];
	users: User[];
	teams: Awaited<ReturnType<typeof listTeams>>;
}

/**
 * What calls of a period and node stand on; without a node the asker's own top. Computes the forecast where there is
 * none. Throws not_found on a node out of sight.
 */
export async function callGround(
	deps: Pick<Deps, "database" | "jobs" | "now">,
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
