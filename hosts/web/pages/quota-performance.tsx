import type { PerformanceJson, WatchedJson } from "../../../core/contract/monitoring.ts";
import { performanceTable } from "../../../core/contract/tables/monitoring-tables.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { formatPercent } from "../../../core/words/format-number.ts";
import { type Speech, useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { BringData } from "../bring-data.tsx";
import { PeriodChoice, periodAskOf } from "../forecast/period-choice.tsx";
import { Loading, Page } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { showAmount } from "../quotas/quota-amount.ts";
import { QuotaWays } from "../quotas/quota-ways.tsx";
import "../quotas/quotas.css";
import { Link, usePlace, withQuery } from "../router.tsx";
import type { Looks } from "../table/drawn-columns.tsx";
import { useTableView } from "../table/use-table-view.ts";
import { WholeTable } from "../table/whole-table.tsx";
import { useLoad } from "../use-load.ts";

const CUTS = ["person", "team", "territory"] as const;

/** How people, teams and territories do; what could be chance is not called anything. */
export function QuotaPerformancePage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const place = usePlace();
	const by = CUTS.find((cut) => cut === place.query.get("by")) ?? "person";
	const ask = { ...periodAskOf(place), by };
	const loaded = useLoad(
		JSON.stringify(ask),
		() => session.client.performance(ask),
		(e) => e.type === "deal.changed" || e.type === "quota.changed",
	);
	return (
		<Page
			title={t("watch.title")}
			heading={(loaded.data?.rows.length && loaded.data.text) || t("watch.title")}
			above={<QuotaWays />}
		>
			<PeriodChoice period={loaded.data?.period ?? null} />
			<nav className="grains" aria-label={t("watch.by")}>
				{CUTS.map((cut) => (
					<Link
						key={cut}
						to={withQuery(place, { by: cut === "person" ? null : cut })}
						aria-current={cut === by ? "true" : undefined}
					>
						{t(`watch.by.${cut}`)}
					</Link>
				))}
			</nav>
			<Loading of={loaded} lines={10}>
				{(data) => <Watch data={data} ask={ask as Record<string, string>} />}
			</Loading>
		</Page>
	);
}

function Watch({ data, ask }: { data: PerformanceJson; ask: Record<string, string> }) {
	const speech = useSpeech();
	const { t, locale, zone } = speech;
	const view = useTableView(performanceTable, { given: ask });
	const says = data.rows.filter((row) => row.says.length > 0);
	return (
		<div className="stack">
			{says.length > 0 && (
				<section aria-labelledby="watch-says" className="stack-tight">
					<h2 id="watch-says">{t("watch.standsOut")}</h2>
					<ul className="quota-list">
						{says.slice(0, 8).map((row) => (
							<li key={row.id}>
								<strong>{row.name}</strong>: {row.says.join(" ")}
							</li>
						))}
					</ul>
				</section>
			)}
			<section aria-label={t("watch.title")} className="stack-tight">
				<div>
					<WholeTable
						view={view}
						rows={data.rows.map((row) => ({ ...row, currency: data.currency }))}
						rowKey={(row) => row.id}
						looks={looksOf(speech)}
						atFirst={20}
						none={<StateNotice state="empty" title={t("watch.none")} action={<BringData />} />}
					/>
				</div>
				<p className="cs-muted">
					{t("watch.asOf", {
						when: formatInstant(Date.parse(data.asOf), locale, zone),
						pace: formatPercent(data.pace, locale),
						n: data.pastPeriods,
					})}
				</p>
				<details className="cs-more">
					<summary>{t("kit.how")}</summary>
					<p>{t("watch.how")}</p>
					<p>{t("watch.howMany")}</p>
				</details>
			</section>
		</div>
	);
}

type Row = WatchedJson & { currency: string };

function looksOf({ t, locale }: Speech): Looks<Row> {
	const against = (of: WatchedJson["againstQuota"], currency: string) =>
		of === null ? (
			"–"
		) : (
			<>
				<span className={`watch watch-${of.verdict}`}>{t(`watch.verdict.${of.verdict}`)}</span>
				<span className="cs-sub">
					{t("watch.of", {
						actual: showAmount(of.actual, currency, locale),
						low: showAmount(of.low, currency, locale),
						high: showAmount(of.high, currency, locale),
						n: of.n,
					})}
				</span>
			</>
		);
	return {
		won: { cell: (row) => showAmount(row.won, row.currency, locale) },
		quota: { cell: (row) => against(row.againstQuota, row.currency) },
		others: { cell: (row) => against(row.againstOthers, row.currency), narrow: true },
		past: { cell: (row) => against(row.againstPast, row.currency), desk: true },
		season: { cell: (row) => against(row.againstSeason, row.currency), desk: true },
		growth: {
			desk: true,
			cell: (row) =>
				row.growth === null ? (
					"–"
				) : (
					<>
						{formatPercent(row.growth.perPeriod, locale)}
						<span className="cs-sub">
							{t("watch.growthOf", {
								low: formatPercent(row.growth.low, locale),
								high: formatPercent(row.growth.high, locale),
								n: row.growth.n,
							})}
						</span>
					</>
				),
		},
	};
}
