import type { Part } from "../../explain/explanation.ts";
import type { Instant } from "../../model/instant.ts";
import { DAY_MS } from "../../model/instant.ts";
import type { Forecast, NodeForecast } from "../forecast.ts";
import type { DealShare } from "../waterfall/deal-shares.ts";
import type { ForecastOverride } from "./call-types.ts";
import type { AdjustedNode, OverrideState } from "./override-types.ts";

/** What an override needs to know of a deal in the forecast. */
export type HeldDeal = Pick<DealShare, "stageId" | "leafId" | "expectedMinor" | "place">;

/** What overrides need to know of a node, parents before children. */
export type HeldNode = Pick<NodeForecast, "nodeId" | "parentId" | "estimate">;

/** Days after which an override asks again. */
const HOLDS_DAYS = 30;

/** Whether an override still holds now; `stageId`: where its deal stands now (of no meaning for nodes). */
export function overrideState(override: ForecastOverride, now: Instant, stageId: string | null): OverrideState {
	const { target, at, withdrawnAt } = override;
	if (withdrawnAt !== null && withdrawnAt <= now) return "withdrawn";
	if (target.kind === "deal" && target.stageId !== stageId) return "ask_stage";
	return now - at >= HOLDS_DAYS * DAY_MS ? "ask_age" : "holds";
}

/**
 * The model's numbers and, beside them, what they become with the overrides that are used: a deal's replaces what the model
 * expects of it, a node's replaces everything beneath it, and the difference goes up to the company. Of several for the same
 * thing the latest counts, or none when it was withdrawn or is not used; one that asks again counts until it is answered. `deals`: as the
 * forecast holds them (`dealShares`); an override of a deal that is no longer open moves nothing.
 */
export function withOverrides(
	forecast: { span: Pick<Forecast["span"], "name">; nodes: HeldNode[] },
	overrides: ForecastOverride[],
	now: Instant,
	deals: Map<string, HeldDeal>,
): AdjustedNode[] {
	const standing = overrides
		.filter((o) => o.period === forecast.span.name && o.at <= now)
		.sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1))
		.map((override) => ({ override, state: overrideState(override, now, stageNow(override, deals)) }));
	const seen = new Set<string>();
	const used = standing.filter(({ override, state }) => {
		const { target } = override;
		const key = target.kind === "deal" ? `deal ${target.dealId}` : `node ${target.nodeId}`;
		const isLatest = !seen.has(key);
		seen.add(key);
		if (!isLatest || !override.isUsed || state === "withdrawn") return false;
		return target.kind === "node" || deals.get(target.dealId)?.place === "open";
	});
	// A deal counts where it stands now, whoever had it when the override was made.
	const own = Map.groupBy(used, ({ override: { target } }) =>
		target.kind === "deal" ? (deals.get(target.dealId)?.leafId ?? target.nodeId) : target.nodeId,
	);
	const children = Map.groupBy(forecast.nodes, (n) => n.parentId ?? "");
	const results = new Map<string, AdjustedNode>();
	// Children come after parents, so going backwards each child is known before its parent.
	for (const node of [...forecast.nodes].reverse()) {
		const beneath = (children.get(node.nodeId) ?? []).flatMap(
			(c) => results.get(c.nodeId)?.adjusted.explanation.parts ?? [],
		);
		const mine = (own.get(node.nodeId) ?? []).map((o) => o.override);
		results.set(node.nodeId, adjust(node, mine, beneath, deals, standing));
	}
	return forecast.nodes.flatMap((n) => results.get(n.nodeId) ?? []);
}

function stageNow({ target }: ForecastOverride, deals: Map<string, { stageId: string | null }>): string | null {
	return target.kind === "deal" ? (deals.get(target.dealId)?.stageId ?? null) : null;
}

function adjust(
	node: HeldNode,
	mine: ForecastOverride[],
	beneath: Part<bigint>[],
	deals: Map<string, { expectedMinor: bigint }>,
	standing: AdjustedNode["overrides"],
): AdjustedNode {
	const { estimate } = node;
	const model = estimate.explanation.total;
	const whole = mine.find((o) => o.target.kind === "node");
	const parts = whole
		? [partOf(whole, whole.valueMinor - model)]
		: [
				...beneath,
				...mine.flatMap((o) => {
					const expected = o.target.kind === "deal" ? deals.get(o.target.dealId)?.expectedMinor : undefined;
					return expected === undefined ? [] : [partOf(o, o.valueMinor - expected)];
				}),
			];
	const total = parts.reduce((s, p) => s + p.value, model);
	const shift = total - model;
	const isEmpty = estimate.value === null && parts.length === 0;
	return {
		nodeId: node.nodeId,
		parentId: node.parentId,
		model: estimate,
		adjustedMinor: total,
		adjusted: {
			...estimate,
			value: isEmpty ? null : total,
			state: estimate.state === "empty" && !isEmpty ? "provisional" : estimate.state,
			interval: estimate.interval && {
				...estimate.interval,
				low: estimate.interval.low + shift,
				high: estimate.interval.high + shift,
			},
			explanation: {
				base: { code: "override_model", params: {}, value: model, group: "model" },
				parts,
				total,
			},
		},
		overrides: standing.filter(({ override }) => override.target.nodeId === node.nodeId),
	};
}

function partOf(override: ForecastOverride, value: bigint): Part<bigint> {
	const { target, by, reason, id } = override;
	const about =
		target.kind === "deal" ? { entity: "deal", id: target.dealId } : { entity: "forecast_node", id: target.nodeId };
	return { code: `override_${target.kind}`, params: { by, reason, override: id }, value, group: "override", about };
}
