import { accuracyMeasure } from "../db/outcomes.ts";
import { addDemoCalls, lacksDemoCalls } from "../demo/demo-calls.ts";
import { runNurture } from "../nurture/run-nurture.ts";
import { routeArrivals } from "../routing/route-arrivals.ts";
import { routeArrived } from "../routing/route-arrived.ts";
import { applyDuePlans } from "../territory/apply-due.ts";
import type { Jobs } from "./catalog.ts";
import { gradeLeads } from "./grade-leads.ts";
import { runInThread } from "./in-thread.ts";
import type { NumberJobDeps } from "./job-deps.ts";
import { isLearningDue } from "./learn-deal-model.ts";
import { isMeasureDue } from "./measure-accuracy.ts";
import { reforecast } from "./reforecast.ts";
import { isLong, paced } from "./reforecast-pace.ts";
import { rescoreDeal } from "./rescore-deal.ts";
import { rescoreLead } from "./rescore-lead.ts";

/** Starts working on everything that computes numbers. What takes long runs in a thread of its own. */
export async function workOnNumbers(jobs: Jobs, deps: NumberJobDeps): Promise<void> {
	await jobs.work("rescore-deal", (payload) => rescoreDeal(deps, payload), { concurrency: 4 });
	await jobs.work("rescore-lead", (payload) => rescoreLead(deps, payload), { concurrency: 4 });
	await jobs.work("route-lead", (payload) => routeArrived(deps, payload));
	await jobs.work("route-arrivals", (payload, job) => routeArrivals(deps, payload, job));
	await jobs.work("grade-leads", (payload, job) => gradeLeads(deps, payload, job));
	await jobs.work("run-nurture", (payload, job) => runNurture(deps, payload, job));
	await jobs.work("reforecast", ({ tenantId }, job) =>
		paced(tenantId, () =>
			isLong(tenantId) ? runInThread(deps, "reforecast", tenantId, job) : reforecast(deps, { tenantId }, job),
		),
	);
	const learn = (tenantId: number) => jobs.enqueue("learn-deals", { tenantId }, { dedupId: `learn-${tenantId}` });
	await jobs.work("measure-accuracy", async ({ tenantId }, job) => {
		const done = await runInThread(deps, "measure-accuracy", tenantId, job);
		if ((done as { hasDrifted: boolean }).hasDrifted) await learn(tenantId);
		return done;
	});
	await jobs.work("add-demo-calls", async ({ tenantId }, job) => {
		if (!(await lacksDemoCalls(deps, tenantId))) return;
		if (!(await accuracyMeasure(deps.database.reader(tenantId)))) {
			await runInThread(deps, "measure-accuracy", tenantId, job);
		}
		await addDemoCalls(deps, tenantId);
	});
	await jobs.work("model-scenario", ({ tenantId, scenarioId }, job) =>
		runInThread(deps, "model-scenario", tenantId, job, { scenarioId }),
	);
	await jobs.work("design-territories", ({ tenantId, runId }, job) =>
		runInThread(deps, "design-territories", tenantId, job, { runId }),
	);
	await jobs.work("apply-territories", (payload) => applyDuePlans(deps, payload));
	await jobs.work("scan-quality", ({ tenantId }, job) => runInThread(deps, "scan-quality", tenantId, job));
	await jobs.work("rebuild-numbers", async ({ tenantId }, job) => {
		const done = await runInThread(deps, "rebuild-numbers", tenantId, job);
		if (await isLearningDue(deps, tenantId)) await learn(tenantId);
		if (await isMeasureDue(deps, tenantId)) {
			await jobs.enqueue("measure-accuracy", { tenantId }, { dedupId: `accuracy-${tenantId}` });
		}
		if (await lacksDemoCalls(deps, tenantId)) {
			await jobs.enqueue("add-demo-calls", { tenantId }, { dedupId: `demo-calls-${tenantId}` });
		}
		return done;
	});
	await jobs.work("learn-deals", ({ tenantId }, job) => runInThread(deps, "learn-deals", tenantId, job));
}
