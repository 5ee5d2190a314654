import { setTimeout } from "node:timers/promises";
import { designPlan } from "../../core/territory/design-plan.ts";
import { evaluatePlan, type PlanFault } from "../../core/territory/evaluate-plan.ts";
import { planAlternatives } from "../../core/territory/plan-alternatives.ts";
import { planOfToday } from "../../core/territory/plan-setup.ts";
import type { Database } from "../db/connect.ts";
import { findPlan, touchPlan } from "../db/territory-plans.ts";
import { findRun, noteRun, type StoredRun } from "../db/territory-runs.ts";
import { saveAssignment } from "../db/territory-units.ts";
import { appendEvent } from "../events/append.ts";
import { toldReason } from "../queue/told-reason.ts";
import { newHighsSolver } from "../solve/highs-solver.ts";
import { type LoadedPlan, loadPlan } from "../territory/load-plan.ts";
import { runningBound } from "../territory/running-bound.ts";
import type { BulkDeps, Progressing } from "./job-deps.ts";

/** How often progress is written down, and looked whether somebody wants it to end. */
const TELL_MS = 400;
/** Of the time, what is kept for saying how far from the best it can be. */
const BOUND_SHARE = 0.15;

/**
 * Looks for a better plan until its seconds are over or somebody stops it; the best so far is kept either way. Run twice,
 * it begins again: nothing of a plan changes before the end. What cannot be computed is kept as failed.
 */
export async function designTerritories(
	{ database, wakeRelay }: BulkDeps,
	{ tenantId, runId }: { tenantId: number; runId: string },
	job: Progressing,
): Promise<void> {
	const run = await findRun(database.reader(tenantId), runId);
	if (!run || (run.state !== "waiting" && run.state !== "running")) return;
	const search = new Search(database, tenantId, run, job);
	try {
		if (run.cancelAsked) return await search.note({ state: "cancelled" });
		await search.note({ state: "running", stage: "reading" });
		const plan = await findPlan(database.reader(tenantId), run.planId);
		if (!plan) throw new Error("the plan is no longer there");
		const loaded = await database.inTenant(tenantId, (trx) => loadPlan(trx, plan));
		await (run.kind === "design" ? search.design(loaded) : search.alternatives(loaded));
		wakeRelay();
	} catch (error) {
		if (job.signal.aborted) throw error;
		await search.note({ state: "failed", reason: toldReason(error, runId) });
		throw error;
	}
}

/** One search while it runs. */
class Search {
	readonly #database: Pick<Database, "inTenant">;
	readonly #tenantId: number;
	readonly #run: StoredRun;
	readonly #job: Progressing;
	readonly #began = performance.now();
	#told = 0;
	#isStopped = false;

	constructor(database: Pick<Database, "inTenant">, tenantId: number, run: StoredRun, job: Progressing) {
		this.#database = database;
		this.#tenantId = tenantId;
		this.#run = run;
		this.#job = job;
	}

