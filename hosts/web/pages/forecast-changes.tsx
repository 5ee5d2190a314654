import { Field, Input } from "@fluentui/react-components";
import type { WaterfallJson } from "../../../core/contract/waterfall.ts";
import { addDays } from "../../../core/model/instant.ts";
import { formatDay, formatInstant } from "../../../core/words/format-date.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { formatSigned } from "../../../core/words/format-number.ts";
import { sentenceStart } from "../../../core/words/period-name.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { ForecastWays } from "../forecast/forecast-ways.tsx";
import { PeriodChoice, periodAskOf } from "../forecast/period-choice.tsx";
import { ScopeChoice } from "../forecast/scope-choice.tsx";
import { usePeriodName } from "../forecast/use-period-name.ts";
import { WaterfallChart } from "../forecast/waterfall-chart.tsx";
import { WaterfallDeals } from "../forecast/waterfall-deals.tsx";
import { readMoney } from "../money.ts";
import { Loading, Page } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { Link, navigate, usePlace, withQuery } from "../router.tsx";
import { useLoad } from "../use-load.ts";

/** What moved the open pipeline of a period between two days, step by step, each step with its deals. */
export function ForecastChangesPage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const place = usePlace();
	const ask: Record<string, string> = { ...periodAskOf(place) };
	for (const name of ["node", "from", "to"]) {
		const value = place.query.get(name);
		if (value) ask[name] = value;
	}
	const loaded = useLoad(
		JSON.stringify(ask),
		() => session.client.waterfall(ask),
		(e) => e.type === "deal.changed" || e.type === "deal.created" || e.type === "import.finished",
	);
	const shown = loaded.data;
	return (
		<Page title={t("waterfall.title")} heading={shown ? <Finding shown={shown} /> : t("waterfall.title")}>
			<ForecastWays />
			<PeriodChoice period={shown?.period ?? null} />
			{shown && <Span shown={shown} />}
			<Loading of={loaded} lines={10}>
				{(data) => <Content shown={data} />}
			</Loading>
		</Page>
	);
}

function useFinding(shown: WaterfallJson): string {
	const { t, locale, now } = useSpeech();
	const nameOf = usePeriodName();
	const say = (money: WaterfallJson["opening"]["value"]) => formatMoney(readMoney(money), locale, { compact: true });
	const [from, to] = [BigInt(shown.opening.value.amountMinor), BigInt(shown.closing.value.amountMinor)];
	const said = t("waterfall.finding", {
		period: nameOf(shown.period),
		way: to > from ? "up" : to < from ? "down" : "level",
		from: say(shown.opening.value),
		to: say(shown.closing.value),
		when: formatDay(shown.opening.day, locale, new Date(now()).toISOString().slice(0, 10)),
	});
	return sentenceStart(said, locale);
}

function Finding({ shown }: { shown: WaterfallJson }) {
	return useFinding(shown);
}

/** Whose pipeline, and between which days. */
function Span({ shown }: { shown: WaterfallJson }) {
	const { t } = useSpeech();
	const place = usePlace();
	const go = (changes: Record<string, string | null>) =>
		navigate(withQuery(place, { ...changes, step: null }), { stay: true });
	const last = shown.closing.day;
	const quick = [
		["waterfall.week", addDays(last, -7)],
		["waterfall.month", addDays(last, -28)],
		...(shown.period.start < last ? [["waterfall.whole", shown.period.start] as const] : []),
	] as const;
	return (
		<div className="waterfall-days">
			<ScopeChoice
				label={t("waterfall.whose")}
				nodes={shown.nodes}
				value={shown.node.nodeId}
				onChoose={(node) => go({ node: node === shown.nodes[0]?.nodeId ? null : node })}
			/>
			<Field label={t("waterfall.from")}>
				<Input
					type="date"
					value={shown.opening.day}
					max={last}
					onChange={(_, { value }) => value && go({ from: value })}
				/>
			</Field>
			<Field label={t("waterfall.to")}>
				<Input
					type="date"
					value={last}
					min={shown.opening.day}
					onChange={(_, { value }) => value && go({ to: value })}
				/>
			</Field>
			<nav className="grains" aria-label={t("waterfall.spans")}>
				{quick.map(([word, from]) => (
					<Link
						key={word}
						to={withQuery(place, { from, step: null })}
						aria-current={from === shown.opening.day ? "true" : undefined}
					>
						{t(word)}
					</Link>
				))}
			</nav>
		</div>
	);
}

function Content({ shown }: { shown: WaterfallJson }) {
	const { t, locale, zone } = useSpeech();
	const place = usePlace();
	const finding = useFinding(shown);
	const step = shown.bars.find((bar) => bar.kind === place.query.get("step"))?.kind ?? null;
	if (shown.state === "empty") {
		return (
			<StateNotice state="empty" title={t("waterfall.none")}>
				<p>{t("waterfall.noneSays")}</p>
			</StateNotice>
		);
	}
	const [biggest] = shown.bars.toSorted((a, b) => sizeOf(b) - sizeOf(a));
	const { unpriced, undated } = shown.closing;
	return (
		<div className="stack">
			<section aria-labelledby="waterfall-title">
				<h2 id="waterfall-title">{t("waterfall.chart")}</h2>
				<p className="waterfall-finding">
					{biggest
						? t("waterfall.biggest", {
								what: biggest.text,
								amount: formatSigned(biggest.value.amountMinor, "money", locale, {
									currency: shown.currency,
									compact: true,
								}),
							})
						: t("waterfall.noSteps")}
					{biggest && !step ? ` ${t("waterfall.choose")}` : ""}
				</p>
				<WaterfallChart shown={shown} chosen={step} finding={finding} />
				{unpriced > 0 && <p className="cs-muted">{t("waterfall.unpriced", { count: unpriced })}</p>}
				{undated > 0 && <p className="cs-muted">{t("waterfall.undated", { count: undated })}</p>}
				<details className="cs-more">
					<summary>{t("kit.how")}</summary>
					<p>{t("waterfall.how", { when: formatInstant(Date.parse(shown.closing.at), locale, zone) })}</p>
				</details>
			</section>
			{step && <WaterfallDeals key={step} shown={shown} kind={step} />}
		</div>
	);
}

function sizeOf({ value }: WaterfallJson["bars"][number]): number {
	return Math.abs(Number(value.amountMinor));
}
