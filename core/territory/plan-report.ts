import type { DesignPlan, DesignProblem } from "./design-problem.ts";
import { evaluatePlan, membersOf, type PlanFault, touchingParts } from "./evaluate-plan.ts";
import { gini } from "./gini.ts";

/** What a report may know beyond the problem; what is absent is left out of it, not guessed. */
export interface ReportGround {
	/** Km between a unit and the place its district is served from. */
	kmTo?: (unit: number, district: number, centre: number) => number;
	/** Outline of each unit: its area, its whole border, and the border it shares with each neighbour. */
	outlines?: { areaKm2: Float64Array; borderKm: Float64Array; shared: { a: number; b: number; km: number }[] };
	/** Today's districts, −1 where a unit has none. */
	today?: Int32Array;
}

/** One district of a plan. Shares are of the middle of its bounds: 0 is exactly even, 0.05 is 5 % over. */
export interface DistrictReport {
	district: number;
	units: number;
	measures: { name: string; held: number; offShare: number; isWithin: boolean }[];
	/** Cost of serving its units. */
	dispersion: number;
	/** 4π × area / border² (Polsby and Popper 1991): 1 is a circle. Null without outlines. */
	roundness: number | null;
	/** Pieces that do not touch; null without adjacency. */
	parts: number | null;
	/** Km from its centre, mean over units and furthest. */
	travel: { meanKm: number; furthestKm: number } | null;
	gained: number[];
	lost: number[];
	/** Why it is as it is, the strongest first: codes with parameters, said in words by whoever shows them. */
	reasons: { code: string; params: Record<string, string | number> }[];
}

/** A plan in numbers. `moved` counts units whose district changes, and their share of the first measure. */
export interface PlanReport {
	isFeasible: boolean;
	faults: PlanFault[];
	cost: number;
	districts: DistrictReport[];
	/** Per measure: Gini over districts (0 is even), least and most over the mean. */
	fairness: { name: string; gini: number; lowest: number; highest: number }[];
	moved: { units: number; unitShare: number; measureShare: number } | null;
}

/** Reports a plan: balance, compactness, connection, travel, what moves, and how fair it is. */
export function reportPlan(problem: DesignProblem, plan: DesignPlan, ground: ReportGround = {}): PlanReport {
	const value = evaluatePlan(problem, plan);
	const members = membersOf(plan.district, problem.districts);
	const pieces = problem.graph ? touchingParts(problem, plan.district) : null;
	const roundness = ground.outlines ? roundnessOf(problem, plan.district, ground.outlines) : null;
	const districts = members.map((units, d): DistrictReport => {
		const row = problem.costs.rowOf(problem.costs.centres === "free" ? (value.centre[d] as number) : d);
		const measures = problem.measures.map((m, k) => {
			const held = value.held[k]?.[d] ?? 0;
			const [least, most] = [m.least[d] as number, m.most[d] as number];
			const even = Number.isFinite(most) ? (least + most) / 2 : least;
			return { name: m.name, held, offShare: even > 0 ? held / even - 1 : 0, isWithin: held >= least && held <= most };
		});
		const changed = changes(plan.district, ground.today, d);
		const travel = ground.kmTo ? travelOf(units, (u) => ground.kmTo?.(u, d, value.centre[d] as number) ?? 0) : null;
		const report = {
			...{ district: d, units: units.length, measures, travel, ...changed },
			dispersion: units.reduce((sum, u) => sum + (row[u] as number), 0),
			roundness: roundness?.[d] ?? null,
			parts: pieces ? (pieces.get(d) ?? 0) : null,
		};
		return { ...report, reasons: reasonsOf(report, ground.today !== undefined) };
	});
	return {
		...{ isFeasible: value.faults.length === 0, faults: value.faults, cost: value.cost, districts },
		fairness: problem.measures.map((m, k) => fairnessOf(m.name, value.held[k] ?? new Float64Array())),
		moved: ground.today ? movedOf(problem, plan.district, ground.today) : null,
	};
}

function changes(district: Int32Array, today: Int32Array | undefined, d: number): { gained: number[]; lost: number[] } {
	const gained: number[] = [];
	const lost: number[] = [];
	today?.forEach((before, u) => {
		if (before !== d && district[u] === d) gained.push(u);
		if (before === d && district[u] !== d) lost.push(u);
	});
	return { gained, lost };
}

function travelOf(units: number[], km: (unit: number) => number): { meanKm: number; furthestKm: number } {
	let sum = 0;
	let furthestKm = 0;
	for (const u of units) {
		sum += km(u);
		furthestKm = Math.max(furthestKm, km(u));
	}
	return { meanKm: sum / Math.max(1, units.length), furthestKm };
}

function roundnessOf(
	{ districts }: DesignProblem,
	district: Int32Array,
	{ areaKm2, borderKm, shared }: NonNullable<ReportGround["outlines"]>,
): Float64Array {
	const area = new Float64Array(districts);
	const border = new Float64Array(districts);
	district.forEach((d, u) => {
		area[d] = (area[d] as number) + (areaKm2[u] as number);
		border[d] = (border[d] as number) + (borderKm[u] as number);
	});
	for (const { a, b, km } of shared) {
		const d = district[a] as number;
		if (d === district[b]) border[d] = (border[d] as number) - 2 * km;
	}
	return area.map((a, d) => ((border[d] as number) > 0 ? (4 * Math.PI * a) / (border[d] as number) ** 2 : 0));
}

function fairnessOf(name: string, held: Float64Array): PlanReport["fairness"][number] {
	const mean = held.reduce((a, b) => a + b, 0) / Math.max(1, held.length);
	const ratio = (value: number): number => (mean > 0 ? value / mean : 1);
	return { name, gini: gini(held), lowest: ratio(Math.min(...held)), highest: ratio(Math.max(...held)) };
}

function movedOf({ units, measures }: DesignProblem, district: Int32Array, today: Int32Array): PlanReport["moved"] {
	const weight = measures[0]?.values ?? new Float64Array(units).fill(1);
	let [count, moved, all] = [0, 0, 0];
	district.forEach((d, u) => {
		if (today[u] === -1) return;
		all += weight[u] as number;
		if (d === today[u]) return;
		count++;
		moved += weight[u] as number;
	});
	return { units: count, unitShare: count / Math.max(1, units), measureShare: all > 0 ? moved / all : 0 };
}

/** "Your territory has …, because …", as codes. */
function reasonsOf(d: Omit<DistrictReport, "reasons">, hasToday: boolean): DistrictReport["reasons"] {
	const reasons: DistrictReport["reasons"] = d.measures
		.toSorted((a, b) => Math.abs(b.offShare) - Math.abs(a.offShare))
		.map((m) => ({
			code: !m.isWithin ? "territory.outOfBounds" : m.offShare >= 0 ? "territory.holdsMore" : "territory.holdsLess",
			params: { measure: m.name, held: m.held, off: Math.abs(m.offShare) },
		}));
	if (d.parts !== null && d.parts > 1) reasons.unshift({ code: "territory.apart", params: { parts: d.parts } });
	if (hasToday) {
		const kept = d.units - d.gained.length;
		reasons.push({ code: "territory.kept", params: { kept, gained: d.gained.length, lost: d.lost.length } });
	}
	if (d.travel)
		reasons.push({ code: "territory.travel", params: { meanKm: d.travel.meanKm, furthestKm: d.travel.furthestKm } });
	return reasons;
}
