import type { NodeForecast } from "../forecast.ts";
import type { PlanDeal } from "./plan.ts";
import { scaled } from "./plan.ts";
import type { ScenarioColumn, ScenarioFinding, ScenarioNode } from "./scenario-types.ts";

/** Deals that are worth naming. */
const DEALS_NAMED = 3;
/** One deal that makes so much of what is still to come is a risk of its own. */
const TOO_MUCH = 0.25;
/** So much of what is still to come may not exist yet. */
const TOO_NEW = 0.4;
/** More than this nobody can be told to do. */
const MOST_TIMES = 2;

/** What a node's forecast and its scenarios suggest to do, most money first. */
export function recommendations(node: NodeForecast, baseline: ScenarioNode, deals: PlanDeal[]): ScenarioFinding[] {
	const found: ScenarioFinding[] = deals
		.map((deal) => ({ deal, gain: deal.amountMinor - scaled(deal.amountMinor, deal.probability) }))
		.filter(({ gain }) => gain > 0n)
		.sort((a, b) => (a.gain === b.gain ? (a.deal.dealId < b.deal.dealId ? -1 : 1) : a.gain > b.gain ? -1 : 1))
		.slice(0, DEALS_NAMED)
		.map(({ deal, gain }) => ({
			kind: "recommendation",
			code: "win_deal",
			params: { probability: deal.probability },
			valueMinor: gain,
			about: { entity: "deal", id: deal.dealId },
		}));
	const { gapMinor } = baseline;
	if (gapMinor !== null && gapMinor > 0n) {
		const gap = Number(gapMinor);
		const toCome = Number(node.openMinor + node.uncreatedMinor);
		const create = node.uncreatedMinor > 0n ? 1 + gap / Number(node.uncreatedMinor) : Number.POSITIVE_INFINITY;
		const win = toCome > 0 ? 1 + gap / toCome : Number.POSITIVE_INFINITY;
		const add = (code: string, times: number): void => {
			if (times > MOST_TIMES) return;
			found.push({ kind: "recommendation", code, params: { more: times - 1 }, valueMinor: gapMinor, about: null });
		};
		add("create_more", create);
		add("win_more", win);
		if (Math.min(create, win) > MOST_TIMES) {
			found.push({ kind: "recommendation", code: "talk_quota", params: {}, valueMinor: gapMinor, about: null });
		}
	}
	const { withoutAmount, withoutRate } = node.counts;
	const tell = (code: string, count: number): void => {
		if (count > 0)
			found.push({ kind: "recommendation", code, params: { deals: count }, valueMinor: null, about: null });
	};
	tell("say_amounts", withoutAmount);
	tell("add_rates", withoutRate);
	return byMoney(found);
}

/** What could go wrong, most money first. */
export function risks(
	node: NodeForecast,
	baseline: ScenarioNode,
	columns: ScenarioColumn[],
	deals: PlanDeal[],
): ScenarioFinding[] {
	const found: ScenarioFinding[] = [];
	const toCome = node.openMinor + node.uncreatedMinor;
	const add = (code: string, params: ScenarioFinding["params"], valueMinor: bigint | null, dealId?: string): void => {
		const about = dealId === undefined ? null : { entity: "deal", id: dealId };
		found.push({ kind: "risk", code, params, valueMinor, about });
	};
	for (const { dealId, amountMinor, probability } of deals) {
		const expected = scaled(amountMinor, probability);
		const share = toCome > 0n ? Number(expected) / Number(toCome) : 0;
		if (share >= TOO_MUCH) add("one_deal", { share }, -expected, dealId);
	}
	const newShare = toCome > 0n ? Number(node.uncreatedMinor) / Number(toCome) : 0;
	if (newShare >= TOO_NEW) add("not_created", { share: newShare }, -node.uncreatedMinor);
	const { baselineQuotaChance: chance, gapMinor } = baseline;
	if (chance !== null && chance < 0.5)
		add("quota_unlikely", { chance }, gapMinor !== null && gapMinor > 0n ? -gapMinor : null);
	for (const { scenario, quotaChance, differenceMinor, drivers } of columns) {
		const worst = drivers.find((d) => d.valueMinor < 0n);
		if (differenceMinor >= 0n || !worst) continue;
		const params = { scenario: scenario.id, name: scenario.name, kind: scenario.kind, driver: worst.code };
		if (chance !== null && quotaChance !== null && chance >= 0.5 && quotaChance < 0.5) {
			add("scenario_misses", { ...params, chance: quotaChance }, differenceMinor);
		} else add("scenario_costs", params, differenceMinor);
	}
	if (node.estimate.state === "provisional") add("few_deals", { deals: node.estimate.n }, null);
	return byMoney(found);
}

function byMoney(found: ScenarioFinding[]): ScenarioFinding[] {
	const size = ({ valueMinor }: ScenarioFinding): bigint =>
		valueMinor === null ? -1n : valueMinor < 0n ? -valueMinor : valueMinor;
	return found.sort((a, b) => (size(a) === size(b) ? 0 : size(a) > size(b) ? -1 : 1));
}
