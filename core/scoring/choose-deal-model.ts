import type { FeatureName } from "./deal-features/feature-list.ts";
import { type LeakFinding, probeLeaks } from "./deal-features/leak-probe.ts";
import { groundAsOf, trainingRows } from "./deal-features/training-rows.ts";
import type { DealModel } from "./deal-model.ts";
import { type Candidate, CUTS, gainOver, type ModelTest, summarise, testCandidates } from "./model-test.ts";
import { type DealTraining, trainDealModel } from "./train-deal-model.ts";

/** What people decided of columns that seemed to know the end. */
export type ColumnDecisions = ReadonlyMap<string, "left_out" | "known_in_time">;

/** How one way of learning did beside the plainer ones. */
export interface TriedCandidate {
	name: string;
	test: ModelTest;
	/** By how much less log-loss than the best plainer way, with its standard error; null for the plainest. */
	gain: number | null;
	gainError: number | null;
}

/** A model with how it came to be chosen. */
export interface ChosenModel {
	model: DealModel;
	champion: string;
	/** Plainest first; empty where the past was too short for a test. */
	tried: TriedCandidate[];
	leaks: LeakFinding[];
	leftOut: { column: FeatureName; reason: "decided" | "known_later" }[];
	/** A column tells the end too well, or is filled in late, and nobody has decided on it: not to be put in use. */
	isBlocked: boolean;
}

/** A way of learning from columns, which needs so many closed deals to be tried. */
export interface LearntWay {
	name: string;
	needsClosed: number;
	train(training: DealTraining, leftOut: readonly FeatureName[]): DealModel;
}

/**
 * Learns by the way that did best on the company's own past, tested in order of time. A richer way takes over from a
 * plainer one only where it gains more than its standard error: what cannot be told apart stays plain. Below the closed
 * deals that a way needs, and where the past is too short for a test, it is the table of stage and age. `progress` hears
 * of each learning as it begins, and may throw to stop.
 */
export function chooseDealModel(
	training: DealTraining,
	ways: readonly LearntWay[],
	decisions: ColumnDecisions,
	progress: (done: number, of: number) => void = () => {},
): ChosenModel {
	const table = trainDealModel(training);
	const closed = table.n.won + table.n.lost;
	const open = ways.filter((way) => closed >= way.needsClosed);
	const { leaks, leftOut } = open.length > 0 ? checkColumns(training, decisions) : { leaks: [], leftOut: [] };
	const left = leftOut.map(({ column }) => column);
	const candidates: Candidate[] = [
		{ name: "table", train: trainDealModel },
		...open.map(({ name, train }) => ({ name, train: (on: DealTraining) => train(on, left) })),
	];
	// Each way learns once a cut, and the best once more.
	const of = candidates.length * CUTS.length + 1;
	let done = 0;
	const told = candidates.map(({ name, train }) => ({
		name,
		train: (on: DealTraining) => {
			progress(done++, of);
			return train(on);
		},
	}));
	const looks = testCandidates(training, told);
	const tried: TriedCandidate[] = [];
	let champion = candidates[0];
	for (const candidate of looks ? candidates : []) {
		const own = looks?.get(candidate.name) ?? [];
		const best = looks?.get(champion?.name ?? "") ?? [];
		const { gain, error } = gainOver(best, own);
		const isFirst = tried.length === 0;
		tried.push({
			name: candidate.name,
			test: summarise(own),
			gain: isFirst ? null : gain,
			gainError: isFirst ? null : error,
		});
		if (!isFirst && gain > error) champion = candidate;
	}
	const name = champion?.name ?? "table";
	const undecided = leaks.filter((leak) => !decisions.has(leak.column));
	return {
		model: name === "table" ? table : (champion?.train(training) ?? table),
		champion: name,
		tried,
		leaks,
		leftOut,
		isBlocked: name !== "table" && undecided.length > 0,
	};
}

function checkColumns(training: DealTraining, decisions: ColumnDecisions): Pick<ChosenModel, "leaks" | "leftOut"> {
	const ground = groundAsOf(training.timelines, training.stages, training.origin);
	const leaks = probeLeaks(trainingRows(training, ground), ground, training.origin);
	const decided = [...decisions]
		.filter(([, decision]) => decision === "left_out")
		.map(([column]) => ({ column: column as FeatureName, reason: "decided" as const }));
	const late = leaks
		.filter((leak) => leak.kind === "known_later" && !decisions.has(leak.column))
		.map(({ column }) => ({ column, reason: "known_later" as const }));
	return { leaks, leftOut: [...decided, ...late] };
}
