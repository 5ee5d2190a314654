import { z } from "zod";
import { id, instant, minorText, plainDate } from "./scalars.ts";

const unitKind = z.enum(["accounts", "cells", "regions", "countries", "counties", "given"]);
const state = z.enum(["draft", "submitted", "approved", "waiting", "applied", "replaced", "undone"]);
const person = z.object({ id, name: z.string() });
const point = z.object({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) });
const measureName = z.string().trim().min(1).max(60);
const words = z.array(z.string().trim().min(1).max(60)).max(30);
const unitIndex = z.number().int().min(0).max(1_000_000);

/** What every territory is to hold its share of; 0.1 is give or take 10 %. */
const balance = z.object({ name: measureName, tolerance: z.number().min(0.001).max(1) });

const wishes = z.object({
	measures: z.array(balance).min(1).max(5),
	/** Whether a territory must hang together, where it is known what touches. */
	hangTogether: z.boolean(),
	/** Share of the accounts that may change hands; null: any. */
	mostMoved: z.number().min(0).max(1).nullable(),
	/** Whether accounts go to people with their skill and language. */
	fit: z.enum(["ignore", "prefer", "must"]),
});

/** POST /territories/plans: from today's accounts and owners. Without `people`, everybody of the team who sells. */
export const makePlanRequest = z
	.object({
		name: z.string().trim().min(1).max(120),
		unitKind: unitKind.exclude(["given"]).default("accounts"),
		/** Null: the whole company, as far as one sees it. */
		teamId: id.nullish(),
		people: z.array(id).max(500).optional(),
		/** Territories beside those of people, for whom somebody is still to be found. */
		vacant: z.number().int().min(0).max(200).default(0),
		/** As many territories as it takes for none to hold more than so much of a measure; `vacant` is then counted. */
		carries: z.object({ name: measureName, most: z.number().positive() }).optional(),
		measures: z.array(balance).min(1).max(5).optional(),
		hangTogether: z.boolean().default(false),
		mostMoved: z.number().min(0).max(1).nullable().default(0.25),
		fit: z.enum(["ignore", "prefer", "must"]).default("ignore"),
		/** Size of cells: 3 about 12,400 km², 4 1,770, 5 250, 6 36. */
		cellSize: z.number().int().min(3).max(6).default(4),
		seconds: z.number().min(1).max(600).default(20),
	})
	.meta({ id: "TerritoryOptimizationInput" });

/** PUT /territories/plans/{id}: what is given changes; another search is asked for by itself. */
export const updatePlanRequest = wishes
	.partial()
	.extend({ name: z.string().trim().min(1).max(120).optional(), version: z.number().int().optional() })
	.meta({ id: "UpdateTerritoryPlanRequest" });

/** POST /territories/plans/{id}/runs. */
export const startRunRequest = z
	.object({
		kind: z.enum(["design", "alternatives"]).default("design"),
		seconds: z.number().min(1).max(600).default(20),
		seed: z.number().int().min(0).max(2_000_000_000).default(1),
	})
	.meta({ id: "StartTerritoryRunRequest" });

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

/** PUT /territories/plans/{id}/districts: what is given changes. */
export const updateDistrictsRequest = z
	.object({
		districts: z
			.array(
				z.object({
					district: z.number().int().min(0).max(1000),
					name: z.string().trim().min(1).max(120).optional(),
					ownerId: id.nullable().optional(),
					share: z.number().min(0).max(100).optional(),
					start: point.nullable().optional(),
					skills: words.optional(),
					languages: words.optional(),
				}),
			)
			.min(1)
			.max(1000),
		version: z.number().int().optional(),
	})
	.meta({ id: "UpdatePlanDistrictsRequest" });

/** POST /territories/plans/{id}/choose: an alternative of a search becomes the plan. */
export const chooseAlternativeRequest = z
	.object({ runId: id, alternative: z.number().int().min(0).max(50), version: z.number().int().optional() })
	.meta({ id: "ChooseTerritoryAlternativeRequest" });

