import { csvRows } from "../../cli/csv-rows.ts";
import { levelErrors } from "../../core/forecast/hierarchy/choose-reconciliation.ts";
import type { HierarchyForecast } from "../../core/forecast/hierarchy/forecast-hierarchy.ts";
import { forecastHierarchy } from "../../core/forecast/hierarchy/forecast-hierarchy.ts";
import { sumHistories } from "../../core/forecast/hierarchy/node-histories.ts";
import { RECONCILIATIONS, reconcile } from "../../core/forecast/hierarchy/reconciled.ts";
import { timeSteps } from "../../core/forecast/hierarchy/time-steps.ts";
import { seasonalNaiveRms } from "../../core/stats/series-error.ts";
import { percent, table } from "../benchmark.ts";
import { dataFile } from "../data-folder.ts";
import { processorTime } from "../processor-time.ts";

const COLUMNS = ["State", "Region", "Purpose"];
const HORIZON = 8;
const PERIOD = 4;

/** Quarterly trips by state, region and purpose: the last eight quarters, forecast from those before. Null without data. */
export async function measureTourism(
	data: string | null,
	smoke: boolean,
): Promise<{ body: string; metrics: Record<string, number> } | null> {
	const file = dataFile(data, "series", "au-tourism-1998-2013.csv.gz");
	if (file === null) return null;
	const { rows, bottoms } = await readTrips(file, smoke);
	const known = (bottoms[0]?.length ?? 0) - HORIZON;
	const before = bottoms.map((x) => x.slice(0, known));
	const [forecast, seconds] = processorTime(() =>
		forecastHierarchy({ columns: COLUMNS, rows, bottoms: before, period: PERIOD, h: HORIZON }),
	);
	return report(forecast, before, bottoms, seconds);
}

function report(forecast: HierarchyForecast, before: Float64Array[], bottoms: Float64Array[], seconds: number) {
	const { structure, ways, ranking, means, ranges } = forecast;
	const histories = sumHistories(structure, before);
	const actual = sumHistories(
		structure,
		bottoms.map((x) => x.slice(-HORIZON)),
	);
	const origin = { histories, actual };
	const base = {
		means: forecast.base.map((b) => b.mean),
		errors: forecast.base.map((b) => b.errors),
		bottoms: before,
	};
	const scored = RECONCILIATIONS.flatMap((name) => {
		const reconciled = reconcile(name, structure, base);
		if (!reconciled) return [];
		return [
			{
				name,
				byLevel: levelErrors(structure, reconciled, origin, PERIOD),
				alike: nodeError(reconciled, origin),
			},
		];
	});
	const used = levelErrors(structure, means, origin, PERIOD);
	const single = levelErrors(structure, base.means, origin, PERIOD);
	const mean = (errors: number[]): number => errors.reduce((a, b) => a + b, 0) / errors.length;
	const bottomUp = mean(scored.find((s) => s.name === "bottomUp")?.byLevel ?? []);
	const best = Math.min(...scored.map((s) => mean(s.byLevel)));
	const levels = structure.levels.map((l, at) => `${l.name} (${structure.nodes.filter((n) => n.level === at).length})`);
	const digits = (errors: number[]): string[] => errors.map((e) => e.toFixed(3));
	let held = 0;
	let values = 0;
	const heldBy = structure.levels.map(() => ({ held: 0, values: 0 }));
	structure.nodes.forEach(({ level }, i) => {
		actual[i]?.forEach((a, k) => {
			const isIn = a >= (ranges[i]?.low[k] ?? 0) && a <= (ranges[i]?.high[k] ?? 0);
			values++;
			held += isIn ? 1 : 0;
			const own = heldBy[level];
			if (own) {
				own.values++;
				own.held += isIn ? 1 : 0;
			}
		});
	});
	const gap = largestGap(forecast);
	const body = [
		`${structure.nodes.length} nodes; nesting found in the data: ${structure.chains.map((c) => c.map((k) => COLUMNS[k]).join(" › ")).join(" × ")}. Error: root mean squared scaled error, nodes of a level weighed by size, levels equally; in the last column all nodes alike.`,
		`At ${forecast.origins} past origins, each seeing only what came before it (this is what the ways are weighed by):`,
		table(
			["way", "share in the mean", "all levels", ...levels],
			ranking.map((r) => [
				r.method,
				percent(ways.find((way) => way.method === r.method)?.weight ?? 0, 0),
				...digits([r.error, ...r.byLevel]),
			]),
		),
		"The last eight quarters:",
		table(
			["way", "all levels", ...levels, "nodes alike"],
			[
				["**mean of the ways** (what is answered)", ...digits([mean(used), ...used, nodeError(means, origin)])],
				...scored.map((s) => [s.name, ...digits([mean(s.byLevel), ...s.byLevel, s.alike])]),
				["each node by itself (does not add up)", ...digits([mean(single), ...single, nodeError(base.means, origin)])],
				[
					"80 % ranges of the mean that held",
					percent(held / values, 0),
					...heldBy.map((l) => percent(l.held / l.values, 0)),
					percent(held / values, 0),
				],
			],
		),
		`The mean against bottom-up: ${percent(mean(used) / bottomUp - 1)}; against the best way in hindsight: ${percent(mean(used) / best - 1)}. Largest distance between a node and the sum of its parts: ${gap.toExponential(1)} trips. ${means.length} nodes with ${forecast.origins} origins in ${seconds.toFixed(1)} s.`,
	].join("\n\n");
	const metrics: Record<string, number> = {
		tourismChosen: round(mean(used)),
		tourismBottomUp: round(bottomUp),
		tourismBest: round(best),
		tourismAgainstBottomUp: round(mean(used) / bottomUp),
		tourismAgainstBest: round(mean(used) / best),
		tourismCoverage80: round(held / values),
		tourismLargestGap: gap,
		tourismSeconds: round(seconds),
	};
	structure.levels.forEach((l, at) => {
		metrics[`tourism ${l.name}`] = round(used[at] ?? 0);
	});
	return { body, metrics };
}

