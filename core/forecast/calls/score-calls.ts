import type { Estimate } from "../../explain/estimate.ts";
import type { Part } from "../../explain/explanation.ts";
import type { Instant } from "../../model/instant.ts";
import { rateInterval } from "../../stats/shrinkage.ts";
import type { CallOutcome, CallScore, CallScores, CallVerdict } from "./score-types.ts";
import { type GroupMean, shrunkMeans } from "./shrunk-means.ts";

/** Fewer scored periods than this make a score provisional. */
const ENOUGH_PERIODS = 4;

/**
 * How people's calls turned out against what came, and against the model at the same moments. A person's bias is pulled
 * towards everybody's by how little is known of it (empirical Bayes, normal: see `shrunkMeans`), so that one bad quarter
 * makes nobody a sandbagger. `managers`: by person, who besides the person may see the score. Give only calls of periods
 * that are over.
 */
export function scoreCalls(outcomes: CallOutcome[], managers: Map<string, string | null>, now: Instant): CallScores {
	const byPerson = Map.groupBy(outcomes, (o) => o.personId);
	const people = [...byPerson].sort(([a], [b]) => (a < b ? -1 : 1)).map(([personId, own]) => readPerson(personId, own));
	const shrunk = shrunkMeans(people.map((p) => p.bias));
	const most = Math.max(0, ...people.map((p) => p.periods.length));
	return {
		version: "calls-1",
		asOf: now,
		people: people.map((person, k) => ({
			personId: person.personId,
			calls: person.calls,
			periods: person.periods.length,
			...biasOf(person, shrunk.groups[k] ?? null, shrunk.mean, now),
			wape: errorOf(person, (p) => p.callError, "call_error", now),
			modelWape: errorOf(person, (p) => p.modelError, "call_model_error", now),
			nearer: nearerOf(person, now),
			sight: { isPrivate: true, personId: person.personId, managerId: managers.get(person.personId) ?? null },
		})),
		everybody:
			shrunk.mean === null
				? nothing("ratio", "call_no_periods", now)
				: estimate("ratio", shrunk.mean, shrunk.interval, people.length, most, now, {
						code: "call_everybody",
						params: { people: people.length },
						value: shrunk.mean,
					}),
		verdicts: [...byPerson.values()].flatMap(latestOfPeriods).sort((a, b) => b.submittedAt - a.submittedAt),
	};
}

interface PeriodError {
	/** Means over the calls of the period, minor units. */
	error: number;
	callError: number;
	modelError: number;
	actual: number;
}

interface Person {
	personId: string;
	calls: number;
	periods: PeriodError[];
	/** Sum of what came. */
	actual: number;
	/** Mean relative error over periods; null where nothing came at all. */
	bias: GroupMean | null;
}

function readPerson(personId: string, own: CallOutcome[]): Person {
	const periods = [...Map.groupBy(own, (o) => `${o.nodeId} ${o.period}`).values()].map((calls) => {
		const mean = (of: (o: CallOutcome) => bigint): number =>
			calls.reduce((s, o) => s + Number(of(o)), 0) / calls.length;
		return {
			error: mean((o) => o.calledMinor - o.actualMinor),
			callError: mean((o) => size(o.calledMinor - o.actualMinor)),
			modelError: mean((o) => size(o.modelMinor - o.actualMinor)),
			actual: mean((o) => o.actualMinor),
		};
	});
	const actual = periods.reduce((s, p) => s + Math.abs(p.actual), 0);
	// Errors over the mean of what came: their mean is Σ error ÷ Σ actual, and a period without wins divides nothing by 0.
	const usual = actual / Math.max(1, periods.length);
	const relative = usual > 0 ? periods.map((p) => p.error / usual) : [];
	const mean = relative.reduce((a, b) => a + b, 0) / Math.max(1, relative.length);
	const squares = relative.reduce((s, r) => s + (r - mean) ** 2, 0);
	const bias = relative.length > 0 ? { mean, n: relative.length, squares } : null;
	return { personId, calls: own.length, periods, actual, bias };
}

function biasOf(
	person: Person,
	shrunk: { value: number; interval: { low: number; high: number; level: number } } | null,
	everybody: number | null,
	now: Instant,
): Pick<CallScore, "bias" | "leaning"> {
	if (!person.bias || !shrunk || everybody === null) {
		return { bias: nothing("ratio", "call_no_periods", now), leaning: "unknown" };
	}
	const { value, interval } = shrunk;
	const n = person.periods.length;
	const bias = estimate("ratio", value, interval, n, n, now, { code: "call_everybody", params: {}, value: everybody }, [
		{ code: "call_own_periods", params: { periods: n, own: person.bias.mean }, value: value - everybody },
	]);
	const leaning = interval.low > 0 ? "high" : interval.high < 0 ? "low" : n < ENOUGH_PERIODS ? "unknown" : "even";
	return { bias, leaning };
}

function errorOf({ periods, actual }: Person, of: (p: PeriodError) => number, code: string, now: Instant): Estimate {
	if (!(actual > 0)) return nothing("ratio", "call_no_periods", now);
	const value = periods.reduce((s, p) => s + of(p), 0) / actual;
	return estimate("ratio", value, null, periods.length, periods.length, now, {
		code,
		params: { periods: periods.length },
		value,
	});
}

function nearerOf({ periods }: Person, now: Instant): Estimate {
	const n = periods.length;
	if (n === 0) return nothing("probability", "call_no_periods", now);
	const nearer = periods.reduce(
		(s, p) => s + (p.callError < p.modelError ? 1 : p.callError === p.modelError ? 0.5 : 0),
		0,
	);
	const value = nearer / n;
	const base = { code: "call_nearer", params: { nearer, periods: n }, value };
	return estimate("probability", value, rateInterval(value, n), n, n, now, base);
}

/** The last call of each period and node, beside the model then and what came. */
function latestOfPeriods(own: CallOutcome[]): CallVerdict[] {
	return [...Map.groupBy(own, (o) => `${o.nodeId} ${o.period}`).values()].flatMap((calls) => {
		const last = calls.reduce((a, b) => (b.submittedAt > a.submittedAt ? b : a));
		const { personId, nodeId, period, submittedAt, calledMinor, modelMinor, actualMinor } = last;
		const callErrorMinor = calledMinor - actualMinor;
		const modelErrorMinor = modelMinor - actualMinor;
		const [a, b] = [size(callErrorMinor), size(modelErrorMinor)];
		const right = a === b ? "both" : a < b ? "person" : "model";
		return [
			{
				personId,
				nodeId,
				period,
				submittedAt,
				calledMinor,
				modelMinor,
				actualMinor,
				callErrorMinor,
				modelErrorMinor,
				right,
			},
		];
	});
}

function estimate(
	unit: Estimate["unit"],
	value: number,
	interval: Estimate["interval"],
	n: number,
	periods: number,
	asOf: Instant,
	base: Part,
	parts: Part[] = [],
): Estimate {
	const state = periods < ENOUGH_PERIODS ? "provisional" : "ok";
	return { value, unit, interval, n, asOf, modelVersion: "calls-1", state, explanation: { base, parts, total: value } };
}

function nothing(unit: Estimate["unit"], code: string, asOf: Instant): Estimate {
	const base = { code, params: {}, value: 0 };
	const explanation = { base, parts: [], total: 0 };
	return { value: null, unit, interval: null, n: 0, asOf, modelVersion: "calls-1", state: "empty", explanation };
}

function size(value: bigint): bigint {
	return value < 0n ? -value : value;
}
