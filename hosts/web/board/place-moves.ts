import type { BoardColumnJson } from "../../../core/contract/board.ts";
import type { DealJson } from "../../../core/contract/deals.ts";

/**
 * The columns as they look while moves are on their way: each moved card stands on top of the column it goes to. `kept`
 * is a card that was just moved and stays in sight even where its place in the order is further down than what is shown.
 */
export function placeMoves(
	columns: BoardColumnJson[],
	moving: ReadonlyMap<string, string>,
	kept: DealJson | null,
): BoardColumnJson[] {
	let placed = columns;
	for (const [dealId, stageId] of moving) {
		const card = placed.flatMap((c) => c.items).find((d) => d.id === dealId);
		if (card && card.stage.id !== stageId) placed = putOnTop(placed, card, stageId);
	}
	if (kept && !moving.has(kept.id) && !placed.some((c) => c.items.some((d) => d.id === kept.id))) {
		placed = putOnTop(placed, kept, kept.stage.id);
	}
	return placed;
}

function putOnTop(columns: BoardColumnJson[], card: DealJson, stageId: string): BoardColumnJson[] {
	return columns.map((column) => {
		const items = column.items.filter((d) => d.id !== card.id);
		if (column.stage.id === stageId) items.unshift({ ...card, stage: column.stage });
		return { ...column, items };
	});
}
