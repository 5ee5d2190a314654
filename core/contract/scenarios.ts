import { z } from "zod";
import { forecastQuery, periodOfForecast } from "./forecasts.ts";
import { givenMinor, id, instant, minorText, money, plainDate } from "./scalars.ts";
import { view } from "./view.ts";
import { scopeNode } from "./waterfall.ts";

const nodeId = z.string().min(1).max(120);
/** A factor: 1 changes nothing, 1.1 is a tenth more. */
const times = z.number().min(0).max(10);
const share = z.number().min(0).max(1);

/** One thing that is taken to be otherwise. Without `nodeId` it holds for the whole company. */
export const scenarioChange = z
	.discriminatedUnion("kind", [
		z.object({ kind: z.literal("deal_won"), dealId: id }),
		z.object({ kind: z.literal("deal_lost"), dealId: id }),
		z.object({ kind: z.literal("deal_moved"), dealId: id, closeDate: plainDate }),
		/** In the deal's own currency. */
		z.object({ kind: z.literal("deal_amount"), dealId: id, amountMinor: givenMinor }),
		z.object({ kind: z.literal("win_rate"), times, nodeId: nodeId.optional() }),
		z.object({ kind: z.literal("cycle"), times: z.number().min(0.05).max(10), nodeId: nodeId.optional() }),
		z.object({ kind: z.literal("creation"), times, nodeId: nodeId.optional() }),
		/** Demand against today's, 1 for the same. */
		z.object({ kind: z.literal("market"), index: times, nodeId: nodeId.optional() }),
		z.object({
			kind: z.literal("hire"),
			nodeId,
			count: z.number().int().min(0).max(1000),
			startsOn: plainDate,
			rampMonths: z.number().min(0).max(36),
		}),
		/** `keep`: the share of their chances that deals keep which are handed over. */
		z.object({
			kind: z.literal("leave"),
			userId: nodeId,
			on: plainDate,
			dealsTo: nodeId.nullable(),
			keep: share.optional(),
		}),
		/** All open deals and `share` of business not yet created go from one to the other. */
		z.object({ kind: z.literal("territory"), fromUserId: nodeId, toUserId: nodeId, share }),
		/** In the reporting currency. */
		z.object({ kind: z.literal("quota"), nodeId, amountMinor: givenMinor }),
	])
	.meta({ id: "ScenarioChange" });
export type ScenarioChangeJson = z.infer<typeof scenarioChange>;

const name = z.string().trim().min(1).max(120);
const changes = z.array(scenarioChange).max(50);

/** POST /forecasts/scenarios/model: keeps a scenario and has it computed; without `nodeId` for all that one may see. */
export const modelScenarioRequest = forecastQuery
	.extend({ name, nodeId: nodeId.optional(), changes })
	.meta({ id: "ModelScenarioRequest" });

/** PUT /forecasts/scenarios/{id}: changes what is given and has it computed again, as of now. */
export const updateScenarioRequest = z
	.object({ name: name.optional(), changes: changes.optional(), version: z.number().int().optional() })
	.meta({ id: "UpdateScenarioRequest" });

/** One scenario beside the others. */
const column = z.object({
	kind: z.enum(["pessimistic", "realistic", "optimistic", "custom"]),
	name: z.string(),
	view,
	/** Against the forecast as it stands; "0" where nothing was changed. */
	difference: money,
	quota: money.nullable(),
	/** Share of simulated futures that reach the quota. */
	quotaChance: z.number().nullable(),
	/** What drives the difference, largest first; adds up to it. */
	drivers: z.array(z.object({ text: z.string(), value: money })),
	/** Changes that could not be applied, by their place. */
	problems: z.array(z.object({ change: z.number().int(), text: z.string() })),
});

const finding = z.object({
	text: z.string(),
	/** What hangs on it. */
	value: money.nullable(),
	deal: z.object({ id, name: z.string() }).nullable(),
});

/** Scenarios side by side, and what follows. */
export const scenarioReport = z
	.object({
		asOf: instant,
		modelVersion: z.string(),
		baseline: view,
		columns: z.array(column),
		/** Directly beneath the node: the forecast and each column's number, in their order. */
		below: z.array(z.object({ node: scopeNode, baseline: minorText, values: z.array(minorText) })),
		currency: z.string(),
		recommendations: z.array(finding),
		risks: z.array(finding),
	})
	.meta({ id: "ScenarioReport" });
export type ScenarioReportJson = z.infer<typeof scenarioReport>;

/** A scenario that somebody keeps. `report` is what the last computation came to. */
export const scenario = z
	.object({
		id,
		name: z.string(),
		period: periodOfForecast,
		node: scopeNode,
		changes,
		/** The changes as sentences, in their order. */
		says: z.array(z.string()),
		state: z.enum(["waiting", "running", "done", "failed"]),
		progress: z.object({ done: z.number().int(), total: z.number().int() }).nullable(),
		reason: z.string().nullable(),
		report: scenarioReport.nullable(),
		version: z.number().int(),
		createdBy: z.string().nullable(),
		createdAt: instant,
		updatedBy: z.string().nullable(),
		updatedAt: instant,
	})
	.meta({ id: "Scenario" });
export type ScenarioJson = z.infer<typeof scenario>;

/** GET /forecasts/scenarios, and what its builder may choose from. */
export const scenarioList = z.object({
	items: z.array(scenario.omit({ report: true })),
	nodes: z.array(scopeNode),
});
export type ScenarioListJson = z.infer<typeof scenarioList>;
