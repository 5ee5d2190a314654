import { Button } from "@fluentui/react-components";
import type { ConnectionReportJson } from "../../../core/contract/connections.ts";
import { formatInstant } from "../../../core/words/format-date.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { Loading } from "../page-frame.tsx";
import { usePortal } from "../portal-context.tsx";
import { useLoad } from "../use-load.ts";

type Line = ConnectionReportJson["lines"][number];

/** The source's own counts and totals beside ours, and what makes each difference. */
export function ComparePart({ host }: { host: string }) {
	const { t, locale, zone } = useSpeech();
	const { session } = usePortal();
	const loaded = useLoad(
		`report-${host}`,
		() => session.client.connectionReport(host),
		(e) => e.type === "sync.finished",
	);
	const at = (moment: string) => formatInstant(Date.parse(moment), locale, zone);
	return (
		<section aria-labelledby="compare-title" className="stack-tight">
			<h2 id="compare-title">{t("connections.compare")}</h2>
			<Loading of={loaded} lines={8}>
				{(report) => (
					<>
						<p role="status">
							{report.sourceAsOf === null
								? t("connections.noReport", { ours: at(report.oursAsOf) })
								: t("connections.compared", {
										differ: report.lines.filter(differs).length,
										theirs: at(report.sourceAsOf),
										ours: at(report.oursAsOf),
									})}
						</p>
						<Lines lines={report.lines} />
						{report.history && (
							<p>
								{report.history.since === null
									? t("connections.noHistory")
									: t("connections.historySince", { when: at(report.history.since) })}{" "}
								{report.history.note}
							</p>
						)}
						{report.lines.length === 0 && <StateNotice state="empty" title={t("connections.nothingYet")} />}
					</>
				)}
			</Loading>
			<Button onClick={loaded.reload}>{t("connections.compareAgain")}</Button>
		</section>
	);
}

function differs({ difference }: Line): boolean {
	return difference !== null && difference !== "0";
}

function Lines({ lines }: { lines: Line[] }) {
	const { t, locale } = useSpeech();
	if (lines.length === 0) return null;
	const shown = ({ unit, currency }: Line, text: string | null) =>
		text === null
			? "–"
			: unit === "minor" && currency
				? formatMoney({ amountMinor: BigInt(text), currency }, locale)
				: formatNumber(Number(text), locale);
	return (
		<DataTable
			caption={t("connections.compare")}
			rows={lines}
			rowKey={(line) => line.what}
			columns={[
				{
					key: "what",
					header: t("connections.what"),
					cell: (line) => (
						<>
							{line.text}
							{line.because.map(({ text, amount }) => (
								<span key={text} className="cs-sub">
									{amount === null ? text : `${shown(line, amount)}: ${text}`}
								</span>
							))}
						</>
					),
				},
				{ key: "source", header: t("connections.there"), figure: true, cell: (line) => shown(line, line.source) },
				{ key: "ours", header: t("connections.here"), figure: true, cell: (line) => shown(line, line.ours) },
				{
					key: "difference",
					header: t("connections.difference"),
					figure: true,
					narrow: false,
					cell: (line) => shown(line, line.difference),
				},
			]}
		/>
	);
}
