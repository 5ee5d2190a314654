import { Button } from "@fluentui/react-components";
import { useState } from "react";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import type { ForecastJson, ForecastNodeJson } from "../../../core/contract/forecasts.ts";
import { dateIn } from "../../../core/model/instant.ts";
import { formatDay, formatSpan } from "../../../core/words/format-date.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { MadeOfBar } from "../../kit/made-of-bar.tsx";
import { NumberCard } from "../../kit/number-card.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { TrendLine } from "../../kit/trend-line.tsx";
import { ForecastWays } from "../forecast/forecast-ways.tsx";
import { ForecastBelow } from "../forecast-below.tsx";
import { readMoney } from "../money.ts";
import { FaultNotice, Loading, Page } from "../page-frame.tsx";
import { stepPeriod } from "../period-steps.ts";
import { useMe, usePortal } from "../portal-context.tsx";
import { Link, navigate, usePlace, withQuery } from "../router.tsx";
import { useLoad } from "../use-load.ts";

const GRAINS = ["month", "quarter", "year"] as const;

/** Where a period lands, what that is made of, and the same for each region, team and person below. */
export function ForecastPage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const place = usePlace();
	const period = place.query.get("period");
	const grain = GRAINS.find((g) => g === place.query.get("grain")) ?? "quarter";
	const loaded = useLoad(
		`${period}/${grain}`,
		() => session.client.forecast(period ? { period } : { grain }),
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
			<div className="row period-row">
				<nav className="grains" aria-label={t("period.grain")}>
					{GRAINS.map((g) => (
						<Link
							key={g}
							to={withQuery(place, { grain: g === "quarter" ? null : g, period: null })}
							aria-current={g === (loaded.data?.period.grain ?? grain) ? "true" : undefined}
						>
							{t(`period.${g}`)}
						</Link>
					))}
				</nav>
				{loaded.data && <PeriodSteps forecast={loaded.data} />}
			</div>
			{loaded.fault?.code === "not_found" && !loaded.data ? (
				<NoForecast period={period} grain={grain} done={loaded.reload} />
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
	const period = forecast.period.name.replace(/^FY(\d{4})-(.+)$/, "$2 $1").replace(/^FY/, "");
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

function PeriodSteps({ forecast }: { forecast: ForecastJson }) {
	const { t, locale } = useSpeech();
	const place = usePlace();
	const { name, start, end } = forecast.period;
	const go = (steps: number) => {
		const period = stepPeriod(name, steps);
		if (period) navigate(withQuery(place, { period }), { replace: true });
	};
	return (
		<div className="row">
			<Button size="small" className="turn-button" onClick={() => go(-1)} aria-label={t("period.before")}>
				<span className="turn">‹</span>
			</Button>
			<span className="cs-figure">{formatSpan(start, end, locale)}</span>
			<Button size="small" className="turn-button" onClick={() => go(1)} aria-label={t("period.after")}>
				<span className="turn">›</span>
			</Button>
		</div>
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

function NoForecast(props: { period: string | null; grain: string; done: () => void }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const [busy, setBusy] = useState(false);
	const [fault, setFault] = useState<CourtsideError | null>(null);
	const compute = () => {
		setBusy(true);
		session.client
			.createForecast(props.period ? { period: props.period } : { grain: props.grain }, crypto.randomUUID())
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
