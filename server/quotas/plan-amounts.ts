import type { Transaction } from "kysely";
import { CourtsideError } from "../../core/contract/problem.ts";
import { type Period, parsePeriod } from "../../core/model/period.ts";
import { planFairQuota } from "../../core/territory/fair-quotas.ts";
import type { QuotaNode, QuotaPlan } from "../../core/territory/quota-plan.ts";
import type { Asker } from "../answers/asker.ts";
import { storedForecastFor } from "../answers/forecast.ts";
import type { StoredForecast } from "../db/forecasts.ts";
import { pieceQuotas } from "../db/piece-quotas.ts";
import { type NodeRule, planRules } from "../db/quota-plan-rules.ts";
import { handedIn, type StoredPlan } from "../db/quota-plans.ts";
import { quotasOf, rollUp } from "../db/quotas.ts";
import type { Tables } from "../db/tables.ts";
import { loadRates, loadWorkspace, type Workspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { loadOutlook, type Outlook } from "./outlook.ts";
import { loadPlanFacts, type RepFacts } from "./plan-facts.ts";
import { type Division, divisionOf } from "./plan-split.ts";
import { loadQuotaTree, type QuotaTree } from "./quota-tree.ts";

/** Everything a plan comes to, before it is worded. */
export interface PlanAmounts {
	plan: StoredPlan;
	workspace: Workspace;
	period: Period;
	tree: QuotaTree;
	facts: Map<string, RepFacts>;
	before: { period: string; minor: Map<string, bigint> } | null;
	rules: Map<string, NodeRule>;
	/** What nodes carry in the period now, by id. */
	today: Map<string, bigint>;
	outlook: Outlook;
	/** Over-assignment beneath each node. */
	overOf: (node: QuotaTree["nodes"][number]) => number;
	result: QuotaPlan;
	division: Division | null;
	even: Map<string, bigint> | null;
}

/**
 * The newest forecast of a revenue plan's period, to be handed to {@link planAmounts}; computed where there is none. Null
 * of pieces, and where a forecast cannot be made within a request.
 */
export async function forecastOfPlan(
	deps: Pick<Deps, "database" | "jobs" | "beside" | "now">,
	asker: Pick<Asker, "principal">,
	{ period, measure }: Pick<StoredPlan, "period" | "measure">,
): Promise<StoredForecast | null> {
	if (measure !== "revenue") return null;
	try {
		return (await storedForecastFor(deps, asker, { period })).stored;
	} catch (fault) {
		if (fault instanceof CourtsideError && (fault.code === "unavailable" || fault.code === "unprocessable"))
			return null;
		throw fault;
	}
}

/** What a plan comes to now: facts as they stand, rules as they are set. */
export async function planAmounts(
	trx: Transaction<Tables>,
	tenantId: number,
	plan: StoredPlan,
	stored: StoredForecast | null,
	realNow: number,
): Promise<PlanAmounts> {
	const workspace = await loadWorkspace(trx, realNow);
	const period = parsePeriod(workspace.fiscal, plan.period);
	if (!period) throw new CourtsideError("unprocessable", "period: the fiscal calendar has no such period any more.");
	const rates = await loadRates(trx, workspace.currency);
	const tree = await loadQuotaTree(trx, tenantId, workspace);
	const { reps: facts, before } = await loadPlanFacts(trx, workspace, tree, period, plan.measure, rates);
	const rules = new Map((await planRules(trx, plan.id)).map((rule) => [rule.nodeId, rule]));
	const outlook = await loadOutlook(trx, workspace, tree, plan.measure, period, stored);
	const carried =
		plan.measure === "revenue"
			? await quotasOf(trx, period, workspace.fiscal, workspace.currency, rates)
			: await pieceQuotas(trx, period.name, plan.measure);
	const today = new Map(rollUp(carried, tree.owners).map((q) => [q.nodeId, q.amountMinor]));

	const overOf: PlanAmounts["overOf"] = (node) =>
		node.kind === "user" ? 0 : (rules.get(node.id)?.over ?? plan.over[node.kind]);
	const nodes = tree.nodes.map((node): QuotaNode => {
		const rule = rules.get(node.id);
		const fact = facts.get(node.id);
		return {
			...{ id: node.id, parentId: node.parentId, floor: rule?.floor ?? null, cap: rule?.cap ?? null },
			potential: rule?.potential ?? fact?.potential ?? 0,
			capacity: rule?.capacity ?? fact?.capacity ?? 1,
			ramp: rule?.ramp ?? fact?.ramp ?? 1,
			history: rule?.history ?? fact?.history ?? 1,
			overAssignment: overOf(node),
		};
	});
	const bids = new Map(tree.nodes.map(({ id }) => [id, rules.get(id)?.bid ?? today.get(id) ?? 0n]));
	const order = { nodes, target: plan.target, bids, ...(plan.target !== null && { bidWeight: plan.bidWeight }) };
	const { plan: reckoned, even } = planFairQuota(order, outlook.draws, plan.basis);
	const fixed = plan.state === "draft" || plan.state === "returned" ? null : await handedIn(trx, plan.id);
	const result = fixed ? asHandedIn(fixed, nodes, reckoned) : reckoned;
	const division = await divisionOf(trx, workspace, tree, plan, period);
	return { plan, workspace, period, tree, facts, before, rules, today, outlook, overOf, result, division, even };
}

/** What was handed in is what is agreed to and published, however facts have moved since. */
function asHandedIn(fixed: ReadonlyMap<string, string>, nodes: QuotaNode[], reckoned: QuotaPlan): QuotaPlan {
	const amountOf = (id: string): bigint => BigInt(fixed.get(id) ?? 0);
	const given = new Map<string, bigint>();
	for (const { id, parentId } of nodes) {
		if (parentId !== null) given.set(parentId, (given.get(parentId) ?? 0n) + amountOf(id));
	}
	const shares = nodes.map(({ id }) => {
		const { fairShare = 0, heldBy = null } = reckoned.shares?.find((share) => share.id === id) ?? {};
		return { id, amount: amountOf(id), givenOut: given.get(id) ?? amountOf(id), fairShare, heldBy };
	});
	return { shares, conflicts: [] };
}

/** Every node's amount as text, to be kept with a step; nothing while rules conflict. */
export function amountsText({ result }: Pick<PlanAmounts, "result">): Record<string, string> {
	return Object.fromEntries((result.shares ?? []).map((share) => [share.id, share.amount.toString()]));
}

/** Every node with what it carries, parents first; none while rules conflict. */
export function carryingNodes({ tree, result }: Pick<PlanAmounts, "tree" | "result">) {
	const parents = new Map(tree.nodes.map(({ id, parentId }) => [id, parentId]));
	return (result.shares ?? []).map(({ id, amount }) => ({ id, amount, parentId: parents.get(id) ?? null }));
}
