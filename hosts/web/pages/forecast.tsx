import type { ForecastJson, ForecastNodeJson } from "../../../core/contract/forecasts.ts";
import { dateIn } from "../../../core/model/instant.ts";
import { formatDay } from "../../../core/words/format-date.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { sentenceStart } from "../../../core/words/period-name.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { MadeOfBar } from "../../kit/made-of-bar.tsx";
import { NumberCard } from "../../kit/number-card.tsx";
import { TrendLine } from "../../kit/trend-line.tsx";
import { Coverage } from "../forecast/coverage.tsx";
import { ForecastFrame, type ForecastShown } from "../forecast/forecast-frame.tsx";
import { LandingChart } from "../forecast/landing-chart.tsx";
import { SecondOpinion } from "../forecast/second-opinion.tsx";
import { TakeMenu } from "../forecast/take-menu.tsx";
import { usePeriodName } from "../forecast/use-period-name.ts";
import { ForecastBelow } from "../forecast-below.tsx";
import { readMoney } from "../money.ts";
import { usePortal } from "../portal-context.tsx";
import { Link, usePlace, withQuery } from "../router.tsx";
import { useLoad } from "../use-load.ts";

/** Where a period lands, what that is made of, and the same for each region, team and person below. */
export function ForecastPage() {
	const { t } = useSpeech();
	return (
		<ForecastFrame
			title={t("nav.forecast")}
			heading={(shown) => <Finding {...shown} />}
			actions={({ forecast, node }) => (
				<TakeMenu
					text={t("onePage.title")}
					path="/forecasts/page"
					asked={{ period: forecast.period.name, node: node.nodeId }}
				/>
			)}
		>
			{(shown) => <ForecastContent key={shown.node.nodeId} {...shown} />}
		</ForecastFrame>
	);
}

function Finding({ forecast, node }: { forecast: ForecastJson; node: ForecastNodeJson }) {
	const { t, locale } = useSpeech();
	const nameOf = usePeriodName();
	const { view } = node;
	const period = nameOf(forecast.period);
	const end = (minor: number | string) =>
		formatMoney({ amountMinor: BigInt(minor), currency: view.currency ?? node.closed.currency }, locale, {
			compact: true,
		});
	const finding = (text: string) => sentenceStart(text, locale);
	if (view.value === null && node.unpriced === 0) return finding(t("forecast.findingNone", { period }));
	if (!view.interval) {
		const value = view.value === null ? view.text.state : view.text.value;
		return finding(t("forecast.findingPlain", { period, value }));
	}
	return finding(
		t(node.quota ? "forecast.finding" : "forecast.findingNoQuota", {
			period,
			low: end(view.interval.low),
			high: end(view.interval.high),
			quota: node.quota ? formatMoney(readMoney(node.quota), locale, { compact: true }) : "",
		}),
	);
}

function ForecastContent({ forecast, node }: ForecastShown) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const place = usePlace();
	const children = forecast.nodes.filter((n) => n.parentId === node.nodeId);
	const period = forecast.period.name;
	const desk = useLoad(
		`${forecast.id}/${node.nodeId}`,
		() => session.client.callDesk({ period, node: node.nodeId }),
		(e) => e.type === "forecast.called",
	);
	const way = (path: string) => withQuery({ ...place, path }, { period, node: node.nodeId });
	return (
		<div className="stack">
			<LandingChart forecast={forecast} node={node} desk={desk.data} />
			<div className="columns">
				<NumberCard view={node.view} form="long" heading={0} hasBar={false} />
				<div className="stack">
					<section aria-labelledby="made-title">
						<h2 id="made-title">{t("forecast.madeOf")}</h2>
						<MadeOf node={node} />
						{node.unpriced > 0 && <p>{t("forecast.unpriced", { count: node.unpriced })}</p>}
						<p className="way-on">
							<Link to={way("/forecast/deals")}>{t("forecast.toDeals", { name: node.name })}</Link>
						</p>
					</section>
					<Coverage period={period} nodeId={node.nodeId} forecastId={forecast.id} />
					<SecondOpinion period={period} nodeId={node.nodeId} forecastId={forecast.id} />
				</div>
			</div>
			{children.length > 0 && <ForecastBelow nodes={children} period={period} above={node.nodeId} />}
			{node.parentId === null && <Trend forecast={forecast} />}
		</div>
	);
}

function MadeOf({ node }: { node: ForecastNodeJson }) {
	const { t, locale } = useSpeech();
	const say = (money: ForecastNodeJson["closed"]) => formatMoney(readMoney(money), locale, { compact: true });
	return (
		<MadeOfBar
			label={t("forecast.madeOf")}
			pieces={[
				{
					key: "closed",
					share: Number(node.closed.amountMinor),
					text: t("forecast.closed"),
					amount: say(node.closed),
					look: "solid",
				},
				{
					key: "open",
					share: Number(node.open.amountMinor),
					text: t("forecast.open"),
					amount: say(node.open),
					look: "half",
				},
				{
					key: "uncreated",
					share: Number(node.uncreated.amountMinor),
					text: t("forecast.uncreated"),
					amount: say(node.uncreated),
					look: "hatched",
				},
			]}
		/>
	);
}

function Trend({ forecast }: { forecast: ForecastJson }) {
	const { t, locale, zone, now } = useSpeech();
	const sayDay = (at: number) => formatDay(dateIn(zone, at), locale, dateIn(zone, now()));
	const first = forecast.trend[0];
	const last = forecast.trend.at(-1);
	if (!first || !last || forecast.trend.length < 2) return null;
	const currency = last.value.currency;
	const say = (value: number) =>
		formatMoney({ amountMinor: BigInt(Math.round(value)), currency }, locale, { compact: true });
	const moved = Number(last.value.amountMinor) - Number(first.value.amountMinor);
	return (
		<section>
			<TrendLine
				finding={t("forecast.trend", {
					way: moved > 0 ? "up" : moved < 0 ? "down" : "level",
					amount: say(Math.abs(moved)),
					when: sayDay(Date.parse(first.asOf)),
				})}
				points={forecast.trend.map((p) => ({
					at: Date.parse(p.asOf),
					value: Number(p.value.amountMinor),
					low: p.low ? Number(p.low.amountMinor) : null,
					high: p.high ? Number(p.high.amountMinor) : null,
				}))}
				say={say}
				sayWhen={sayDay}
			/>
		</section>
	);
}
