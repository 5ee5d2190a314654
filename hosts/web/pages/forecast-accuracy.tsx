import { Button, Field, Select } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import type { AccuracyFigure, AccuracyJson, AccuracyRowJson } from "../../../core/contract/accuracy.ts";
import type { CourtsideError } from "../../../core/contract/courtside-error.ts";
import { accuracyTable } from "../../../core/contract/tables/accuracy-table.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { formatPercent } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { Progress } from "../../kit/progress.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { ForecastWays } from "../forecast/forecast-ways.tsx";
import { ModelTrials } from "../forecast/model-trials.tsx";
import { PastBars } from "../forecast/past-bars.tsx";
import { ReplayList } from "../forecast/replay-list.tsx";
import { ScopeChoice } from "../forecast/scope-choice.tsx";
import { TakeMenu } from "../forecast/take-menu.tsx";
import { readMoney } from "../money.ts";
import { FaultNotice, Loading, Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { navigate, usePlace, withQuery } from "../router.tsx";
import { useTableView } from "../table/use-table-view.ts";
import { WholeTable } from "../table/whole-table.tsx";
import { type Loaded, useLoad } from "../use-load.ts";
import "../forecast/accuracy.css";

/** How often the measuring is asked how far it is. */
const ASK_MS = 1000;
const SOURCES = ["all", "made", "replayed"] as const;
const GRAINS = ["month", "quarter", "year"] as const;

/** How far forecasts were off, whether their ranges held, and whether each can be made again. */
export function ForecastAccuracyPage() {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const { query } = usePlace();
	const source = SOURCES.find((s) => s === query.get("source")) ?? "all";
	const grain = GRAINS.find((g) => g === query.get("of"));
	const node = query.get("node");
	const ask = { source, ...(grain ? { grain } : {}), ...(node ? { node } : {}) };
	const loaded = useLoad(JSON.stringify(ask), () => session.client.forecastAccuracy(ask));
	const { data, reload } = loaded;
	const isBusy = data?.state === "running";
	// Asked again only after an answer: a slow one would be passed by the next and never be shown.
	// biome-ignore lint/correctness/useExhaustiveDependencies: each answer, or fault, sets the next asking
	useEffect(() => {
		if (!isBusy) return;
		const timer = setTimeout(reload, ASK_MS);
		return () => clearTimeout(timer);
	}, [isBusy, reload, data, loaded.fault]);
	const all = data?.rows.find((r) => r.by === "all");
	const heading =
		all && all.wape.value !== null && all.nominal !== null
			? t("accuracy.heading", {
					miss: all.wape.text,
					held: all.coverage.text,
					nominal: formatPercent(all.nominal, locale),
				})
			: t("accuracy.title");
	return (
		<Page
			title={t("accuracy.title")}
			heading={heading}
			actions={
				data &&
				data.measuredAt !== null &&
				!isBusy && (
					<>
						{(all?.forecasts ?? 0) > 0 && (
							<TakeMenu text={t("accuracy.take")} path="/forecasts/accuracy/report" asked={ask} />
						)}
						<Measure word="accuracy.again" loaded={loaded} />
					</>
				)
			}
		>
			<ForecastWays />
			<Loading of={loaded} lines={10}>
				{(accuracy) => (
					<div className="stack">
						<State accuracy={accuracy} loaded={loaded} />
						{accuracy.measuredAt !== null && <Figures accuracy={accuracy} ask={ask} />}
						<ModelTrials />
						<ReplayList />
					</div>
				)}
			</Loading>
		</Page>
	);
}

function State({ accuracy, loaded }: { accuracy: AccuracyJson; loaded: Loaded<AccuracyJson> }) {
	const { t } = useSpeech();
	const { state, progress } = accuracy;
	if (state === "running") {
		return <Progress text={t("accuracy.measuring")} done={progress?.done ?? null} total={progress?.total || null} />;
	}
	if (state === "failed") {
		return (
			<StateNotice
				state="error"
				title={t("accuracy.failed")}
				action={<Measure word="accuracy.again" loaded={loaded} />}
			>
				<p>{accuracy.reason}</p>
			</StateNotice>
		);
	}
	if (state !== "none") return null;
	return (
		<StateNotice state="empty" title={t("accuracy.none")} action={<Measure word="accuracy.measure" loaded={loaded} />}>
			<p>{t("accuracy.noneSays")}</p>
		</StateNotice>
	);
}

function Measure({ word, loaded }: { word: "accuracy.measure" | "accuracy.again"; loaded: Loaded<AccuracyJson> }) {
	const { t } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const [fault, setFault] = useState<CourtsideError | null>(null);
	if (!me.permissions.includes("forecasts:write")) return null;
	return (
		<>
			<Button
				appearance={word === "accuracy.measure" ? "primary" : "secondary"}
				onClick={() => session.client.measureAccuracy().then(loaded.reload, setFault)}
			>
				{t(word)}
			</Button>
			{fault && <FaultNotice fault={fault} />}
		</>
	);
}

function Figures({ accuracy, ask }: { accuracy: AccuracyJson; ask: Record<string, string> }) {
	const { t, locale, zone } = useSpeech();
	const place = usePlace();
	const go = (changes: Record<string, string | null>) => navigate(withQuery(place, changes), { stay: true });
	const all = accuracy.rows.find((r) => r.by === "all");
	const nominal = formatPercent(all?.nominal ?? 0.8, locale);
	return (
		<>
			<div className="accuracy-choice">
				<ScopeChoice
					label={t("accuracy.whose")}
					nodes={accuracy.nodes}
					value={accuracy.node?.nodeId ?? ""}
					onChoose={(node) => go({ node: node === accuracy.nodes[0]?.nodeId ? null : node })}
				/>
				<Field label={t("accuracy.source")}>
					<Select value={ask["source"]} onChange={(_, { value }) => go({ source: value === "all" ? null : value })}>
						{SOURCES.map((s) => (
							<option key={s} value={s}>
								{t(`accuracy.source.${s}`)}
							</option>
						))}
					</Select>
				</Field>
				<Field label={t("period.grain")}>
					<Select value={ask["grain"] ?? ""} onChange={(_, { value }) => go({ of: value || null })}>
						<option value="">{t("accuracy.source.all")}</option>
						{GRAINS.map((g) => (
							<option key={g} value={g}>
								{t(`period.${g}`)}
							</option>
						))}
					</Select>
				</Field>
			</div>
			{!all || all.forecasts === 0 ? (
				<StateNotice state="empty" title={t("accuracy.nothing")}>
					<p>{t("accuracy.nothingSays")}</p>
				</StateNotice>
			) : (
				<>
					<div>
						<Numbers all={all} />
						<p className="cs-muted">
							{t("accuracy.restsOn", {
								forecasts: all.forecasts,
								periods: all.periods,
								made: accuracy.made,
								replayed: accuracy.replayed,
							})}
						</p>
						<details className="cs-more">
							<summary>{t("kit.how")}</summary>
							<p>
								{t("accuracy.how", {
									nominal,
									when: accuracy.measuredAt ? formatInstant(Date.parse(accuracy.measuredAt), locale, zone) : "–",
								})}
							</p>
						</details>
					</div>
					<section aria-labelledby="accuracy-past">
						<h2 id="accuracy-past">{t("accuracy.past")}</h2>
						<PastBars past={accuracy.past} />
					</section>
					<Report rows={accuracy.rows} ask={ask} />
				</>
			)}
		</>
	);
}

/** The four figures that matter, each with its range and what it rests on. */
function Numbers({ all }: { all: AccuracyRowJson }) {
	const { t, locale } = useSpeech();
	const one = (label: string, figure: AccuracyFigure, note: string) => (
		<div>
			<dt>{label}</dt>
			<dd>
				<strong>
					<bdi>{figure.text}</bdi>
				</strong>
				<span className="cs-sub">{[figure.range, note].filter(Boolean).join(" · ")}</span>
				{figure.state !== "ok" && <span className="cs-sub">{figure.says}</span>}
			</dd>
		</div>
	);
	const nominal = all.nominal === null ? "" : t("accuracy.meant", { nominal: formatPercent(all.nominal, locale) });
	return (
		<dl className="accuracy-figures">
			{one(t("accuracy.missed"), all.wape, "")}
			{one(t("accuracy.held"), all.coverage, nominal)}
			{one(t("accuracy.bias"), all.bias, "")}
			<div>
				<dt>{t("accuracy.mae")}</dt>
				<dd>
					<strong>
						<bdi>{all.mae ? formatMoney(readMoney(all.mae), locale, { compact: true }) : "–"}</bdi>
					</strong>
					<span className="cs-sub">{all.mape.text}</span>
				</dd>
			</div>
		</dl>
	);
}

function Report({ rows, ask }: { rows: AccuracyRowJson[]; ask: Record<string, string> }) {
	const { t } = useSpeech();
	const view = useTableView(accuracyTable, { prefix: "report.", given: ask });
	return (
		<section aria-labelledby="accuracy-report">
			<h2 id="accuracy-report">{t("accuracy.report")}</h2>
			<WholeTable
				view={view}
				rows={rows}
				rowKey={(r) => `${r.by} ${r.key}`}
				looks={{
					by: { desk: true },
					label: { narrow: true },
					forecasts: { narrow: false },
					periods: { narrow: false },
					wape: { cell: (r) => r.wape.text, narrow: true },
					mape: { cell: (r) => r.mape.text, desk: true },
					bias: { cell: (r) => r.bias.text },
					coverage: { cell: (r) => r.coverage.text, narrow: true },
				}}
				atFirst={14}
			/>
		</section>
	);
}
