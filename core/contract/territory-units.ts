import { z } from "zod";

const unitIndex = z.number().int().min(0).max(1_000_000);

/** POST /territories/plans/{id}/moves: units by their number, to a territory by its number. */
export const moveUnitsRequest = z
	.object({
		units: z.array(unitIndex).min(1).max(1000),
		to: z.number().int().min(0).max(1000),
		/** Only says what it would do. */
		preview: z.boolean().default(false),
		/** Keeps them there in every further search. */
		lock: z.boolean().default(true),
		version: z.number().int().optional(),
	})
	.meta({ id: "MoveTerritoryUnitsRequest" });

/** PUT /territories/plans/{id}/locks: where they must be; `to` null lets them go. */
export const lockUnitsRequest = z
	.object({
		units: z.array(unitIndex).min(1).max(1000),
		to: z.number().int().min(0).max(1000).nullable(),
		version: z.number().int().optional(),
	})
	.meta({ id: "LockTerritoryUnitsRequest" });

/** One unit of a plan. `why`: the reasons of its move, the strongest first; none where it stays. */
export const planUnit = z
	.object({
		unit: z.number().int(),
		key: z.string(),
		name: z.string(),
		from: z.string().nullable(),
		to: z.string().nullable(),
		district: z.number().int(),
		today: z.number().int(),
		lockedTo: z.number().int().nullable(),
		isMovedByHand: z.boolean(),
		measures: z.record(z.string(), z.number()),
		why: z.array(z.string()),
	})
	.meta({ id: "TerritoryPlanUnit" });
export type PlanUnitJson = z.infer<typeof planUnit>;
export const planUnits = z.object({ items: z.array(planUnit) });

/** A plan drawn on a plane of `width` × `height`: outlines beneath, and each unit as a path or a point. */
export const planMap = z
	.object({
		width: z.number(),
		height: z.number(),
		/** Countries, for orientation: SVG paths. */
		outlines: z.array(z.string()),
		units: z.array(
			z.object({
				unit: z.number().int(),
				name: z.string(),
				path: z.string().nullable(),
				x: z.number(),
				y: z.number(),
				district: z.number().int(),
				today: z.number().int(),
				isLocked: z.boolean(),
			}),
		),
		/** Units that have no place. */
		placeless: z.number().int(),
	})
	.meta({ id: "TerritoryPlanMap" });
export type PlanMapJson = z.infer<typeof planMap>;

/** What a move by hand does. */
export const moveEffect = z
	.object({
		territories: z.array(
			z.object({
				district: z.number().int(),
				name: z.string(),
				measures: z.array(
					z.object({
						name: z.string(),
						before: z.number(),
						after: z.number(),
						offBefore: z.number(),
						offAfter: z.number(),
					}),
				),
			}),
		),
		travelKmBefore: z.number(),
		travelKmAfter: z.number(),
		broken: z.array(z.string()),
		mended: z.array(z.string()),
		/** The plan as it is after it; null for a preview. */
		version: z.number().int().nullable(),
	})
	.meta({ id: "TerritoryMoveEffect" });
export type MoveEffectJson = z.infer<typeof moveEffect>;
