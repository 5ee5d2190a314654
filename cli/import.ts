import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { CourtsideError } from "../core/contract/problem.ts";
import type { Answers } from "../core/intake/plan.ts";
import { readConfig } from "../server/config.ts";
import { type Database, openDatabase } from "../server/db/connect.ts";
import { rejectedRows } from "../server/db/import-rejects.ts";
import { migrate } from "../server/db/migrate.ts";
import { ensureCurrentPartitions } from "../server/db/partitions.ts";
import { startEmbedded } from "../server/embedded/start.ts";
import { dropImport, takeUpUnfinished } from "../server/intake/drop-import.ts";
import { FileFault } from "../server/intake/file-fault.ts";
import { answerImport, type IntakeDeps } from "../server/intake/import-service.ts";
import type { ImportCounts } from "../server/intake/intake-run.ts";
import { runImport } from "../server/intake/run-import.ts";
import { startImport } from "../server/intake/start-import.ts";
import { openStorage } from "../server/storage/open-storage.ts";
import { importView } from "../server/views/import-view.ts";
import { rejectedCsv } from "../server/views/rejected-csv.ts";
import { say as word } from "../server/views/viewer.ts";
import { filesAt, nameFor } from "./import-files.ts";
import { tellNumbers } from "./import-numbers.ts";
import { askQuestions, showFound, showQuestions } from "./import-talk.ts";
import { chooseWorkspace } from "./import-workspace.ts";
import { InputFault } from "./input-fault.ts";

const HELP = `npm run import -- <folder or files> [--yes] [--workspace NAME] [--answers FILE.json] [--email ADDRESS] [--no-numbers]

Takes a company's export (CSV, XLSX, .csv.gz) into a workspace: accounts, contacts, leads, deals, activities, products,
people and teams, stage history. Shows what it found, asks what no file answers, and tells what was stored.
  --yes         take the default answers
  --answers     a JSON file of answers by question id
  --workspace   name of the workspace; without it the only one besides the demo, else a new one named after the folder
  --no-numbers  do not score and forecast now; a running server does so by itself
  --email       address of the first administrator of a new workspace
Without a terminal and without --yes it prints the questions and ends with 2.
`;
const VIEWER = { locale: "en", zone: "UTC" };

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
	say(`\n${faultText(error)}\n`);
	return error instanceof FileFault || error instanceof InputFault ? 2 : 1;
});

/** 0: taken in; 1: it broke; 2: a file or an answer is wanting. */
async function main(args: string[]): Promise<number> {
	const { values, positionals } = parseArgs({
		args,
		allowPositionals: true,
		options: {
			yes: { type: "boolean" },
			workspace: { type: "string" },
			answers: { type: "string" },
			email: { type: "string" },
			"no-numbers": { type: "boolean" },
			help: { type: "boolean" },
		},
	});
	if (values.help || positionals.length === 0) {
		process.stdout.write(HELP);
		return values.help ? 0 : 2;
	}
	const files = filesAt(positionals);
	const given = values.answers ? (JSON.parse(await readFile(values.answers, "utf8")) as Answers) : {};
	const ground = await openGround();
	try {
		const workspace = await chooseWorkspace(ground.deps.database, {
			name: values.workspace,
			email: values.email,
			fallback: nameFor(positionals),
		});
		say(`Workspace: ${workspace.name}`);
		if (workspace.signIn) {
			const { email, password } = workspace.signIn;
			say(`It is new. Sign in as ${email}, password ${password} (shown this once), after npm start.`);
		}
		const importId = await prepare(ground.deps, workspace.tenantId, files, given, values.yes ?? false);
		if (importId === null) return 2;
		await run(ground.deps, workspace.tenantId, importId);
		if (!values["no-numbers"]) await tellNumbers(ground.deps.database, workspace.tenantId, ground.deps.now, say);
		return 0;
	} finally {
		await ground.close();
	}
}

