import type { Transaction } from "kysely";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { TerritoryPlanItemJson, TerritoryPlanJson } from "../../core/contract/territory-plans.ts";
import type { MoveEffectJson, PlanUnitJson } from "../../core/contract/territory-units.ts";
import { explainMoves } from "../../core/territory/explain-moves.ts";
import { weighHandMove } from "../../core/territory/hand-move.ts";
import type { Asker } from "../answers/asker.ts";
import type { Db } from "../db/connect.ts";
import type { Tables } from "../db/tables.ts";
import { districtsInSight, findPlan, listPlans, type StoredPlan } from "../db/territory-plans.ts";
import { newestRuns } from "../db/territory-runs.ts";
import { latestApplication, latestApproval, writtenOf } from "../db/territory-steps.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { Principal } from "../policy/principal.ts";
import { found } from "../routes/writing.ts";
import { planItemJson, planJson } from "../views/territory-plan-view.ts";
import { type LoadedPlan, loadPlan } from "./load-plan.ts";
import { planImpact } from "./plan-impact.ts";
import { faultText, whyTexts } from "./plan-words.ts";

/** A plan that this person may see: with sight of all every one, else those that they made. Throws not_found. */
export async function planFor(db: Db, { scope, userId }: Principal, id: string): Promise<StoredPlan> {
	const plan = await findPlan(db, id);
	return found(plan && (scope === "all" || plan.madeBy === userId) ? plan : null, "territory plan");
}

/** A plan as far as somebody sees it: `districts` null is all of it, else the territories of their people. */
interface SeenPlan {
	plan: StoredPlan;
	districts: ReadonlySet<number> | null;
}

/**
 * A plan that this person may look at: beside those of `planFor`, what others handed in as far as it touches people in
 * sight. Throws not_found.
 */
export async function planSeen(db: Db, principal: Principal, id: string): Promise<SeenPlan> {
	const plan = found(await findPlan(db, id), "territory plan");
	if (principal.scope === "all" || plan.madeBy === principal.userId) return { plan, districts: null };
	const districts = await districtsInSight(db, id, principal.visibleOwners);
	return found(plan.state !== "draft" && districts.size > 0 ? { plan, districts } : null, "territory plan");
}

/** The plans that somebody may look at. */
export async function plansFor(db: Db, { scope, userId, visibleOwners }: Principal): Promise<TerritoryPlanItemJson[]> {
	const plans = await listPlans(db, scope === "all" ? null : { userId, visibleOwners });
	const runs = await newestRuns(
		db,
		plans.map(({ id }) => id),
	);
	const days = await Promise.all(
		plans.map(async ({ id, state }) => {
			if (state === "draft") return null;
			return (await latestApplication(db, id))?.effectiveOn ?? (await latestApproval(db, id))?.effectiveOn ?? null;
		}),
	);
	return plans.map((plan, k) => planItemJson(plan, runs.get(plan.id), days[k] ?? null));
}

/** A plan with what it comes to, and what this person may do with it. */
export async function planAnswer(
	db: Db,
	{ principal, viewer }: Asker,
	id: string,
	realNow: number,
): Promise<TerritoryPlanJson> {
	const { plan, districts } = await planSeen(db, principal, id);
	const loaded = await loadPlan(db, plan);
	const workspace = await loadWorkspace(db, realNow);
	const [runs, approval, application, impact] = await Promise.all([
		newestRuns(db, [id]),
		latestApproval(db, id),
		latestApplication(db, id),
		planImpact(
			db,
			id,
			loaded.districts.map((d) => d.ownerId),
			workspace,
			realNow,
		),
	]);
	const written = application?.state === "applied" ? await writtenOf(db, application.id) : 0;
	const may = mayDo(principal, plan, approval?.askedBy ?? null, districts === null);
	const about = { run: runs.get(id), approval, application, written, impact, currency: workspace.currency, may };
	const whole = planJson(loaded, about, viewer);
	if (districts === null) return whole;
	return { ...whole, territories: whole.territories.filter(({ district }) => districts.has(district)) };
}

