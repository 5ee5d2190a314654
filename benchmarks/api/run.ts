import { loadavg } from "node:os";
import type { BenchmarkContext, BenchmarkReport } from "../benchmark.ts";
import { table } from "../benchmark.ts";
import { type LoadResult, load } from "./load.ts";
import { type MeasuredServer, startServer } from "./server.ts";

const CONNECTIONS = 32;
const DEALS = 500;

interface Scenario {
	key: string;
	name: string;
	paths: string[];
	token: string | null;
}

/** Reads over HTTP from a real server: signed in, through row-level security, 32 connections at once. */
export async function run({ smoke, progress }: BenchmarkContext): Promise<BenchmarkReport> {
	progress("starting a server with the demo company");
	const server = await startServer(!smoke);
	try {
		const scenarios = await scenariosFor(server);
		const [rounds, seconds] = smoke ? [1, 0.5] : [3, 6];
		const rows: { scenario: Scenario; result: LoadResult; processor: number; busy: number }[] = [];
		for (const scenario of scenarios) {
			progress(scenario.name);
			const headers = scenario.token ? { authorization: `Bearer ${scenario.token}` } : {};
			const once = (time: number) =>
				load({ ...server, paths: scenario.paths, headers, connections: CONNECTIONS, seconds: time });
			await once(smoke ? 0.3 : 3);
			const results: (typeof rows)[number][] = [];
			for (let round = 0; round < rounds; round++) {
				const before = await server.processorMs();
				const result = await once(seconds);
				const processor = ((await server.processorMs()) - before) / Math.max(1, result.requests);
				results.push({ scenario, result, processor, busy: loadavg()[0] ?? 0 });
			}
			results.sort((a, b) => a.result.perSecond - b.result.perSecond);
			const middle = results[Math.floor(results.length / 2)];
			if (middle) rows.push(middle);
		}
		return report(rows, rounds, seconds);
	} finally {
		await server.stop();
	}
}

async function scenariosFor(server: MeasuredServer): Promise<Scenario[]> {
	const token = await server.signIn("jennifer");
	const maria = await server.signIn("maria");
	const base = `http://${server.host}:${server.port}/api/v1`;
	const ids: string[] = [];
	let cursor = "";
	while (ids.length < DEALS) {
		const answer = await fetch(`${base}/opportunities?limit=200&status=open&sort=createdAt${cursor}`, {
			headers: { authorization: `Bearer ${token}` },
		});
		const page = (await answer.json()) as { items: { id: string }[]; nextCursor: string | null };
		ids.push(...page.items.map(({ id }) => id));
		if (!page.nextCursor) break;
		cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
	}
	const deal = ids.slice(0, DEALS).map((id) => `/api/v1/opportunities/${id}`);
	return [
		{
			key: "card",
			name: "a deal's card (`/opportunities/{id}/card`)",
			paths: deal.map((path) => `${path}/card`),
			token,
		},
		{ key: "me", name: "who am I (`/users/me`)", paths: ["/api/v1/users/me"], token },
		{ key: "page", name: "a deal's page with history (`/opportunities/{id}`)", paths: deal, token },
		{
			key: "list",
			name: "50 deals of all (`/opportunities`)",
			paths: ["/api/v1/opportunities?limit=50&status=open"],
			token,
		},
		{
			key: "own",
			name: "50 deals of one rep (`/opportunities`)",
			paths: ["/api/v1/opportunities?limit=50&status=open"],
			token: maria,
		},
		{ key: "health", name: "`/health`, without a database", paths: ["/health"], token: null },
	];
}

function report(
	rows: { scenario: Scenario; result: LoadResult; processor: number; busy: number }[],
	rounds: number,
	seconds: number,
): BenchmarkReport {
	const ms = (value: number) => value.toFixed(1);
	const metrics: Record<string, number> = { connections: CONNECTIONS };
	for (const { scenario, result, processor, busy } of rows) {
		metrics[`${scenario.key}.perSecond`] = Math.round(result.perSecond);
		metrics[`${scenario.key}.meanMs`] = round(result.mean);
		metrics[`${scenario.key}.p95Ms`] = round(result.p95);
		metrics[`${scenario.key}.p99Ms`] = round(result.p99);
		metrics[`${scenario.key}.processorMs`] = round(processor);
		metrics[`${scenario.key}.failures`] = result.failures;
		metrics[`${scenario.key}.loadAverage`] = round(busy);
	}
	return {
		title: "API: reads a second under row-level security",
		body: [
			"A real server in a process of its own (embedded PostgreSQL, the demo company: 10,000 deals, 25,000 leads, 150,000 " +
				"activities; access log on), asked over loopback by plain sockets. Every request but `/health` carries an access " +
				"token and reads in a transaction of its workspace under row-level security. " +
				`${CONNECTIONS} connections, each waiting for its answer; ${rounds} × ${seconds} s after a warm-up, the middle run.`,
			table(
				["read", "requests/s", "mean ms", "p50", "p95", "p99", "kB", "node ms each", "failed", "load"],
				rows.map(({ scenario, result, processor, busy }) => [
					scenario.name,
					Math.round(result.perSecond),
					ms(result.mean),
					ms(result.p50),
					ms(result.p95),
					ms(result.p99),
					(result.bytes / 1000).toFixed(1),
					processor.toFixed(2),
					result.failures,
					busy.toFixed(1),
				]),
			),
			"Server, database and the load itself share the machine's cores. `load` is its load average at the end of the run: " +
				"above the number of cores, other work took part of them. One process; more of them behind a balancer add up.",
		].join("\n\n"),
		metrics,
	};
}

function round(value: number): number {
	return Math.round(value * 100) / 100;
}
