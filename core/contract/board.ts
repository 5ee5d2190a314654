import { z } from "zod";
import { deal, dealQuery } from "./deals.ts";
import { currency, id, instant, money, plainDate } from "./scalars.ts";

/** Which deals stand on the board: filters as of a list of deals, and `limit` cards a column. */
export const boardQuery = dealQuery.omit({ status: true, stageId: true, cursor: true }).extend({
	/** Without it the default pipeline. */
	pipelineId: id.optional(),
	limit: z.coerce.number().int().min(1).max(100).default(20),
});

/** What a group of deals comes to, in the workspace's currency. Every deal is counted; what cannot be priced is said. */
export const boardTotals = z
	.object({
		deals: z.number().int(),
		/** Sum of those with an amount and a rate: of the closing day once closed, else the latest. */
		amount: money,
		/** Sum of amount × chance of those that are priced and scored; null where none is. */
		weighted: money.nullable(),
		withoutAmount: z.number().int(),
		withoutRate: z.number().int(),
		/** Open and priced, but without a chance yet: not in `weighted`. */
		notScored: z.number().int(),
	})
	.meta({ id: "BoardTotals" });
export type BoardTotals = z.infer<typeof boardTotals>;

/** A stage with its first cards; `GET /opportunities` with `stageId`, `status`, `sort`, the filters and `nextCursor` goes on. */
export const boardColumn = z
	.object({
		stage: z.object({ id, name: z.string(), position: z.number().int(), kind: z.enum(["open", "won", "lost"]) }),
		totals: boardTotals,
		/** Where a closed stage shows only those that closed between these days: this quarter, unless the filter names days. */
		closed: z.object({ from: plainDate, to: plainDate }).nullable(),
		sort: z.string(),
		items: z.array(deal),
		nextCursor: z.string().nullable(),
	})
	.meta({ id: "BoardColumn" });
export type BoardColumnJson = z.infer<typeof boardColumn>;

/** `host`: what the connection is called. */
export const boardWrite = z
	.object({ dealId: id, host: z.string(), state: z.enum(["waiting", "failed"]), reason: z.string().nullable() })
	.meta({ id: "BoardWrite" });
export type BoardWriteJson = z.infer<typeof boardWrite>;

/** A pipeline's stages as columns, its closed ones last. */
export const board = z
	.object({
		pipelines: z.array(z.object({ id, name: z.string() })),
		/** Null where the workspace has no pipeline yet. */
		pipelineId: id.nullable(),
		currency,
		asOf: instant,
		columns: z.array(boardColumn),
		/** Of all open columns; their weighted sums add up to its. */
		open: boardTotals,
		/** Which of the cards' changes the system they came from does not have yet, and why where it failed. */
		writes: z.array(boardWrite),
	})
	.meta({ id: "Board" });
export type BoardJson = z.infer<typeof board>;
