import type { QuotaPlanJson, QuotaPlanListJson, QuotaPlanNodeJson } from "../../core/contract/quota-plans.ts";
import { parsePeriod, periodOf, shiftPeriod } from "../../core/model/period.ts";
import { quotaChances } from "../../core/territory/quota-chances.ts";
import type { QuotaConflict } from "../../core/territory/quota-plan.ts";
import { splitTree } from "../../core/territory/split-quota.ts";
import type { Asker } from "../answers/asker.ts";
import type { Db } from "../db/connect.ts";
import { listPlans, newestTotals, type PlanStep, type StoredPlan } from "../db/quota-plans.ts";
import { loadWorkspace } from "../db/workspace.ts";
import { visibleNodes } from "../views/forecast-scope.ts";
import { showPercent, showProbability } from "../views/show.ts";
import { say, type Viewer } from "../views/viewer.ts";
import { carryingNodes, type PlanAmounts } from "./plan-amounts.ts";
import { loadQuotaTree, type QuotaTreeNode } from "./quota-tree.ts";
import { showQuota } from "./show-amount.ts";

/** A plan as it is shown to somebody: its nodes as far as they see, and what they may do with it. */
export function quotaPlanJson(of: PlanAmounts, steps: PlanStep[], { principal, viewer }: Asker): QuotaPlanJson {
	const { plan, tree, result, outlook, even, workspace } = of;
	const shares = new Map(result.shares?.map((share) => [share.id, share]));
	const quotas = tree.nodes.map(({ id }) => ({
		...{ id, draws: outlook.draws.get(id) ?? [], quota: shares.get(id)?.amount ?? 0n },
	}));
	const chances = new Map(quotaChances(quotas).chances.map((c) => [c.id, c]));
	const evenChances = new Map(
		quotaChances(
			[...(even ?? [])].map(([id, quota]) => ({ id, quota, draws: outlook.draws.get(id) ?? [] })),
		).chances.map((c) => [c.id, c.chance]),
	);
	const may = allowed(plan, principal, result.shares !== null);
	const mine = new Set(
		visibleNodes(
			tree.nodes.map(({ id: nodeId, parentId, kind }) => ({ nodeId, parentId, kind })),
			tree.teams,
			principal,
		).map(({ nodeId }) => nodeId),
	);
	const parts = of.division && result.shares ? splitTree(carryingNodes(of), of.division.shares) : null;
	const nodes = tree.nodes.map((node): QuotaPlanNodeJson => {
		const share = shares.get(node.id);
		const rule = of.rules.get(node.id);
		const { chance, attainment } = chances.get(node.id) ?? { chance: null, attainment: null };
		const evenAmount = even?.get(node.id);
		return {
			nodeId: node.id,
			parentId: node.parentId,
			kind: node.kind,
			name: node.name,
			...madeOf(of, node),
			bid: rule?.bid?.toString() ?? null,
			bidNote: rule?.bidNote ? { ...rule.bidNote, at: new Date(rule.bidNote.at).toISOString() } : null,
			mayBid: may.bid && mine.has(node.id),
			floor: rule?.floor?.toString() ?? null,
			cap: rule?.cap?.toString() ?? null,
			over: of.overOf(node),
			isOverGiven: rule?.over != null,
			amount: share?.amount.toString() ?? null,
			givenOut: share?.givenOut.toString() ?? null,
			heldBy: share?.heldBy ?? null,
			fairShare: share?.fairShare ?? null,
			chance: chance === null || !attainment ? null : { chance, ...attainment },
			even:
				evenAmount === undefined ? null : { amount: evenAmount.toString(), chance: evenChances.get(node.id) ?? null },
			today: of.today.get(node.id)?.toString() ?? null,
			before: of.before?.minor.get(node.id)?.toString() ?? null,
			parts: parts?.get(node.id)?.map(String) ?? [],
		};
	});
	const seen = visibleNodes(nodes, tree.teams, principal);
	// Of people out of sight no chance is told.
	const fairness = fairnessOf(seen);
	const conflicts = result.conflicts.map((conflict) => conflictJson(conflict, of, viewer));
	return {
		...headOf(plan, of.period),
		nodes: seen,
		conflicts,
		division: of.division && {
			parts: of.division.parts.map((period, k) => ({ period, share: of.division?.shares[k] ?? 0 })),
			...{ isGiven: of.division.isGiven, spans: of.division.spans },
		},
		fairness,
		text: textOf(of, conflicts.length, fairness, seen[0]?.nodeId ?? null, viewer),
		steps: steps.map(({ at, ...step }) => ({ ...step, at: new Date(at).toISOString() })),
		may,
		forecast: outlook.forecast && {
			asOf: new Date(outlook.forecast.asOf).toISOString(),
			modelVersion: outlook.forecast.modelVersion,
		},
		asOf: new Date(workspace.now).toISOString(),
	};
}

/** Plans as somebody may see them, and the periods that one may be made for. */
export async function quotaPlansFor(db: Db, { principal }: Asker, realNow: number): Promise<QuotaPlanListJson> {
	const workspace = await loadWorkspace(db, realNow);
	const tree = await loadQuotaTree(db, principal.tenantId, workspace);
	const totals = await newestTotals(db, tree.nodes[0]?.id ?? "");
	const { fiscal, today } = workspace;
	const [quarter, year] = [periodOf(fiscal, "quarter", today), periodOf(fiscal, "year", today)];
	const quarters = [0, 1, 2, 3, 4].map((k) => shiftPeriod(fiscal, quarter, k));
	return {
		items: (await listPlans(db)).flatMap((plan) => {
			const period = parsePeriod(fiscal, plan.period);
			return period && maySeePlan(plan, principal)
				? [{ ...headOf(plan, period), total: totals.get(plan.id) ?? plan.target?.toString() ?? null }]
				: [];
		}),
		periods: [...quarters, year, shiftPeriod(fiscal, year, 1)],
	};
}

