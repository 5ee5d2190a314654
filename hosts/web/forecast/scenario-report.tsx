import type { ScenarioJson, ScenarioReportJson } from "../../../core/contract/scenarios.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { formatPercent, formatSigned } from "../../../core/words/format-number.ts";
import { type Column, DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import { readMoney } from "../money.ts";
import { Link } from "../router.tsx";
import { ScenarioBars } from "./scenario-bars.tsx";

/** A scenario beside the usual ones: where each lands, what drives the difference, by team, what to do and what to fear. */
export function ScenarioReport({ scenario, report }: { scenario: ScenarioJson; report: ScenarioReportJson }) {
	const { t, locale, zone } = useSpeech();
	const own = report.columns.find((c) => c.kind === "custom");
	return (
		<div className="stack">
			<section aria-labelledby="scenario-side">
				<h2 id="scenario-side">{t("scenarios.side")}</h2>
				<ScenarioBars report={report} />
				<details className="cs-more">
					<summary>{t("kit.asTable")}</summary>
					<Columns report={report} />
				</details>
				<details className="cs-more">
					<summary>{t("kit.how")}</summary>
					<p>{report.baseline.text.how}</p>
					<p>{report.baseline.text.sample}</p>
				</details>
			</section>
			{own && (
				<section aria-labelledby="scenario-drivers">
					<h2 id="scenario-drivers">{t("scenarios.drivers", { name: scenario.name })}</h2>
					{own.drivers.length === 0 ? (
						<p className="cs-muted">{t("scenarios.nothingMoves")}</p>
					) : (
						<Amounts
							rows={own.drivers.map(({ text, value }, k) => ({ key: `${k}`, text, value, deal: null }))}
							signed
						/>
					)}
					{own.problems.map(({ change, text }) => (
						<p key={change} className="scenario-missing">
							{t("scenarios.problem", { change: scenario.says[change] ?? "", text })}
						</p>
					))}
				</section>
			)}
			{report.below.length > 0 && <Below report={report} />}
			<div className="columns scenario-ends">
				<Findings
					title={t("scenarios.recommendations")}
					none={t("scenarios.noRecommendations")}
					found={report.recommendations}
				/>
				<Findings title={t("scenarios.risks")} none={t("scenarios.noRisks")} found={report.risks} />
			</div>
			<p className="cs-muted">
				{t("scenarios.asOf", {
					when: formatInstant(Date.parse(report.asOf), locale, zone),
					who: scenario.updatedBy ?? "–",
					changed: formatInstant(Date.parse(scenario.updatedAt), locale, zone),
				})}
			</p>
		</div>
	);
}

type ReportColumn = ScenarioReportJson["columns"][number];

function Columns({ report }: { report: ScenarioReportJson }) {
	const { t, locale } = useSpeech();
	const columns: Column<ReportColumn>[] = [
		{ key: "name", header: t("scenarios.scenario"), cell: (c) => c.name },
		{ key: "value", header: t("forecast.lands"), figure: true, cell: (c) => c.view.text.value },
		{ key: "range", header: t("kit.range"), figure: true, narrow: false, cell: (c) => c.view.text.interval || "–" },
		{
			key: "difference",
			header: t("scenarios.difference"),
			figure: true,
			cell: (c) =>
				formatSigned(c.difference.amountMinor, "money", locale, { currency: report.currency, compact: true }),
		},
		{
			key: "chance",
			header: t("scenarios.chance"),
			figure: true,
			narrow: false,
			cell: (c) => (c.quotaChance === null ? "–" : formatPercent(c.quotaChance, locale)),
		},
	];
	return (
		<DataTable
			caption={t("scenarios.side")}
			columns={columns}
			rows={report.columns}
			rowKey={(c) => `${c.kind} ${c.name}`}
		/>
	);
}

function Below({ report }: { report: ScenarioReportJson }) {
	const { t, locale } = useSpeech();
	const { currency } = report;
	const say = (minor: string) => formatMoney({ amountMinor: BigInt(minor), currency }, locale, { compact: true });
	type Row = ScenarioReportJson["below"][number];
	const columns: Column<Row>[] = [
		{ key: "who", header: t("forecast.who"), cell: (r) => r.node.name },
		{ key: "base", header: t("scenarios.forecast"), figure: true, cell: (r) => say(r.baseline) },
		...report.columns
			.map((column, k) => ({ column, k }))
			.filter(({ column }) => column.kind !== "realistic")
			.map(
				({ column, k }): Column<Row> => ({
					key: `${k}`,
					header: column.name,
					figure: true,
					...(column.kind === "custom" ? {} : { narrow: false }),
					cell: (r) => say(r.values[k] ?? r.baseline),
				}),
			),
	];
	return (
		<section aria-labelledby="scenario-below">
			<h2 id="scenario-below">{t("forecast.below")}</h2>
			<DataTable caption={t("forecast.below")} columns={columns} rows={report.below} rowKey={(r) => r.node.nodeId} />
		</section>
	);
}

function Findings(props: { title: string; none: string; found: ScenarioReportJson["risks"] }) {
	const { title, none, found } = props;
	return (
		<section aria-label={title}>
			<h2>{title}</h2>
			{found.length === 0 ? (
				<p className="cs-muted">{none}</p>
			) : (
				<Amounts rows={found.map(({ text, value, deal }, k) => ({ key: `${k}`, text, value, deal }))} />
			)}
		</section>
	);
}

function Amounts(props: {
	rows: {
		key: string;
		text: string;
		value: { amountMinor: string; currency: string } | null;
		deal: { id: string; name: string } | null;
	}[];
	signed?: boolean;
}) {
	const { locale } = useSpeech();
	return (
		<ul className="scenario-amounts">
			{props.rows.map(({ key, text, value, deal }) => (
				<li key={key}>
					<span>
						{deal && <Link to={`/deals/${deal.id}`}>{deal.name}</Link>}
						{deal && ": "}
						{text}
					</span>
					<bdi className="cs-figure">
						{value === null
							? ""
							: props.signed
								? formatSigned(value.amountMinor, "money", locale, { currency: value.currency, compact: true })
								: formatMoney(readMoney(value), locale, { compact: true })}
					</bdi>
				</li>
			))}
		</ul>
	);
}
