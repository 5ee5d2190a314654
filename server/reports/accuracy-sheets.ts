import type { AccuracyFigure, AccuracyRowJson } from "../../core/contract/accuracy.ts";
import { decimalFromMinor } from "../../core/model/money.ts";
import type { AccuracyReport } from "../answers/accuracy-report.ts";
import type { Cell } from "../tables/cells.ts";
import type { Sheet } from "../tables/xlsx-book.ts";
import { say, type Viewer } from "../views/viewer.ts";

/** The accuracy report as a workbook: figures, past periods beside what came, tried models, how it was measured. */
export function accuracySheets(report: AccuracyReport, viewer: Viewer): Sheet[] {
	const word = (key: Parameters<typeof say>[1]) => say(viewer, key);
	const text = (said: string): Cell => ({ kind: "text", text: said });
	const share = ({ value }: AccuracyFigure): Cell =>
		value === null ? null : { kind: "share", decimal: String(value) };
	const count = (n: number): Cell => ({ kind: "number", decimal: String(n) });
	const money = (minor: bigint | null): Cell =>
		minor === null
			? null
			: {
					kind: "money",
					decimal: decimalFromMinor({ amountMinor: minor, currency: report.currency }),
					currency: report.currency,
				};
	const figures = (row: AccuracyRowJson): Cell[] => [
		text(say(viewer, `accuracy.by.${row.by}`)),
		text(row.label),
		count(row.forecasts),
		count(row.periods),
		share(row.wape),
		share(row.mape),
		share(row.bias),
		share(row.coverage),
		money(row.mae && BigInt(row.mae.amountMinor)),
	];
	return [
		{
			name: word("accuracy.report"),
			headings: [
				word("accuracy.by"),
				word("accuracy.which"),
				word("accuracy.forecasts"),
				word("accuracy.periods"),
				word("accuracy.missed"),
				word("accuracy.mapePercent"),
				word("accuracy.bias"),
				word("accuracy.held"),
				word("accuracy.mae"),
			],
			fill: (write) => write([report.all, ...report.rows].map(figures)),
		},
		{
			name: word("accuracy.past"),
			headings: [
				word("scores.period"),
				word("accuracy.by.horizon"),
				word("accuracy.forecast"),
				word("onePage.low"),
				word("onePage.high"),
				word("accuracy.came"),
				word("accuracy.held"),
			],
			fill: (write) =>
				write(
					report.past.map((p) => [
						text(p.period),
						count(p.horizonDays),
						money(p.forecast),
						money(p.low),
						money(p.high),
						money(p.actual),
						p.held === null ? null : text(word(p.held ? "accuracy.inRange" : "accuracy.outOfRange")),
					]),
				),
		},
		{
			name: word("accuracyTrial.title"),
			headings: [word("accuracyTrial.title"), ""],
			fill: (write) =>
				write([
					...(report.model ? [[text(report.model), null]] : []),
					...report.trials.map((trial) => [text(trial.text), text(trial.reason)]),
				]),
		},
		{
			name: word("kit.how"),
			headings: [word("kit.how")],
			fill: (write) =>
				write([report.title, ...report.about, report.restsOn, report.method].map((said) => [text(said)])),
		},
	];
}
