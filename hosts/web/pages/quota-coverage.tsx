import type { CoverageJson, CoveredRepJson } from "../../../core/contract/monitoring.ts";
import { coverageTable } from "../../../core/contract/tables/monitoring-tables.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { formatNumber, formatPercent } from "../../../core/words/format-number.ts";
import { DataTable } from "../../kit/data-table.tsx";
import { type Speech, useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { BringData } from "../bring-data.tsx";
import { Loading, Page } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { CoverageNormsForm } from "../quotas/coverage-norms.tsx";
import { QuotaWays } from "../quotas/quota-ways.tsx";
import { RepHoursForm } from "../quotas/rep-hours.tsx";
import "../quotas/quotas.css";
import type { Looks } from "../table/drawn-columns.tsx";
import { useTableView } from "../table/use-table-view.ts";
import { WholeTable } from "../table/whole-table.tsx";
import { useLoad } from "../use-load.ts";

/** Whether people's hours fit what their customers take, where nobody goes, where several go, and whether to hire. */
export function QuotaCoveragePage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const loaded = useLoad("coverage", () => session.client.coverage());
	return (
		<Page
			title={t("cover.title")}
			heading={(loaded.data?.reps.length && loaded.data.text) || t("cover.title")}
			above={<QuotaWays />}
		>
			<Loading of={loaded} lines={10}>
				{(coverage) =>
					coverage.reps.length === 0 ? (
						<StateNotice state="empty" title={t("cover.none")} action={<BringData />} />
					) : (
						<div className="stack">
							<Teams coverage={coverage} />
							<People coverage={coverage} />
							{coverage.mayWrite && (
								<>
									<RepHoursForm coverage={coverage} put={loaded.put} />
									<CoverageNormsForm key={coverage.norms.version} coverage={coverage} put={loaded.put} />
								</>
							)}
							<details className="cs-more">
								<summary>{t("kit.how")}</summary>
								<p>{t("cover.how")}</p>
								<p>{t("cover.howHire")}</p>
							</details>
						</div>
					)
				}
			</Loading>
		</Page>
	);
}

function Teams({ coverage }: { coverage: CoverageJson }) {
	const { t, locale } = useSpeech();
	const { teams, unowned } = coverage;
	if (teams.length === 0) return null;
	return (
		<section aria-labelledby="cover-teams" className="stack-tight">
			<h2 id="cover-teams">{t("cover.teams")}</h2>
			<ul className="quota-list">
				{teams.map((team) => (
					<li key={team.id}>{team.text}</li>
				))}
				{unowned > 0 && <li>{t("cover.unowned", { n: unowned })}</li>}
			</ul>
			<DataTable
				caption={t("cover.teams")}
				rows={teams}
				rowKey={(team) => team.id}
				columns={[
					{ key: "name", header: t("quota.kind.team"), cell: (team) => team.name },
					{ key: "load", header: t("cover.loadShort"), cell: (team) => <Load load={team.load} /> },
					{
						key: "lacks",
						header: t("cover.lacks"),
						figure: true,
						narrow: false,
						cell: (team) => formatNumber(team.lacks, locale, 1),
					},
					{
						key: "payBack",
						header: t("cover.payBack"),
						figure: true,
						narrow: false,
						cell: (team) => (team.payBackMonths === null ? "–" : formatNumber(team.payBackMonths, locale)),
					},
				]}
			/>
		</section>
	);
}

/** Work as a share of hours, with a line where both are the same. */
function Load({ load }: { load: number | null }) {
	const { locale } = useSpeech();
	if (load === null) return "–";
	const most = Math.max(1.5, load);
	return (
		<span className="chance">
			<span className="chance-value">{formatPercent(load, locale)}</span>
			<span className="chance-picture" aria-hidden="true">
				<span className="chance-band" style={{ insetInlineStart: 0, inlineSize: `${(load / most) * 100}%` }} />
				<span className="chance-line" style={{ insetInlineStart: `${100 / most}%` }} />
			</span>
		</span>
	);
}

function People({ coverage }: { coverage: CoverageJson }) {
	const speech = useSpeech();
	const { t, locale, zone } = speech;
	const view = useTableView(coverageTable);
	return (
		<section aria-labelledby="cover-people" className="stack-tight">
			<h2 id="cover-people">{t("cover.people")}</h2>
			<div>
				<WholeTable
					view={view}
					rows={coverage.reps}
					rowKey={(rep) => rep.user.id}
					looks={looksOf(speech)}
					atFirst={15}
					none={null}
				/>
			</div>
			<p className="cs-muted">{t("cover.asOf", { when: formatInstant(Date.parse(coverage.asOf), locale, zone) })}</p>
		</section>
	);
}

function looksOf({ t, locale }: Speech): Looks<CoveredRepJson> {
	const hours = (value: number) => t("cover.hoursYear", { n: formatNumber(Math.round(value), locale) });
	return {
		name: {
			cell: (rep) => (
				<>
					{rep.user.name}
					<span className="cs-sub">
						{t(rep.isUsual ? "cover.usualHours" : "cover.saidHours", { n: formatNumber(rep.hoursPerWeek, locale) })}
					</span>
				</>
			),
		},
		load: { cell: (rep) => <Load load={rep.load} />, narrow: true },
		verdict: { cell: (rep) => t(`cover.verdict.${rep.verdict}`) },
		workload: { cell: (rep) => hours(rep.workload), desk: true },
		capacity: { cell: (rep) => hours(rep.capacity), desk: true },
		done: {
			desk: true,
			cell: (rep) =>
				rep.doneShare === null ? (
					"–"
				) : (
					<>
						{formatPercent(rep.doneShare, locale)}
						<span className="cs-sub">{t("cover.doneOf", { visits: rep.visits, calls: rep.calls })}</span>
					</>
				),
		},
		shared: { desk: true },
	};
}
