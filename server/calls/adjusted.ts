import { sql } from "kysely";
import type { Estimate } from "../../core/explain/estimate.ts";
import type { AdjustedNode } from "../../core/forecast/calls/override-types.ts";
import { type HeldDeal, withOverrides } from "../../core/forecast/calls/overrides.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { Db } from "../db/connect.ts";
import { overridesOf, type StoredOverride } from "../db/forecast-overrides.ts";
import type { StoredForecast, StoredNode } from "../db/forecasts.ts";

/** A forecast's numbers beside what people said instead. */
export interface Adjusted {
	/** By node; empty where nobody said anything. */
	nodes: Map<string, AdjustedNode>;
	/** Of the period, newest first. */
	overrides: StoredOverride[];
}

/** The overrides of a forecast's period and what they make of its numbers. Those in another currency move nothing. */
export async function adjustedForecast(db: Db, stored: StoredForecast, now: Instant): Promise<Adjusted> {
	const overrides = await overridesOf(db, stored.period.name);
	if (overrides.length === 0) return { nodes: new Map(), overrides };
	const deals = await heldDeals(
		db,
		stored.id,
		overrides.flatMap(({ target }) => (target.kind === "deal" ? [target.dealId] : [])),
	);
	const nodes = withOverrides(
		{
			span: { name: stored.period.name },
			nodes: stored.nodes.map((n) => ({ nodeId: n.nodeId, parentId: n.parentId, estimate: estimateOf(stored, n) })),
		},
		overrides.filter((o) => o.currency === stored.currency),
		now,
		deals,
	);
	return { nodes: new Map(nodes.map((n) => [n.nodeId, n])), overrides };
}

/** The numbers that used overrides have moved, by node. */
export async function usedNumbers(
	db: Db,
	stored: StoredForecast,
	{ now }: { now: Instant },
): Promise<ReadonlyMap<string, bigint>> {
	const { nodes } = await adjustedForecast(db, stored, now);
	const moved = [...nodes.values()].filter((n) => n.adjusted.explanation.parts.length > 0);
	return new Map(moved.map((n) => [n.nodeId, n.adjustedMinor]));
}

/** A stored node's number as an engine reads it. */
function estimateOf({ asOf, currency, modelVersion }: StoredForecast, node: StoredNode): Estimate<bigint> {
	const { state, interval, n, explanation } = node;
	const value = state === "empty" ? null : node.valueMinor;
	return { value, unit: "money", currency, interval, n, asOf, modelVersion, state, explanation };
}

/** How these deals stand in a forecast. */
export async function heldDeals(
	db: Db,
	forecastId: string,
	dealIds: readonly string[],
): Promise<Map<string, HeldDeal>> {
	const { rows } = await sql<HeldDeal & { id: string }>`select deal_id as id, stage_id as "stageId",
			leaf_id as "leafId", expected_minor as "expectedMinor", place
		from forecast_deals where forecast_id = ${forecastId}::uuid and deal_id = any(${dealIds}::uuid[])`.execute(db);
	return new Map(rows.map(({ id, ...deal }) => [id, deal]));
}
