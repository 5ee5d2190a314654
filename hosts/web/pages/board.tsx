import { Field, Select } from "@fluentui/react-components";
import type { BoardJson } from "../../../core/contract/board.ts";
import type { DealJson } from "../../../core/contract/deals.ts";
import { boardTable } from "../../../core/contract/tables/board-table.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { Untold } from "../board/board-column.tsx";
import { BoardColumns } from "../board/board-columns.tsx";
import { MoveNewsBar } from "../board/move-news.tsx";
import { useBoard } from "../board/use-board.ts";
import { BringData } from "../bring-data.tsx";
import { DealWays } from "../deal-ways.tsx";
import { readMoney } from "../money.ts";
import { Loading, Page } from "../page-frame.tsx";
import { navigate, type Place, usePlace, withQuery } from "../router.tsx";
import { TableFilters } from "../table/table-filters.tsx";
import { type TableView, useTableView } from "../table/use-table-view.ts";
import "../table/table.css";
import "./board.css";

/** Orders of the cards in a column, and how they are worded. */
const ORDERS = { closeDate: "closeDate", "-amount": "amount", "-probability": "probability" } as const;

/** The deals as a board: stages as columns. Filters, order and pipeline live in the address, as on the list. */
export function BoardPage() {
	const { t, locale } = useSpeech();
	const place = usePlace();
	const view = useTableView(boardTable);
	const { sort, ...filters } = view.asked;
	const pipelineId = place.query.get("pipelineId");
	const board = useBoard({
		...filters,
		// Unasked, each column has an order of its own: open deals by what comes next, closed ones by what came last.
		...(sort && sort !== boardTable.usualSort ? { sort } : {}),
		...(pipelineId ? { pipelineId } : {}),
	});
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
		<Page title={t("board.title")} heading={heading} above={<DealWays />}>
			<TableFilters view={view} />
			<Loading of={board.loaded} lines={12}>
				{(made) =>
					made.pipelineId === null ? (
						<StateNotice state="empty" title={t("deals.noneYet")} action={<BringData />} />
					) : (
						<>
							<div className="board-bar">
								<div className="board-means">
									<Untold totals={made.open} />
									<p className="cs-muted">{t("board.weightedMeans")}</p>
								</div>
								<Pickers board={made} place={place} view={view} />
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

/** Which pipeline, where there are several; the order of cards; and on a narrow page which stage. */
function Pickers({ board, place, view }: { board: BoardJson; place: Place; view: TableView<DealJson> }) {
	const { t } = useSpeech();
	const set = (name: string, value: string) => navigate(withQuery(place, { [name]: value }), { stay: true });
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
			<Field label={t("deals.sort")} className="short-field">
				<Select
					value={view.sort}
					onChange={(_, d) => view.set({ sort: d.value === boardTable.usualSort ? null : d.value })}
				>
					{Object.entries(ORDERS).map(([order, name]) => (
						<option key={order} value={order}>
							{t(`deals.sort.${name}`)}
						</option>
					))}
				</Select>
			</Field>
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
