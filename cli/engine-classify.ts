import { findReadings } from "../core/scoring/tabular/find-readings.ts";
import { openTabular, type TabularScorer } from "../core/scoring/tabular/open-tabular.ts";
import { daysOf, numberOf } from "../core/scoring/tabular/read-cell.ts";
import { sensitiveColumns } from "../core/scoring/tabular/sensitive-columns.ts";
import type { TabularModel } from "../core/scoring/tabular/tabular-model.ts";
import { trainTabular } from "../core/scoring/tabular/train-tabular.ts";
import { csvRows } from "./csv-rows.ts";
import type { EngineCommand, Progress } from "./engine-command.ts";
import { UnusableInput } from "./engine-command.ts";
import { type LineFile, lineFile } from "./line-file.ts";

type Row = Record<string, string>;

/** Rows explained together. */
const BLOCK = 500;

/** `classify`: learns from any labelled table and says how likely each row of another is. */
export const classify: EngineCommand = {
	name: "classify",
	summary: "Learn from a labelled table, whatever its columns, and give each row of another a probability.",
	help: `
--train     CSV, plain or .gz, with the ending of each row; types, categories, dates and gaps are found
--test      CSV of the rows to be judged; a column that it lacks is not learnt from
--target    column of the ending; rows where it is empty are left out
--positive  the value of it that is foretold
--id        column that names the record: not learnt from, and rows of one record are never parted
--time      column of dates or numbers: the newest rows are then foretold from older ones to choose the model
--drop      columns not to be learnt from, with commas between
--out       CSV id,probability: a line a row, in the order of the file
--explain   JSON lines {id, base, margin, parts: [{feature, value, contribution}]}: base + contributions = margin,
            the log-odds

Columns that look as if they had been filled in after the ending are named on standard error, and learnt from all
the same: leave them out with --drop.`,
	options: {
		train: { value: "a.csv", required: true },
		test: { value: "b.csv", required: true },
		target: { value: "COL", required: true },
		positive: { value: "VALUE", required: true },
		id: { value: "COL", required: true },
		time: { value: "COL" },
		drop: { value: "COL,COL" },
		out: { value: "p.csv", required: true },
		explain: { value: "e.jsonl" },
		seed: { value: "1", default: "1" },
	},
	async run(options, progress) {
		const [trainPath = "", testPath = "", target = "", id = ""] = ["train", "test", "target", "id"].map(
			(o) => options[o],
		);
		const time = options["time"];
		const seed = readSeed(options["seed"] ?? "");
		if (target === id) throw new UnusableInput(`--id and --target name the same column "${id}"`);
		const rows = await labelledRows(trainPath, [target, id, ...(time ? [time] : [])], target, progress);
		const header = Object.keys(rows[0] ?? {});
		const dropped = readDrops(options["drop"], header);
		const columns = await learntColumns(header, testPath, id, [target, ...dropped]);
		const happened = endings(rows, target, options["positive"] ?? "", trainPath);
		const times = time ? readTimes(rows, time, trainPath) : null;
		const model = trainTabular({
			columns,
			...{ rows, happened, seed, groups: rows.map((row) => row[id] ?? "") },
			...(times && time ? { times, timeColumn: time } : {}),
			progress: (done, of) => progress(`training: ${done} of ${of}`),
		});
		tellOf(model, columns, options["positive"] ?? "");
		await scoreFile(openTabular(model), testPath, id, options["out"] ?? "", options["explain"], progress);
	},
};

async function labelledRows(path: string, needed: string[], target: string, progress: Progress): Promise<Row[]> {
	const rows: Row[] = [];
	let unlabelled = 0;
	for await (const row of csvRows(path, needed)) {
		if (row[target] === "") unlabelled++;
		else rows.push(row);
		if (rows.length % 10_000 === 0) progress(`${rows.length} rows read`);
	}
	if (unlabelled > 0) process.stderr.write(`${path}: ${unlabelled} rows without ${target} are left out\n`);
	if (rows.length === 0) throw new UnusableInput(`${path}: no row with a value in ${target}`);
	return rows;
}

/** Columns of both files. Throws UnusableInput when the test file cannot be read, has none of them, or does not name its records. */
async function learntColumns(header: string[], testPath: string, id: string, without: string[]): Promise<string[]> {
	const wanted = header.filter((c) => c !== id && !without.includes(c));
	let tested: string[] | null = null;
	for await (const row of csvRows(testPath, [id])) {
		tested = Object.keys(row);
		break;
	}
	if (tested === null) return wanted;
	const both = new Set(tested);
	const absent = wanted.filter((c) => !both.has(c));
	if (absent.length > 0) process.stderr.write(`${testPath}: no column ${absent.join(", ")}: not learnt from\n`);
	const columns = wanted.filter((c) => both.has(c));
	if (columns.length === 0) throw new UnusableInput(`${testPath}: no column in common with the training file`);
	return columns;
}

function readDrops(text: string | undefined, header: string[]): string[] {
	// A column's own name may hold a comma.
	if (text !== undefined && header.includes(text)) return [text];
	const names = (text ?? "").split(",").flatMap((name) => (name.trim() === "" ? [] : [name.trim()]));
	return names.map((name) => {
		const found = header.find((c) => c === name) ?? header.find((c) => c.toLowerCase() === name.toLowerCase());
		if (found === undefined) throw new UnusableInput(`--drop: no column "${name}"; there are ${header.join(", ")}`);
		return found;
	});
}

