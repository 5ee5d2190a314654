import { z } from "zod";
import { id, instant, minorText, plainDate } from "./scalars.ts";
import { planWishes } from "./territory-plan-requests.ts";
import { territoryRun } from "./territory-runs.ts";
import { person, point, unitKind } from "./territory-scalars.ts";

const state = z.enum(["draft", "submitted", "approved", "waiting", "applied", "replaced", "undone"]);

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
		wishes: planWishes,
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

/** What a new plan may be made of. */
export const planChoices = z
	.object({
		teams: z.array(
			z.object({
				id,
				name: z.string(),
				people: z.number().int(),
				accounts: z.number().int(),
				/** Whose territories they would be: of this team and of those beneath it. */
				members: z.array(id),
			}),
		),
		people: z.array(
			z.object({
				id,
				name: z.string(),
				teamId: id.nullable(),
				accounts: z.number().int(),
				skills: z.array(z.string()),
				languages: z.array(z.string()),
			}),
		),
		/** Regions and countries of accounts, by name, with the middle of the accounts there: where somebody may start from. */
		places: z.array(z.object({ name: z.string(), point })),
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
