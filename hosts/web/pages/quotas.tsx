import type { EventJson } from "../../../core/contract/events.ts";
import type { MyQuotaJson, QuotaStandingJson, QuotaStandingsJson } from "../../../core/contract/quotas.ts";
import { quotaStandingTable } from "../../../core/contract/tables/quota-tables.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { formatPercent } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { PeriodChoice, periodAskOf } from "../forecast/period-choice.tsx";
import { Loading, Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { AskForQuota } from "../quotas/ask-for-quota.tsx";
import { BidNudge } from "../quotas/bid-nudge.tsx";
import { ChanceRange } from "../quotas/chance-range.tsx";
import { showAmount } from "../quotas/quota-amount.ts";
import { QuotaWays } from "../quotas/quota-ways.tsx";
import { depthsOf, inTreeOrder } from "../quotas/tree-depth.ts";
import "../quotas/quotas.css";
import { Link, navigate, usePlace, withQuery } from "../router.tsx";
import { DownloadMenu } from "../table/download-menu.tsx";
import { useTableView } from "../table/use-table-view.ts";
import { type Loaded, useLoad } from "../use-load.ts";

const MEASURES = ["revenue", "units", "activities"] as const;
/** What moves a quota's standing: a deal that closes, a forecast, a quota. */
const moves = (e: EventJson) =>
	e.type === "deal.changed" || e.type === "forecast.computed" || e.type === "quota.changed";

/** What I carry and how it stands, or how everybody's stands whom I lead. */
export function QuotasPage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const place = usePlace();
	const measure = MEASURES.find((m) => m === place.query.get("measure")) ?? "revenue";
	const ask = periodAskOf(place);
	const key = JSON.stringify({ ...ask, measure });
	const mine = useLoad(`mine ${key}`, () => session.client.myQuota(ask), moves);
	const all = useLoad(JSON.stringify({ ...ask, measure }), () => session.client.quotas({ ...ask, measure }), moves);
	const whole = useWholeStanding(all.data);
	const heading = mine.data?.standing.mine ? mine.data.text : whole;
	return (
		<Page title={t("nav.quotas")} heading={heading ?? t("nav.quotas")} above={<QuotaWays />}>
			<BidNudge />
			<PeriodChoice period={mine.data?.standing.period ?? null} />
			<Loading of={mine} lines={4}>
				{(quota) => (quota.standing.mine ? <Mine quota={quota} mine={mine} /> : null)}
			</Loading>
			<Standings ask={{ ...ask, measure }} all={all} />
		</Page>
	);
}

/** How the one node above all others in sight stands, in a sentence; null where there is none such with a quota. */
function useWholeStanding(all: QuotaStandingsJson | null): string | null {
	const { t, locale } = useSpeech();
	const ids = new Set(all?.nodes.map((node) => node.nodeId));
	const [top, ...others] = all?.nodes.filter((node) => node.parentId === null || !ids.has(node.parentId)) ?? [];
	if (!all || !top || others.length > 0 || top.quota === null || top.attainment === null) return null;
	return t("quotaPage.headingAll", {
		name: top.name,
		quota: showAmount(top.quota, all.currency, locale),
		share: formatPercent(top.attainment, locale),
		hasChance: top.chance ? "yes" : "no",
		chance: top.chance ? formatPercent(top.chance.chance, locale) : "",
	});
}

function Mine({ quota, mine: loaded }: { quota: MyQuotaJson; mine: Loaded<MyQuotaJson> }) {
	const { t } = useSpeech();
	const me = useMe();
	const { mine } = quota.standing;
	if (mine?.quota == null) {
		return (
			<StateNotice state="empty" title={quota.text}>
				<p>{t("quotaPage.noneSays")}</p>
			</StateNotice>
		);
	}
	return (
		<div className="stack">
			<p>
				<ChanceRange chance={mine.chance} />
			</p>
			{quota.needed.length > 0 && (
				<section aria-labelledby="quota-needed">
					<h2 id="quota-needed">{t("quotaPage.needed")}</h2>
					<ul className="quota-list">
						{quota.needed.map((line) => (
							<li key={line}>{line}</li>
						))}
					</ul>
					<p>
						<Link to={`/forecast/deals?period=${quota.standing.period.name}`}>{t("quotaPage.toDeals")}</Link>
					</p>
				</section>
			)}
			<section aria-labelledby="quota-why">
				<h2 id="quota-why">{t("quotaPage.why")}</h2>
				{quota.why.length > 0 ? (
					<ul className="quota-list">
						{quota.why.map((line) => (
							<li key={line}>{line}</li>
						))}
					</ul>
				) : (
					<p className="cs-muted">{t("quotaPage.whyUnknown")}</p>
				)}
			</section>
			{me.permissions.includes("quotas:ask") && (
				<AskForQuota
					period={quota.standing.period.name}
					currency={quota.standing.currency ?? "EUR"}
					had={mine.quota}
					done={loaded.reload}
				/>
			)}
		</div>
	);
}