function mayDo(
	{ permissions, userId }: Principal,
	{ state }: StoredPlan,
	askedBy: string | null,
	isWhole: boolean,
): TerritoryPlanJson["may"] {
	const [plans, decides, applies] = [
		permissions.has("territories:plan"),
		permissions.has("territories:approve"),
		permissions.has("territories:write"),
	];
	return {
		edit: isWhole && plans && state === "draft",
		submit: isWhole && plans && state === "draft",
		approve: isWhole && decides && state === "submitted" && askedBy !== userId,
		apply: isWhole && applies && state === "approved",
		undo: isWhole && applies && (state === "applied" || state === "waiting"),
	};
}

/** Whether a unit goes to or comes from one of these territories; null is all. */
export function touches(districts: ReadonlySet<number> | null, unit: { district: number; today: number }): boolean {
	return districts === null || districts.has(unit.district) || districts.has(unit.today);
}

/** The units of a plan, each with where it was, where it goes and why. */
export function unitsAnswer(loaded: LoadedPlan, { viewer }: Pick<Asker, "viewer">): PlanUnitJson[] {
	const { plan, units, districts, problem, district } = loaded;
	const isWhole = district.every((d) => d !== -1);
	const centre = Int32Array.from({ length: problem.districts }, (_, d) => Math.max(0, district.indexOf(d)));
	const today = Int32Array.from(units, (u) => u.today);
	const moves = new Map(
		isWhole ? explainMoves(problem, today, { district, centre }).map((move) => [move.unit, move]) : [],
	);
	const name = (d: number): string | null => districts[d]?.name ?? null;
	return units.map((u): PlanUnitJson => {
		const move = moves.get(u.unit);
		return {
			...{ unit: u.unit, key: u.key, name: u.name, from: name(u.today), to: name(u.district) },
			...{ district: u.district, today: u.today, lockedTo: u.lockedTo, isMovedByHand: u.isMovedByHand },
			measures: Object.fromEntries(plan.settings.known.map((measure, m) => [measure, u.measures[m] ?? 0])),
			why: move ? whyTexts(viewer, { districts }, move) : [],
		};
	});
}

/** What a move by hand would do to balance, travel and wishes. */
export function effectAnswer(
	loaded: LoadedPlan,
	units: number[],
	to: number,
	{ viewer }: Pick<Asker, "viewer">,
): MoveEffectJson {
	const { problem, district, districts } = loaded;
	const centre = Int32Array.from({ length: problem.districts }, (_, d) => Math.max(0, district.indexOf(d)));
	const effect = weighHandMove({ ...problem, affinity: null }, { district, centre }, units, to);
	const off = (k: number, d: number, held: number): number => {
		const m = problem.measures[k];
		const even = m ? ((m.least[d] as number) + (m.most[d] as number)) / 2 : 0;
		return even > 0 ? held / even - 1 : 0;
	};
	return {
		territories: effect.districts.map(({ district: d, before, after }) => ({
			...{ district: d, name: districts[d]?.name ?? "" },
			measures: problem.measures.map(({ name }, k) => {
				const [was, is] = [before[k] as number, after[k] as number];
				return { name, before: was, after: is, offBefore: off(k, d, was), offAfter: off(k, d, is) };
			}),
		})),
		...{ travelKmBefore: effect.costBefore, travelKmAfter: effect.costAfter },
		broken: effect.broken.map((fault) => faultText(viewer, loaded, fault)),
		mended: effect.mended.map((fault) => faultText(viewer, loaded, fault)),
		version: null,
	};
}

/** A plan that may be changed, with its rows. Throws not_found; unprocessable where it is no draft any more. */
export async function draftFor(trx: Transaction<Tables>, principal: Principal, id: string): Promise<LoadedPlan> {
	const plan = await planFor(trx, principal, id);
	refuseUnlessDraft(plan);
	return loadPlan(trx, plan);
}

/** Refuses to change a plan that was handed in. */
export function refuseUnlessDraft({ state }: Pick<StoredPlan, "state">): void {
	if (state === "draft") return;
	throw new CourtsideError(
		"wrong_state",
		`This plan is ${state}: only a draft can be changed. Withdraw it, or make a new plan from today.`,
	);
}
