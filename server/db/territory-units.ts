import { sql, type Transaction } from "kysely";
import type { Shape } from "../../core/territory/outlines.ts";
import type { GeoPoint } from "../../core/territory/unit-costs.ts";
import type { Db } from "./connect.ts";
import type { Tables } from "./tables.ts";

/** A unit of a plan as it is kept. Districts are −1 where it has none. */
export interface PlanUnitRow {
	unit: number;
	key: string;
	name: string;
	point: GeoPoint | null;
	shape: Shape | null;
	/** In the order of the plan's `known`. */
	measures: number[];
	today: number;
	district: number;
	lockedTo: number | null;
	isMovedByHand: boolean;
	skill: string | null;
	language: string | null;
}

/** The units of a plan in their order; without `shapes` their outlines stay where they are. */
export async function planUnitRows(db: Db, planId: string, shapes = true): Promise<PlanUnitRow[]> {
	const rows = await db
		.selectFrom("territory_plan_units")
		.select([
			...(["unit", "key", "name", "lat", "lon", "measures", "today", "district"] as const),
			...(["locked_to", "is_moved_by_hand", "skill", "language"] as const),
			shapes ? "shape" : sql<unknown>`null`.as("shape"),
		])
		.where("plan_id", "=", planId)
		.orderBy("unit")
		.execute();
	return rows.map(({ lat, lon, shape, locked_to, is_moved_by_hand, ...row }) => ({
		...row,
		point: lat === null || lon === null ? null : { lat, lon },
		// Parsed when it came in.
		shape: shape as Shape | null,
		lockedTo: locked_to,
		isMovedByHand: is_moved_by_hand,
	}));
}

/** Pairs of units that touch. */
export async function planPairs(db: Db, planId: string): Promise<[number, number][]> {
	const rows = await db.selectFrom("territory_plan_borders").select(["a", "b"]).where("plan_id", "=", planId).execute();
	return rows.map(({ a, b }) => [a, b]);
}

/** Puts every unit into its district: `district[unit]`. What was moved by hand and is elsewhere now no longer counts as that. */
export async function saveAssignment(
	trx: Transaction<Tables>,
	planId: string,
	district: ArrayLike<number>,
): Promise<void> {
	await sql`update territory_plan_units u set district = x.district,
			is_moved_by_hand = u.is_moved_by_hand and u.district = x.district
		from unnest(${Array.from(district)}::int[]) with ordinality as x(district, place)
		where u.plan_id = ${planId}::uuid and u.unit = x.place - 1
			and u.district is distinct from x.district`.execute(trx);
}

/** Moves units by hand, and locks them there where asked. Gives how many there were. */
export async function moveUnits(
	trx: Transaction<Tables>,
	planId: string,
	units: readonly number[],
	to: number,
	lock: boolean,
): Promise<number> {
	const { numUpdatedRows } = await trx
		.updateTable("territory_plan_units")
		.set({ district: to, is_moved_by_hand: true, locked_to: lock ? to : null })
		.where("plan_id", "=", planId)
		.where("unit", "in", [...units])
		.executeTakeFirst();
	return Number(numUpdatedRows);
}

/** Locks units where they must be (they go there), or lets them go. Gives how many there were. */
export async function lockUnits(
	trx: Transaction<Tables>,
	planId: string,
	units: readonly number[],
	to: number | null,
): Promise<number> {
	const { numUpdatedRows } = await trx
		.updateTable("territory_plan_units")
		.set({ locked_to: to, ...(to !== null && { district: to }) })
		.where("plan_id", "=", planId)
		.where("unit", "in", [...units])
		.executeTakeFirst();
	return Number(numUpdatedRows);
}
