import type {
	PlanDistrictJson,
	TerritoryPlanItemJson,
	TerritoryPlanJson,
} from "../../core/contract/territory-plans.ts";
import type { TerritoryRunJson } from "../../core/contract/territory-runs.ts";
import type { DesignPlan } from "../../core/territory/design-problem.ts";
import { evaluatePlan } from "../../core/territory/evaluate-plan.ts";
import { type PlanReport, reportPlan } from "../../core/territory/plan-report.ts";
import { planOfToday } from "../../core/territory/plan-setup.ts";
import type { StoredPlan } from "../db/territory-plans.ts";
import type { StoredRun } from "../db/territory-runs.ts";
import type { StoredApplication, StoredApproval } from "../db/territory-steps.ts";
import type { LoadedPlan } from "../territory/load-plan.ts";
import type { DistrictImpact } from "../territory/plan-impact.ts";
import { faultText, reasonTexts } from "../territory/plan-words.ts";
import type { Viewer } from "./viewer.ts";

/** How plans are made and valued. */
export const TERRITORY_MODEL = "territory-design-1";

/** A search as it is told. */
export function runJson(run: StoredRun): TerritoryRunJson {
	const { cost, bound, alternatives } = run;
	return {
		...{ id: run.id, planId: run.planId, kind: run.kind, state: run.state, seconds: run.seconds, passed: run.passed },
		...{ stage: run.stage, cost, violation: run.violation, bound, reason: run.reason },
		gap: cost !== null && bound !== null && cost > 0 && run.violation === 0 ? Math.max(0, 1 - bound / cost) : null,
		alternatives: alternatives.map(({ district: _, ...shown }) => shown),
		askedAt: iso(run.askedAt),
		finishedAt: run.finishedAt === null ? null : iso(run.finishedAt),
	};
}

/** A plan in a list. */
export function planItemJson(
	plan: StoredPlan,
	run: StoredRun | undefined,
	effectiveOn: string | null,
): TerritoryPlanItemJson {
	const { id, name, unitKind, state, units, districts, settings, version } = plan;
	const team = settings.teamId === null ? null : { id: settings.teamId, name: plan.teamName ?? "" };
	return {
		...{ id, name, unitKind, state, team, units, districts, effectiveOn, version },
		run: run ? runJson(run) : null,
		...{ madeBy: plan.madeByName, updatedAt: iso(plan.updatedAt) },
	};
}

/** What a plan is told with beside its rows. */
export interface PlanAbout {
	run: StoredRun | undefined;
	approval: StoredApproval | null;
	application: StoredApplication | null;
	written: number;
	impact: DistrictImpact[];
	currency: string;
	may: TerritoryPlanJson["may"];
}

/** A plan with what it comes to, before and after. */
export function planJson(loaded: LoadedPlan, about: PlanAbout, viewer: Viewer): TerritoryPlanJson {
	const { plan, problem, ground, units, district } = loaded;
	const { approval, application } = about;
	const { wishes, known, asOf } = plan.settings;
	const today = planOfToday(
		problem,
		Int32Array.from(units, (u) => u.today),
	);
	const isWhole = district.every((d) => d !== -1);
	const shown: DesignPlan | null = isWhole
		? { district, centre: Int32Array.from({ length: problem.districts }, (_, d) => Math.max(0, district.indexOf(d))) }
		: null;
	const report = shown && reportPlan(problem, shown, ground);
	const before = today && reportPlan(problem, today, ground);
	const km = (design: DesignPlan) => evaluatePlan({ ...problem, affinity: null }, design).cost;
	const effectiveOn = application?.effectiveOn ?? approval?.effectiveOn ?? null;
	return {
		...planItemJson(plan, about.run, effectiveOn),
		...{ wishes, known, currency: about.currency, asOf: iso(asOf) },
		report: report && {
			isFeasible: report.isFeasible,
			faults: report.faults.slice(0, 20).map((fault) => faultText(viewer, loaded, fault)),
			travelKm: km(shown),
			travelKmToday: today && km(today),
			...{ fairness: fairnessOf(report), fairnessToday: before ? fairnessOf(before) : [] },
			moved: movedOf(loaded),
			locked: units.filter((u) => u.lockedTo !== null).length,
			modelVersion: TERRITORY_MODEL,
		},
		territories: districtsOf(loaded, report, before, about.impact, viewer),
		approval: approval && {
			...{ state: approval.state, effectiveOn: approval.effectiveOn, movesDeals: approval.movesDeals },
			...{ note: approval.note, askedBy: approval.askedByName, askedAt: iso(approval.askedAt) },
			...{ decidedBy: approval.decidedByName, answer: approval.answer },
			decidedAt: approval.decidedAt === null ? null : iso(approval.decidedAt),
		},
		application: application && {
			...{ state: application.state, effectiveOn: application.effectiveOn, rows: application.rows },
			written: about.written,
			appliedAt: application.appliedAt === null ? null : iso(application.appliedAt),
			undoneAt: application.undoneAt === null ? null : iso(application.undoneAt),
		},
		may: about.may,
	};
}

