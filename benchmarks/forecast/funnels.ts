import { DAY_MS } from "../../core/model/instant.ts";
import type { DealTimeline } from "../../core/model/timeline.ts";
import { forkRandom, gamma, normal, poisson, type Random } from "../../core/stats/random.ts";

/** A made-up funnel: how many deals begin, how long stages take, how many are lost in each, how amounts spread, what changes. */
export interface Funnel {
	name: string;
	perDay: number;
	days: number;
	/** Days ahead that are forecast. */
	horizon: number;
	stageDays: number[];
	lost: number[];
	/** Spread of log amounts. */
	sigma: number;
	/** Creation relative to `perDay`, by day. */
	creation?: (day: number) => number;
	/** Added to the log-odds of passing each stage, by the day of creation. */
	quality?: (day: number) => number;
	/** How fast the last stage goes, by day. */
	closing?: (day: number) => number;
	/** Weekly wandering of creation: spread of its logarithm; `poorer`: surges bring deals of lower quality. */
	surges?: { spread: number; poorer: boolean };
}

const QUICK = { stageDays: [4, 5, 6], lost: [0.35, 0.25, 0.2] };
const MIDDLE = { stageDays: [10, 15, 15], lost: [0.35, 0.25, 0.25] };

/** Shapes on which the forecast's choices were made; nothing in them was taken from the loan funnel. */
export const FUNNELS: Funnel[] = [
	{ name: "steady, quick", perDay: 6, days: 540, horizon: 28, ...QUICK, sigma: 0.7 },
	{
		name: "long cycle",
		perDay: 2,
		days: 1100,
		horizon: 90,
		stageDays: [40, 50, 45, 30],
		lost: [0.3, 0.25, 0.2, 0.2],
		sigma: 0.9,
	},
	{
		name: "growing",
		perDay: 3,
		days: 720,
		horizon: 60,
		...MIDDLE,
		sigma: 0.8,
		creation: (day) => Math.exp((0.9 * day) / 365),
	},
	{
		name: "shrinking",
		perDay: 10,
		days: 720,
		horizon: 60,
		...MIDDLE,
		sigma: 0.8,
		creation: (day) => Math.exp((-0.8 * day) / 365),
	},
	{
		name: "seasonal",
		perDay: 4,
		days: 1100,
		horizon: 60,
		...MIDDLE,
		sigma: 0.8,
		creation: (day) => 1 + 0.35 * Math.sin((2 * Math.PI * day) / 365),
	},
	{
		name: "win rate falls",
		perDay: 5,
		days: 720,
		horizon: 60,
		stageDays: [8, 12, 12],
		lost: [0.35, 0.3, 0.3],
		sigma: 0.8,
		quality: (day) => (-1.2 * Math.max(0, day - 300)) / 420,
	},
	{
		name: "surges of poorer leads",
		perDay: 6,
		days: 540,
		horizon: 28,
		...QUICK,
		sigma: 0.6,
		surges: { spread: 0.35, poorer: true },
	},
	{
		name: "surges of equal leads",
		perDay: 6,
		days: 540,
		horizon: 28,
		...QUICK,
		sigma: 0.6,
		surges: { spread: 0.35, poorer: false },
	},
	{
		name: "few deals",
		perDay: 0.12,
		days: 900,
		horizon: 90,
		stageDays: [15, 20, 20],
		lost: [0.3, 0.25, 0.2],
		sigma: 0.8,
	},
	{
		name: "lumpy amounts",
		perDay: 1.2,
		days: 900,
		horizon: 90,
		stageDays: [15, 20, 20],
		lost: [0.35, 0.25, 0.2],
		sigma: 1.7,
	},
	{
		name: "quarter-end rush",
		perDay: 3,
		days: 900,
		horizon: 45,
		stageDays: [8, 15, 20],
		lost: [0.3, 0.25, 0.25],
		sigma: 0.8,
		closing: (day) => (day % 91 > 77 ? 2.1 : day % 91 > 61 ? 1.2 : 0.7),
	},
	{
		name: "young, many leads",
		perDay: 40,
		days: 150,
		horizon: 28,
		stageDays: [2, 5, 7],
		lost: [0.5, 0.3, 0.15],
		sigma: 0.6,
		surges: { spread: 0.15, poorer: false },
	},
];

/** The whole life of a funnel that begins at `start`: every deal with its ending. */
export function simulateFunnel(funnel: Funnel, seed: number, start: number): DealTimeline[] {
	const random = forkRandom(seed, funnel.name);
	const lines: DealTimeline[] = [];
	let wander = 0;
	for (let day = 0; day < funnel.days; day++) {
		const { surges } = funnel;
		if (surges && day % 7 === 0) wander = 0.7 * wander + 0.8 * surges.spread * normal(random);
		const surge = surges ? Math.exp(wander - 0.6 * surges.spread ** 2) : 1;
		const week = surges ? (day % 7 < 5 ? 1.25 : 0.4) : 1;
		const quality = (funnel.quality?.(day) ?? 0) - (surges?.poorer ? 0.875 * Math.log(surge) : 0);
		for (let n = poisson(random, funnel.perDay * (funnel.creation?.(day) ?? 1) * surge * week); n > 0; n--) {
			lines.push(liveDeal(funnel, `deal-${lines.length}`, start, day + random(), quality, random));
		}
	}
	return lines;
}

function liveDeal(
	f: Funnel,
	dealId: string,
	start: number,
	born: number,
	quality: number,
	random: Random,
): DealTimeline {
	const strength = 0.5 * normal(random) + quality;
	const at = (day: number): number => start + day * DAY_MS;
	const amount = BigInt(Math.max(100, Math.round(1e6 * Math.exp(f.sigma * normal(random) - f.sigma ** 2 / 2))));
	const line: DealTimeline = {
		dealId,
		createdAt: at(born),
		stages: [],
		status: [{ at: at(born), value: "open" }],
		amounts: [{ at: at(born), value: amount }],
		currency: "EUR",
		closeDates: [],
		owners: [],
		hasHistory: true,
	};
	let day = born;
	for (let stage = 0; stage < f.stageDays.length; stage++) {
		line.stages.push({ at: at(day), value: `stage-${stage}` });
		const isLast = stage === f.stageDays.length - 1;
		let work = (gamma(random, 1.5) / 1.5) * (f.stageDays[stage] ?? 1);
		if (isLast && f.closing) for (; work > 0; day += 0.5) work -= 0.5 * f.closing(day);
		else day += work;
		const lost = f.lost[stage] ?? 0.3;
		const isLost = random() < 1 / (1 + Math.exp(strength - Math.log(lost / (1 - lost))));
		if (isLost || isLast) line.status.push({ at: at(day), value: isLost ? "lost" : "won" });
		if (isLost) break;
	}
	return line;
}
