import { Button } from "@fluentui/react-components";
import type { ReactNode } from "react";
import type { BoardColumnJson, BoardTotals } from "../../../core/contract/board.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { readMoney } from "../money.ts";

/** A stage: what it comes to, its cards, and more of them. */
export function BoardColumn(props: {
	column: BoardColumnJson;
	/** Whether a card is held over it. */
	isOver: boolean;
	/** Whether it is the one that a narrow page shows. */
	isShown: boolean;
	more: (() => void) | null;
	busy: boolean;
	children: ReactNode;
}) {
	const { t } = useSpeech();
	const { column } = props;
	const { stage, totals } = column;
	const id = `stage-${stage.id}`;
	const classes = [
		"board-column",
		`board-column-${stage.kind}`,
		props.isOver ? "board-column-over" : "",
		props.isShown ? "board-column-shown" : "",
	];
	return (
		<section className={classes.filter(Boolean).join(" ")} data-stage={stage.id} aria-labelledby={id}>
			<header>
				<h2 id={id}>
					<bdi>{stage.name}</bdi>
					{column.closed && <span className="cs-muted"> {t("board.thisQuarter")}</span>}
				</h2>
				<ColumnTotals totals={totals} />
			</header>
			{column.items.length === 0 ? (
				<p className="cs-muted board-none">{t("board.noneHere")}</p>
			) : (
				<ul className="board-cards">{props.children}</ul>
			)}
			{props.more && (
				<Button size="small" onClick={props.more} disabled={props.busy}>
					{t("list.more")}
				</Button>
			)}
		</section>
	);
}

function ColumnTotals({ totals }: { totals: BoardTotals }) {
	const { t, locale } = useSpeech();
	const money = (m: BoardTotals["amount"]) => formatMoney(readMoney(m), locale, { whole: true });
	return (
		<>
			<p className="board-totals">
				<span>{t("board.count", { deals: totals.deals, shown: formatNumber(totals.deals, locale) })}</span>
				<strong>
					<bdi>{money(totals.amount)}</bdi>
				</strong>
				{totals.weighted && <span className="cs-muted">{t("board.weighted", { amount: money(totals.weighted) })}</span>}
			</p>
			<Untold totals={totals} />
		</>
	);
}

/** What is counted and stands in no sum, and why. */
export function Untold({ totals }: { totals: BoardTotals }) {
	const { t } = useSpeech();
	const notes = [
		totals.withoutRate > 0 && t("board.withoutRate", { count: totals.withoutRate }),
		totals.withoutAmount > 0 && t("board.withoutAmount", { count: totals.withoutAmount }),
		totals.notScored > 0 && t("board.notScored", { count: totals.notScored }),
	].filter((note) => note !== false);
	return notes.length === 0 ? null : <p className="board-untold">{notes.join(" · ")}</p>;
}
