import type { FlowFigure, PipelineFlowJson } from "../../../core/contract/flow.ts";
import {
	type FlowStageRow,
	flowStageTable,
	type LoadRow,
	loadTable,
} from "../../../core/contract/tables/flow-tables.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { ScopeChoice } from "../forecast/scope-choice.tsx";
import { usePeriodName } from "../forecast/use-period-name.ts";
import { readMoney } from "../money.ts";
import { Loading } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { navigate, usePlace, withQuery } from "../router.tsx";
import type { Looks } from "../table/drawn-columns.tsx";
import { useTableView } from "../table/use-table-view.ts";
import { WholeTable } from "../table/whole-table.tsx";
import { useLoad } from "../use-load.ts";
import "./flow.css";

/** What the quarter still needs, how many deals come in, where they go from each stage, and who has room. */
export function FlowPart() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const place = usePlace();
	const node = place.query.get("of");
	const ask: Record<string, string> = node ? { node } : {};
	const loaded = useLoad(
		`flow ${node}`,
		() => session.client.pipelineFlow(ask),
		(e) => e.type === "deal.changed" || e.type === "deal.created" || e.type === "import.finished",
	);
	return (
		<section aria-labelledby="flow-title" className="stack flow">
			<h2 id="flow-title">{t("flow.title")}</h2>
			<Loading of={loaded} lines={8}>
				{(flow) => (
					<>
						<div className="flow-choice">
							<ScopeChoice
								label={t("flow.whose")}
								nodes={flow.nodes}
								value={flow.node.nodeId}
								onChoose={(id) =>
									navigate(withQuery(place, { of: id === flow.nodes[0]?.nodeId ? null : id }), { stay: true })
								}
							/>
						</div>
						<Needed flow={flow} />
						<Creation flow={flow} />
						<Stages rows={flow.stages} ask={ask} without={flow.withoutHistory} />
						<Capacity rows={flow.capacity} ask={ask} />
						<How flow={flow} />
					</>
				)}
			</Loading>
		</section>
	);
}

/** The answer first: is enough being created, and if not, what would be. */
function Needed({ flow }: { flow: PipelineFlowJson }) {
	const { t, locale } = useSpeech();
	const { needed } = flow;
	const say = (money: { amountMinor: string; currency: string }) =>
		formatMoney(readMoney(money), locale, { compact: true });
	if (!needed) return <p>{t("flow.noQuota")}</p>;
	if (needed.value === null) return <p>{needed.deals.says}</p>;
	return (
		<div>
			<p className="flow-answer">
				{t("flow.needed", {
					value: say(needed.value),
					range: needed.valueRange ? `${say(needed.valueRange.low)}–${say(needed.valueRange.high)}` : "–",
					gap: say(needed.gap),
				})}
			</p>
			<p>
				{t("flow.neededDeals", {
					deals: needed.deals.text,
					range: needed.deals.range,
					now: formatNumber(needed.perWeekNow, locale, 1),
					wanted: needed.perWeekNeeded === null ? "–" : formatNumber(needed.perWeekNeeded, locale, 1),
					n: needed.deals.n,
				})}
			</p>
			<p className="cs-muted">{needed.says}</p>
		</div>
	);
}

function Creation({ flow }: { flow: PipelineFlowJson }) {
	const { t, locale } = useSpeech();
	const nameOf = usePeriodName();
	const { creation } = flow;
	if (creation.length === 0) return null;
	const max = Math.max(1, ...creation.map((c) => c.perWeek.high ?? c.perWeek.value ?? 0));
	const at = (x: number) => `${Math.min(100, (x / max) * 100)}%`;
	return (
		<figure className="flow-creation">
			<figcaption>
				<h3>{t("flow.creation")}</h3>
			</figcaption>
			<ol>
				{creation.toReversed().map((row) => (
					<li key={row.period}>
						<span>
							{nameOf(row.period, { narrow: true })}
							{!row.isOver && <span className="cs-sub">{t("flow.soFar")}</span>}
						</span>
						<span className="flow-track" aria-hidden="true">
							{row.perWeek.low !== null && row.perWeek.high !== null && (
								<span
									className="flow-band"
									style={{
										insetInlineStart: at(row.perWeek.low),
										inlineSize: at(row.perWeek.high - row.perWeek.low),
									}}
								/>
							)}
							{row.perWeek.value !== null && (
								<span className="flow-mark" style={{ insetInlineStart: at(row.perWeek.value) }} />
							)}
						</span>
						<span className="flow-figure">
							<strong>
								<bdi>{t("flow.perWeek", { n: row.perWeek.text })}</bdi>
							</strong>
							<span className="cs-sub">
								{[
									row.perWeek.range,
									t("flow.created", { count: row.count }),
									formatMoney(readMoney(row.value), locale, { compact: true }),
								]
									.filter(Boolean)
									.join(" · ")}
							</span>
						</span>
					</li>
				))}
			</ol>
		</figure>
	);
}

function Figure({ figure }: { figure: FlowFigure }) {
	return (
		<span title={figure.says}>
			<bdi>{figure.text}</bdi>
			{figure.range && (
				<span className="cs-sub">
					<bdi>{figure.range}</bdi>
				</span>
			)}
		</span>
	);
}

function Stages({ rows, ask, without }: { rows: FlowStageRow[]; ask: Record<string, string>; without: number }) {
	const { t } = useSpeech();
	const view = useTableView(flowStageTable, { prefix: "flow.", given: ask });
	const looks: Looks<FlowStageRow> = {
		onward: { cell: (s) => <Figure figure={s.onward} />, narrow: true },
		lost: { cell: (s) => <Figure figure={s.lost} /> },
		won: { cell: (s) => <Figure figure={s.won} /> },
		days: { cell: (s) => <Figure figure={s.medianDays} />, narrow: true },
	};
	return (
		<div>
			<h3>{t("flow.stages")}</h3>
			<WholeTable view={view} rows={rows} rowKey={(s) => s.stage.id} looks={looks} />
			{without > 0 && <p className="cs-muted">{t("flow.withoutHistory", { count: without })}</p>}
		</div>
	);
}

function Capacity({ rows, ask }: { rows: LoadRow[]; ask: Record<string, string> }) {
	const { t } = useSpeech();
	const view = useTableView(loadTable, { prefix: "load.", given: ask });
	const looks: Looks<LoadRow> = {
		load: { narrow: true },
		months: { cell: (r) => <Figure figure={r.monthsOfWork} />, narrow: true },
		closed: { cell: (r) => <Figure figure={r.closedPerMonth} /> },
	};
	if (rows.length === 0) return null;
	return (
		<div>
			<h3>{t("flow.capacity")}</h3>
			<p className="cs-muted">{t("flow.capacitySays")}</p>
			<WholeTable view={view} rows={rows} rowKey={(r) => r.userId} looks={looks} atFirst={10} />
		</div>
	);
}

function How({ flow }: { flow: PipelineFlowJson }) {
	const { t, locale, zone } = useSpeech();
	return (
		<details className="cs-more">
			<summary>{t("kit.how")}</summary>
			<p>{t("flow.how", { when: formatInstant(Date.parse(flow.asOf), locale, zone) })}</p>
		</details>
	);
}
