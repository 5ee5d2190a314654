import { Field, Select } from "@fluentui/react-components";
import type { BoardJson } from "../../../core/contract/board.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { Untold } from "../board/board-column.tsx";
import { BoardColumns } from "../board/board-columns.tsx";
import { MoveNewsBar } from "../board/move-news.tsx";
import { useBoard } from "../board/use-board.ts";
import { DealFilters, DealWays } from "../deal-filters.tsx";
import { readMoney } from "../money.ts";
import { Loading, Page } from "../page-frame.tsx";
import { Link, navigate, type Place, usePlace, withQuery } from "../router.tsx";
import "./board.css";

const FILTERS = ["search", "ownerId", "teamId", "closeFrom", "closeTo", "sort", "pipelineId"] as const;

/** The deals as a board: stages as columns. Filters, order and pipeline live in the address, as on the list. */
export function BoardPage() {
	const { t, locale } = useSpeech();
	const place = usePlace();
	const board = useBoard(filtersOf(place));
	const { data } = board.loaded;
	const whole = (money: BoardJson["open"]["amount"] | null) =>
		money ? formatMoney(readMoney(money), locale, { whole: true }) : "–";
	const heading = data
		? t("board.finding", {
				deals: data.open.deals,
				shown: formatNumber(data.open.deals, locale),
				amount: whole(data.open.amount),
				weighted: whole(data.open.weighted),
				hasChance: data.open.weighted ? "yes" : "no",
			})
		: t("board.title");
	const stage = place.query.get("stage") ?? "";
	return (
		<Page title={t("board.title")} heading={heading} above={<DealWays place={place} />}>
			<div className="row board-bar">
				<DealFilters place={place} fields={["ownerId", "teamId", "close", "order"]} />
			</div>
			<Loading of={board.loaded} lines={12}>
				{(made) =>
					made.pipelineId === null ? (
						<StateNotice
							state="empty"
							title={t("deals.noneYet")}
							action={<Link to="/import">{t("home.emptyAction")}</Link>}
						/>
					) : (
						<>
							<Pickers board={made} place={place} />
							<div className="board-means">
								<Untold totals={made.open} />
								<p className="cs-muted">{t("board.weightedMeans")}</p>
							</div>
							<BoardColumns
								board={board}
								shownStage={made.columns.some((c) => c.stage.id === stage) ? stage : (made.columns[0]?.stage.id ?? "")}
							/>
						</>
					)
				}
			</Loading>
			<MoveNewsBar board={board} />
		</Page>
	);
}

/** Which pipeline, where there are several; and on a narrow page which stage. */
function Pickers({ board, place }: { board: BoardJson; place: Place }) {
	const { t } = useSpeech();
	const set = (name: string, value: string) => navigate(withQuery(place, { [name]: value }), { replace: true });
	const first = board.columns[0]?.stage.id ?? "";
	return (
		<>
			{board.pipelines.length > 1 && (
				<Field label={t("board.pipeline")} className="short-field">
					<Select value={board.pipelineId ?? ""} onChange={(_, d) => set("pipelineId", d.value)}>
						{board.pipelines.map((p) => (
							<option key={p.id} value={p.id}>
								{p.name}
							</option>
						))}
					</Select>
				</Field>
			)}
			<Field label={t("board.stage")} className="board-stage-picker">
				<Select value={place.query.get("stage") ?? first} onChange={(_, d) => set("stage", d.value)}>
					{board.columns.map(({ stage, totals }) => (
						<option key={stage.id} value={stage.id}>
							{stage.name} ({totals.deals})
						</option>
					))}
				</Select>
			</Field>
		</>
	);
}

function filtersOf(place: Place): Record<string, string> {
	const pairs = FILTERS.flatMap((name) => {
		const value = place.query.get(name);
		return value ? [[name, value] as const] : [];
	});
	return Object.fromEntries(pairs);
}
