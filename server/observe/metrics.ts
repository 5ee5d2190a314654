import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** What is counted and timed. Labels are few and bounded: routes by their pattern, never by their address. */
export interface Metrics {
	/** For /metrics: `await registry.metrics()` with `registry.contentType`. Event-loop lag, memory and GC are in it. */
	registry: Registry;
	/** One answered request. `route` is the pattern, as in `/api/v1/deals/:id`. */
	httpAnswered(request: { method: string; route: string; status: number; seconds: number }): void;
	/** One try of a job that ended; `dead` will not be tried again. */
	jobFinished(name: string, outcome: "completed" | "failed" | "dead", seconds: number): void;
	/** Tells how many jobs are in each state; asked at each scrape. */
	watchJobs(read: () => Promise<{ name: string; state: string; count: number }[]>): void;
	/** Live connections now open; call with 1 and -1. */
	liveConnections(change: 1 | -1): void;
}

/** A registry of one's own, so that tests and several servers in a process do not share counts. */
export function openMetrics(): Metrics {
	const registry = new Registry();
	collectDefaultMetrics({ register: registry });
	const registers = [registry];
	const http = new Histogram({
		name: "courtside_http_request_seconds",
		help: "Time from a request to its answer",
		labelNames: ["method", "route", "status"],
		buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
		registers,
	});
	const jobSeconds = new Histogram({
		name: "courtside_job_seconds",
		help: "Time a try of a job took",
		labelNames: ["job"],
		buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 900],
		registers,
	});
	const jobs = new Counter({
		name: "courtside_jobs_total",
		help: "Tries of jobs that ended, by outcome",
		labelNames: ["job", "outcome"],
		registers,
	});
	const live = new Gauge({ name: "courtside_live_connections", help: "Live pages connected now", registers });

	return {
		registry,
		httpAnswered({ method, route, status, seconds }) {
			http.observe({ method, route, status }, seconds);
		},
		jobFinished(name, outcome, seconds) {
			jobs.inc({ job: name, outcome });
			jobSeconds.observe({ job: name }, seconds);
		},
		watchJobs(read) {
			new Gauge({
				name: "courtside_jobs",
				help: "Jobs there are, by state",
				labelNames: ["job", "state"],
				registers,
				async collect() {
					for (const { name, state, count } of await read()) this.set({ job: name, state }, count);
				},
			});
		},
		liveConnections(change) {
			live.inc(change);
		},
	};
}
