import { z } from "zod";
import { currency, id, instant, money, plainDate } from "./scalars.ts";

const column = z.number().int().min(0).max(499);
/** Which column of a table is what, counted from 0. */
export const marketMapping = z.object({
	country: column.optional(),
	region: column.optional(),
	industry: column.optional(),
	/** A band in words, such as "50-249" or "250+". */
	size: column.optional(),
	sizeFrom: column.optional(),
	sizeTo: column.optional(),
	companies: column.optional(),
	/** What one company spends in a year. */
	spend: column.optional(),
	growth: column.optional(),
	people: column.optional(),
});
export type MarketMappingJson = z.infer<typeof marketMapping>;

/** A file in base64, up to about 700 kB: CSV, TSV or XLSX. */
const file = { fileName: z.string().trim().min(1).max(200), content: z.base64().min(1).max(950_000) };

/** POST /market-tables/preview: what a file holds. */
export const previewMarketRequest = z.object(file).meta({ id: "PreviewMarketRequest" });
export const marketPreview = z
	.object({
		columns: z.array(z.object({ header: z.string(), samples: z.array(z.string()) })),
		rows: z.number().int(),
		mapping: marketMapping,
	})
	.meta({ id: "MarketPreview" });
export type MarketPreviewJson = z.infer<typeof marketPreview>;

const kind = z.enum(["industry", "economic", "demographic"]);

/** POST /market-tables: takes a table in. The same table twice is one. */
export const createMarketTableRequest = z
	.object({
		...file,
		name: z.string().trim().min(1).max(200),
		kind,
		/** Who published it. */
		source: z.string().trim().min(1).max(300),
		asOf: plainDate,
		/** How many it was drawn from, in the publisher's words. */
		sample: z.string().trim().max(300).nullish(),
		mapping: marketMapping,
	})
	.meta({ id: "CreateMarketTableRequest" });

/** PUT /market-tables/{id}: whether it counts. */
export const updateMarketTableRequest = z
	.object({ isUsed: z.boolean(), version: z.number().int().optional() })
	.meta({ id: "UpdateMarketTableRequest" });

/** A table of the market with where it is from; rows that could not be read are named, up to 100. */
export const marketTable = z
	.object({
		id,
		name: z.string(),
		kind,
		source: z.string(),
		asOf: plainDate,
		sample: z.string().nullable(),
		rows: z.number().int(),
		rejects: z.array(z.object({ row: z.number().int(), text: z.string() })),
		isUsed: z.boolean(),
		version: z.number().int(),
		by: z.string().nullable(),
		createdAt: instant,
	})
	.meta({ id: "MarketTable" });
export type MarketTableJson = z.infer<typeof marketTable>;
export const marketTableList = z.object({ items: z.array(marketTable) }).meta({ id: "MarketTableList" });
export type MarketTableListJson = z.infer<typeof marketTableList>;

const row = z.object({
	label: z.string(),
	country: z.string().nullable(),
	region: z.string().nullable(),
	industry: z.string().nullable(),
	sizeFrom: z.number().int().nullable(),
	sizeTo: z.number().int().nullable(),
	companies: z.number().nullable(),
	total: money,
	isServed: z.boolean(),
	accounts: z.number().int(),
	customers: z.number().int(),
	untouched: z.number().int(),
	won: money,
	share: z.number().nullable(),
	white: money,
	growth: z.number().nullable(),
	people: z.number().nullable(),
});
export type PotentialRowJson = z.infer<typeof row>;

const untapped = z.object({
	account: z.object({ id, name: z.string() }),
	owner: z.object({ id, name: z.string() }).nullable(),
	industry: z.string().nullable(),
	country: z.string().nullable(),
	employees: z.number().int().nullable(),
	/** What a company of that cut spends in a year; null where no table says. */
	spend: money.nullable(),
	/** Whether a lead for it is open already. */
	hasLead: z.boolean(),
});

/** GET /potential: what the market is worth a year, what we serve and have of it, and where there is room. */
export const potential = z
	.object({
		text: z.string(),
		tam: money,
		sam: money,
		won: money,
		share: z.number().nullable(),
		white: money,
		/** Deals behind `won`. */
		wins: z.number().int(),
		rows: z.array(row),
		/** Accounts that no cut of the tables takes. */
		outside: z.number().int(),
		/** Accounts in sight with whom nothing is or was going on, the largest first, 100 at most. */
		untapped: z.array(untapped),
		untappedTotal: z.number().int(),
		tables: z.array(marketTable),
		currency,
		asOf: instant,
	})
	.meta({ id: "Potential" });
export type PotentialJson = z.infer<typeof potential>;

/** POST /potential/leads: a lead for each account that has none open. */
export const makePotentialLeadsRequest = z
	.object({ accountIds: z.array(id).min(1).max(100) })
	.meta({ id: "MakePotentialLeadsRequest" });
export const potentialLeads = z
	.object({ made: z.number().int(), had: z.number().int(), leadIds: z.array(id) })
	.meta({ id: "PotentialLeads" });
export type PotentialLeadsJson = z.infer<typeof potentialLeads>;
