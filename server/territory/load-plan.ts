import type { DesignProblem } from "../../core/territory/design-problem.ts";
import type { ReportGround } from "../../core/territory/plan-report.ts";
import { type PlanUnits, planProblem } from "../../core/territory/plan-setup.ts";
import type { Db } from "../db/connect.ts";
import { type PlanDistrictRow, planDistricts, type StoredPlan } from "../db/territory-plans.ts";
import { type PlanUnitRow, planPairs, planUnitRows } from "../db/territory-units.ts";

/** A plan with its rows, and as the engine takes it. */
export interface LoadedPlan {
	plan: StoredPlan;
	units: PlanUnitRow[];
	districts: PlanDistrictRow[];
	problem: DesignProblem;
	ground: ReportGround;
	/** Accounts in each unit, 1 where that is not known. */
	visits: Float64Array;
	/** The district of each unit now; −1 where it has none yet. */
	district: Int32Array;
	/** The reporting currency, of amounts among its measures. */
	currency: string;
}

/** Reads a plan's rows and sets its problem up. */
export async function loadPlan(db: Db, plan: StoredPlan): Promise<LoadedPlan> {
	const [units, districts, pairs, tenant] = await Promise.all([
		planUnitRows(db, plan.id),
		planDistricts(db, plan.id),
		planPairs(db, plan.id),
		db.selectFrom("tenants").select("reporting_currency").executeTakeFirstOrThrow(),
	]);
	const { known, wishes } = plan.settings;
	const given: PlanUnits = {
		points: units.map((u) => u.point),
		measures: new Map(known.map((name, m) => [name, Float64Array.from(units, (u) => u.measures[m] ?? 0)])),
		today: Int32Array.from(units, (u) => u.today),
		locked: Int32Array.from(units, (u) => u.lockedTo ?? -1),
		skills: units.map((u) => u.skill),
		languages: units.map((u) => u.language),
		shapes: units.map((u) => u.shape),
		pairs,
	};
	const district = Int32Array.from(units, (u) => u.district);
	const currency = tenant.reporting_currency;
	return { plan, currency, units, districts, district, ...planProblem(given, districts, wishes) };
}
