import type { Instant } from "../model/instant.ts";
import { DAY_MS } from "../model/instant.ts";
import { at } from "../model/timeline.ts";
import { lifeAsOf } from "../scoring/deal-life.ts";
import type { DealModel } from "../scoring/deal-model.ts";
import { trainDealModel } from "../scoring/train-deal-model.ts";
import { scoreOf } from "../stats/conformal.ts";
import type { BookingsInput } from "./forecast-bookings.ts";
import { forecastPeriod } from "./forecast-period.ts";
import type { OwnerNode } from "./owner-tree.ts";
import { isLeaf, UNASSIGNED } from "./owner-tree.ts";
import { newPricing } from "./pricing.ts";
import { learnPhases, type PhaseScores, type Widening } from "./range-correction.ts";

export type { Widening } from "./range-correction.ts";

/** A past window to forecast again: from its origin, so many days. `weight`: what it adds to windows it overlaps with. */
export interface PastWindow {
	origin: Instant;
	days: number;
	weight: number;
}

/**
 * What was replayed before: a window that was over by one origin comes to the same when it is asked for from a later one.
 * Good for one input only.
 */
export interface Replays {
	models: Map<Instant, DealModel>;
	scores: Map<string, NodeScore[]>;
}

/** Of a node in one window; null where its range had no width to measure by. */
interface NodeScore {
	nodeId: string;
	kind: OwnerNode["kind"];
	score: number | null;
}

/** Nothing replayed yet. */
export function newReplays(): Replays {
	return { models: new Map(), scores: new Map() };
}

/** Rolling origins replayed, most. */
const MOST_ORIGINS = 14;

/**
 * Windows that were over by `now`, of the whole length, a half and a quarter of it. With `ends` (those of past fiscal
 * periods) each window ends with a period, so that its phase is that of the forecasts to be corrected; without, origins step
 * by a quarter of the length. Every window has at least its own length of history before it.
 */
export function pastWindows(input: BookingsInput, now: Instant, days: number, ends: Instant[] = []): PastWindow[] {
	let first = now;
	for (const line of input.timelines) if (line.createdAt < first) first = line.createdAt;
	const lengths = [Math.ceil(days), Math.ceil(days / 2), Math.ceil(days / 4)].filter(
		(d, k, all) => all.indexOf(d) === k,
	);
	const step = Math.max(1, days / 4);
	return lengths.flatMap((length) => {
		const over = ends.filter((end) => end <= now).sort((a, b) => b - a);
		const origins =
			over.length > 0
				? over.map((end) => end - length * DAY_MS)
				: Array.from({ length: MOST_ORIGINS }, (_, k) => now - (length + k * step) * DAY_MS);
		const weight = over.length > 0 ? 1 : Math.min(1, step / length);
		return origins
			.filter((origin) => origin >= first + length * DAY_MS)
			.slice(0, MOST_ORIGINS)
			.map((origin) => ({ origin, days: length, weight }));
	});
}

/**
 * How far ranges must be widened to have held 80 % of past windows, each replayed with only what was
 * known at its origin; by days left and, where `input.owners` is given, by node. Null without a past. Trains a model for each
 * origin: a job's work, not a request's. `replays` saves work where several origins are asked for.
 */
export function learnWidening(
	input: BookingsInput,
	now: Instant,
	days: number,
	ends: Instant[] = [],
	replays: Replays = newReplays(),
): Widening | null {
	const windows = pastWindows(input, now, days, ends);
	const phases = new Map<number, PhaseScores>();
	for (const { origin, days: length, weight } of windows) {
		const phase = phases.get(length) ?? { days: length, nodes: new Map() };
		phases.set(length, phase);
		for (const { nodeId, kind, score } of replay(input, origin, length, replays)) {
			const node = phase.nodes.get(nodeId) ?? { kind, scores: [] };
			if (score !== null) node.scores.push({ value: score, weight });
			phase.nodes.set(nodeId, node);
		}
	}
	const learnt = learnPhases([...phases.values()]);
	const longest = learnt?.at(-1);
	if (!learnt || !longest) return null;
	const origins = new Set(windows.map((w) => w.origin)).size;
	return { factor: longest.kinds.company ?? 1, days: longest.days, origins, phases: learnt };
}

/** How each node with a number did in a past window. */
function replay(input: BookingsInput, origin: Instant, days: number, { models, scores }: Replays): NodeScore[] {
	const key = `${origin} ${days}`;
	const known = scores.get(key);
	if (known) return known;
	const owners = input.owners ?? [];
	const model = models.get(origin) ?? trainDealModel({ ...input, origin });
	models.set(origin, model);
	const span = { name: "past", start: origin, end: origin + days * DAY_MS };
	const { nodes } = forecastPeriod({ ...input, owners, model, span, now: origin, quotas: [], widening: null });
	const actual = bookedByNode(input, owners, span.start, span.end);
	const made = nodes.flatMap(({ nodeId, kind, parentId, estimate }) => {
		if (estimate.value === null || !estimate.interval) return [];
		const score = scoreOf({
			forecast: Number(estimate.value),
			actual: Number(actual.get(parentId === null ? ROOT : nodeId) ?? 0n),
			low: Number(estimate.interval.low),
			high: Number(estimate.interval.high),
		});
		return [{ nodeId, kind, score }];
	});
	scores.set(key, made);
	return made;
}

const ROOT = "";

/** Money won in [from, to) by the node that owned it at closing and all above it; all of it under ROOT. */
export function bookedByNode(
	input: BookingsInput,
	owners: OwnerNode[],
	from: Instant,
	to: Instant,
): Map<string, bigint> {
	const price = newPricing(input.rates, input.currency, input.zone);
	const parents = new Map(owners.map((o) => [o.id, o.parentId]));
	const leaves = new Set(owners.filter(isLeaf).map((o) => o.id));
	const sums = new Map<string, bigint>();
	const add = (id: string, minor: bigint): Map<string, bigint> => sums.set(id, (sums.get(id) ?? 0n) + minor);
	for (const line of input.timelines) {
		const life = lifeAsOf(line, to);
		if (life?.status !== "won" || life.closedAt === null || life.closedAt < from) continue;
		const priced = price(at(line.amounts, life.closedAt + 1) ?? null, line.currency, life.closedAt);
		if (!("amountMinor" in priced)) continue;
		add(ROOT, priced.amountMinor);
		const owner = at(line.owners, life.closedAt + 1) ?? line.owners[0]?.value ?? null;
		let id: string | null = owner !== null && leaves.has(owner) ? owner : UNASSIGNED;
		for (; id !== null; id = parents.get(id) ?? null) add(id, priced.amountMinor);
	}
	return sums;
}