/** POST /territories/plans/{id}/submit. `movesDeals` false: open deals stay with today's owner until they close. */
export const submitPlanRequest = z
	.object({
		effectiveOn: plainDate,
		movesDeals: z.boolean().default(false),
		note: z.string().trim().max(1000).optional(),
		version: z.number().int().optional(),
	})
	.meta({ id: "SubmitTerritoryPlanRequest" });

/** POST /territories/plans/{id}/decide. */
export const decidePlanRequest = z
	.object({ approve: z.boolean(), answer: z.string().trim().max(1000).optional() })
	.meta({ id: "DecideTerritoryPlanRequest" });

/** One search for a plan. `gap`: how far the best found is from what cannot be beaten, 0.02 is 2 %. */
export const territoryRun = z
	.object({
		id,
		planId: id,
		kind: z.enum(["design", "alternatives"]),
		state: z.enum(["waiting", "running", "done", "cancelled", "failed"]),
		seconds: z.number(),
		passed: z.number(),
		stage: z.enum(["reading", "search", "exact"]).nullable(),
		/** Km of one visit to every account, and what misfits are worth. */
		cost: z.number().nullable(),
		/** 0: keeps every wish. */
		violation: z.number().nullable(),
		bound: z.number().nullable(),
		gap: z.number().nullable(),
		reason: z.string().nullable(),
		alternatives: z.array(
			z.object({ imbalance: z.number(), cost: z.number(), disruption: z.number(), isFeasible: z.boolean() }),
		),
		askedAt: instant,
		finishedAt: instant.nullable(),
	})
	.meta({ id: "TerritoryRun" });
export type TerritoryRunJson = z.infer<typeof territoryRun>;

const districtMeasure = z.object({
	name: z.string(),
	held: z.number(),
	/** Against its share: 0.05 is 5 % over. */
	off: z.number(),
	isWithin: z.boolean(),
	today: z.number().nullable(),
});

/** One territory of a plan. */
export const planDistrict = z
	.object({
		district: z.number().int(),
		name: z.string(),
		owner: person.nullable(),
		share: z.number(),
		start: point.nullable(),
		skills: z.array(z.string()),
		languages: z.array(z.string()),
		units: z.number().int(),
		accounts: z.number().int(),
		measures: z.array(districtMeasure),
		/** 1 is a circle; null where there are no outlines. */
		roundness: z.number().nullable(),
		parts: z.number().int().nullable(),
		/** Km from where its person starts, or from its middle. */
		travel: z.object({ meanKm: z.number(), furthestKm: z.number() }).nullable(),
		gained: z.number().int(),
		lost: z.number().int(),
		/** "Your territory has …, because …". */
		reasons: z.array(z.string()),
		impact: z.object({
			/** Open deals at its accounts, and those of them that stay with today's owner. */
			openDeals: z.number().int(),
			openMinor: minorText,
			expectedMinor: minorText,
			staysMinor: minorText,
			/** This quarter's quota of its person, and what it would be by the territory's part of the first measure. */
			quotaMinor: minorText.nullable(),
			quotaByShareMinor: minorText.nullable(),
		}),
	})
	.meta({ id: "TerritoryPlanDistrict" });
export type PlanDistrictJson = z.infer<typeof planDistrict>;

const fairness = z.object({
	name: z.string(),
	gini: z.number(),
	lowest: z.number(),
	highest: z.number(),
	/** The furthest off its share. */
	worstOff: z.number(),
});

/** Plans, changed last first. */
export const territoryPlanItem = z
	.object({
		id,
		name: z.string(),
		unitKind,
		state,
		team: person.nullable(),
		units: z.number().int(),
		districts: z.number().int(),
		effectiveOn: plainDate.nullable(),
		run: territoryRun.nullable(),
		madeBy: z.string().nullable(),
		updatedAt: instant,
		version: z.number().int(),
	})
	.meta({ id: "TerritoryPlanItem" });
export type TerritoryPlanItemJson = z.infer<typeof territoryPlanItem>;

