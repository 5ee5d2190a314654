import type { KeyboardEvent } from "react";

/** A card picked up by keyboard, and the column it is held over. */
export interface Picked {
	dealId: string;
	/** Index among the columns. */
	at: number;
}

/** What a key on the board asks for. */
export type KeyWish =
	| { do: "pick" | "drop" | "leave" }
	| { do: "over"; at: number }
	| { do: "focus"; way: "up" | "down" | "before" | "after" };

/**
 * What a key means on a card. Space picks up; then arrows choose a column, Enter or Space drops, Escape or Tab leaves it
 * where it was. Otherwise arrows go from card to card. `rtl`: the first column is on the right. Null: not ours.
 */
export function wishOfKey(
	{ key, ctrlKey, metaKey, altKey }: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">,
	picked: Picked | null,
	columns: number,
	rtl: boolean,
): KeyWish | null {
	if (ctrlKey || metaKey || altKey) return null;
	const side = key === "ArrowLeft" ? -1 : key === "ArrowRight" ? 1 : 0;
	const step = rtl ? -side : side;
	if (!picked) {
		if (key === " ") return { do: "pick" };
		if (key === "ArrowUp") return { do: "focus", way: "up" };
		if (key === "ArrowDown") return { do: "focus", way: "down" };
		return step === 0 ? null : { do: "focus", way: step < 0 ? "before" : "after" };
	}
	if (key === "Enter" || key === " ") return { do: "drop" };
	if (key === "Escape" || key === "Tab") return { do: "leave" };
	if (step !== 0) return { do: "over", at: Math.min(columns - 1, Math.max(0, picked.at + step)) };
	if (key === "Home") return { do: "over", at: 0 };
	if (key === "End") return { do: "over", at: columns - 1 };
	return null;
}

/** Puts the focus on the next card that way from `link`: in its column, or the first of the next column that has one. */
export function focusCard(link: HTMLElement, way: "up" | "down" | "before" | "after"): void {
	const linksOf = (column: Element | null | undefined) => [
		...(column?.querySelectorAll<HTMLElement>("[data-card-link]") ?? []),
	];
	const column = link.closest("[data-stage]");
	const here = linksOf(column);
	const index = here.indexOf(link);
	if (way === "up" || way === "down") {
		here[index + (way === "up" ? -1 : 1)]?.focus();
		return;
	}
	if (!column) return;
	const all = [...(column.parentElement?.querySelectorAll("[data-stage]") ?? [])];
	const from = all.indexOf(column);
	const rest = way === "after" ? all.slice(from + 1) : all.slice(0, from).reverse();
	const next = rest.map(linksOf).find((links) => links.length > 0);
	next?.[Math.min(index, next.length - 1)]?.focus();
}
