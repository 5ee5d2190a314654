import { useEffect, useMemo, useRef, useState } from "react";
import type { BoardColumnJson, BoardJson } from "../../../core/contract/board.ts";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { DealJson } from "../../../core/contract/deals.ts";
import { usePortal } from "../portal-context.tsx";
import { type Loaded, useLoad } from "../use-load.ts";
import { type BoardFilters, loadBoard, moreOf } from "./load-board.ts";
import { placeMoves } from "./place-moves.ts";

/** What a move writes besides the stage: what closing a deal asks for. */
export interface CloseFacts {
	closeDate?: string | null;
	amountMinor?: string | null;
	currency?: string | null;
	lostReason?: string | null;
}

export type Stage = BoardColumnJson["stage"];

/** What became of the last move. */
export type MoveNews =
	| { kind: "moved" | "undone"; deal: DealJson }
	| { kind: "conflict"; now: DealJson; to: Stage; facts: CloseFacts }
	| { kind: "fault"; deal: DealJson; fault: CourtsideError };

/** The board of a page: its columns with moves on their way, and what can be done with it. */
export interface UsedBoard {
	loaded: Loaded<BoardJson>;
	columns: BoardColumnJson[];
	news: MoveNews | null;
	dismiss: () => void;
	move: (deal: DealJson, to: Stage, facts?: CloseFacts) => Promise<void>;
	/** Takes the last move back; null where there is none. */
	undo: (() => Promise<void>) | null;
	more: (column: BoardColumnJson) => void;
	busy: string | null;
}

interface LastMove {
	before: DealJson;
	after: DealJson;
	facts: CloseFacts;
}

/** Loads the board of these filters, keeps it up to date, and moves cards: at once on the page, then on the server. */
export function useBoard(filters: BoardFilters): UsedBoard {
	const { session } = usePortal();
	const { client } = session;
	const key = JSON.stringify(filters);
	const shown = useRef(new Map<string, number>());
	const load = () => loadBoard(client, filters, shown.current);
	const loaded = useLoad(
		key,
		load,
		(e) => e.entity === "deal" || e.type === "import.finished" || e.type === "import.undone",
	);
	const [moving, setMoving] = useState<ReadonlyMap<string, string>>(new Map());
	const [news, setNews] = useState<MoveNews | null>(null);
	const [last, setLast] = useState<LastMove | null>(null);
	const [busy, setBusy] = useState<string | null>(null);
	// biome-ignore lint/correctness/useExhaustiveDependencies: other filters begin with their first cards again
	useEffect(() => shown.current.clear(), [key]);

	const kept = news?.kind === "moved" || news?.kind === "undone" ? news.deal : null;
	const columns = useMemo(() => placeMoves(loaded.data?.columns ?? [], moving, kept), [loaded.data, moving, kept]);

	async function write(deal: DealJson, to: Stage, facts: CloseFacts): Promise<DealJson | null> {
		setMoving((m) => new Map(m).set(deal.id, to.id));
		setNews(null);
		try {
			return await client.updateDeal(deal.id, { ...facts, stageId: to.id, version: deal.version });
		} catch (thrown) {
			const fault = thrown as CourtsideError;
			const now = fault.code === "version_conflict" ? await client.dealCard(deal.id).catch(() => null) : null;
			setNews(now ? { kind: "conflict", now, to, facts } : { kind: "fault", deal, fault });
			return null;
		}
	}

	async function settle(dealId: string): Promise<void> {
		await load().then(loaded.put, loaded.reload);
		setMoving((m) => new Map([...m].filter(([id]) => id !== dealId)));
	}

	async function move(deal: DealJson, to: Stage, facts: CloseFacts = {}): Promise<void> {
		const after = await write(deal, to, facts);
		if (after) {
			setLast({ before: deal, after, facts });
			setNews({ kind: "moved", deal: after });
		}
		await settle(deal.id);
	}

	async function takeBack({ before, after, facts }: LastMove): Promise<void> {
		const home = columns.find((c) => c.stage.id === before.stage.id)?.stage;
		if (!home) return;
		setLast(null);
		const back = await write(after, home, valuesBefore(before, after, facts));
		if (back) setNews({ kind: "undone", deal: back });
		await settle(before.id);
	}

	function more(column: BoardColumnJson): void {
		if (column.nextCursor === null || busy) return;
		setBusy(column.stage.id);
		moreOf(client, filters, column, { limit: 50, cursor: column.nextCursor })
			.then(({ items, nextCursor }) => {
				if (!loaded.data) return;
				const grown = { ...column, items: [...column.items, ...items], nextCursor };
				shown.current.set(column.stage.id, grown.items.length);
				const columnsNow = loaded.data.columns.map((c) => (c.stage.id === column.stage.id ? grown : c));
				loaded.put({ ...loaded.data, columns: columnsNow });
			}, loaded.reload)
			.finally(() => setBusy(null));
	}

	return {
		loaded,
		columns,
		news,
		dismiss: () => setNews(null),
		move,
		undo: last && (() => takeBack(last)),
		more,
		busy,
	};
}

/** What the move wrote, as it was before it. The server sets a close date by itself when a deal closes. */
function valuesBefore(before: DealJson, after: DealJson, facts: CloseFacts): CloseFacts {
	return {
		...(before.closeDate !== after.closeDate ? { closeDate: before.closeDate } : {}),
		...(facts.amountMinor !== undefined
			? { amountMinor: before.amount?.amountMinor ?? null, currency: before.amount?.currency ?? null }
			: {}),
		...(before.lostReason !== after.lostReason ? { lostReason: before.lostReason } : {}),
	};
}
