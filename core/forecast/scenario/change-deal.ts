import { dateIn, isPlainDate } from "../../model/instant.ts";
import type { DealTimeline } from "../../model/timeline.ts";
import { at } from "../../model/timeline.ts";
import { lifeAsOf } from "../../scoring/deal-life.ts";
import { scoreDeal } from "../../scoring/deal-probability.ts";
import { type Plan, type PlanDeal, setDeal } from "./plan.ts";
import type { ScenarioFrame } from "./scenario-frame.ts";
import type { ScenarioChange, ScenarioProblem } from "./scenario-types.ts";

/** A change of one deal. */
export type DealChange = Extract<ScenarioChange, { dealId: string }>;

/** Applies a change of one deal to the plan; the code of what is wrong when it cannot be. */
export function changeDeal(plan: Plan, change: DealChange, frame: ScenarioFrame): ScenarioProblem["code"] | null {
	if (change.kind === "deal_added") return addDeal(plan, change, frame);
	const deal = plan.deals.get(change.dealId);
	const line = frame.lineOf(change.dealId);
	if (change.kind === "deal_amount") return changeAmount(plan, deal, line, change.amountMinor, frame);
	if (!deal) return missing(line, frame);
	if (change.kind === "deal_won") setDeal(plan, deal, { probability: 1, isCertain: true });
	else if (change.kind === "deal_lost") setDeal(plan, deal, { probability: 0, isCertain: true });
	else return moveDeal(plan, deal, line, change.closeDate, frame);
	return null;
}

/** Why an unknown deal is not in the plan. */
function missing(line: DealTimeline | undefined, { input }: ScenarioFrame): ScenarioProblem["code"] {
	const life = line ? lifeAsOf(line, input.now) : null;
	if (!life) return "scenario_deal_unknown";
	return life.status === "open" ? "scenario_deal_unpriced" : "scenario_deal_closed";
}

function moveDeal(
	plan: Plan,
	deal: PlanDeal,
	line: DealTimeline | undefined,
	closeDate: string,
	{ input }: ScenarioFrame,
): ScenarioProblem["code"] | null {
	const { zone, now, span, model } = input;
	if (!isPlainDate(closeDate) || closeDate < dateIn(zone, now)) return "scenario_bad_date";
	const isInside = (day: string): boolean => dateIn(zone, span.start) <= day && day < dateIn(zone, span.end);
	if (!isInside(closeDate)) {
		setDeal(plan, deal, { probability: 0, isCertain: true });
		return null;
	}
	const current = line ? (at(line.closeDates, now) ?? null) : null;
	if (current !== null && isInside(current)) return null;
	const ever = line ? (scoreDeal(model, line, now).value ?? 0) : deal.probability;
	setDeal(plan, deal, { probability: Math.max(deal.probability, ever) });
	return null;
}

function changeAmount(
	plan: Plan,
	deal: PlanDeal | undefined,
	line: DealTimeline | undefined,
	amountMinor: bigint,
	frame: ScenarioFrame,
): ScenarioProblem["code"] | null {
	if (amountMinor < 0n) return "scenario_bad_number";
	const currency = line?.currency ?? null;
	const { now } = frame.input;
	if (deal && line) {
		const priced = frame.price(amountMinor, currency, now);
		if ("missing" in priced) return "scenario_deal_unpriced";
		setDeal(plan, deal, { amountMinor: priced.amountMinor });
		return null;
	}
	if (!line || lifeAsOf(line, now)?.status !== "open") return missing(line, frame);
	const known = line.amounts.filter((s) => s.at < now - 1);
	return place(plan, { ...line, amounts: [...known, { at: now - 1, value: amountMinor }] }, frame);
}

function addDeal(
	plan: Plan,
	{ dealId, ownerId, stageId, amountMinor, currency }: Extract<DealChange, { kind: "deal_added" }>,
	frame: ScenarioFrame,
): ScenarioProblem["code"] | null {
	if (amountMinor < 0n || plan.deals.has(dealId)) return "scenario_bad_number";
	const born = frame.input.now - 1;
	const line: DealTimeline = {
		dealId,
		createdAt: born,
		stages: stageId === null ? [] : [{ at: born, value: stageId }],
		status: [{ at: born, value: "open" }],
		amounts: [{ at: born, value: amountMinor }],
		currency,
		closeDates: [],
		owners: [{ at: born, value: ownerId }],
		hasHistory: true,
	};
	return place(plan, line, frame);
}

/** Takes in a deal that the forecast had no price for, or did not know. */
function place(plan: Plan, line: DealTimeline, frame: ScenarioFrame): ScenarioProblem["code"] | null {
	const deal = frame.readOne(line);
	if (!deal) return "scenario_deal_unpriced";
	const ownerId = at(line.owners, frame.input.now) ?? null;
	const root = frame.base.nodes[0]?.nodeId ?? "";
	const leafId = frame.scopeOf(root)?.leafOf(ownerId) ?? "";
	const { amountMinor, probability, stageId } = deal;
	plan.deals.set(line.dealId, { dealId: line.dealId, leafId, stageId, amountMinor, probability, isCertain: false });
	return null;
}
