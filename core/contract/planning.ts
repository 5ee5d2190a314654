import { z } from "zod";
import { currency, id, instant, minorText, paging } from "./scalars.ts";

const list = z.array(z.string().max(120)).max(500).optional();
const rule = z.object({
	countries: list,
	regions: list,
	industries: list,
	minEmployees: z.number().int().min(0).optional(),
	maxEmployees: z.number().int().min(0).optional(),
});

/** A cut of the market that someone works; an absent list in a rule matches everything. */
export const territory = z
	.object({
		id,
		name: z.string(),
		parentId: id.nullable(),
		owner: z.object({ id, name: z.string() }).nullable(),
		rules: z.array(rule),
		accounts: z.number().int(),
		version: z.number().int(),
		updatedAt: instant,
	})
	.meta({ id: "Territory" });
export type TerritoryJson = z.infer<typeof territory>;

export const territoryQuery = paging.extend({ ownerId: id.optional(), search: z.string().trim().max(120).optional() });

export const createTerritoryRequest = z
	.object({
		name: z.string().trim().min(1).max(200),
		parentId: id.nullish(),
		ownerId: id.nullish(),
		rules: z.array(rule).max(200).default([]),
	})
	.meta({ id: "CreateTerritoryRequest" });
export const updateTerritoryRequest = createTerritoryRequest
	.partial()
	.extend({ version: z.number().int().optional() })
	.meta({ id: "UpdateTerritoryRequest" });

export const quota = z
	.object({ id, userId: id.nullable(), teamId: id.nullable(), period: z.string(), amountMinor: minorText, currency })
	.meta({ id: "Quota" });
