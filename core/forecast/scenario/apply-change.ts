import type { PlainDate } from "../../model/instant.ts";
import { isPlainDate, startOfDayIn } from "../../model/instant.ts";
import { daysUntil } from "../deals-in-span.ts";
import { UNASSIGNED } from "../owner-tree.ts";
import { changeDeal } from "./change-deal.ts";
import { type Plan, scaled, setDeal } from "./plan.ts";
import type { ScenarioFrame } from "./scenario-frame.ts";
import type { ScenarioChange, ScenarioProblem } from "./scenario-types.ts";

type Code = ScenarioProblem["code"] | null;
type Of<K extends ScenarioChange["kind"]> = Extract<ScenarioChange, { kind: K }>;

/** Days of a month of ramping. */
const MONTH_DAYS = 365.25 / 12;

/** Applies one change to the plan; the code of what is wrong when it cannot be, and then the plan stays as it was. */
export function applyChange(plan: Plan, change: ScenarioChange, place: number, frame: ScenarioFrame): Code {
	switch (change.kind) {
		case "win_rate":
		case "market": {
			const times = change.kind === "market" ? change.index : change.times;
			return scaleNode(plan, change.nodeId, times, frame, (p) => p * times, times);
		}
		case "creation":
			return scaleNode(plan, change.nodeId, change.times, frame, (p) => p, change.times);
		case "cycle":
			return changeCycle(plan, change, frame);
		case "hire":
			return hire(plan, change, place, frame);
		case "leave":
			return leave(plan, change, frame);
		case "territory":
			return moveTerritory(plan, change);
		case "quota":
			if (change.amountMinor < 0n) return "scenario_bad_number";
			if (!plan.parents.has(change.nodeId)) return "scenario_node_unknown";
			plan.quotas.set(change.nodeId, change.amountMinor);
			return null;
		default:
			return changeDeal(plan, change, frame);
	}
}

/** Chances and business to come of a node and all beneath it. */
function scaleNode(
	plan: Plan,
	nodeId: string | undefined,
	times: number,
	frame: ScenarioFrame,
	chance: (probability: number, dealId: string) => number,
	uncreatedTimes: number,
): Code {
	if (!isFactor(times)) return "scenario_bad_number";
	const scope = frame.scopeOf(nodeId ?? frame.base.nodes[0]?.nodeId ?? "");
	if (!scope) return "scenario_node_unknown";
	for (const deal of plan.deals.values()) {
		if (deal.isCertain || !scope.leaves.has(deal.leafId)) continue;
		setDeal(plan, deal, { probability: Math.min(1, Math.max(0, chance(deal.probability, deal.dealId))) });
	}
	for (const [leaf, value] of plan.uncreated) {
		// Leaves that the scenario added grow with the node they were added to.
		if (
			scope.leaves.has(leaf) ||
			(plan.parents.get(leaf) ?? "") === nodeId ||
			(!nodeId && !frame.plan.uncreated.has(leaf))
		)
			plan.uncreated.set(leaf, scaled(value, uncreatedTimes));
	}
	return null;
}

function changeCycle(plan: Plan, { times, nodeId }: Of<"cycle">, frame: ScenarioFrame): Code {
	if (!isFactor(times) || times === 0) return "scenario_bad_number";
	if (times === 1) return null;
	const stretched = frame.chancesWhenCycleTakes(times);
	const chance = (probability: number, dealId: string): number => {
		const before = frame.plan.deals.get(dealId)?.probability ?? 0;
		// Where another change has moved the chance already, the cycle moves it as much again.
		return before > 0 ? (probability * (stretched.get(dealId) ?? before)) / before : probability;
	};
	return scaleNode(plan, nodeId, times, frame, chance, frame.timing().whenCycleTakes(times));
}

function hire(
	plan: Plan,
	{ nodeId, count, startsOn, rampMonths }: Of<"hire">,
	place: number,
	frame: ScenarioFrame,
): Code {
	if (!Number.isInteger(count) || count < 0 || !isFactor(rampMonths)) return "scenario_bad_number";
	const scope = frame.scopeOf(nodeId);
	if (!scope || plan.reps.has(nodeId)) return "scenario_node_unknown";
	const start = daysTo(startsOn, frame);
	if (start === null) return "scenario_bad_date";
	const usual = meanCreator(plan, scope.leaves) ?? meanCreator(plan, new Set(plan.reps)) ?? 0;
	const share = frame.timing().whenRamping(start, rampMonths * MONTH_DAYS);
	const leaf = `hire ${place}`;
	plan.parents.set(leaf, nodeId);
	plan.uncreated.set(leaf, BigInt(Math.round(usual * share * count)));
	return null;
}

/** What a rep who creates at all brings in new business. */
function meanCreator(plan: Plan, leaves: Set<string>): number | null {
	const own = [...leaves].filter((l) => plan.reps.has(l)).map((l) => Number(plan.uncreated.get(l) ?? 0n));
	const creating = own.filter((v) => v > 0);
	return creating.length > 0 ? creating.reduce((a, b) => a + b, 0) / creating.length : null;
}

function leave(plan: Plan, { userId, on, dealsTo, keep = 1 }: Of<"leave">, frame: ScenarioFrame): Code {
	if (!plan.reps.has(userId) || (dealsTo !== null && !plan.reps.has(dealsTo))) return "scenario_not_a_rep";
	if (!(keep >= 0 && keep <= 1)) return "scenario_bad_number";
	const day = daysTo(on, frame);
	if (day === null) return "scenario_bad_date";
	const own = plan.uncreated.get(userId) ?? 0n;
	plan.uncreated.set(userId, own - scaled(own, frame.timing().createdFrom(day)));
	for (const deal of plan.deals.values()) {
		if (deal.leafId !== userId) continue;
		setDeal(plan, deal, {
			leafId: dealsTo ?? UNASSIGNED,
			probability: deal.isCertain ? deal.probability : deal.probability * keep,
		});
	}
	return null;
}

function moveTerritory(plan: Plan, { fromUserId, toUserId, share, dealIds }: Of<"territory">): Code {
	if (!plan.reps.has(fromUserId) || !plan.reps.has(toUserId)) return "scenario_not_a_rep";
	if (!(share >= 0 && share <= 1)) return "scenario_bad_number";
	if (fromUserId === toUserId) return null;
	const own = plan.uncreated.get(fromUserId) ?? 0n;
	const moved = scaled(own, share);
	plan.uncreated.set(fromUserId, own - moved);
	plan.uncreated.set(toUserId, (plan.uncreated.get(toUserId) ?? 0n) + moved);
	const named = dealIds ? new Set(dealIds) : null;
	for (const deal of plan.deals.values()) {
		if (deal.leafId === fromUserId && (!named || named.has(deal.dealId))) setDeal(plan, deal, { leafId: toUserId });
	}
	return null;
}

function isFactor(times: number): boolean {
	return Number.isFinite(times) && times >= 0;
}

/** Days from now to the start of a day; 0 when it has passed, null when it is none. */
function daysTo(day: PlainDate, { input }: ScenarioFrame): number | null {
	return isPlainDate(day) ? daysUntil(input.now, startOfDayIn(input.zone, day)) : null;
}
