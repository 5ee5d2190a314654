import { z } from "zod";
import { id, instant } from "./scalars.ts";
import { person, point } from "./territory-scalars.ts";

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