function endings(rows: Row[], target: string, positive: string, path: string): Uint8Array {
	const values = new Map<string, number>();
	for (const row of rows) values.set(row[target] ?? "", (values.get(row[target] ?? "") ?? 0) + 1);
	const isSame = (a: string, b: string): boolean =>
		a.toLowerCase() === b.toLowerCase() || (a !== "" && b !== "" && Number(a) === Number(b));
	const found = values.has(positive) ? positive : [...values.keys()].find((v) => isSame(v, positive));
	if (found === undefined) {
		const most = [...values].sort((a, b) => b[1] - a[1]).slice(0, 8);
		const list = most.map(([value, n]) => `"${value}" (${n})`).join(", ");
		throw new UnusableInput(`${path}: ${target} is never "${positive}"; it is ${list}${values.size > 8 ? ", …" : ""}`);
	}
	if (values.size === 1)
		process.stderr.write(`${path}: ${target} is always "${found}": all get the same probability\n`);
	return Uint8Array.from(rows, (row) => (row[target] === found ? 1 : 0));
}

function readTimes(rows: Row[], column: string, path: string): (number | null)[] {
	const reading = findReadings(
		[column],
		rows.map((row) => ({ [column]: row[column] ?? "" })),
	);
	const found = reading.readings[column];
	// Numbers in order, each once, are taken for names of records elsewhere; here they are just what is wanted.
	const kind = found ?? { kind: "number" as const, decimal: "." as const };
	if (kind.kind !== "number" && kind.kind !== "date") {
		throw new UnusableInput(
			`${path}: --time: ${column} holds neither dates nor numbers, such as "${rows[0]?.[column]}"`,
		);
	}
	const read = kind.kind === "date" ? daysOf : numberOf;
	const times = rows.map((row) => {
		const value = read(row[column], kind);
		return Number.isNaN(value) ? null : value;
	});
	const known = times.filter((t) => t !== null).length;
	if (known === 0) throw new UnusableInput(`${path}: --time: ${column} holds neither dates nor numbers`);
	if (known < times.length) {
		process.stderr.write(`${path}: ${times.length - known} rows without ${column} count as the oldest\n`);
	}
	return times;
}

function tellOf({ n, champion, metrics, dropped, warnings }: TabularModel, columns: string[], positive: string): void {
	const say = (text: string): void => void process.stderr.write(`${text}\n`);
	const best = metrics?.candidates.find((c) => c.name === champion);
	const how = metrics?.by === "time" ? "newer rows" : "other records";
	say(
		`${n.rows} rows, ${((n.happened / n.rows) * 100).toFixed(1)} % ${positive}; ${champion}${
			best?.logLoss == null
				? ""
				: `, on ${how}: log-loss ${best.logLoss.toFixed(4)}, AUC ${best.auc?.toFixed(4) ?? "–"}`
		}`,
	);
	for (const { column, why, of } of dropped) say(`not looked at: ${column} (${why}${of ? ` of ${of}` : ""})`);
	for (const { column, kind } of sensitiveColumns(columns)) say(`careful: ${column} speaks of ${kind}`);
	for (const { code, column, value } of warnings) {
		const reason = {
			tells_alone: `alone has an AUC of ${value?.toFixed(3)}`,
			missing_tells: `whether it is filled alone has an AUC of ${value?.toFixed(3)}`,
			named_late: "by its name is known only after the ending",
		}[code];
		say(`a leak? ${column} ${reason}; leave it out with --drop if it is not known when the forecast is made`);
	}
}

async function scoreFile(
	scorer: TabularScorer,
	path: string,
	id: string,
	outPath: string,
	explainPath: string | undefined,
	progress: Progress,
): Promise<void> {
	const out = await lineFile(outPath);
	const reasons: LineFile | null = explainPath === undefined ? null : await lineFile(explainPath);
	await out.write("id,probability");
	let done = 0;
	let block: Row[] = [];
	const flush = async (): Promise<void> => {
		const explained = reasons ? scorer.explainAll(block) : null;
		for (const [k, row] of block.entries()) {
			const name = row[id] ?? "";
			const quoted = /[",\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
			const { probability } = explained?.[k] ?? scorer.score(row);
			await out.write(`${quoted},${probability}`);
			const why = explained?.[k];
			if (why) await reasons?.write(JSON.stringify({ id: name, base: why.base, margin: why.margin, parts: why.parts }));
		}
		done += block.length;
		block = [];
		progress(`${done} rows scored`);
	};
	for await (const row of csvRows(path, [id])) {
		block.push(row);
		if (block.length === BLOCK) await flush();
	}
	await flush();
	await out.end();
	await reasons?.end();
	if (done === 0) process.stderr.write(`${path}: no rows to score\n`);
}

function readSeed(text: string): number {
	const seed = Number(text);
	if (Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32) return seed;
	throw new UnusableInput(`--seed: "${text}" is not a whole number from 0 to ${2 ** 32 - 1}`);
}
