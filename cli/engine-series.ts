import { writeFile } from "node:fs/promises";
import { z } from "zod";
import { forecastSeries } from "../core/forecast/series/forecast-series.ts";
import type { SeriesForecast } from "../core/forecast/series/series-forecast.ts";
import type { EngineCommand } from "./engine-command.ts";
import { UnusableInput } from "./engine-command.ts";
import { inputJson } from "./input-text.ts";

const seriesFile = z.record(
	z.string(),
	z.object({
		period: z.int().min(1).max(100_000),
		h: z.int().min(1).max(10_000),
		x: z.array(z.number().nullable()),
	}),
);

/** `series`: the next values of many series at once, with ranges. */
export const series: EngineCommand = {
	name: "series",
	summary: "Forecast series of numbers, each with 80 % and 95 % ranges.",
	help: `
--in   JSON {id: {period, h, x: [..]}}: period = steps in a season (12, 4, 52, 7, 24; 1 for none),
       h = steps to forecast, x = values in order of time, null where one is not known
--out  JSON {id: {mean, lo80, hi80, lo95, hi95, method}}, each list h long

Series in one file are taken to be of one kind: ranges and weights of the methods are learnt from all
series of a period together. A series without any value gets nulls, and is named on standard error.`,
	options: {
		in: { value: "s.json", required: true },
		out: { value: "f.json", required: true },
		seed: { value: "1", default: "1" },
	},
	async run(options, progress) {
		const input = await readSeries(options["in"] ?? "");
		const ids = Object.keys(input);
		const histories = ids.map((id) => input[id] as (typeof input)[string]);
		const forecasts = forecastSeries(histories, (done) => progress(`${done} of ${ids.length} series`));
		const empty = ids.filter((_, k) => forecasts[k]?.state === "empty");
		if (empty.length === ids.length) throw new UnusableInput(`${options["in"]}: no series has a value`);
		if (empty.length > 0) process.stderr.write(`${empty.length} series without a value: ${some(empty)}\n`);
		const far = ids.filter((_, k) => (forecasts[k]?.behind ?? 0) > 0);
		if (far.length > 0)
			process.stderr.write(`${far.length} series end with nulls; forecast from the last value: ${some(far)}\n`);
		const answers = ids.map((id, k) => [id, answer(forecasts[k] as SeriesForecast, histories[k]?.h ?? 0)]);
		await writeFile(options["out"] ?? "", `${JSON.stringify(Object.fromEntries(answers))}\n`).catch((cause: Error) => {
			throw new UnusableInput(`${options["out"]}: cannot be written: ${cause.message}`, { cause });
		});
	},
};

function answer(forecast: SeriesForecast, h: number): Record<string, (number | null)[] | string> {
	const list = (values: Float64Array): (number | null)[] =>
		forecast.state === "empty" ? new Array<null>(h).fill(null) : [...values];
	return {
		mean: list(forecast.mean),
		lo80: list(forecast.lo80),
		hi80: list(forecast.hi80),
		lo95: list(forecast.lo95),
		hi95: list(forecast.hi95),
		method: methodOf(forecast),
	};
}

function methodOf({ state, weights }: SeriesForecast): string {
	if (state === "empty") return "none: no value";
	const shares = Object.entries(weights).sort((a, b) => b[1] - a[1]);
	if (shares.length === 0) return "naive: fewer than 4 values";
	return `combination: ${shares.map(([name, share]) => `${name} ${Math.round(share * 100)} %`).join(", ")}`;
}

async function readSeries(path: string): Promise<z.infer<typeof seriesFile>> {
	// Some programs write a value that is not known as NaN, which JSON has no word for.
	const raw = await inputJson(path, (text) => text.replace(/([[,]\s*)NaN(?=\s*[,\]])/g, "$1null"));
	const read = seriesFile.safeParse(raw);
	if (!read.success) {
		const { path: place, message } = read.error.issues[0] ?? { path: [], message: "" };
		throw new UnusableInput(`${path}: not {id: {period, h, x: [..]}}: ${place.join(" → ")}: ${message}`);
	}
	if (Object.keys(read.data).length === 0) throw new UnusableInput(`${path}: no series in it`);
	return read.data;
}

function some(ids: string[]): string {
	return ids.length > 5 ? `${ids.slice(0, 5).join(", ")} …` : ids.join(", ");
}
