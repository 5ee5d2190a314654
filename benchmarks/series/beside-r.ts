import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { fitEts } from "../../core/forecast/series/ets.ts";
import { forecastMembers } from "../../core/forecast/series/methods.ts";
import { scaledError, seasonalNaiveError, smape } from "../../core/stats/series-error.ts";
import { table } from "../benchmark.ts";
import { processorTime } from "../processor-time.ts";
import type { CompetitionSeries } from "./competition.ts";
import { forecastSet } from "./competition.ts";

const SCRIPT = `
suppressMessages(library(forecast))
for (line in readLines(commandArgs(TRUE)[1])) {
	part <- strsplit(line, ";")[[1]]
	x <- ts(as.numeric(strsplit(part[4], ",")[[1]]), frequency = as.integer(part[2]))
	h <- as.integer(part[3])
	a <- sum(system.time(e <- forecast(ets(x), h)$mean)[1:2])
	b <- sum(system.time(t <- thetaf(x, h)$mean)[1:2])
	cat(part[1], a, b, paste(e, collapse = ","), paste(t, collapse = ","), sep = ";")
	cat("\\n")
}`;

/**
 * The same series through R's forecast package (ets, thetaf, their mean) and through ours, one after the other on this
 * machine. Null where Rscript or the package is not installed.
 */
export async function measureBesideR(
	set: CompetitionSeries[],
): Promise<{ table: string; metrics: Record<string, number> } | null> {
	const folder = await mkdtemp(join(tmpdir(), "series-"));
	try {
		await writeFile(join(folder, "compare.R"), SCRIPT);
		const lines = set.map((s) => `${s.id};${s.period};${s.actual.length};${s.x.join(",")}`);
		await writeFile(join(folder, "series.txt"), `${lines.join("\n")}\n`);
		const answer = await promisify(execFile)("Rscript", [join(folder, "compare.R"), join(folder, "series.txt")], {
			maxBuffer: 2 ** 26,
		}).catch(() => null);
		if (!answer) return null;
		const read = answer.stdout
			.trim()
			.split("\n")
			.map((line) => line.split(";"));
		const numbers = (text: string | undefined): Float64Array => Float64Array.from((text ?? "").split(","), Number);
		const theirs = { ets: read.map((r) => numbers(r[3])), theta: read.map((r) => numbers(r[4])) };
		const seconds = (column: number): number => read.reduce((s, r) => s + Number(r[column]), 0);
		const [, ets] = processorTime(() => set.map((s) => fitEts(Float64Array.from(s.x), s.period)));
		const [, members] = processorTime(() =>
			set.map((s) => forecastMembers(Float64Array.from(s.x), s.period, s.actual.length)),
		);
		const ours = forecastSet(set).methods;
		const both = theirs.ets.map((e, k) => e.map((v, step) => (v + (theirs.theta[k]?.[step] ?? v)) / 2));
		const rows: [string, Float64Array[], number | null][] = [
			["R ets", theirs.ets, seconds(1)],
			["R thetaf", theirs.theta, seconds(2)],
			["R mean of both", both, seconds(1) + seconds(2)],
			["ours, ets", ours.get("ets") ?? [], ets],
			["ours, theta", ours.get("theta") ?? [], null],
			["ours, combination (time: its five members)", ours.get("combination") ?? [], members],
		];
		const errors = rows.map(([, means]) => errorsOf(set, means));
		return {
			table: table(
				["", "sMAPE", "MASE", "s"],
				rows.map(([name, , time], k) => [
					name,
					errors[k]?.smape.toFixed(2) ?? "",
					errors[k]?.mase.toFixed(3) ?? "",
					time === null ? "–" : time.toFixed(2),
				]),
			),
			metrics: {
				besideRSeries: set.length,
				maseRatioToR: Number(((errors[5]?.mase ?? 0) / (errors[2]?.mase ?? 1)).toFixed(4)),
				etsTimeRatioToR: Number((ets / seconds(1)).toFixed(4)),
				membersTimeRatioToR: Number((members / (seconds(1) + seconds(2))).toFixed(4)),
			},
		};
	} finally {
		await rm(folder, { recursive: true });
	}
}

function errorsOf(set: CompetitionSeries[], means: Float64Array[]): { smape: number; mase: number } {
	let percentage = 0;
	let scaled = 0;
	set.forEach((s, k) => {
		percentage += ((smape(means[k] as Float64Array, s.actual) ?? 0) * 100) / set.length;
		scaled += (scaledError(means[k] as Float64Array, s.actual, seasonalNaiveError(s.x, s.period)) ?? 0) / set.length;
	});
	return { smape: percentage, mase: scaled };
}