function districtsOf(
	loaded: LoadedPlan,
	report: PlanReport | null,
	before: PlanReport | null,
	impact: DistrictImpact[],
	viewer: Viewer,
): PlanDistrictJson[] {
	const { districts, units, problem, visits, plan } = loaded;
	const quotas = impact.reduce((sum, one) => sum + (one.quotaMinor ?? 0n), 0n);
	const first = problem.measures[0]?.values;
	const total = first?.reduce((a, b) => a + b, 0) ?? 0;
	const counts = plan.unitKind === "given" && !plan.settings.known.includes("accounts");
	return districts.map((row): PlanDistrictJson => {
		const { district, name, ownerId, ownerName, share, start, skills, languages } = row;
		const told = report?.districts[district];
		const own = units.filter((u) => u.district === district);
		const effect = impact[district];
		const part = first && total > 0 ? own.reduce((sum, u) => sum + (first[u.unit] as number), 0) / total : 0;
		return {
			...{ district, name, owner: ownerId === null ? null : { id: ownerId, name: ownerName ?? "" } },
			...{ share, start, skills, languages, units: own.length },
			accounts: counts ? 0 : own.reduce((sum, u) => sum + (visits[u.unit] as number), 0),
			measures: problem.measures.map((m, k) => {
				const now = told?.measures[k];
				const today = before?.districts[district]?.measures[k]?.held ?? null;
				return { name: m.name, held: now?.held ?? 0, off: now?.offShare ?? 0, isWithin: now?.isWithin ?? true, today };
			}),
			...{ roundness: told?.roundness ?? null, parts: told?.parts ?? null, travel: told?.travel ?? null },
			...{ gained: told?.gained.length ?? 0, lost: told?.lost.length ?? 0 },
			reasons: told ? reasonTexts(viewer, loaded, told) : [],
			impact: {
				openDeals: effect?.openDeals ?? 0,
				openMinor: String(effect?.openMinor ?? 0n),
				expectedMinor: String(effect?.expectedMinor ?? 0n),
				staysMinor: String(effect?.staysMinor ?? 0n),
				quotaMinor: effect?.quotaMinor === undefined || effect.quotaMinor === null ? null : String(effect.quotaMinor),
				quotaByShareMinor: quotas === 0n ? null : String(BigInt(Math.round(Number(quotas) * part))),
			},
		};
	});
}

function fairnessOf({ fairness, districts }: PlanReport) {
	return fairness.map((one, k) => ({
		...one,
		worstOff: Math.max(0, ...districts.map((d) => Math.abs(d.measures[k]?.offShare ?? 0))),
	}));
}

function movedOf({ units, visits }: LoadedPlan): { accounts: number; share: number } | null {
	if (!units.some((u) => u.today !== -1)) return null;
	let [moved, all] = [0, 0];
	for (const u of units) {
		if (u.today === -1) continue;
		all += visits[u.unit] as number;
		if (u.district !== u.today) moved += visits[u.unit] as number;
	}
	return { accounts: moved, share: all > 0 ? moved / all : 0 };
}

function iso(at: number): string {
	return new Date(at).toISOString();
}