	async note(note: Parameters<typeof noteRun>[2]): Promise<void> {
		const passed = Math.min(this.#run.seconds, this.#passed());
		const goesOn = await this.#database.inTenant(this.#tenantId, (trx) =>
			noteRun(trx, this.#run.id, { ...note, passed }),
		);
		if (!goesOn) this.#isStopped = true;
		await this.#job.progress({ done: Math.round(passed), total: Math.round(this.#run.seconds) });
	}

	/** The same, unless it was told a moment ago. */
	async noteNowAndThen(note: Parameters<typeof noteRun>[2]): Promise<void> {
		if (performance.now() - this.#told < TELL_MS) return;
		this.#told = performance.now();
		this.#job.signal.throwIfAborted();
		await this.note(note);
	}

	async design({ problem, units, plan }: LoadedPlan): Promise<void> {
		// A solver of its own: the search's is at work for it.
		const [solver, bounder] = [newHighsSolver(), newHighsSolver()];
		try {
			const bounds = runningBound(problem, bounder.solve, () => this.#run.seconds - this.#passed());
			const today = planOfToday(
				problem,
				Int32Array.from(units, (u) => (u.district === -1 ? u.today : u.district)),
			);
			const searching = designPlan(problem, {
				seed: this.#run.seed,
				secondsLeft: () => this.#run.seconds * (1 - BOUND_SHARE) - this.#passed(),
				shouldStop: () => this.#shouldEnd(),
				solve: solver.solve,
				...(today && { start: today }),
			});
			let step = await searching.next();
			for (; !step.done; step = await searching.next()) {
				const { stage, best } = step.value;
				if (best.violation === 0) bounds.ask(best);
				await this.noteNowAndThen({
					stage,
					cost: best.cost,
					violation: best.violation,
					bound: below(bounds.of(best), best.cost),
				});
			}
			const { plan: found, cost, faults } = step.value;
			bounds.ask(found);
			while (!this.#isStopped && !bounds.isSettled(found) && this.#passed() < this.#run.seconds) {
				await setTimeout(50, undefined, { signal: this.#job.signal });
				await this.noteNowAndThen({});
				bounds.ask(found);
			}
			const bound = bounds.of(found);
			await this.#database.inTenant(this.#tenantId, async (trx) => {
				await saveAssignment(trx, plan.id, found.district);
				await touchPlan(trx, plan.id, { by: null, read: null });
				await this.#tell(trx);
			});
			const violation = faults.length === 0 ? 0 : Math.max(1e-6, violationOf(faults));
			await this.#end({ cost, violation, bound: below(bound, cost) });
		} finally {
			await Promise.all([solver.close(), bounder.close()]);
		}
	}

	async alternatives({ problem, units, plan }: LoadedPlan): Promise<void> {
		const today = Int32Array.from(units, (u) => u.today);
		// How much moves is what they differ in, so it is not held down.
		const { disruption: _, ...free } = problem;
		const given = { seed: this.#run.seed, rounds: 1, shouldStop: () => this.#shouldEnd() };
		const fronts = planAlternatives(free, today.some((d) => d !== -1) ? today : null, given);
		let step = fronts.next();
		for (; !step.done; step = fronts.next()) {
			this.#job.signal.throwIfAborted();
			await this.note({ stage: "search" });
		}
		const alternatives = step.value.map(({ plan: found, imbalance, cost, disruption }) => ({
			...{ imbalance, cost, disruption, district: [...found.district] },
			isFeasible: evaluatePlan(problem, found).faults.length === 0,
		}));
		await this.#database.inTenant(this.#tenantId, async (trx) => {
			await touchPlan(trx, plan.id, { by: null, read: null });
			await this.#tell(trx);
		});
		await this.#end({ alternatives });
	}

	#passed(): number {
		return (performance.now() - this.#began) / 1000;
	}

	#shouldEnd(): boolean {
		return this.#isStopped || this.#job.signal.aborted || this.#passed() >= this.#run.seconds;
	}

	#end(note: Parameters<typeof noteRun>[2]): Promise<void> {
		return this.note({ ...note, state: this.#isStopped ? "cancelled" : "done" });
	}

	#tell(trx: Parameters<typeof appendEvent>[0]): Promise<void> {
		const { id, planId } = this.#run;
		const event = { type: "territory.planned", entity: "territory-plan", entityId: planId, causeId: id } as const;
		return appendEvent(trx, { tenantId: this.#tenantId, ...event });
	}
}

/** A bound above the cost is the last digit of the solver's tolerance. */
function below(bound: number | null, cost: number): number | null {
	return bound === null ? null : Math.min(bound, cost);
}

/** By how much of a territory a plan is outside what was asked, in all. */
function violationOf(faults: readonly PlanFault[]): number {
	return faults.reduce((sum, fault) => {
		if (fault.code !== "outOfBounds") return sum + 1;
		const out = Math.max(fault.least - fault.held, fault.held - fault.most);
		return sum + out / Math.max(1e-9, (fault.least + fault.most) / 2);
	}, 0);
}
