import type { Solve } from "../core/solve/program.ts";
import { type DesignOutcome, designPlan } from "../core/territory/design-plan.ts";
import type { DesignProblem } from "../core/territory/design-problem.ts";
import type { PlanFault } from "../core/territory/evaluate-plan.ts";
import { newHighsSolver } from "../server/solve/highs-solver.ts";
import { type Progress, UnusableInput } from "./engine-command.ts";
import { type WorkClock, wallClock } from "./work-clock.ts";

/** Options that every command of territories has; `seconds` is what it takes when `--iterations` is not given. */
export function searchOptions(seconds: string) {
	return {
		seconds: { value: seconds, default: seconds },
		iterations: { value: "N" },
		seed: { value: "1", default: "1" },
	};
}

/** What they mean, for `--help`. */
export const SEARCH_HELP = `
--seconds     how long to look (wall clock); the answer may differ from run to run
--iterations  rounds of the search instead: the same answer on every machine
--seed        whole number; the same seed and iterations give the same answer`;

/** Looks for a plan as the options say, with progress. */
export async function findPlan(
	problem: DesignProblem,
	options: Record<string, string>,
	progress: Progress,
): Promise<DesignOutcome> {
	const seed = wholeNumber(options, "seed", 0);
	const rounds = options["iterations"] === undefined ? null : wholeNumber(options, "iterations", 1);
	const seconds = rounds === null ? amount(options, "seconds") : null;
	return await lookFor(problem, { seed, rounds, seconds }, progress);
}

/** Looks for a plan for some seconds of a clock (with the solver) or some rounds (without). */
export async function lookFor(
	problem: DesignProblem,
	{ seed, rounds, seconds }: { seed: number; rounds: number | null; seconds: number | null },
	progress: Progress,
	clock: WorkClock = wallClock(),
): Promise<DesignOutcome> {
	const solver = newHighsSolver();
	try {
		const timed =
			seconds === null
				? null
				: {
						secondsLeft: () => seconds - clock.passed(),
						solve: ((program, limits) =>
							solver.solve(program, { ...limits, seconds: clock.onWall(limits.seconds) })) satisfies Solve,
					};
		const search = designPlan(problem, { seed, ...(rounds === null ? {} : { rounds }), ...timed });
		for (;;) {
			const step = await search.next();
			if (step.done) return step.value;
			const { best, stage } = step.value;
			const out = best.violation > 0 ? `, still ${(best.violation * 100).toFixed(2)} % outside` : "";
			progress(`${stage}: cost ${best.cost.toPrecision(7)}${out}`);
		}
	} finally {
		await solver.close();
	}
}

/** A whole number of at least `least`. Throws UnusableInput naming the option. */
export function wholeNumber(options: Record<string, string>, name: string, least: number): number {
	const value = Number(options[name]);
	if (Number.isSafeInteger(value) && value >= least) return value;
	throw new UnusableInput(`--${name} must be a whole number of ${least} or more, not ${options[name]}`);
}

function amount(options: Record<string, string>, name: string): number {
	const value = Number(options[name]);
	if (value > 0 && value <= 86_400) return value;
	throw new UnusableInput(`--${name} must be a number over 0 and up to 86400, not ${options[name]}`);
}

/** Why a plan is not feasible, a sentence a broken rule, the first twenty. */
export function whyNot(faults: PlanFault[], name: (unit: number) => string): string[] {
	return faults.slice(0, 20).map((fault) => sentence(fault, name));
}

function sentence(fault: PlanFault, name: (unit: number) => string): string {
	if (fault.code === "disrupted") return `${rounded(fault.moved)} move, allowed are ${rounded(fault.most)}`;
	if (fault.code === "empty") return `district ${fault.district} is empty`;
	if (fault.code === "apart") return `district ${fault.district} lies in ${fault.parts} parts that do not touch`;
	if (fault.code === "lockBroken") return `unit ${name(fault.unit)} is not in district ${fault.district}`;
	const bounds = `${rounded(fault.least)} to ${rounded(fault.most)}`;
	return `district ${fault.district} holds ${rounded(fault.held)} ${fault.measure}, allowed are ${bounds}`;
}

function rounded(value: number): string {
	return Number.isFinite(value) ? String(Number(value.toPrecision(9))) : "any";
}
