import { Button } from "@fluentui/react-components";
import { DismissRegular } from "@fluentui/react-icons/svg/dismiss";
import { useEffect, useRef } from "react";
import { formatDay } from "../../../core/words/format-date.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { readMoney } from "../money.ts";
import { FaultNotice } from "../page-frame.tsx";
import type { CloseFacts, MoveNews, Stage, UsedBoard } from "./use-board.ts";

/** How long "moved" stays, unless somebody is at it. */
const STAYS_MS = 15_000;

/** Says what became of the last move, with a way back or on. */
export function MoveNewsBar({ board }: { board: UsedBoard }) {
	const { news } = board;
	if (!news) return null;
	if (news.kind === "conflict") return <Conflict news={news} board={board} />;
	if (news.kind === "fault") return <Failed news={news} />;
	return <Moved key={`${news.deal.id}/${news.deal.version}`} news={news} board={board} />;
}

function Moved({ news, board }: { news: Extract<MoveNews, { kind: "moved" | "undone" }>; board: UsedBoard }) {
	const { t } = useSpeech();
	const bar = useRef<HTMLDivElement>(null);
	const { dismiss } = board;
	const latest = useRef(dismiss);
	latest.current = dismiss;
	useEffect(() => {
		const timer = setInterval(() => {
			if (!bar.current?.matches(":hover, :focus-within")) latest.current();
		}, STAYS_MS);
		return () => clearInterval(timer);
	}, []);
	const { deal } = news;
	const word = news.kind === "moved" ? "board.said.moved" : "board.undone";
	return (
		<div className="board-toast" ref={bar}>
			<span>{t(word, { name: deal.name, stage: deal.stage.name })}</span>
			{news.kind === "moved" && board.undo && (
				<Button size="small" onClick={() => void board.undo?.()}>
					{t("board.undo")}
				</Button>
			)}
			<Button
				size="small"
				appearance="subtle"
				icon={<DismissRegular />}
				aria-label={t("board.dismiss")}
				onClick={dismiss}
			/>
		</div>
	);
}

function Conflict({ news, board }: { news: Extract<MoveNews, { kind: "conflict" }>; board: UsedBoard }) {
	const { t, locale, now: clock } = useSpeech();
	const { now, to, facts } = news;
	const today = new Date(clock()).toISOString().slice(0, 10);
	const again = (stage: Stage, given: CloseFacts) => void board.move(now, stage, given);
	return (
		<StateNotice
			state="stale"
			title={t("board.conflict", { name: now.name })}
			action={
				<>
					<Button appearance="primary" onClick={() => again(to, facts)}>
						{t("board.moveAnyway")}
					</Button>
					<Button onClick={board.dismiss}>{t("board.leaveIt")}</Button>
				</>
			}
		>
			<p>
				{t("board.conflictMeans", {
					stage: now.stage.name,
					amount: now.amount ? formatMoney(readMoney(now.amount), locale, { whole: true }) : "–",
					day: now.closeDate ? formatDay(now.closeDate, locale, today) : "–",
					to: to.name,
				})}
			</p>
		</StateNotice>
	);
}

function Failed({ news }: { news: Extract<MoveNews, { kind: "fault" }> }) {
	const { t } = useSpeech();
	return (
		<div>
			<p>
				<strong>{t("board.notMoved", { name: news.deal.name })}</strong>
			</p>
			<FaultNotice fault={news.fault} />
		</div>
	);
}
