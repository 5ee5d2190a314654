import type { Transaction } from "kysely";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { ScenarioChangeJson, ScenarioJson, ScenarioListJson } from "../../core/contract/scenarios.ts";
import type { ScopeNodeJson } from "../../core/contract/waterfall.ts";
import { parsePeriod } from "../../core/model/period.ts";
import type { Db } from "../db/connect.ts";
import { findDeals } from "../db/deals.ts";
import { findScenario, listScenarios, type StoredScenario } from "../db/scenarios.ts";
import type { Tables } from "../db/tables.ts";
import { loadWorkspace, type Workspace } from "../db/workspace.ts";
import { loadForecastGround } from "../jobs/forecasting.ts";
import { idsIn } from "../views/scenario-change-text.ts";
import { scenarioJson } from "../views/scenario-view.ts";
import type { Asker } from "./asker.ts";
import { periodAsked } from "./forecast.ts";
import { scopeNodes } from "./scope-nodes.ts";

/** The workspace with the part of its tree that the asker may see. */
export interface ScenarioScope {
	workspace: Workspace;
	nodes: ScopeNodeJson[];
}

/** Reads what a scenario may be about for this asker. */
export async function scenarioScope(db: Db, asker: Asker, realNow: number): Promise<ScenarioScope> {
	const workspace = await loadWorkspace(db, realNow);
	const ground = await loadForecastGround(db, asker.principal.tenantId, workspace);
	return { workspace, nodes: await scopeNodes(db, ground, asker) };
}

/** All scenarios that the asker may see, changed last first, and what the builder may choose from. */
export async function scenariosFor(db: Db, asker: Asker, realNow: number): Promise<ScenarioListJson> {
	const scope = await scenarioScope(db, asker, realNow);
	const seen = (await listScenarios(db)).filter((stored) => isInSight(stored, scope.nodes));
	const told = await Promise.all(seen.map((stored) => toldOf(db, stored, scope, asker, realNow)));
	return { items: told.map(({ report: _, ...rest }) => rest), nodes: scope.nodes };
}

/** One scenario with its report; null where there is none in sight. */
export async function scenarioFor(db: Db, asker: Asker, id: string, realNow: number): Promise<ScenarioJson | null> {
	const stored = await findScenario(db, id);
	if (!stored) return null;
	const scope = await scenarioScope(db, asker, realNow);
	return isInSight(stored, scope.nodes) ? toldOf(db, stored, scope, asker, realNow) : null;
}

/** Where a new scenario stands. Throws unprocessable on a node or a record in its changes that is out of sight. */
export async function placeScenario(
	trx: Transaction<Tables>,
	asker: Asker,
	asked: { period?: string | undefined; grain?: "month" | "quarter" | "year" | undefined; nodeId?: string | undefined },
	changes: ScenarioChangeJson[],
	realNow: number,
): Promise<{ period: string; nodeId: string }> {
	const { workspace, nodes } = await scenarioScope(trx, asker, realNow);
	const node = asked.nodeId === undefined ? nodes[0] : nodes.find((n) => n.nodeId === asked.nodeId);
	if (!node)
		throw new CourtsideError("unprocessable", "nodeId: there is no such team or person among those you may see.");
	const period = periodAsked(workspace, asked);
	if (period.end <= workspace.today) {
		throw new CourtsideError("unprocessable", "period: it is over. Choose one that runs or is still to come.");
	}
	await refuseOutOfSight(trx, asker, nodes, changes, realNow);
	return { period: period.name, nodeId: node.nodeId };
}

/** Throws unprocessable where changes name a person, team or deal that the asker may not see. */
export async function refuseOutOfSight(
	db: Db,
	asker: Asker,
	nodes: ScopeNodeJson[],
	changes: ScenarioChangeJson[],
	realNow: number,
): Promise<void> {
	const seen = new Set(nodes.map((n) => n.nodeId));
	const dealIds = changes.flatMap((change) => idsIn(change).deals);
	const rows = await findDeals(db, dealIds, asker.principal.visibleOwners, realNow);
	for (const row of rows) seen.add(row.id);
	const errors = changes.flatMap((change, k) => {
		const { nodes: who, deals } = idsIn(change);
		const isSeen = [...who, ...deals].every((id) => seen.has(id));
		return isSeen ? [] : [{ path: `changes.${k}`, message: "not among those you may see" }];
	});
	if (errors.length === 0) return;
	throw new CourtsideError("unprocessable", "changes: they name a deal, person or team that you may not see.", {
		errors,
	});
}

/** A scenario is for those who see its node and everyone whom it names. */
function isInSight({ nodeId, changes }: StoredScenario, nodes: ScopeNodeJson[]): boolean {
	const seen = new Set(nodes.map((n) => n.nodeId));
	return seen.has(nodeId) && changes.every((change) => idsIn(change).nodes.every((id) => seen.has(id)));
}

async function toldOf(
	db: Db,
	stored: StoredScenario,
	{ workspace, nodes }: ScenarioScope,
	{ principal, viewer }: Asker,
	realNow: number,
): Promise<ScenarioJson> {
	const { kept, changes } = stored;
	const found = kept ? [...kept.report.recommendations, ...kept.report.risks] : [];
	const dealIds = [
		...changes.flatMap((change) => idsIn(change).deals),
		...found.flatMap(({ about }) => (about?.entity === "deal" ? [about.id] : [])),
	];
	const deals = await findDeals(db, [...new Set(dealIds)], principal.visibleOwners, realNow);
	const names = new Map([
		...nodes.map((n) => [n.nodeId, n.name] as const),
		...deals.map((d) => [d.id, d.name] as const),
	]);
	const node = nodes.find((n) => n.nodeId === stored.nodeId);
	const period = parsePeriod(workspace.fiscal, stored.period);
	if (!node || !period)
		throw new CourtsideError("not_found", "The team or period of this scenario is no longer there.");
	return scenarioJson(stored, { period, node, names, currency: workspace.currency }, viewer);
}
