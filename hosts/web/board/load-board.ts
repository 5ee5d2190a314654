import type { BoardColumnJson, BoardJson } from "../../../core/contract/board.ts";
import type { Client } from "../../../core/contract/client.ts";
import type { DealJson } from "../../../core/contract/deals.ts";
import type { Page } from "../../../core/contract/scalars.ts";

/** The filters of a board as they stand in the address. */
export type BoardFilters = Record<string, string>;

/** Cards a column begins with, and the most that one call brings. */
const FIRST = 20;
const MOST = 200;

/** The board, with as many cards of each column as were shown before (`shown`, by stage; at most 200 of each). */
export async function loadBoard(
	client: Client,
	filters: BoardFilters,
	shown: ReadonlyMap<string, number>,
): Promise<BoardJson> {
	const board = await client.board({ ...filters, limit: FIRST });
	const columns = await Promise.all(
		board.columns.map(async (column) => {
			const wanted = Math.min(MOST, shown.get(column.stage.id) ?? 0);
			if (wanted <= column.items.length || column.nextCursor === null) return column;
			const page = await moreOf(client, filters, column, { limit: wanted });
			return { ...column, items: page.items, nextCursor: page.nextCursor };
		}),
	);
	return { ...board, columns };
}

/** Cards of one column: from its beginning, or on from a cursor. */
export function moreOf(
	client: Client,
	{ pipelineId: _, ...filters }: BoardFilters,
	{ stage, sort, closed }: BoardColumnJson,
	given: { limit: number; cursor?: string },
): Promise<Page<DealJson>> {
	const days = closed ? { closeFrom: closed.from, closeTo: closed.to } : {};
	return client.deals({ ...filters, ...days, ...given, sort, stageId: stage.id, status: stage.kind });
}