/** A plan at work is its planners'; what was published is for all whom it concerns, and so is what asks for proposals. */
export function maySeePlan({ state, bidsOpen }: StoredPlan, { permissions }: Asker["principal"]): boolean {
	const isAsked = bidsOpen && permissions.has("quotas:ask");
	return state === "published" || isAsked || permissions.has("quotas:write") || permissions.has("quotas:approve");
}

/** What somebody may do with a plan as it stands. Nobody agrees to what they handed in themselves. */
export function allowed(
	{ state, submittedBy, bidsOpen }: StoredPlan,
	{ permissions, userId }: Asker["principal"],
	isWhole: boolean,
): QuotaPlanJson["may"] {
	const write = permissions.has("quotas:write");
	const isOpen = state === "draft" || state === "returned";
	return {
		edit: write && isOpen,
		submit: write && isOpen && isWhole,
		decide: permissions.has("quotas:approve") && state === "submitted" && submittedBy !== userId,
		publish: write && state === "approved",
		bid: bidsOpen && isOpen && permissions.has("quotas:ask"),
	};
}

function headOf(plan: StoredPlan, period: QuotaPlanJson["period"]) {
	const { submittedBy: _, updatedAt, target, ...head } = plan;
	return {
		...head,
		period,
		target: target?.toString() ?? null,
		updatedAt: new Date(updatedAt).toISOString(),
	};
}

function madeOf(
	of: PlanAmounts,
	node: QuotaTreeNode,
): Pick<QuotaPlanNodeJson, "potential" | "capacity" | "ramp" | "history"> {
	const fact = of.facts.get(node.id);
	if (!fact) return { potential: null, capacity: null, ramp: null, history: null };
	const rule = of.rules.get(node.id);
	const made = (given: number | null | undefined, found: number) => ({
		...{ value: given ?? found, found, isGiven: given != null },
	});
	return {
		potential: { ...made(rule?.potential, fact.potential), accounts: fact.accounts },
		capacity: { ...made(rule?.capacity, fact.capacity), hoursPerWeek: fact.hoursPerWeek },
		ramp: { ...made(rule?.ramp, fact.ramp), startedOn: fact.startedOn },
		history: { ...made(rule?.history, fact.history), n: fact.periods },
	};
}

function conflictJson(conflict: QuotaConflict, of: PlanAmounts, viewer: Viewer): QuotaPlanJson["conflicts"][number] {
	const nameOf = (id: string): string => of.tree.nodes.find((n) => n.id === id)?.name ?? id;
	const show = (amount: bigint): string => showQuota(amount, of.plan, viewer);
	const rules = conflict.rules.map((rule) => ({ ...rule, name: nameOf(rule.nodeId), amount: rule.amount.toString() }));
	const listed = conflict.rules.map(({ nodeId, kind, amount }) =>
		say(viewer, kind === "floor" ? "quota.rule.floor" : "quota.rule.cap", {
			name: nameOf(nodeId),
			amount: show(amount),
		}),
	);
	return {
		code: conflict.code,
		node: { nodeId: conflict.nodeId, name: nameOf(conflict.nodeId) },
		amount: conflict.amount.toString(),
		limit: conflict.limit.toString(),
		rules,
		text: say(viewer, `quota.conflict.${conflict.code}`, {
			name: nameOf(conflict.nodeId),
			amount: show(conflict.amount),
			limit: show(conflict.limit),
			rules: new Intl.ListFormat(viewer.locale, { type: "conjunction" }).format(listed),
		}),
	};
}

function fairnessOf(nodes: QuotaPlanNodeJson[]): QuotaPlanJson["fairness"] {
	const people = nodes.filter((n) => n.kind === "user");
	const known = people
		.flatMap(({ nodeId, name, chance }) => (chance ? [{ nodeId, name, chance: chance.chance }] : []))
		.sort((a, b) => a.chance - b.chance);
	const [lowest, highest] = [known[0], known.at(-1)];
	if (!lowest || !highest || known.length < 2) return null;
	const even = people.flatMap((n) => n.even?.chance ?? []);
	return {
		...{ lowest, highest, spread: highest.chance - lowest.chance },
		evenSpread: even.length > 1 ? Math.max(...even) - Math.min(...even) : null,
		people: known.length,
		unknown: people.length - known.length,
	};
}

function textOf(
	of: PlanAmounts,
	conflicts: number,
	fairness: QuotaPlanJson["fairness"],
	topId: string | null,
	viewer: Viewer,
): string {
	if (conflicts > 0) return say(viewer, "quota.text.conflict", { n: conflicts });
	const top = of.result.shares?.find(({ id }) => id === topId);
	const total = showQuota(top?.amount ?? 0n, of.plan, viewer);
	const draws = of.outlook.draws.get(top?.id ?? "") ?? [];
	const [chance] = quotaChances([{ id: "top", draws, quota: top?.amount ?? 0n }]).chances;
	if (chance?.chance == null || !fairness) return say(viewer, "quota.text.plain", { total });
	return say(viewer, "quota.text.chance", {
		total,
		chance: showProbability(chance.chance, viewer.locale),
		low: showPercent(Math.round(fairness.lowest.chance * 100), viewer.locale),
		high: showPercent(Math.round(fairness.highest.chance * 100), viewer.locale),
	});
}
