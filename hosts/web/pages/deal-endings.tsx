import type { DealEndingsJson, EndingRowJson } from "../../../core/contract/deal-endings.ts";
import { endingTable } from "../../../core/contract/tables/ending-table.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { formatNumber, formatPercent, formatRange } from "../../../core/words/format-number.ts";
import { type Speech, useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { DealWays } from "../deal-ways.tsx";
import { type EndingAsk, EndingChoice, useEndingAsk } from "../deals/ending-choice.tsx";
import "../model/drivers.css";
import { readMoney } from "../money.ts";
import { Loading, Page } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import type { Looks } from "../table/drawn-columns.tsx";
import { useTableView } from "../table/use-table-view.ts";
import { WholeTable } from "../table/whole-table.tsx";
import { useLoad } from "../use-load.ts";

/** What was won, what was lost, and how long it took: by size, competitor, reason, product, territory and more. */
export function DealEndingsPage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const ask = useEndingAsk();
	const loaded = useLoad(
		`deal-endings ${JSON.stringify(ask)}`,
		() => session.client.dealEndings(ask),
		(e) => e.type === "deal.changed" || e.type === "import.finished" || e.type === "import.undone",
	);
	return (
		<Page title={t("endings.title")} heading={loaded.data?.text ?? t("endings.title")} above={<DealWays />}>
			<Loading of={loaded} lines={10}>
				{(endings) => (
					<div className="stack">
						<EndingChoice from={endings.from} to={endings.to} by={ask.by} />
						<Groups endings={endings} ask={ask} />
						<Quarters endings={endings} />
						<details className="cs-more">
							<summary>{t("kit.how")}</summary>
							<p>{t("endings.how.share")}</p>
							<p>{t("endings.how.cycle")}</p>
						</details>
					</div>
				)}
			</Loading>
		</Page>
	);
}

function Groups({ endings, ask }: { endings: DealEndingsJson; ask: EndingAsk }) {
	const speech = useSpeech();
	const { t, locale, zone } = speech;
	const view = useTableView(endingTable, { given: ask });
	const { all } = endings;
	const when = formatInstant(Date.parse(endings.asOf), locale, zone);
	return (
		<section aria-label={t("endings.title")} className="stack-tight">
			<WholeTable
				view={view}
				rows={endings.rows}
				rowKey={(row) => row.key}
				looks={looksOf(speech, all.share?.value ?? 0)}
				atFirst={12}
				none={
					<StateNotice
						state="empty"
						title={t(all.won + all.lost === 0 ? "endings.nothing" : "endings.noneNoted")}
						action={<Link to="/deals">{t("nav.deals")}</Link>}
					/>
				}
			/>
			<p className="cs-muted">
				{t("endings.sum", { won: all.won, lost: all.lost, amount: money(all.wonAmount, locale), when })}
				{all.unpriced > 0 && ` ${t("pipeline.unpriced", { count: all.unpriced })}.`}
			</p>
		</section>
	);
}

function Quarters({ endings }: { endings: DealEndingsJson }) {
	const { t } = useSpeech();
	if (endings.quarters.length < 2) return null;
	return (
		<section aria-labelledby="endings-quarters">
			<h2 id="endings-quarters">{t("endings.byQuarter")}</h2>
			<table className="cs-plain-table driver-table">
				<thead>
					<tr>
						<th scope="col">{t("endings.quarter")}</th>
						<th scope="col" className="cs-end">
							{t("endings.share")}
						</th>
						<th scope="col" className="cs-end">
							{t("endings.days")}
						</th>
					</tr>
				</thead>
				<tbody>
					{endings.quarters.map((row) => (
						<tr key={row.key}>
							<th scope="row">
								{row.label}
								<Bar share={row.share?.value ?? 0} all={endings.all.share?.value ?? 0} />
							</th>
							<td className="cs-end">
								<Share row={row} />
							</td>
							<td className="cs-end">
								<Cycle row={row} />
							</td>
						</tr>
					))}
				</tbody>
			</table>
		</section>
	);
}

function looksOf({ locale }: Speech, all: number): Looks<EndingRowJson> {
	return {
		label: {
			cell: (row) => (
				<>
					{row.label}
					{row.share && <Bar share={row.share.value} all={all} />}
				</>
			),
		},
		ended: { desk: true },
		share: { cell: (row) => <Share row={row} />, narrow: true },
		verdict: { narrow: false },
		days: { cell: (row) => <Cycle row={row} /> },
		wonAmount: { cell: (row) => money(row.wonAmount, locale), desk: true },
		lostAmount: { cell: (row) => money(row.lostAmount, locale), desk: true },
	};
}

function money(amount: EndingRowJson["wonAmount"], locale: string): string {
	return formatMoney(readMoney(amount), locale, { compact: true });
}

function Bar({ share, all }: { share: number; all: number }) {
	return (
		<span className="driver-bar" aria-hidden="true">
			<span style={{ inlineSize: `${share * 100}%` }} />
			<i style={{ insetInlineStart: `${all * 100}%` }} />
		</span>
	);
}

function Share({ row: { share, won, lost } }: { row: EndingRowJson }) {
	const { t, locale } = useSpeech();
	if (!share) return "–";
	const range = formatRange(share.low, share.high, "probability", locale);
	return (
		<>
			{formatPercent(share.value, locale)}
			<span className="cs-sub">{t("sources.of", { range, n: formatNumber(won + lost, locale) })}</span>
		</>
	);
}

function Cycle({ row: { cycle } }: { row: EndingRowJson }) {
	const { t, locale } = useSpeech();
	if (!cycle) return "–";
	const n = formatNumber(cycle.n, locale);
	const { range } = cycle;
	return (
		<>
			{formatNumber(cycle.days, locale)}
			<span className="cs-sub">
				{range
					? t("sources.of", { range: `${formatNumber(range.low, locale)}–${formatNumber(range.high, locale)}`, n })
					: t("sources.cycleOf", { n })}
			</span>
		</>
	);
}
