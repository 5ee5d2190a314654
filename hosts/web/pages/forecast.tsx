import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { ForecastJson, ForecastNodeJson } from "../../../core/contract/forecasts.ts";
import { dateIn } from "../../../core/model/instant.ts";
import { formatDay } from "../../../core/words/format-date.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { MadeOfBar } from "../../kit/made-of-bar.tsx";
import { NumberCard } from "../../kit/number-card.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { TrendLine } from "../../kit/trend-line.tsx";
import { ForecastWays } from "../forecast/forecast-ways.tsx";
import { PeriodChoice, periodAskOf } from "../forecast/period-choice.tsx";
import { shortPeriod } from "../forecast/period-name.ts";
import { ForecastBelow } from "../forecast-below.tsx";
import { readMoney } from "../money.ts";
import { FaultNotice, Loading, Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { Link, usePlace, withQuery } from "../router.tsx";
import { useLoad } from "../use-load.ts";

/** Where a period lands, what that is made of, and the same for each region, team and person below. */
export function ForecastPage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const place = usePlace();
	const asked = periodAskOf(place);
	const loaded = useLoad(
		JSON.stringify(asked),
		() => session.client.forecast(asked),
		(e) => e.type === "forecast.computed",
	);
	const node = loaded.data && chosenNode(loaded.data, place.query.get("node"));
	return (
		<Page
			title={t("nav.forecast")}
			heading={node && loaded.data ? <Finding forecast={loaded.data} node={node} /> : t("nav.forecast")}
			above={node && loaded.data && <Trail forecast={loaded.data} node={node} />}
		>
			<ForecastWays />
			<PeriodChoice period={loaded.data?.period ?? null} />
			{loaded.fault?.code === "not_found" && !loaded.data ? (
				<NoForecast asked={asked} done={loaded.reload} />
			) : (
				<Loading of={loaded} lines={10}>
					{(forecast) => node && <ForecastContent forecast={forecast} node={node} />}
				</Loading>
			)}
		</Page>
	);
}

function chosenNode(forecast: ForecastJson, wanted: string | null): ForecastNodeJson | undefined {
	return forecast.nodes.find((n) => n.nodeId === wanted) ?? forecast.nodes[0];
}

function Finding({ forecast, node }: { forecast: ForecastJson; node: ForecastNodeJson }) {
	const { t, locale } = useSpeech();
	const { view } = node;
	const period = shortPeriod(forecast.period.name);
	const end = (minor: number | string) =>
		formatMoney({ amountMinor: BigInt(minor), currency: view.currency ?? node.closed.currency }, locale, {
			compact: true,
		});
	if (!view.interval) return t("forecast.findingPlain", { period, value: view.text.value || view.text.state });
	return t(node.quota ? "forecast.finding" : "forecast.findingNoQuota", {
		period,
		low: end(view.interval.low),
		high: end(view.interval.high),
		quota: node.quota ? formatMoney(readMoney(node.quota), locale, { compact: true }) : "",
	});
}

function Trail({ forecast, node }: { forecast: ForecastJson; node: ForecastNodeJson }) {
	const { t } = useSpeech();
	const place = usePlace();
	const up: ForecastNodeJson[] = [];
	for (let n: ForecastNodeJson | undefined = node; n; ) {
		up.unshift(n);
		const parentId: string | null = n.parentId;
		n = forecast.nodes.find((other) => other.nodeId === parentId);
	}
	return (
		<nav aria-label={t("forecast.trail")} className="trail">
			<ol>
				{up.map((n) => (
					<li key={n.nodeId}>
						{n === node ? (
							<span aria-current="page">{n.name}</span>
						) : (
							<Link to={withQuery(place, { node: n.parentId ? n.nodeId : null })}>{n.name}</Link>
						)}
					</li>
				))}
			</ol>
		</nav>
	);
}

function ForecastContent({ forecast, node }: { forecast: ForecastJson; node: ForecastNodeJson }) {
	const { t, locale } = useSpeech();
	const quota = node.quota ? readMoney(node.quota) : null;
	const children = forecast.nodes.filter((n) => n.parentId === node.nodeId);
	const deals = dealsOf(forecast, node);
	return (
		<div className="stack">
			<div className="columns">
				<NumberCard
					view={node.view}
					form="long"
					heading={0}
					{...(quota
						? {
								target: {
									value: Number(quota.amountMinor),
									text: t("forecast.quotaAt", { amount: formatMoney(quota, locale, { compact: true }) }),
								},
							}
						: {})}
				/>
				<section aria-labelledby="made-title">
					<h2 id="made-title">{t("forecast.madeOf")}</h2>
					<MadeOf node={node} />
					{node.unpriced > 0 && <p>{t("forecast.unpriced", { count: node.unpriced })}</p>}
					{deals && (
						<p>
							<Link to={deals}>{t("forecast.toDeals", { name: node.name })}</Link>
						</p>
					)}
				</section>
			</div>
			{children.length > 0 && <ForecastBelow nodes={children} period={forecast.period.name} above={node.nodeId} />}
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

function dealsOf(forecast: ForecastJson, node: ForecastNodeJson): string | null {
	const { start, end } = forecast.period;
	const last = new Date(Date.parse(end) - 86_400_000).toISOString().slice(0, 10);
	const query = new URLSearchParams({ closeFrom: start, closeTo: last });
	const id = node.nodeId.includes(":") ? node.nodeId.split(":").at(-1) : node.nodeId;
	if (node.kind === "user" && id) query.set("ownerId", id);
	else if ((node.kind === "team" || node.kind === "region") && id) query.set("teamId", id);
	else if (node.kind !== "company") return null;
	return `/deals?${query}`;
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

function NoForecast(props: { asked: ReturnType<typeof periodAskOf>; done: () => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const [busy, setBusy] = useState(false);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const compute = () => {
		setBusy(true);
		session.client
			.createForecast(props.asked, crypto.randomUUID())
			.then(props.done, (f: CourtsideError) => setFault(f))
			.finally(() => setBusy(false));
	};
	return (
		<>
			<StateNotice
				state="empty"
				title={t("forecast.none")}
				action={
					me.permissions.includes("forecasts:write") && (
						<Button appearance="primary" onClick={compute} disabled={busy}>
							{busy ? t("forecast.computing") : t("forecast.compute")}
						</Button>
					)
				}
			>
				<p>{t("forecast.noneSays")}</p>
			</StateNotice>
			{fault && <FaultNotice fault={fault} />}
		</>
	);
}