/** A plan: what is asked of it, what it comes to before and after, and what may be done with it. */
export const territoryPlan = territoryPlanItem
	.extend({
		wishes,
		/** What is known of its units: what may be balanced. */
		known: z.array(z.string()),
		currency: z.string(),
		asOf: instant,
		/** Null: nothing was found yet. */
		report: z
			.object({
				isFeasible: z.boolean(),
				faults: z.array(z.string()),
				travelKm: z.number(),
				travelKmToday: z.number().nullable(),
				fairness: z.array(fairness),
				fairnessToday: z.array(fairness),
				moved: z.object({ accounts: z.number(), share: z.number() }).nullable(),
				locked: z.number().int(),
				modelVersion: z.string(),
			})
			.nullable(),
		territories: z.array(planDistrict),
		approval: z
			.object({
				state: z.enum(["asked", "approved", "rejected", "withdrawn"]),
				effectiveOn: plainDate,
				movesDeals: z.boolean(),
				note: z.string().nullable(),
				askedBy: z.string().nullable(),
				askedAt: instant,
				decidedBy: z.string().nullable(),
				decidedAt: instant.nullable(),
				answer: z.string().nullable(),
			})
			.nullable(),
		application: z
			.object({
				state: z.enum(["waiting", "applied", "undone"]),
				effectiveOn: plainDate,
				rows: z.number().int(),
				/** How many of them go to the systems records came from. */
				written: z.number().int(),
				appliedAt: instant.nullable(),
				undoneAt: instant.nullable(),
			})
			.nullable(),
		may: z.object({
			edit: z.boolean(),
			submit: z.boolean(),
			approve: z.boolean(),
			apply: z.boolean(),
			undo: z.boolean(),
		}),
	})
	.meta({ id: "TerritoryPlan" });
export type TerritoryPlanJson = z.infer<typeof territoryPlan>;

/** POST /territories/plans/file: the plan, and rows that it has nothing of, the first fifty. */
export const planFromFile = z.object({
	plan: territoryPlan,
	leftOut: z.array(z.object({ row: z.number().int(), column: z.string(), text: z.string() })),
	leftOutCount: z.number().int(),
});
export type PlanFromFileJson = z.infer<typeof planFromFile>;

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

/** What a new plan may be made of. */
export const planChoices = z
	.object({
		teams: z.array(z.object({ id, name: z.string(), people: z.number().int(), accounts: z.number().int() })),
		people: z.array(z.object({ id, name: z.string(), teamId: id.nullable(), accounts: z.number().int() })),
		known: z.array(z.string()),
		/** Accounts with a place of their own, of all. */
		placed: z.number().int(),
		accounts: z.number().int(),
		cellSizes: z.array(z.object({ size: z.number().int(), km2: z.number() })),
	})
	.meta({ id: "TerritoryPlanChoices" });
export type PlanChoicesJson = z.infer<typeof planChoices>;

/** GET /territories/plans. */
export const planList = z.object({ items: z.array(territoryPlanItem) });

/** Why territories should be drawn anew, by team. */
export const territoryAdvice = z
	.object({
		items: z.array(
			z.object({
				team: person.nullable(),
				code: z.enum(["vacant", "unserved", "ramped", "drifted", "outOfBounds"]),
				person: person.nullable(),
				text: z.string(),
				off: z.number(),
			}),
		),
		asOf: instant,
	})
	.meta({ id: "TerritoryAdvice" });
export type TerritoryAdviceJson = z.infer<typeof territoryAdvice>;

/** POST /territories/place: where a lead or account with this would land, by the plan that holds. */
export const placeRequest = z
	.object({
		company: z.string().trim().max(200).optional(),
		email: z.string().trim().max(320).optional(),
		country: z.string().trim().max(120).optional(),
		region: z.string().trim().max(120).optional(),
		postcode: z.string().trim().max(20).optional(),
		point: point.optional(),
	})
	.meta({ id: "PlaceInTerritoryRequest" });
export const placing = z
	.object({
		territory: z.object({ id, name: z.string(), owner: person.nullable() }).nullable(),
		text: z.string(),
	})
	.meta({ id: "TerritoryPlacing" });
export type PlacingJson = z.infer<typeof placing>;
