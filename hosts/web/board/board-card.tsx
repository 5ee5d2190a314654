import { MoreHorizontalRegular } from "@fluentui/react-icons/svg/more-horizontal";
import { memo, type PointerEvent } from "react";
import type { BoardWriteJson } from "../../../core/contract/board.ts";
import type { DealJson } from "../../../core/contract/deals.ts";
import { formatDay } from "../../../core/words/format-date.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { NumberCell } from "../../kit/number-cell.tsx";
import { readMoney } from "../money.ts";
import { Link } from "../router.tsx";

/** Actions that say that a deal is in trouble; the others only tell what is missing on it. */
const ATTENTION = new Set([
	"set_new_date",
	"write_to_contact",
	"write_to_account",
	"get_in_touch",
	"ask_what_holds",
	"agree_date",
]);

/** A deal on the board: whose, how much, by when, its chance, and why it needs somebody. */
export const BoardCard = memo(function BoardCard(props: {
	deal: DealJson;
	/** Id of the sentence that says how to move it by keyboard. */
	howTo: string;
	mayMove: boolean;
	/** What of it the system it came from does not have yet. */
	write: BoardWriteJson | undefined;
	state: "picked" | "dragged" | "moving" | null;
	press: (deal: DealJson, card: HTMLElement, event: PointerEvent) => void;
	openMenu: (deal: DealJson, button: HTMLElement) => void;
}) {
	const { t, locale, now } = useSpeech();
	const { deal, mayMove, state, write } = props;
	const today = new Date(now()).toISOString().slice(0, 10);
	const action = deal.probability?.action;
	const facts = [
		deal.amount && formatMoney(readMoney(deal.amount), locale, { whole: true }),
		deal.closeDate && formatDay(deal.closeDate, locale, today),
	].filter(Boolean);
	return (
		<li
			className={`board-card${state ? ` board-card-${state}` : ""}`}
			onPointerDown={(event) => mayMove && props.press(deal, event.currentTarget, event)}
		>
			<div className="board-card-head">
				<Link
					to={`/deals/${deal.id}`}
					draggable={false}
					data-card-link={deal.id}
					aria-describedby={mayMove ? props.howTo : undefined}
				>
					<bdi>{deal.name}</bdi>
				</Link>
				{mayMove && (
					<button
						type="button"
						className="board-more"
						aria-haspopup="menu"
						aria-label={t("board.moveOf", { name: deal.name })}
						onClick={(event) => props.openMenu(deal, event.currentTarget)}
					>
						<MoreHorizontalRegular aria-hidden />
					</button>
				)}
			</div>
			{deal.account && !deal.name.includes(deal.account.name) && <bdi className="cs-sub">{deal.account.name}</bdi>}
			<div className="board-card-facts">
				<span>
					{facts.map((fact, k) => (
						<span key={fact}>
							{k > 0 && " · "}
							<bdi>{fact}</bdi>
						</span>
					))}
					{deal.amount && !deal.amountReporting && <span className="cs-muted"> · {t("deal.noRate")}</span>}
				</span>
				{deal.probability && <NumberCell view={deal.probability} />}
			</div>
			{write && (
				<p className={write.state === "failed" ? "board-attention" : "board-waits"}>
					{write.state === "failed"
						? t("board.writeFailed", { host: write.host, reason: write.reason ?? "" })
						: t("board.writeWaits", { host: write.host })}
				</p>
			)}
			{action && ATTENTION.has(action.code) && (
				<p className="board-attention">
					<span aria-hidden="true">⚑</span> {action.why}
				</p>
			)}
		</li>
	);
});
