import type { AccuracyRowJson } from "../../core/contract/accuracy.ts";
import { direction } from "../../core/words/locales.ts";
import type { AccuracyReport } from "../answers/accuracy-report.ts";
import { roundMoney, showMoney, stepOf } from "../views/show.ts";
import { say, type Viewer } from "../views/viewer.ts";
import { openPdf, type PdfPage, type TextLook } from "./pdf-page.ts";
import { apart } from "./pdf-text.ts";
import { drawRange, type RangeShown, scaleOf } from "./range-picture.ts";

const EDGE = 40;
const SMALL: TextLook = { size: 8 };
const MUTED = "#51606a";
const RULE = "#d9e0e3";
/** Room that must be left for a row; less begins a page. */
const ROW = 26;

/** How forecasts did, as printed A4 pages: the finding, the past as a picture, the figures by what they are told by. */
export async function accuracyPdf(report: AccuracyReport, viewer: Viewer, at: number): Promise<Uint8Array> {
	const pdf = openPdf({ title: report.title, locale: viewer.locale, at, direction: direction(viewer.locale) });
	const width = pdf.width - 2 * EDGE;
	const flow = flowOn(pdf);
	const text = (said: string, look: TextLook) => flow.move(pdf.write(said, { x: EDGE, y: flow.y(), width }, look));
	text(report.title, { size: 17, isBold: true, most: 3 });
	text(report.about.map(apart).join(" · "), { size: 8.5, colour: MUTED, most: 2 });
	flow.move(10);
	figures(pdf, flow, report, viewer, width);
	text(report.restsOn, { ...SMALL, colour: MUTED, most: 3 });
	flow.move(12);
	past(pdf, flow, report, viewer, width);
	table(pdf, flow, report.rows, viewer, width);
	flow.room(80);
	text(say(viewer, "accuracyTrial.title"), { size: 11, isBold: true });
	flow.move(3);
	if (report.model) text(report.model, SMALL);
	for (const { text: said, reason } of report.trials) {
		flow.room(ROW);
		flow.move(3);
		text(said, SMALL);
		text(reason, { ...SMALL, colour: MUTED });
	}
	flow.move(10);
	flow.room(80);
	text(say(viewer, "kit.how"), { size: 11, isBold: true });
	flow.move(3);
	text(report.method, SMALL);
	return pdf.end();
}

/** A place on the page that moves down and begins a page where there is no room. */
interface Flow {
	y(): number;
	move(by: number): void;
	room(height: number): void;
}

function flowOn(pdf: PdfPage): Flow {
	let y = EDGE;
	return {
		y: () => y,
		move: (by) => {
			y += by;
		},
		room: (height) => {
			if (y + height <= pdf.height - EDGE) return;
			pdf.nextPage();
			y = EDGE;
		},
	};
}

/** The four figures, each with its range. */
function figures(pdf: PdfPage, flow: Flow, { all, currency }: AccuracyReport, viewer: Viewer, wide: number): void {
	const mae = all.mae ? amountIn(currency, viewer)(BigInt(all.mae.amountMinor)) : "–";
	const told = [
		[say(viewer, "accuracy.missed"), all.wape.text, all.wape.range],
		[say(viewer, "accuracy.held"), all.coverage.text, all.coverage.range],
		[say(viewer, "accuracy.bias"), all.bias.text, ""],
		[say(viewer, "accuracy.mae"), mae, all.mape.text],
	] as const;
	const width = wide / told.length;
	const heights = told.map(([label, value, range], k) => {
		const x = EDGE + k * width;
		let y = flow.y();
		y += pdf.write(label, { x, y, width: width - 8 }, { ...SMALL, colour: MUTED, most: 2 });
		y += pdf.write(value, { x, y, width: width - 8 }, { size: 14, isBold: true, most: 1 });
		if (range) y += pdf.write(range, { x, y, width: width - 8 }, { ...SMALL, colour: MUTED, most: 1 });
		return y - flow.y();
	});
	flow.move(Math.max(...heights) + 6);
}