function Standings(props: { ask: { measure: (typeof MEASURES)[number] } & object; all: Loaded<QuotaStandingsJson> }) {
	const { t, locale, zone } = useSpeech();
	const place = usePlace();
	const mayPlan = useMe().permissions.includes("quotas:write");
	const { ask, all } = props;
	const view = useTableView(quotaStandingTable, { given: ask as Record<string, string> });
	return (
		<section aria-labelledby="quota-standings" className="stack-tight">
			<h2 id="quota-standings">{t("quotaPage.standings")}</h2>
			<nav className="grains" aria-label={t("quotaPage.measure")}>
				{MEASURES.map((m) => (
					<a
						key={m}
						href={withQuery(place, { measure: m === "revenue" ? null : m })}
						aria-current={m === ask.measure ? "true" : undefined}
						onClick={(event) => {
							event.preventDefault();
							navigate(withQuery(place, { measure: m === "revenue" ? null : m }), { stay: true });
						}}
					>
						{t(`quotaPage.measure.${m}`)}
					</a>
				))}
			</nav>
			<Loading of={all} lines={8}>
				{({ nodes, currency, passed, asOf, forecast }) =>
					nodes.every((n) => n.quota === null) ? (
						<StateNotice
							state="empty"
							title={t("quotaPage.noQuotas")}
							action={mayPlan && <Link to="/quotas/plans">{t("quotaPlans.new")}</Link>}
						>
							<p>{t("quotaPage.noQuotasSay")}</p>
						</StateNotice>
					) : (
						<>
							<DownloadMenu view={view} />
							<Tree nodes={nodes} currency={currency} />
							<p className="cs-muted">
								{t("quotaPage.asOf", {
									when: formatInstant(Date.parse(asOf), locale, zone),
									passed: formatPercent(passed, locale),
								})}
							</p>
							<details className="cs-more">
								<summary>{t("kit.how")}</summary>
								<p>{t("quotaPage.how")}</p>
								{forecast && (
									<p>
										{t("quotaPage.howForecast", {
											when: formatInstant(Date.parse(forecast.asOf), locale, zone),
											model: forecast.modelVersion,
										})}
									</p>
								)}
							</details>
						</>
					)
				}
			</Loading>
		</section>
	);
}

function Tree({ nodes, currency }: { nodes: QuotaStandingJson[]; currency: string | null }) {
	const { t, locale } = useSpeech();
	const ordered = inTreeOrder(nodes);
	const depths = depthsOf(ordered);
	return (
		<table className="quota-tree">
			<caption className="cs-unseen">{t("quotaPage.standings")}</caption>
			<thead>
				<tr>
					<th scope="col">{t("quota.who")}</th>
					<th scope="col" className="cs-end">
						{t("quota.quota")}
					</th>
					<th scope="col" className="cs-end">
						{t("quotaPage.done")}
					</th>
					<th scope="col" className="cs-wide-only">
						{t("quotaPage.chance")}
					</th>
				</tr>
			</thead>
			<tbody>
				{ordered.map((node) => (
					<tr key={node.nodeId} data-level={node.kind}>
						<th scope="row" data-depth={depths.get(node.nodeId)}>
							{node.name}
						</th>
						<td className="cs-end">{showAmount(node.quota, currency, locale)}</td>
						<td className="cs-end">
							{showAmount(node.done, currency, locale)}
							<span className="cs-sub">{node.attainment === null ? "–" : formatPercent(node.attainment, locale)}</span>
						</td>
						<td className="cs-wide-only">{node.quota === null ? "–" : <ChanceRange chance={node.chance} short />}</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}
