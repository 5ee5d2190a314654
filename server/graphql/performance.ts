import { z } from "zod";
import {
	forecastQuery,
	type HomeJson,
	home,
	type PipelineHealthJson,
	pipelineHealth,
} from "../../core/contract/forecasts.ts";
import { type Me, me, workspace } from "../../core/contract/people.ts";
import { id } from "../../core/contract/scalars.ts";
import { homeOf } from "../answers/home.ts";
import { attainmentOf, type Performance, performanceOf, pipelineOfNode } from "../answers/performance.ts";
import { readMe } from "../db/people.ts";
import { builder, type GraphContext, needs, SIGNED_IN } from "./builder.ts";
import { fieldsOf, inputOf, objectOf, parsed } from "./contract-types.ts";
import { DateRange, ForecastNode } from "./forecasts.ts";

const pipelineFilter = z.object({ teamId: id.optional(), ownerId: id.optional() });

/** How a pipeline stands. */
export const PipelineHealth = objectOf<PipelineHealthJson>("PipelineHealth", pipelineHealth, needs("pipeline:read"));
const Home = objectOf<HomeJson>("Home", home, needs("forecasts:read"));
objectOf<Me["workspace"]>("Workspace", workspace);
const PipelineFilter = inputOf("PipelineFilter", pipelineFilter);
const MeType = builder.objectRef<Me>("Me").implement({ fields: (t) => fieldsOf<Me>(t, "Me", me) });

/** What design 4 calls performance metrics: the forecast against the quota, and how the pipeline stands. */
export const PerformanceMetrics = builder.objectRef<Performance>("PerformanceMetrics").implement({
	...needs("forecasts:read"),
	fields: (t) => ({
		entityId: t.exposeID("entityId"),
		period: t.exposeString("period"),
		forecast: t.field({ type: ForecastNode, nullable: true, resolve: (row) => row.forecast }),
		attainment: t.float({
			nullable: true,
			description: "Won so far as a share of the quota; null without a quota.",
			resolve: ({ forecast }) => attainmentOf(forecast),
		}),
		pipeline: t.field({
			...needs("pipeline:read"),
			type: PipelineHealth,
			nullable: true,
			description: "As it stands now, whichever the period.",
			complexity: { field: 50, multiplier: 1 },
			resolve: ({ forecast, entityId }, _, context) => {
				const filter = forecast && pipelineOfNode(forecast.kind, entityId);
				return filter && context.judgePipeline(context, filter);
			},
		}),
	}),
});

/** The performance of a person, a team or the company in a period (default: the current quarter). */
export function performanceIn({ deps, ...asker }: GraphContext, entityId: string, timeRange: object) {
	return performanceOf(deps, asker, entityId, parsed(forecastQuery, timeRange));
}

builder.queryFields((t) => ({
	me: t.field({
		...SIGNED_IN,
		type: MeType,
		description: "Who is asking, and what they may do.",
		resolve: (_, __, { db, principal }) => readMe(db, principal),
	}),
	home: t.field({
		...needs("forecasts:read"),
		type: Home,
		description: "Am I going to make it, what changed, what should I do next?",
		complexity: { field: 50, multiplier: 1 },
		resolve: (_, __, { deps, ...asker }) => homeOf(deps, asker),
	}),
	pipelineHealth: t.field({
		...needs("pipeline:read"),
		type: PipelineHealth,
		args: { filter: t.arg({ type: PipelineFilter }) },
		complexity: { field: 50, multiplier: 1 },
		resolve: (_, args, context) => context.judgePipeline(context, parsed(pipelineFilter, args.filter ?? {})),
	}),
	salesPerformance: t.field({
		...needs("forecasts:read"),
		type: PerformanceMetrics,
		description: "How a person, a team or the company does: by the node's id in `forecast.nodes`.",
		args: { entityId: t.arg.id({ required: true }), timeRange: t.arg({ type: DateRange }) },
		complexity: { field: 20, multiplier: 1 },
		resolve: (_, args, context) => performanceIn(context, args.entityId, args.timeRange ?? {}),
	}),
}));
