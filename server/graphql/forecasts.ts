import {
	adjustForecastRequest,
	createForecastRequest,
	type ForecastJson,
	type ForecastNodeJson,
	forecast,
	forecastNode,
	forecastQuery,
} from "../../core/contract/forecasts.ts";
import { forecastById, latestForecastFor, makeForecast, refuseWhenLarge } from "../answers/forecast.ts";
import { adjustForecast } from "../calls/adjust-forecast.ts";
import { writerOf } from "../routes/writing.ts";
import { builder, needs } from "./builder.ts";
import { inputOf, objectOf, parsed } from "./contract-types.ts";
import { once } from "./mutations.ts";
import { idOf } from "./pages.ts";

/** One box of the drill-down. */
export const ForecastNode = objectOf<ForecastNodeJson>("ForecastNode", forecastNode, needs("forecasts:read"));
/** A forecast of one period as of one moment. */
export const Forecast = objectOf<ForecastJson>("Forecast", forecast, {
	...needs("forecasts:read"),
	description: "A forecast of one period as of one moment: the nodes you may see, parents first; they add up.",
});
const EntityType = builder.enumType("EntityType", { values: ["company", "region", "team", "user"] });
const AdjustForecastInput = inputOf("AdjustForecastInput", adjustForecastRequest);
const ForecastInput = inputOf("ForecastInput", createForecastRequest);
/** A fiscal period by name, or the current one of a grain. */
export const DateRange = inputOf("DateRange", forecastQuery);
const GRAINS = ["month", "quarter", "year"] as const;
const weight = { field: 20, multiplier: 1 };

builder.queryFields((t) => ({
	forecast: t.field({
		...needs("forecasts:read"),
		type: Forecast,
		description: "The latest forecast of a period (without one: of the current quarter), computed when there is none.",
		args: { timeRange: t.arg({ type: DateRange }) },
		complexity: weight,
		resolve: (_, args, { deps, ...asker }) =>
			latestForecastFor(deps, asker, parsed(forecastQuery, args.timeRange ?? {})),
	}),
	forecastById: t.field({
		...needs("forecasts:read"),
		type: Forecast,
		nullable: true,
		args: { id: t.arg.id({ required: true }) },
		complexity: weight,
		resolve: (_, args, { deps, ...asker }) => forecastById(deps, asker, idOf(args.id)),
	}),
	forecasts: t.field({
		...needs("forecasts:read"),
		type: [Forecast],
		description:
			"The latest forecasts of the current month, quarter and year for one person, team, region or the company.",
		args: { entityType: t.arg({ type: EntityType }), entityId: t.arg.id({ required: true }) },
		complexity: { field: 60, multiplier: 3 },
		resolve: async (_, { entityType, entityId }, { deps, ...asker }) => {
			const all = await Promise.all(GRAINS.map((grain) => latestForecastFor(deps, asker, { grain })));
			return all.flatMap((one) => {
				const nodes = beneath(one.nodes, entityId, entityType ?? null);
				// The trend is that of the asker's own top.
				return nodes[0] ? [{ ...one, nodes, trend: one.nodes[0]?.nodeId === entityId ? one.trend : [] }] : [];
			});
		},
	}),
}));

builder.mutationFields((t) => ({
	generateForecast: t.field({
		...needs("forecasts:write"),
		type: Forecast,
		description: "Computes a forecast now and keeps it.",
		args: { input: t.arg({ type: ForecastInput, required: true }) },
		complexity: 200,
		resolve: async (_, args, context, info) => {
			const { deps, principal } = context;
			const asked = parsed(createForecastRequest, args.input);
			await refuseWhenLarge(deps, principal.tenantId);
			return once(context, info, (trx) => makeForecast(trx, deps, context, asked));
		},
	}),
	adjustForecast: t.field({
		...needs("forecasts:write"),
		type: Forecast,
		description:
			"Puts another number beside the model's for a node or deal of the forecast's period, with a reason. `version` is that of the newest such number (0: none); another one in between is a conflict.",
		args: {
			id: t.arg.id({ required: true }),
			input: t.arg({ type: AdjustForecastInput, required: true }),
		},
		complexity: 100,
		resolve: (_, args, context, info) =>
			adjustForecast(context.deps, context, idOf(args.id), parsed(adjustForecastRequest, args.input), (write) =>
				once(context, info, async (trx) => write(await writerOf(context.c, trx, context.deps))),
			),
	}),
}));

/** A node and what lies beneath it, parents first; the node's own parent is out of the picture. */
function beneath(nodes: ForecastNodeJson[], entityId: string, kind: string | null): ForecastNodeJson[] {
	const kept = new Set<string>();
	return nodes.flatMap((node) => {
		const isTop = node.nodeId === entityId && (kind === null || node.kind === kind);
		if (!isTop && !(node.parentId !== null && kept.has(node.parentId))) return [];
		kept.add(node.nodeId);
		return [isTop ? { ...node, parentId: null } : node];
	});
}