/** Mean of the scaled errors of all nodes, whatever their size. */
function nodeError(
	means: Float64Array[],
	{ histories, actual }: { histories: Float64Array[]; actual: Float64Array[] },
): number {
	const errors = means.flatMap((mean, i) => {
		const scale = seasonalNaiveRms(histories[i] as Float64Array, PERIOD);
		if (scale === null || !(scale > 0)) return [];
		const came = actual[i] as Float64Array;
		const squares = came.reduce((s, a, k) => s + ((mean[k] as number) - a) ** 2, 0);
		return [Math.sqrt(squares / came.length) / scale];
	});
	return errors.reduce((a, b) => a + b, 0) / errors.length;
}

/** How far any node is from the sum of the bottom nodes below it. */
function largestGap({ structure, means }: HierarchyForecast): number {
	const sums = structure.summing.members.length;
	let largest = 0;
	structure.nodes.forEach((node, i) => {
		means[i]?.forEach((v, k) => {
			let sum = 0;
			for (const b of node.bottoms) sum += means[sums + b]?.[k] ?? 0;
			largest = Math.max(largest, Math.abs(v - sum));
		});
	});
	return largest;
}

async function readTrips(file: string, smoke: boolean): Promise<{ rows: string[][]; bottoms: Float64Array[] }> {
	const cells: { at: string; key: string; trips: number }[] = [];
	for await (const row of csvRows(file, ["Quarter", "Trips", ...COLUMNS])) {
		if (smoke && row["State"] !== "Victoria" && row["State"] !== "Tasmania") continue;
		const key = JSON.stringify(COLUMNS.map((c) => row[c] ?? ""));
		cells.push({ at: row["Quarter"] ?? "", key, trips: Number(row["Trips"]) });
	}
	const steps = timeSteps(cells.map((c) => c.at));
	if (!steps) throw new Error(`${file}: quarters that cannot be put in order`);
	const { labels, stepOf } = steps;
	const lines = new Map<string, Float64Array>();
	for (const { at, key, trips } of cells) {
		const line = lines.get(key) ?? new Float64Array(labels.length);
		const step = stepOf.get(at) ?? 0;
		line[step] = (line[step] ?? 0) + trips;
		lines.set(key, line);
	}
	return { rows: [...lines.keys()].map((key) => JSON.parse(key) as string[]), bottoms: [...lines.values()] };
}

function round(value: number): number {
	return Number(value.toFixed(4));
}
