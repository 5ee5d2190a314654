import type { ReadSegment } from "../derive.ts";
import type { Heard } from "../findings.ts";
import { tokens } from "../learner/tokens.ts";
import { sentencesOf } from "../read-segment.ts";

/** A sentence of the summary: word for word what was said, and where. */
export type SummarySentence = Heard;

/** How long a summary gets. */
export interface SummaryLength {
	/** Words at most. */
	words: number;
}

const SHORTEST_WORDS = 6;
const LONGEST_WORDS = 45;
/** How much a sentence loses that says what an earlier one has said. */
const NOVELTY = 0.5;

/**
 * The sentences that stand for a meeting, in order of time: those whose words are much of what this meeting is about
 * (tf-idf over its turns), not of any meeting, spread over it (a maximal marginal relevance, Carbonell and Goldstein 1998).
 * `lift` adds to what the caller knows to matter, by segment.
 */
export function summarize(
	finals: readonly ReadSegment[],
	length: SummaryLength,
	lift: ReadonlyMap<string, number> = new Map(),
): SummarySentence[] {
	const candidates = finals.flatMap(({ segment }) =>
		sentencesOf(segment.text).map((quote) => ({ segment, quote, words: tokens(quote) })),
	);
	const weights = wordWeights(finals);
	const scored = candidates
		.filter(({ words }) => words.length >= SHORTEST_WORDS && words.length <= LONGEST_WORDS)
		.map((candidate) => {
			const distinct = [...new Set(candidate.words)];
			const content = distinct.reduce((sum, w) => sum + (weights.get(w) ?? 0), 0);
			const score = content / Math.sqrt(distinct.length + 4) + (lift.get(candidate.segment.segmentId) ?? 0);
			return { ...candidate, distinct: new Set(distinct), score };
		});
	const chosen: typeof scored = [];
	let words = 0;
	const pool = new Set(scored);
	while (words < length.words && pool.size > 0) {
		let best: (typeof scored)[number] | null = null;
		let most = Number.NEGATIVE_INFINITY;
		for (const one of pool) {
			const value = one.score * (1 - NOVELTY * overlap(one.distinct, chosen, weights));
			if (value > most) [best, most] = [one, value];
		}
		if (!best) break;
		pool.delete(best);
		if (words + best.words.length > length.words * 1.1) continue;
		chosen.push(best);
		words += best.words.length;
	}
	return chosen
		.sort((a, b) => a.segment.start - b.segment.start)
		.map(({ segment, quote }) => ({
			...{ segmentIds: [segment.segmentId], quote, at: segment.end },
			...{ speakerId: segment.speakerId, side: segment.role },
		}));
}

function wordWeights(finals: readonly ReadSegment[]): Map<string, number> {
	const turns = new Map<string, number>();
	const blocks = new Map<string, Set<number>>();
	const last = finals.at(-1)?.segment.end ?? 1;
	for (const { segment } of finals) {
		const block = Math.floor((20 * segment.start) / Math.max(1, last));
		for (const word of new Set(tokens(segment.text))) {
			turns.set(word, (turns.get(word) ?? 0) + 1);
			blocks.set(word, (blocks.get(word) ?? new Set()).add(block));
		}
	}
	const weights = new Map<string, number>();
	for (const [word, n] of turns) {
		// Said all over the meeting: a word of any meeting. Said once: a slip.
		const idf = Math.log((finals.length + 1) / (n + 0.5));
		const isRare = n < 2;
		weights.set(word, isRare || word.length < 3 ? 0.2 : Math.log(1 + n) * Math.max(0, idf - 1.5));
	}
	return weights;
}

function overlap(
	words: ReadonlySet<string>,
	chosen: readonly { distinct: ReadonlySet<string> }[],
	weights: ReadonlyMap<string, number>,
): number {
	let most = 0;
	const whole = [...words].reduce((sum, w) => sum + (weights.get(w) ?? 0), 0);
	for (const other of chosen) {
		let shared = 0;
		for (const w of words) if (other.distinct.has(w)) shared += weights.get(w) ?? 0;
		most = Math.max(most, whole > 0 ? shared / whole : 0);
	}
	return most;
}