/** Shows what is in the files and settles the questions. Gives the import to run; null when answers are wanting. */
async function prepare(
	deps: IntakeDeps,
	tenantId: number,
	files: ReturnType<typeof filesAt>,
	given: Answers,
	yes: boolean,
): Promise<string | null> {
	const onRead = (file: string, rows: number): void => progress(`reading ${file}: ${rows.toLocaleString("en")} rows`);
	let found = await startImport(deps, tenantId, files, { onProgress: onRead });
	const stopped = await takeUpUnfinished(deps, tenantId, found.id);
	if (stopped) {
		say("These files were begun before and the work stopped; going on from there.");
		return stopped;
	}
	const view = importView(found, VIEWER, deps.now());
	showFound(view, say);
	const open = view.questions.filter((q) => !(q.id in given));
	let answers = given;
	if (open.length > 0 && !yes) {
		if (!process.stdin.isTTY) {
			showQuestions(open, say);
			say("\nAnswer them in a file (--answers), or take the defaults (--yes). Nothing was stored.");
			await dropImport(deps, tenantId, found.id);
			return null;
		}
		answers = { ...given, ...(await askQuestions(open, say)) };
	} else if (open.length > 0) showQuestions(open, say);
	if (Object.keys(answers).length > 0) {
		const { faults, description } = await answerImport(deps, tenantId, found.id, answers);
		for (const fault of faults) say(`${fault.id}: ${word(VIEWER, `import.answer.${fault.code}`, fault.params)}`);
		if (faults.length > 0) {
			await dropImport(deps, tenantId, found.id);
			return null;
		}
		found = description;
	}
	return found.id;
}

async function run(deps: IntakeDeps, tenantId: number, importId: string): Promise<void> {
	const stop = new AbortController();
	process.once("SIGINT", () => stop.abort(new Error("Stopped. The same command goes on from here.")));
	const start = performance.now();
	const counts = await runImport(deps, tenantId, importId, {
		signal: stop.signal,
		onProgress: ({ file, done, total }) =>
			progress(`${file}: ${done.toLocaleString("en")} of ${(total ?? done).toLocaleString("en")} rows`),
	});
	tellCounts(counts, (performance.now() - start) / 1000);
	if (counts.rows.rejected > 0) await keepRejected(deps.database, tenantId, importId);
}

function tellCounts({ rows, entities, warnings }: ImportCounts, seconds: number): void {
	const rate = Math.round(rows.read / Math.max(seconds, 0.001)).toLocaleString("en");
	say(
		`\n${rows.read.toLocaleString("en")} rows in ${seconds.toFixed(1)} s (${rate} rows/s): ${rows.stored.toLocaleString("en")} stored, ${rows.unchanged.toLocaleString("en")} unchanged, ${rows.rejected.toLocaleString("en")} not stored.`,
	);
	for (const [entity, t] of Object.entries(entities))
		say(`  ${entity.replace("_", " ")}: ${t.created} new, ${t.updated} changed, ${t.unchanged} as before`);
	for (const [code, count] of Object.entries(warnings)) say(`Note: ${word(VIEWER, `import.noted.${code}`, { count })}`);
}

async function keepRejected(database: Database, tenantId: number, importId: string): Promise<void> {
	const path = resolve(`rejected-${importId}.csv`);
	await pipeline(
		Readable.from(rejectedCsv(rejectedRows(database.reader(tenantId), importId), VIEWER)),
		createWriteStream(path),
	);
	say(`The rows that were not stored, each with its reason: ${path}`);
}

/** The database and files that a server on this machine uses, whether it runs or not. */
async function openGround(): Promise<{ deps: IntakeDeps; close(): Promise<void> }> {
	const config = readConfig();
	const server = config.databaseUrl ? null : await startEmbedded({ home: config.home });
	const database = openDatabase({ url: config.databaseUrl ?? server?.url ?? "", name: "courtside import" });
	const close = async (): Promise<void> => {
		await database.close();
		await server?.stop();
	};
	try {
		await migrate(database);
		await ensureCurrentPartitions(database, Date.now());
	} catch (error) {
		await close();
		throw error;
	}
	return { deps: { database, storage: openStorage(config), now: () => Date.now() }, close };
}

function faultText(error: unknown): string {
	if (error instanceof FileFault)
		return word(VIEWER, `import.file.${error.code}`, { ...error.params, file: error.file });
	if (error instanceof CourtsideError || error instanceof Error) return error.message;
	return String(error);
}

function say(line: string): void {
	process.stdout.write(`${line}\n`);
}

function progress(text: string): void {
	process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${text}` : `${text}\n`);
}