/** Each past period: its range as a band, the forecast as a mark, what came as a line. */
function past(pdf: PdfPage, flow: Flow, report: AccuracyReport, viewer: Viewer, width: number): void {
	const amount = amountIn(report.currency, viewer);
	const ranges = report.past.map(
		({ low, high, forecast, actual }): RangeShown => ({ low, high, value: forecast, lines: [{ minor: actual }] }),
	);
	const scale = scaleOf(ranges);
	flow.move(pdf.write(say(viewer, "accuracy.past"), { x: EDGE, y: flow.y(), width }, { size: 11, isBold: true }) + 4);
	report.past.forEach(({ period, low, high, forecast, actual, held, horizonDays }, k) => {
		const range = ranges[k];
		if (!range) return;
		flow.room(ROW);
		const y = flow.y();
		pdf.write(period, { x: EDGE, y, width: 70 }, { ...SMALL, isBold: true, most: 1 });
		drawRange(pdf, range, scale, { x: EDGE + 74, y: y - 1, width: width * 0.36, height: 12 });
		const said = [
			`${say(viewer, "accuracy.came")} ${amount(actual)}`,
			`${say(viewer, "accuracy.forecast")} ${amount(forecast)}`,
			low === null || high === null ? "" : `${amount(low)}–${amount(high)}`,
			held === null ? "" : say(viewer, held ? "accuracy.inRange" : "accuracy.outOfRange"),
			say(viewer, "accuracy.daysAhead", { days: String(horizonDays) }),
		];
		const x = EDGE + 82 + width * 0.36;
		const line = said.filter(Boolean).map(apart).join(" · ");
		flow.move(Math.max(14, pdf.write(line, { x, y, width: EDGE + width - x }, { size: 7.5, most: 2 }) + 3));
	});
	flow.move(10);
}

const COLUMNS = [
	{ word: "accuracy.which", share: 0.34, of: (row: AccuracyRowJson) => row.label },
	{ word: "accuracy.forecasts", share: 0.11, of: (row: AccuracyRowJson) => String(row.forecasts) },
	{ word: "accuracy.periods", share: 0.1, of: (row: AccuracyRowJson) => String(row.periods) },
	{ word: "accuracy.missed", share: 0.11, of: (row: AccuracyRowJson) => row.wape.text },
	{ word: "accuracy.bias", share: 0.17, of: (row: AccuracyRowJson) => row.bias.text },
	{ word: "accuracy.held", share: 0.17, of: (row: AccuracyRowJson) => row.coverage.text },
] as const;

/** The figures by days ahead, model, period, and team or person. */
function table(pdf: PdfPage, flow: Flow, rows: AccuracyRowJson[], viewer: Viewer, width: number): void {
	const line = (cells: string[], look: TextLook) => {
		let x = EDGE;
		const heights = cells.map((cell, k) => {
			const own = (COLUMNS[k]?.share ?? 0) * width;
			const align = k === 0 ? "start" : "end";
			const height = pdf.write(cell, { x, y: flow.y(), width: own - 4 }, { ...look, align, most: k === 0 ? 2 : 1 });
			x += own;
			return height;
		});
		flow.move(Math.max(...heights) + 3);
	};
	for (const [by, own] of Map.groupBy(rows, (row) => row.by)) {
		flow.room(ROW * 3);
		const title = say(viewer, `accuracy.by.${by}`);
		flow.move(pdf.write(title, { x: EDGE, y: flow.y(), width }, { size: 11, isBold: true }) + 3);
		line(
			COLUMNS.map(({ word }, k) => (k === 0 ? "" : say(viewer, word))),
			{ ...SMALL, colour: MUTED },
		);
		for (const row of own) {
			flow.room(ROW);
			pdf.fill({ x: EDGE, y: flow.y() - 1.5, width, height: 0.5 }, RULE);
			line(
				COLUMNS.map(({ of }) => of(row)),
				SMALL,
			);
		}
		flow.move(10);
	}
}

function amountIn(currency: string, viewer: Viewer): (minor: bigint) => string {
	return (minor) => showMoney(roundMoney(minor, stepOf(minor)), currency, viewer.locale);
}
