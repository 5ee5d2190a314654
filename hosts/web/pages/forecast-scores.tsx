import type { CallScoresJson } from "../../../core/contract/forecast-answers.ts";
import type { MoneyJson } from "../../../core/contract/scalars.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { formatPercent } from "../../../core/words/format-number.ts";
import { DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { ForecastWays } from "../forecast/forecast-ways.tsx";
import { usePeriodName } from "../forecast/use-period-name.ts";
import { readMoney } from "../money.ts";
import { Loading, Page } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import { useLoad } from "../use-load.ts";
import "../forecast/forecast.css";

/** Who was right once a period is over: a person's own calls, and those of whom they lead. */
export function CallScoresPage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const loaded = useLoad("scores", () => session.client.callScores());
	return (
		<Page title={t("scores.title")}>
			<ForecastWays />
			<p className="cs-muted">{t("scores.private")}</p>
			<Loading of={loaded} lines={8}>
				{(scores) =>
					scores.people.length === 0 ? (
						<StateNotice
							state="empty"
							title={t("scores.none")}
							action={<Link to="/forecast/calls">{t("scores.toCalls")}</Link>}
						>
							<p>{t("scores.noneSays")}</p>
						</StateNotice>
					) : (
						<div className="stack">
							<People scores={scores} />
							<Verdicts scores={scores} />
						</div>
					)
				}
			</Loading>
		</Page>
	);
}

type Score = CallScoresJson["people"][number]["bias"];

function People({ scores }: { scores: CallScoresJson }) {
	const { t, locale } = useSpeech();
	const share = (score: Score) => (score.value === null ? "–" : formatPercent(score.value, locale));
	const ranged = (score: Score) => {
		const { interval } = score;
		return (
			<>
				<span className="cs-figure">{share(score)}</span>
				{interval && (
					<div className="cs-muted">
						{t("scores.range", {
							low: formatPercent(interval.low, locale),
							high: formatPercent(interval.high, locale),
						})}
					</div>
				)}
			</>
		);
	};
	return (
		<section aria-labelledby="scores-people">
			<h2 id="scores-people">{t("scores.people")}</h2>
			<DataTable
				caption={t("scores.people")}
				rows={scores.people}
				rowKey={(p) => p.person.id}
				columns={[
					{
						key: "who",
						header: t("forecast.who"),
						cell: (p) => (
							<>
								{p.person.name}
								<div className="cs-muted">{t("scores.over", { periods: p.periods, calls: p.calls })}</div>
							</>
						),
					},
					{ key: "leaning", header: t("scores.leaning"), cell: (p) => t(`scores.leaning.${p.leaning}`) },
					{ key: "bias", header: t("scores.bias"), figure: true, cell: (p) => ranged(p.bias) },
					{ key: "wape", header: t("scores.off"), figure: true, narrow: false, cell: (p) => share(p.wape) },
					{ key: "model", header: t("scores.modelOff"), figure: true, narrow: false, cell: (p) => share(p.modelWape) },
					{ key: "nearer", header: t("scores.nearer"), figure: true, narrow: false, cell: (p) => ranged(p.nearer) },
				]}
			/>
			<details className="cs-more">
				<summary>{t("kit.how")}</summary>
				<p>{t("scores.how")}</p>
				{scores.skipped > 0 && <p>{t("scores.skipped", { count: scores.skipped })}</p>}
			</details>
		</section>
	);
}

function Verdicts({ scores }: { scores: CallScoresJson }) {
	const { t, locale, zone } = useSpeech();
	const nameOf = usePeriodName();
	const say = (money: MoneyJson) => formatMoney(readMoney(money), locale, { compact: true });
	return (
		<section aria-labelledby="scores-verdicts">
			<h2 id="scores-verdicts">{t("scores.verdicts")}</h2>
			<DataTable
				caption={t("scores.verdicts")}
				rows={scores.verdicts}
				rowKey={(v) => `${v.person.id}/${v.period}/${v.node}`}
				columns={[
					{
						key: "period",
						header: t("scores.period"),
						cell: (v) => (
							<>
								{nameOf(v.period, { narrow: true })}
								<div className="cs-muted">
									{[v.person.name, v.node === v.person.name ? "" : v.node].filter(Boolean).join(" · ")}
								</div>
							</>
						),
					},
					{
						key: "when",
						header: t("calls.when"),
						narrow: false,
						cell: (v) => formatInstant(Date.parse(v.submittedAt), locale, zone),
					},
					{ key: "called", header: t("calls.called"), figure: true, cell: (v) => say(v.called) },
					{ key: "model", header: t("calls.model"), figure: true, narrow: false, cell: (v) => say(v.model) },
					{ key: "actual", header: t("scores.actual"), figure: true, cell: (v) => say(v.actual) },
					{ key: "right", header: t("scores.right"), cell: (v) => t(`scores.right.${v.right}`) },
				]}
			/>
		</section>
	);
}
