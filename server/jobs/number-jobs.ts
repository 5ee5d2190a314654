import type { Jobs } from "./catalog.ts";
import type { NumberJobDeps } from "./job-deps.ts";
import { rebuildNumbers } from "./rebuild-numbers.ts";
import { reforecast } from "./reforecast.ts";
import { rescoreDeal } from "./rescore-deal.ts";
import { rescoreLead } from "./rescore-lead.ts";

/** Starts working on everything that computes numbers. */
export async function workOnNumbers(jobs: Jobs, deps: NumberJobDeps): Promise<void> {
	await jobs.work("rescore-deal", (payload) => rescoreDeal(deps, payload), { concurrency: 4 });
	await jobs.work("rescore-lead", (payload) => rescoreLead(deps, payload), { concurrency: 4 });
	await jobs.work("reforecast", (payload, job) => reforecast(deps, payload, job));
	await jobs.work("rebuild-numbers", (payload, job) => rebuildNumbers(deps, payload, job));
}
