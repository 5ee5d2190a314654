import { z } from "zod";
import { id, instant, money } from "./scalars.ts";

/** By what ended deals are parted. */
export const ENDING_DIMENSIONS = [
	"size",
	"industry",
	"country",
	"source",
	"product",
	"competitor",
	"reason",
	"territory",
	"team",
	"owner",
] as const;
export type EndingDimension = (typeof ENDING_DIMENSIONS)[number];

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "a month, such as 2026-06");

/** GET /deals/endings: months, both included; without them the last twelve. */
export const endingQuery = z.object({
	from: month.optional(),
	to: month.optional(),
	by: z.enum(ENDING_DIMENSIONS).default("size"),
	teamId: id.optional(),
	ownerId: id.optional(),
});

const count = z.number().int();
const endingRow = z.object({
	/** The record's id, or the value itself; "" for deals where nothing is known. */
	key: z.string(),
	label: z.string(),
	won: count,
	lost: count,
	/** Share won (0–1) of the deals counted, with its 80 % range; null of reasons, which only lost deals have. */
	share: z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable(),
	/** Beside the share of all other deals. */
	verdict: z.enum(["above", "below", "asOthers", "tooFew"]).nullable(),
	/** Median days of won deals from beginning to win, of `n`; the 80 % range is null below five. */
	cycle: z
		.object({ days: z.number(), range: z.object({ low: z.number(), high: z.number() }).nullable(), n: count })
		.nullable(),
	wonAmount: money,
	lostAmount: money,
	/** Deals without an amount or a rate: counted, not priced. */
	unpriced: count,
});
export type EndingRowJson = z.infer<typeof endingRow>;

/** How deals ended in a span, in the workspace's currency. */
export const dealEndings = z
	.object({
		by: z.enum(ENDING_DIMENSIONS),
		from: month,
		to: month,
		/** The answer in words. */
		text: z.string(),
		all: endingRow,
		rows: z.array(endingRow),
		/** The same by fiscal quarter, oldest first; the ends of the span may cut the first and the last. */
		quarters: z.array(endingRow),
		asOf: instant,
	})
	.meta({ id: "DealEndings" });
export type DealEndingsJson = z.infer<typeof dealEndings>;
