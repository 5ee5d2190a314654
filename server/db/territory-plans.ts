import { sql, type Transaction } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import type { TerritoryPlanState, TerritoryUnitKind } from "../../core/model/planning.ts";
import type { Shape } from "../../core/territory/outlines.ts";
import type { PlanWishes } from "../../core/territory/plan-setup.ts";
import type { GeoPoint } from "../../core/territory/unit-costs.ts";
import type { VisibleOwners } from "../policy/principal.ts";
import { ownedInSight } from "../policy/scope.ts";
import type { Db } from "./connect.ts";
import { requireVersion } from "./own-write.ts";
import type { Tables } from "./tables.ts";
import { jsonb } from "./values.ts";

/** What is kept with a plan beside its rows. */
export interface PlanSettings {
	wishes: PlanWishes;
	/** Names of its units' measures, in their order. */
	known: string[];
	/** Null: the whole company. */
	teamId: string | null;
	asOf: Instant;
}

/** A plan as it is kept. */
export interface StoredPlan {
	id: string;
	name: string;
	unitKind: TerritoryUnitKind;
	settings: PlanSettings;
	state: TerritoryPlanState;
	units: number;
	districts: number;
	version: number;
	teamName: string | null;
	madeBy: string | null;
	madeByName: string | null;
	updatedAt: Instant;
}

/** A unit of a new plan. */
export interface NewPlanUnit {
	unit: number;
	key: string;
	name: string;
	point: GeoPoint | null;
	shape: Shape | null;
	measures: number[];
	today: number;
	lockedTo: number | null;
	skill: string | null;
	language: string | null;
}

/** A territory of a plan. */
export interface PlanDistrictRow {
	district: number;
	name: string;
	ownerId: string | null;
	ownerName: string | null;
	territoryId: string | null;
	share: number;
	start: GeoPoint | null;
	skills: string[];
	languages: string[];
}

/** Keeps a plan with its units, their accounts and neighbours, and its districts. Gives its id. */
export async function insertPlan(
	trx: Transaction<Tables>,
	tenantId: number,
	plan: {
		name: string;
		unitKind: TerritoryUnitKind;
		settings: PlanSettings;
		by: string;
		units: readonly NewPlanUnit[];
		members: readonly { accountId: string; unit: number }[];
		pairs: readonly (readonly [number, number])[];
		districts: readonly Omit<PlanDistrictRow, "ownerName">[];
	},
): Promise<string> {
	const { id: planId } = await trx
		.insertInto("territory_plans")
		.values({
			tenant_id: tenantId,
			name: plan.name,
			unit_kind: plan.unitKind,
			settings: jsonb(plan.settings),
			units: plan.units.length,
			districts: plan.districts.length,
			made_by: plan.by,
			updated_by: plan.by,
		})
		.returning("id")
		.executeTakeFirstOrThrow();
	const key = { tenant_id: tenantId, plan_id: planId };
	await inBatches(plan.districts, (rows) =>
		trx
			.insertInto("territory_plan_districts")
			.values(
				rows.map(({ ownerId, territoryId, start, ...row }) => ({
					...key,
					...row,
					...{ owner_id: ownerId, territory_id: territoryId, lat: start?.lat ?? null, lon: start?.lon ?? null },
				})),
			)
			.execute(),
	);
	await inBatches(plan.units, (rows) =>
		trx
			.insertInto("territory_plan_units")
			.values(
				rows.map(({ point, lockedTo, shape, today, ...row }) => ({
					...{ ...key, ...row, today, district: lockedTo ?? today, locked_to: lockedTo },
					...{ lat: point?.lat ?? null, lon: point?.lon ?? null, shape: shape === null ? null : jsonb(shape) },
				})),
			)
			.execute(),
	);
	await inBatches(plan.members, (rows) =>
		trx
			.insertInto("territory_plan_members")
			.values(rows.map(({ accountId, unit }) => ({ ...key, account_id: accountId, unit })))
			.execute(),
	);
	await inBatches(plan.pairs, (rows) =>
		trx
			.insertInto("territory_plan_borders")
			.values(rows.map(([a, b]) => ({ ...key, a: Math.min(a, b), b: Math.max(a, b) })))
			.onConflict((conflict) => conflict.doNothing())
			.execute(),
	);
	return planId;
}

async function inBatches<T>(rows: readonly T[], insert: (batch: T[]) => Promise<unknown>): Promise<void> {
	for (let from = 0; from < rows.length; from += 1000) await insert(rows.slice(from, from + 1000));
}

const MOST_LISTED = 200;

/** Plans in sight, changed last first: all of them, or those that this person made or that touch people in sight. */
export async function listPlans(
	db: Db,
	seenBy: { userId: string; visibleOwners: VisibleOwners } | null,
): Promise<StoredPlan[]> {
	const asked = plans(db).orderBy("p.updated_at", "desc").orderBy("p.id").limit(MOST_LISTED);
	if (seenBy === null) return (await asked.execute()).map(storedOf);
	const { userId, visibleOwners } = seenBy;
	const seen = sql<boolean>`(p.made_by = ${userId}::uuid or (p.state <> 'draft' and exists (
		select from territory_plan_districts d where d.plan_id = p.id
			and ${ownedInSight(sql`d.owner_id`, visibleOwners)})))`;
	return (await asked.where(seen).execute()).map(storedOf);
}

