import type { z } from "zod";
import type { AccuracyJson, accuracyQuery } from "../../core/contract/accuracy.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { grainOf } from "../db/forecasts.ts";
import { accuracyMeasure, outcomesOf } from "../db/outcomes.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { loadForecastGround } from "../jobs/forecasting.ts";
import { accuracyRows, pastJson } from "../views/accuracy-view.ts";
import type { Asker } from "./asker.ts";
import { scopeNodes } from "./scope-nodes.ts";

/** How forecasts did, for a node that the asker may see. Throws not_found on one out of sight. */
export async function accuracyFor(
	{ database, now }: Pick<Deps, "database" | "now">,
	asker: Asker,
	{ node: asked, source, grain }: z.output<typeof accuracyQuery>,
): Promise<AccuracyJson> {
	const { tenantId } = asker.principal;
	const db = database.reader(tenantId);
	const workspace = await loadWorkspace(db, now());
	const nodes = await scopeNodes(db, await loadForecastGround(db, tenantId, workspace), asker);
	const node = asked === undefined ? nodes[0] : nodes.find((n) => n.nodeId === asked);
	if (!node && asked !== undefined) {
		throw new CourtsideError("not_found", "There is no such team or person among those you may see.");
	}
	const measure = await accuracyMeasure(db);
	const all = await outcomesOf(
		db,
		nodes.map((n) => n.nodeId),
	);
	const looked = all.filter(
		(o) => (source === "all" || o.source === source) && (grain === undefined || grainOf(o.period) === grain),
	);
	const own = looked.filter((o) => o.nodeId === node?.nodeId);
	const currency = measure?.currency ?? workspace.currency;
	const names = new Map(nodes.map((n) => [n.nodeId, n.name]));
	return {
		state: measure?.state ?? "none",
		progress: measure?.state === "running" ? { done: measure.done, total: measure.total ?? measure.done } : null,
		reason: measure?.reason ?? null,
		measuredAt: measure?.measuredAt == null ? null : new Date(measure.measuredAt).toISOString(),
		node: node ?? null,
		nodes,
		made: own.filter((o) => o.source === "made").length,
		replayed: own.filter((o) => o.source === "replayed").length,
		rows:
			measure?.measuredAt == null
				? []
				: accuracyRows(
						own,
						looked,
						{ currency, now: measure.measuredAt, names, fiscal: workspace.fiscal },
						asker.viewer,
					),
		past: pastJson(own, currency),
	};
}
