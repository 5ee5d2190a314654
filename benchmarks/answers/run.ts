import { cpus, loadavg } from "node:os";
import { DAY_MS } from "../../core/model/instant.ts";
import { type MeasuredServer, startServer } from "../api/server.ts";
import type { BenchmarkContext, BenchmarkReport } from "../benchmark.ts";
import { table } from "../benchmark.ts";

/** An answer that rests on the histories of all deals. */
interface Question {
	key: string;
	name: string;
	path(about: About): string;
	/** It rests on no forecast, so that making one anew does not make it be worked out again. */
	once?: true;
}

/** What is asked about: the newest forecast of the quarter. */
interface About {
	forecastId: string;
	dealId: string;
	/** A week before the forecast. */
	since: string;
}

const QUESTIONS: readonly Question[] = [
	{ key: "coverage", name: "coverage needed", path: () => "/forecasts/coverage" },
	{ key: "changes", name: "what changed since a week ago", path: (a) => `/forecasts/changes?since=${a.since}` },
	{ key: "without", name: "the number without a deal", path: (a) => `/forecasts/without?deal=${a.dealId}` },
	{ key: "opinion", name: "second opinion from past bookings", path: () => "/forecasts/second-opinion" },
	{ key: "replay", name: "a forecast made again", path: (a) => `/forecasts/${a.forecastId}/replay` },
	{ key: "flow", name: "flow of the pipeline (asked once)", path: () => "/pipeline/flow", once: true },
	{ key: "pdf", name: "one page as PDF", path: () => "/forecasts/page/download?format=pdf" },
	{ key: "xlsx", name: "one page as a workbook", path: () => "/forecasts/page/download?format=xlsx" },
];

/** Between two small requests while an answer is worked out. */
const PAUSE_MS = 10;

/** One way of asking, measured: medians. */
interface Timing {
	wallMs: number;
	processorMs: number;
	/** The longest that a small request waited meanwhile: how long the server was deaf. */
	deafMs: number;
	load: number;
}

/**
 * Answers that read the histories of all deals, from a real server with the demo company: the first after a forecast was
 * made anew, when nothing is at hand, and the next one after it.
 */
export async function run({ smoke, progress }: BenchmarkContext): Promise<BenchmarkReport> {
	progress("starting a server with the demo company");
	const server = await startServer(!smoke);
	try {
		const headers = { authorization: `Bearer ${await server.signIn("jennifer")}` };
		const rows: { question: Question; first: Timing; next: Timing }[] = [];
		for (const question of QUESTIONS) {
			progress(question.name);
			const first: Timing[] = [];
			const next: Timing[] = [];
			for (let round = 0; round < (smoke || question.once ? 1 : 5); round++) {
				const path = question.path(await fresh(server, headers));
				first.push(await timed(server, headers, path));
				next.push(await timed(server, headers, path));
			}
			rows.push({ question, first: median(first), next: median(next) });
		}
		return report(rows, smoke ? 1 : 5);
	} finally {
		await server.stop();
	}
}

/** Makes the quarter's forecast anew, so that nothing that rests on it is at hand. */
async function fresh(server: MeasuredServer, headers: Record<string, string>): Promise<About> {
	const made = await fetch(`${base(server)}/forecasts/revenue/generate`, {
		method: "POST",
		headers: { ...headers, "content-type": "application/json" },
		body: JSON.stringify({}),
	});
	if (!made.ok) throw new Error(`a forecast answered ${made.status}: ${await made.text()}`);
	const { id, asOf } = (await made.json()) as { id: string; asOf: string };
	const listed = await fetch(`${base(server)}/forecasts/deals`, { headers });
	const { items } = (await listed.json()) as { items: { deal: { id: string }; place: string }[] };
	return {
		forecastId: id,
		dealId: items.find(({ place }) => place === "open")?.deal.id ?? "",
		since: new Date(Date.parse(asOf) - 7 * DAY_MS).toISOString().slice(0, 10),
	};
}

async function timed(server: MeasuredServer, headers: Record<string, string>, path: string): Promise<Timing> {
	const [began, before] = [performance.now(), await server.processorMs()];
	const listening = new AbortController();
	const deaf = longestWait(server, listening.signal);
	const answer = await fetch(base(server) + path, { headers });
	await answer.arrayBuffer();
	if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
	const wallMs = performance.now() - began;
	listening.abort();
	const deafMs = await deaf;
	return { wallMs, processorMs: (await server.processorMs()) - before, deafMs, load: loadavg()[0] ?? 0 };
}

/** Asks a small thing again and again until it is stopped, and gives the longest that it waited, ms. */
async function longestWait({ host, port }: MeasuredServer, signal: AbortSignal): Promise<number> {
	let longest = 0;
	while (!signal.aborted) {
		const asked = performance.now();
		await (await fetch(`http://${host}:${port}/health`)).arrayBuffer();
		longest = Math.max(longest, performance.now() - asked);
		await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
	}
	return longest;
}

function base({ host, port }: MeasuredServer): string {
	return `http://${host}:${port}/api/v1`;
}

function median(timings: Timing[]): Timing {
	const middle = (of: (t: Timing) => number) => timings.map(of).sort((a, b) => a - b)[timings.length >> 1] ?? 0;
	return {
		wallMs: middle((t) => t.wallMs),
		processorMs: middle((t) => t.processorMs),
		deafMs: middle((t) => t.deafMs),
		load: middle((t) => t.load),
	};
}

function report(rows: { question: Question; first: Timing; next: Timing }[], rounds: number): BenchmarkReport {
	const metrics: Record<string, number> = {};
	for (const { question, first, next } of rows) {
		metrics[`${question.key}.firstMs`] = Math.round(first.wallMs);
		metrics[`${question.key}.firstProcessorMs`] = Math.round(first.processorMs);
		metrics[`${question.key}.firstDeafMs`] = Math.round(first.deafMs);
		metrics[`${question.key}.nextMs`] = Math.round(next.wallMs);
		metrics[`${question.key}.loadAverage`] = Math.round(first.load * 10) / 10;
	}
	return {
		title: "Answers that read all histories",
		body: [
			"A real server in a process of its own (embedded PostgreSQL, the demo company: 10,000 deals with some 60,000 changes), " +
				`asked over loopback, one question at a time; medians of ${rounds}. First: right after the quarter's forecast was ` +
				"made anew, with nothing at hand. Next: the same asked again. Others waited: the longest that a small request took " +
				"meanwhile, asked every 10 ms.",
			table(
				["answer", "first, ms", "of it this process, ms", "others waited, ms", "next, ms", "load"],
				rows.map(({ question, first, next }) => [
					question.name,
					Math.round(first.wallMs),
					Math.round(first.processorMs),
					Math.round(first.deafMs),
					Math.round(next.wallMs),
					first.load.toFixed(1),
				]),
			),
			`The machine has ${cpus().length} cores, shared by server, database and whatever else runs: at a load of twice the ` +
				"cores each figure is about twice what it is in calm. The rest of a first answer is the database's own work.",
		].join("\n\n"),
		metrics,
	};
}
