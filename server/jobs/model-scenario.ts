import type { ScenarioChangeJson } from "../../core/contract/scenarios.ts";
import { forecastPeriod } from "../../core/forecast/forecast-period.ts";
import { presetScenarios } from "../../core/forecast/scenario/preset-scenarios.ts";
import { scenarioRunner } from "../../core/forecast/scenario/run-scenario.ts";
import { scenarioReport } from "../../core/forecast/scenario/scenario-report.ts";
import type { Scenario, ScenarioChange, ScenarioResult } from "../../core/forecast/scenario/scenario-types.ts";
import { parsePeriod } from "../../core/model/period.ts";
import { trainDealModel } from "../../core/scoring/train-deal-model.ts";
import { type BelowNode, findScenario, type KeptReport, noteScenario, type StoredScenario } from "../db/scenarios.ts";
import { loadDealTimelines } from "../db/timelines.ts";
import { loadWorkspace } from "../db/workspace.ts";
import { toldReason } from "../queue/told-reason.ts";
import { passingName } from "./deal-numbers.ts";
import { forecastInput } from "./forecast-input.ts";
import { forecastModelInUse } from "./forecast-model.ts";
import { loadForecastGround, wideningInUse } from "./forecasting.ts";
import type { BulkDeps, Progressing } from "./job-deps.ts";

/** Steps of a computation: reading, the forecast, three usual scenarios, the person's own. */
const STEPS = 6;

/**
 * Computes a scenario beside the three usual ones, as of the workspace's clock, and keeps the report. A scenario that was
 * changed meanwhile waits for its own computation: this one then ends early. What cannot be computed is kept as failed.
 */
export async function modelScenario(
	{ database, now }: Pick<BulkDeps, "database" | "now">,
	{ tenantId, scenarioId }: { tenantId: number; scenarioId: string },
	job: Progressing,
): Promise<void> {
	const found = await findScenario(database.reader(tenantId), scenarioId);
	if (!found || found.state === "done") return;
	const tell = async (done: number): Promise<boolean> => {
		job.signal.throwIfAborted();
		await job.progress({ done, total: STEPS });
		return database.inTenant(tenantId, (trx) => noteScenario(trx, found, { state: "running", done, total: STEPS }));
	};
	try {
		if (!(await tell(0))) return;
		const kept = await compute({ database, now }, tenantId, found, tell);
		if (kept) await database.inTenant(tenantId, (trx) => noteScenario(trx, found, { state: "done", kept }));
	} catch (error) {
		if (job.signal.aborted) throw error;
		const reason = toldReason(error, scenarioId);
		await database.inTenant(tenantId, (trx) => noteScenario(trx, found, { state: "failed", reason }));
		throw error;
	}
}

async function compute(
	{ database, now }: Pick<BulkDeps, "database" | "now">,
	tenantId: number,
	found: StoredScenario,
	tell: (done: number) => Promise<boolean>,
): Promise<KeptReport | null> {
	const { input, version } = await database.inTenant(tenantId, async (trx) => {
		const workspace = await loadWorkspace(trx, now());
		const period = parsePeriod(workspace.fiscal, found.period);
		if (!period) throw new Error(`the workspace's calendar has no ${found.period} any more`);
		const ground = await loadForecastGround(trx, tenantId, workspace);
		const live = await forecastModelInUse(trx);
		const around = live?.model.lift ? "recent" : "none";
		const timelines = await loadDealTimelines(trx, workspace.now, { around });
		const model = live?.model ?? trainDealModel({ timelines, stages: ground.stages, origin: workspace.now });
		const widening = await wideningInUse(trx);
		return {
			input: await forecastInput(trx, ground, model, timelines, period, widening),
			version: live?.version ?? passingName(model.version, workspace.now),
		};
	});
	await tell(1);
	const base = forecastPeriod(input);
	await tell(2);
	const runner = scenarioRunner(input, base);
	const own: Scenario = { id: found.id, kind: "custom", name: found.name, changes: found.changes.map(changeOf) };
	const results: ScenarioResult[] = [];
	for (const scenario of [...presetScenarios(input), own]) {
		results.push(runner.run(scenario));
		if (!(await tell(2 + results.length))) return null;
	}
	const report = scenarioReport(input, results, found.nodeId, base);
	if (!report) throw new Error("the team or person of this scenario is no longer there");
	return { report, below: belowOf(results, found.nodeId), modelVersion: `${base.version}/${version}` };
}

/** Nodes directly beneath that any scenario knows; people who bring nothing in all of them are left out. */
function belowOf(results: ScenarioResult[], nodeId: string): BelowNode[] {
	const known = new Map(
		results.flatMap((r) => r.nodes.filter((n) => n.parentId === nodeId)).map((node) => [node.nodeId, node]),
	);
	const rows = [...known.values()].map((node): BelowNode => {
		const baselineMinor = node.baseline.explanation.total;
		return {
			nodeId: node.nodeId,
			parentId: node.parentId,
			kind: node.kind,
			name: node.name,
			baselineMinor,
			valuesMinor: results.map((result) => {
				const there = result.nodes.find((n) => n.nodeId === node.nodeId);
				return there ? there.estimate.explanation.total : baselineMinor;
			}),
		};
	});
	const brings = ({ kind, baselineMinor, valuesMinor }: BelowNode): boolean =>
		kind !== "user" || baselineMinor !== 0n || valuesMinor.some((minor) => minor !== 0n);
	return rows.filter(brings);
}

/** A change off the wire, as the engine takes it. */
function changeOf(change: ScenarioChangeJson): ScenarioChange {
	switch (change.kind) {
		case "deal_amount":
		case "quota":
			return { ...change, amountMinor: BigInt(change.amountMinor) };
		case "leave": {
			const { keep, ...leave } = change;
			return keep === undefined ? leave : { ...leave, keep };
		}
		case "win_rate":
		case "cycle":
		case "creation":
		case "market": {
			const { nodeId, ...all } = change;
			return nodeId === undefined ? all : { ...all, nodeId };
		}
		default:
			return change;
	}
}
