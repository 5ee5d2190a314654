import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { HierarchyForecast } from "../core/forecast/hierarchy/forecast-hierarchy.ts";
import { forecastHierarchy } from "../core/forecast/hierarchy/forecast-hierarchy.ts";
import type { TimeSteps } from "../core/forecast/hierarchy/time-steps.ts";
import { timeSteps } from "../core/forecast/hierarchy/time-steps.ts";
import { findReadings } from "../core/scoring/tabular/find-readings.ts";
import { numberOf } from "../core/scoring/tabular/read-cell.ts";
import { csvRows } from "./csv-rows.ts";
import type { EngineCommand, Progress } from "./engine-command.ts";
import { UnusableInput } from "./engine-command.ts";

/** `hierarchy`: forecasts of every node of an organisation that add up. */
export const hierarchy: EngineCommand = {
	name: "hierarchy",
	summary: "Forecast every node of a hierarchy so that the parts add up.",
	help: `
--in      long CSV, plain or .gz: one row a time and bottom node (more are summed; no row is a zero)
--time    column of time: 1998Q1, 1998-01, Jan 1998, 1998, days, or numbers; a step is the least that lies between all
--value   column of the numbers
--levels  columns from the top down; one that occurs with all others is crossed with them
--period  steps in a season (4 for quarters)
--h       steps to forecast
--out     CSV node,step,mean,lo80,hi80: level values joined by /, ${"`Total`"} for all; every node of every level`,
	options: {
		in: { value: "h.csv", required: true },
		time: { value: "Quarter", required: true },
		value: { value: "Trips", required: true },
		levels: { value: "State,Region,Purpose", required: true },
		period: { value: "4", required: true },
		h: { value: "8", required: true },
		out: { value: "f.csv", required: true },
		seed: { value: "1", default: "1" },
	},
	async run(options, progress) {
		const levels = (options["levels"] ?? "").split(",").map((l) => l.trim());
		if (levels.some((l) => l === "") || new Set(levels).size < levels.length) {
			throw new UnusableInput(`--levels: "${options["levels"]}" is not a list of different columns`);
		}
		const period = readNumber("--period", options["period"] ?? "", 1, 100_000);
		const h = readNumber("--h", options["h"] ?? "", 1, 10_000);
		const table = await readTable(options, levels, progress);
		const forecast = forecastHierarchy({ columns: levels, ...table, period, h }, (done, of) =>
			progress(`${done} of ${of} nodes`),
		);
		const nodes = `${forecast.structure.nodes.length} nodes`;
		const ways = forecast.ways.map(({ method, weight }) => `${method} ${Math.round(weight * 100)} %`).join(", ");
		process.stderr.write(
			forecast.origins > 0
				? `${nodes}; made to add up by ${ways}, weighed at ${forecast.origins} past origins\n`
				: `${nodes}; made to add up by ${ways}, the history is too short to look back\n`,
		);
		await pipeline(Readable.from(lines(forecast)), createWriteStream(options["out"] ?? "")).catch((cause: Error) => {
			throw new UnusableInput(`${options["out"]}: cannot be written: ${cause.message}`, { cause });
		});
	},
};

function* lines({ structure, means, ranges }: HierarchyForecast): Generator<string> {
	yield "node,step,mean,lo80,hi80\n";
	for (const [i, node] of structure.nodes.entries()) {
		const name = /[",\r\n]/.test(node.name) ? `"${node.name.replaceAll('"', '""')}"` : node.name;
		const mean = means[i] as Float64Array;
		for (let k = 0; k < mean.length; k++) {
			yield `${name},${k + 1},${mean[k]},${ranges[i]?.low[k]},${ranges[i]?.high[k]}\n`;
		}
	}
}

async function readTable(options: Record<string, string>, levels: string[], progress: Progress) {
	const path = options["in"] ?? "";
	const time = options["time"] ?? "";
	const value = options["value"] ?? "";
	const read: { at: string; amount: string; key: string }[] = [];
	const times = new Set<string>();
	for await (const row of csvRows(path, [time, value, ...levels])) {
		const at = row[time] ?? "";
		if (at === "") throw new UnusableInput(`${path}: row ${read.length + 1} has no ${time}`);
		read.push({ at, amount: row[value] ?? "", key: JSON.stringify(levels.map((l) => row[l] ?? "")) });
		times.add(at);
		if (read.length % 10_000 === 0) progress(`${read.length} rows read`);
	}
	if (read.length === 0) throw new UnusableInput(`${path}: no rows`);
	const amounts = readAmounts(
		read.map(({ amount }) => amount),
		(row, text) => new UnusableInput(`${path}: row ${row}: ${value} "${text}" is not a number`),
	);
	const cells = new Map<string, Map<string, number>>();
	for (const [k, { at, key }] of read.entries()) {
		const line = cells.get(key) ?? new Map<string, number>();
		cells.set(key, line);
		line.set(at, (line.get(at) ?? 0) + (amounts[k] ?? 0));
	}
	const blank = read.filter(({ amount }) => amount === "").length;
	const steps = timeSteps(times);
	if (steps === null) {
		const day = [...times][0] ?? "";
		throw new UnusableInput(`${path}: ${time} "${day}": is the day first, or the month? Write YYYY-MM-DD`);
	}
	if (blank > 0) process.stderr.write(`${path}: ${blank} rows without ${value} count as 0\n`);
	if (steps.added > 0) process.stderr.write(`${path}: ${steps.added} steps of ${time} have no rows and count as 0\n`);
	return { rows: [...cells.keys()].map((key) => JSON.parse(key) as string[]), bottoms: histories(cells, steps) };
}

/** Numbers of a column, written with decimal points or commas; nothing is 0. Throws `fault` of the first that is none. */
function readAmounts(texts: string[], fault: (row: number, text: string) => UnusableInput): number[] {
	const column = "value";
	const found = findReadings(
		[column],
		texts.map((text) => ({ [column]: text })),
	).readings[column];
	const reading = found?.kind === "number" ? found : ({ kind: "number", decimal: "." } as const);
	return texts.map((text, k) => {
		const amount = text === "" ? 0 : numberOf(text, reading);
		if (Number.isFinite(amount)) return amount;
		throw fault(k + 1, text);
	});
}

function histories(cells: Map<string, Map<string, number>>, { labels, stepOf }: TimeSteps): Float64Array[] {
	return [...cells.values()].map((line) => {
		const x = new Float64Array(labels.length);
		for (const [at, amount] of line) x[stepOf.get(at) ?? 0] = amount;
		return x;
	});
}

function readNumber(name: string, text: string, least: number, most: number): number {
	const value = Number(text);
	if (Number.isInteger(value) && value >= least && value <= most) return value;
	throw new UnusableInput(`${name}: "${text}" is not a whole number from ${least} to ${most}`);
}
