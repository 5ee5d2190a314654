import { existsSync, readdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { arch, cpus, platform, totalmem } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { BenchmarkReport, RunBenchmark } from "../benchmarks/benchmark.ts";
import { dataFolder } from "../benchmarks/data-folder.ts";

const FOLDER = resolve(import.meta.dirname, "..", "benchmarks");

process.exitCode = await main(process.argv.slice(2));

/** Runs one benchmark, prints its tables and rewrites its RESULTS.md and results.json (not with --smoke). */
async function main(args: string[]): Promise<number> {
	const { values, positionals } = parseArgs({
		args,
		allowPositionals: true,
		options: { smoke: { type: "boolean" }, data: { type: "string" }, help: { type: "boolean" } },
	});
	const name = positionals[0];
	if (values.help || name === undefined || !names().includes(name)) {
		const text = `npm run --silent bench -- <name> [--smoke] [--data FOLDER]\n\nBenchmarks: ${names().join(", ")}\n`;
		const isAsked = values.help || name === undefined;
		(isAsked ? process.stdout : process.stderr).write(isAsked ? text : `There is no benchmark "${name}".\n\n${text}`);
		return isAsked ? 0 : 2;
	}
	const smoke = values.smoke ?? false;
	const { run } = (await import(join(FOLDER, name, "run.ts"))) as { run: RunBenchmark };
	const report = await run({
		data: dataFolder(values.data),
		smoke,
		progress: (text) => process.stderr.write(`${text}\n`),
	});
	if (!report) {
		process.stdout.write(`${name}: not measured: the data are not there (--data FOLDER or COURTSIDE_DATA)\n`);
		return 0;
	}
	process.stdout.write(`${report.title}\n\n${report.body}\n`);
	if (!smoke) await keep(name, report, new Date());
	return 0;
}

async function keep(name: string, { title, body, metrics }: BenchmarkReport, at: Date): Promise<void> {
	const date = at.toISOString().slice(0, 10);
	const command = `npm run --silent bench -- ${name}`;
	const processor = cpus()[0]?.model.trim() ?? arch();
	const machine = `${cpus().length} × ${processor}, ${Math.round(totalmem() / 2 ** 30)} GB, ${platform()} ${arch()}, Node ${process.versions.node}`;
	const page = `# ${title}\n\nMeasured ${date} with \`${command}\` on ${machine}.\n\n${body}\n`;
	await writeFile(join(FOLDER, name, "RESULTS.md"), page);
	const results = { name, date, command, machine, metrics };
	await writeFile(join(FOLDER, name, "results.json"), `${JSON.stringify(results, null, "\t")}\n`);
}

function names(): string[] {
	return readdirSync(FOLDER, { withFileTypes: true })
		.filter((f) => f.isDirectory() && existsSync(join(FOLDER, f.name, "run.ts")))
		.map((f) => f.name)
		.sort();
}
