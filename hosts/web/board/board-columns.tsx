import { type KeyboardEvent, type PointerEvent, useCallback, useEffect, useId, useRef, useState } from "react";
import type { DealJson } from "../../../core/contract/deals.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { useMe } from "../portal-context.tsx";
import { BoardCard } from "./board-card.tsx";
import { BoardColumn } from "./board-column.tsx";
import { focusCard, type Picked, wishOfKey } from "./board-keys.ts";
import { CloseDeal } from "./close-deal.tsx";
import { dragCard } from "./drag-card.ts";
import { MoveMenu } from "./move-menu.tsx";
import type { Stage, UsedBoard } from "./use-board.ts";

/** The columns with their cards, and the three ways to move one: drag, keyboard, menu. `shownStage`: on a narrow page. */
export function BoardColumns({ board, shownStage }: { board: UsedBoard; shownStage: string }) {
	const { t, dir } = useSpeech();
	const mayMove = useMe().permissions.includes("deals:write");
	const howTo = useId();
	const { columns } = board;
	const writes = new Map(board.loaded.data?.writes.map((write) => [write.dealId, write]));
	const [picked, setPicked] = useState<Picked | null>(null);
	const [drag, setDrag] = useState<{ dealId: string; over: string | null } | null>(null);
	const [menu, setMenu] = useState<{ deal: DealJson; button: HTMLElement } | null>(null);
	const [closing, setClosing] = useState<{ deal: DealJson; to: Stage & { kind: "won" | "lost" } } | null>(null);
	const [said, setSaid] = useState("");
	const area = useRef<HTMLDivElement>(null);
	const focusOn = useRef<string | null>(null);

	// A moved card is drawn in another list, so the focus has to be carried there.
	useEffect(() => {
		const id = focusOn.current;
		if (!id || document.activeElement?.closest("[role=dialog]")) return;
		const link = area.current?.querySelector<HTMLElement>(`[data-card-link="${id}"]`);
		if (link && document.activeElement !== link) link.focus();
	});
	const { news } = board;
	useEffect(() => {
		if (news?.kind === "moved" || news?.kind === "undone") {
			const word = news.kind === "moved" ? "board.said.moved" : "board.undone";
			setSaid(t(word, { name: news.deal.name, stage: news.deal.stage.name }));
		}
	}, [news, t]);

	const ask = (deal: DealJson, to: Stage, keepFocus: boolean) => {
		focusOn.current = keepFocus ? deal.id : null;
		if (deal.stage.id === to.id) return;
		if (to.kind === "open") void board.move(deal, to).finally(letFocusGo);
		else setClosing({ deal, to: { ...to, kind: to.kind } });
	};
	const letFocusGo = () => setTimeout(() => (focusOn.current = null), 300);
	const latest = useRef({ ask, columns });
	latest.current = { ask, columns };

	const press = useCallback((deal: DealJson, card: HTMLElement, event: PointerEvent) => {
		if (event.button !== 0 || (event.target as Element).closest("button")) return;
		dragCard(card, event.nativeEvent, {
			over: (stageId) => setDrag({ dealId: deal.id, over: stageId }),
			drop: (stageId) => {
				const to = latest.current.columns.find((c) => c.stage.id === stageId)?.stage;
				if (to) latest.current.ask(deal, to, false);
			},
			end: () => setDrag(null),
		});
	}, []);
	const openMenu = useCallback((deal: DealJson, button: HTMLElement) => setMenu({ deal, button }), []);

	const onKey = (event: KeyboardEvent) => {
		if ((event.ctrlKey || event.metaKey) && event.key === "z" && board.undo) {
			event.preventDefault();
			void board.undo();
			return;
		}
		const link = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>("[data-card-link]") : null;
		const dealId = link?.dataset["cardLink"];
		const deal = columns.flatMap((c) => c.items).find((d) => d.id === dealId);
		if (!link || !deal) return;
		const wish = wishOfKey(event, picked, columns.length, dir === "rtl");
		if (picked && event.key.startsWith("Arrow")) event.preventDefault();
		if (!wish || (wish.do === "pick" && !mayMove)) return;
		if (wish.do !== "leave" || event.key !== "Tab") event.preventDefault();
		const home = columns.findIndex((c) => c.stage.id === deal.stage.id);
		const tell = (key: "board.said.picked" | "board.said.over" | "board.said.left", at: number) =>
			setSaid(t(key, { name: deal.name, stage: columns[at]?.stage.name ?? "", at: at + 1, of: columns.length }));
		if (wish.do === "focus") focusCard(link, wish.way);
		else if (wish.do === "pick") {
			setPicked({ dealId: deal.id, at: home });
			tell("board.said.picked", home);
		} else if (wish.do === "over") {
			setPicked({ dealId: deal.id, at: wish.at });
			tell("board.said.over", wish.at);
			const stageId = columns[wish.at]?.stage.id;
			area.current?.querySelector(`[data-stage="${stageId}"]`)?.scrollIntoView({ block: "nearest", inline: "nearest" });
		} else {
			setPicked(null);
			const to = wish.do === "drop" && picked ? columns[picked.at]?.stage : undefined;
			if (to && to.id !== deal.stage.id) ask(deal, to, true);
			else tell("board.said.left", home);
		}
	};

	return (
		<>
			<p id={howTo} className="cs-unseen">
				{t("board.howTo")}
			</p>
			<div className="cs-unseen" role="status" aria-live="assertive">
				{said}
			</div>
			{/* biome-ignore lint/a11y/useSemanticElements: a fieldset would be announced as a form */}
			<div
				className="board"
				ref={area}
				role="group"
				aria-label={t("board.columns")}
				data-board-scroll
				onKeyDown={onKey}
				onBlur={() => setPicked(null)}
			>
				{columns.map((column, k) => (
					<BoardColumn
						key={column.stage.id}
						column={column}
						isOver={picked?.at === k || drag?.over === column.stage.id}
						isShown={column.stage.id === shownStage}
						more={column.nextCursor === null ? null : () => board.more(column)}
						busy={board.busy === column.stage.id}
					>
						{column.items.map((deal) => (
							<BoardCard
								key={deal.id}
								deal={deal}
								howTo={howTo}
								mayMove={mayMove}
								write={writes.get(deal.id)}
								state={picked?.dealId === deal.id ? "picked" : drag?.dealId === deal.id ? "dragged" : null}
								press={press}
								openMenu={openMenu}
							/>
						))}
					</BoardColumn>
				))}
			</div>
			{menu && (
				<MoveMenu
					{...menu}
					stages={columns.map((c) => c.stage)}
					choose={(to) => ask(menu.deal, to, true)}
					close={() => setMenu(null)}
				/>
			)}
			{closing && (
				<CloseDeal
					deal={closing.deal}
					kind={closing.to.kind}
					close={(facts) => {
						setClosing(null);
						void board.move(closing.deal, closing.to, facts).finally(letFocusGo);
					}}
					cancel={() => setClosing(null)}
				/>
			)}
		</>
	);
}
