import { nominalScores, type Score, weightedQuantile, worth } from "../stats/conformal.ts";
import type { OwnerNode } from "./owner-tree.ts";

/** Windows that a prior weighs: what holds for shorter spans, or for nodes of the same kind, until the own past outweighs it. */
const PRIOR_WINDOWS = 4;
/**
 * Bounds of a correction. Few past windows that happened to be calm are no reason to promise more than the simulation
 * does: ranges are widened, never narrowed.
 */
const [LEAST, MOST] = [1, 4];

/**
 * By what ranges are multiplied so that they would have held 80 % of past windows, and on what that rests. Plain JSON.
 */
export interface Widening {
	/** Of the company over the whole span. */
	factor: number;
	/** Length of the longest windows replayed. */
	days: number;
	/** Past origins replayed. */
	origins: number;
	/** By days left to the span's end, fewest first. */
	phases: RangePhase[];
}

/** Correction with so many days left. */
export type RangePhase = {
	days: number;
	/** Past windows, overlapping ones counted by what is new in them. */
	windows: number;
	/** By kind of node, for nodes without a past of their own. */
	kinds: Partial<Record<OwnerNode["kind"], number>>;
	nodes: Record<string, number>;
};

/** Scores of one length of window, by node. */
export interface PhaseScores {
	days: number;
	nodes: Map<string, { kind: OwnerNode["kind"]; scores: Score[] }>;
}

/**
 * Corrections from scores, shortest windows first: each kind of node begins as the next shorter windows of its kind ended (the
 * shortest: as if ranges held as they should), each node begins as its kind. Null without any score.
 */
export function learnPhases(phases: PhaseScores[]): RangePhase[] | null {
	const priors = new Map<OwnerNode["kind"], Score[]>();
	const learnt: RangePhase[] = [];
	for (const { days, nodes } of [...phases].sort((a, b) => a.days - b.days)) {
		const kinds = new Map<OwnerNode["kind"], { scores: Score[]; nodes: number }>();
		let windows = 0;
		for (const { kind, scores } of nodes.values()) {
			const all = kinds.get(kind) ?? { scores: [], nodes: 0 };
			kinds.set(kind, { scores: [...all.scores, ...scores], nodes: all.nodes + 1 });
			windows = Math.max(windows, weightOf(scores));
		}
		if (windows === 0) continue;
		const phase: RangePhase = { days, windows, kinds: {}, nodes: {} };
		for (const [kind, { scores }] of kinds) {
			// Nodes of one window share its luck: together they count as some windows more, not as that many.
			const own = worth(scores, Math.min(weightOf(scores), windows * 4));
			const pooled = [...(priors.get(kind) ?? nominalScores(PRIOR_WINDOWS)), ...own];
			phase.kinds[kind] = factorOf(pooled);
			priors.set(kind, worth(pooled, PRIOR_WINDOWS));
		}
		for (const [id, { kind, scores }] of nodes) {
			const isOnly = kinds.get(kind)?.nodes === 1;
			phase.nodes[id] = isOnly
				? (phase.kinds[kind] ?? 1)
				: factorOf([...(priors.get(kind) ?? nominalScores(PRIOR_WINDOWS)), ...scores]);
		}
		learnt.push(phase);
	}
	return learnt.length > 0 ? learnt : null;
}

/** The correction of a node with so many days left: straight between phases, level beyond them. A number is for all alike. */
export function wideningAt(
	widening: number | Widening | null | undefined,
	{ id, kind }: Pick<OwnerNode, "id" | "kind">,
	daysLeft: number,
): number {
	if (widening === null || widening === undefined) return 1;
	if (typeof widening === "number") return widening;
	let before: { days: number; factor: number } | null = null;
	for (const phase of widening.phases) {
		const factor = phase.nodes[id] ?? phase.kinds[kind] ?? 1;
		if (phase.days >= daysLeft) {
			if (before === null) return factor;
			return before.factor + ((factor - before.factor) * (daysLeft - before.days)) / (phase.days - before.days);
		}
		before = { days: phase.days, factor };
	}
	return before?.factor ?? widening.factor;
}

function factorOf(scores: Score[]): number {
	return Math.min(MOST, Math.max(LEAST, weightedQuantile(scores, 0.8) ?? 1));
}

function weightOf(scores: Score[]): number {
	return scores.reduce((s, x) => s + x.weight, 0);
}