/** The territories of a plan whose people are in sight. */
export async function districtsInSight(db: Db, planId: string, visibleOwners: VisibleOwners): Promise<Set<number>> {
	const { rows } = await sql<{ district: number }>`select d.district from territory_plan_districts d
		where d.plan_id = ${planId}::uuid and ${ownedInSight(sql`d.owner_id`, visibleOwners)}`.execute(db);
	return new Set(rows.map(({ district }) => district));
}

/** One plan; null where there is none. */
export async function findPlan(db: Db, id: string): Promise<StoredPlan | null> {
	const row = await plans(db).where("p.id", "=", id).executeTakeFirst();
	return row ? storedOf(row) : null;
}

function plans(db: Db) {
	return db
		.selectFrom("territory_plans as p")
		.leftJoin("users as m", "m.id", "p.made_by")
		.leftJoin("teams as t", (join) => join.on(sql<boolean>`t.id = (p.settings ->> 'teamId')::uuid`))
		.select([
			...(["p.id", "p.name", "p.unit_kind", "p.settings", "p.state"] as const),
			...(["p.units", "p.districts", "p.version", "p.made_by", "p.updated_at"] as const),
			"m.name as made_by_name",
			"t.name as team_name",
		]);
}

type Row = Awaited<ReturnType<ReturnType<typeof plans>["execute"]>>[number];

function storedOf(row: Row): StoredPlan {
	const { id, name, state, units, districts, version } = row;
	return {
		...{ id, name, state, units, districts, version, unitKind: row.unit_kind },
		// Parsed when it was given.
		settings: row.settings as PlanSettings,
		...{ teamName: row.team_name, madeBy: row.made_by, madeByName: row.made_by_name, updatedAt: row.updated_at },
	};
}

/** Locks a plan for a change and counts its version up. Null where there is none; throws version_conflict. */
export async function touchPlan(
	trx: Transaction<Tables>,
	id: string,
	given: { by: string | null; read: number | null; state?: TerritoryPlanState; name?: string; settings?: PlanSettings },
): Promise<number | null> {
	const held = await trx
		.selectFrom("territory_plans")
		.select(["version", "state"])
		.where("id", "=", id)
		.forUpdate()
		.executeTakeFirst();
	if (!held) return null;
	if (given.read !== null) requireVersion(given.read, held.version, "plan");
	await trx
		.updateTable("territory_plans")
		.set({
			version: held.version + 1,
			updated_by: given.by,
			updated_at: sql<Date>`now()`,
			...(given.state && { state: given.state }),
			...(given.name && { name: given.name }),
			...(given.settings && { settings: jsonb(given.settings) }),
		})
		.where("id", "=", id)
		.execute();
	return held.version + 1;
}

/** Deletes a plan with all that hangs on it. */
export async function deletePlan(trx: Transaction<Tables>, id: string): Promise<void> {
	await trx.deleteFrom("territory_plans").where("id", "=", id).execute();
}

/** The territories of a plan, in their order. */
export async function planDistricts(db: Db, planId: string): Promise<PlanDistrictRow[]> {
	const rows = await db
		.selectFrom("territory_plan_districts as d")
		.leftJoin("users as u", "u.id", "d.owner_id")
		.select([
			...(["d.district", "d.name", "d.owner_id", "u.name as owner_name", "d.territory_id"] as const),
			...(["d.share", "d.lat", "d.lon", "d.skills", "d.languages"] as const),
		])
		.where("d.plan_id", "=", planId)
		.orderBy("d.district")
		.execute();
	return rows.map(({ owner_id, owner_name, territory_id, lat, lon, ...row }) => ({
		...row,
		...{ ownerId: owner_id, ownerName: owner_name, territoryId: territory_id },
		start: lat === null || lon === null ? null : { lat, lon },
	}));
}

/** Changes one territory of a plan. */
export async function changeDistrict(
	trx: Transaction<Tables>,
	planId: string,
	district: number,
	change: Partial<Omit<PlanDistrictRow, "district" | "ownerName">>,
): Promise<boolean> {
	const { ownerId, territoryId, start, ...plain } = change;
	const values = {
		...plain,
		...(ownerId !== undefined && { owner_id: ownerId }),
		...(territoryId !== undefined && { territory_id: territoryId }),
		...(start !== undefined && { lat: start?.lat ?? null, lon: start?.lon ?? null }),
	};
	if (Object.keys(values).length === 0) return true;
	const { numUpdatedRows } = await trx
		.updateTable("territory_plan_districts")
		.set(values)
		.where("plan_id", "=", planId)
		.where("district", "=", district)
		.executeTakeFirst();
	return numUpdatedRows > 0n;
}
