import { parentPort, workerData } from "node:worker_threads";
import { openDatabase } from "../db/connect.ts";
import { scanQuality } from "../quality/scan.ts";
import { designTerritories } from "./design-territories.ts";
import type { ThreadOrder, ThreadSubject, ThreadWord } from "./in-thread.ts";
import type { BulkDeps, Progressing } from "./job-deps.ts";
import { measureAccuracy } from "./measure-accuracy.ts";
import { modelScenario } from "./model-scenario.ts";
import { learnDeals, rebuildNumbers } from "./rebuild-numbers.ts";
import { reforecast } from "./reforecast.ts";

const TASKS = {
	"design-territories": (deps: BulkDeps, { tenantId, runId = "" }: Told, job: Progressing) =>
		designTerritories(deps, { tenantId, runId }, job),
	"learn-deals": learnDeals,
	"measure-accuracy": measureAccuracy,
	"model-scenario": (deps: BulkDeps, { tenantId, scenarioId = "" }: Told, job: Progressing) =>
		modelScenario(deps, { tenantId, scenarioId }, job),
	"rebuild-numbers": rebuildNumbers,
	reforecast,
	"scan-quality": scanQuality,
};
type Told = { tenantId: number } & ThreadSubject;

/** The thread of `in-thread.ts`: one task, told as it goes, then the end. */
const { url, task, tenantId, about } = workerData as ThreadOrder;
const tell = (word: ThreadWord) => parentPort?.postMessage(word);
const stopping = new AbortController();
parentPort?.on("message", () => stopping.abort(new Error("the server is stopping")));

const database = openDatabase({ url, max: 2, name: "courtside numbers" });
try {
	const deps = { database, now: () => Date.now(), wakeRelay: () => tell({ wake: true }) };
	const job = {
		signal: stopping.signal,
		progress: async (value: number | object) => tell({ progress: Object(value) }),
	};
	const done = await TASKS[task](deps, { tenantId, ...about }, job);
	tell({ done: done ?? null });
} finally {
	await database.close();
	parentPort?.close();
}
