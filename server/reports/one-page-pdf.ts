import { formatDay } from "../../core/words/format-date.ts";
import { formatMoney } from "../../core/words/format-money.ts";
import { direction } from "../../core/words/locales.ts";
import type { MoneyLine } from "../calls/bridge.ts";
import type { OnePage } from "../calls/one-page.ts";
import { periodText } from "../views/forecast-view.ts";
import { roundMoney, showMoney, showPercent, showProbability, stepOf } from "../views/show.ts";
import { say, type Viewer } from "../views/viewer.ts";
import { openPdf, type PdfPage, type TextLook } from "./pdf-page.ts";
import { apart } from "./pdf-text.ts";
import { drawRange, placeOf, scaleOf } from "./range-picture.ts";

const EDGE = 40;
const GAP = 24;
/** Width of a name beneath a line of the picture. */
const NAME = 90;
const SMALL: TextLook = { size: 7.5 };
const MUTED = "#51606a";
const RULE = "#d9e0e3";

/** The forecast on one printed A4 page. */
export async function onePagePdf(page: OnePage, viewer: Viewer, at: number): Promise<Uint8Array> {
	const pdf = openPdf({ title: page.title, locale: viewer.locale, at, direction: direction(viewer.locale) });
	const wide = pdf.width - 2 * EDGE;
	const half = (wide - GAP) / 2;
	let y = EDGE;
	y += pdf.write(page.title, { x: EDGE, y, width: wide }, { size: 17, isBold: true, most: 2 });
	y +=
		pdf.write(page.about.map(apart).join(" · "), { x: EDGE, y, width: wide }, { size: 8.5, colour: MUTED, most: 2 }) +
		8;
	y = besideLine(pdf, page, y, wide) + 8;
	y = picture(pdf, page, viewer, y, wide) + 12;
	const left = [
		(from: number) =>
			sums(pdf, say(viewer, "forecast.madeOf"), page.parts, page, viewer, { x: EDGE, y: from, width: half }),
		(from: number) =>
			sums(pdf, say(viewer, "onePage.bridge"), page.bridge, page, viewer, { x: EDGE, y: from, width: half }),
	];
	const x = EDGE + half + GAP;
	const right = [
		(from: number) => mustHappen(pdf, page, viewer, { x, y: from, width: half }),
		(from: number) => past(pdf, page, viewer, { x, y: from, width: half }),
	];
	const ends = [left, right].map((column) => column.reduce((from, draw) => draw(from) + 14, y));
	y = Math.max(...ends) + 2;
	y = paragraphs(pdf, say(viewer, "onePage.assumptions"), page.assumptions, { x: EDGE, y, width: wide }) + 8;
	paragraphs(pdf, say(viewer, "onePage.method"), [page.method], { x: EDGE, y, width: wide });
	return pdf.end();
}

interface Column {
	x: number;
	y: number;
	width: number;
}

/** Range, target, the year before: one box each beside the other. */
function besideLine(pdf: PdfPage, page: OnePage, y: number, wide: number): number {
	const width = wide / Math.max(1, page.beside.length);
	const heights = page.beside.map(({ text, shown }, k) => {
		const x = EDGE + k * width;
		const first = pdf.write(text, { x, y, width: width - 8 }, { ...SMALL, colour: MUTED, most: 2 });
		return first + pdf.write(shown, { x, y: y + first, width: width - 8 }, { size: 11, isBold: true, most: 2 });
	});
	return y + Math.max(0, ...heights);
}

/** The range with the number in it, the target and the year before, each named beneath its line; on a scale from zero. */
function picture(pdf: PdfPage, page: OnePage, viewer: Viewer, y: number, wide: number): number {
	const { low, high, target, lastYear } = page.picture;
	const lines = [
		...(target === null ? [] : [{ minor: target, word: "landing.target" as const }]),
		...(lastYear === null ? [] : [{ minor: lastYear, word: "landing.lastYear" as const, isLight: true }]),
	];
	const range = { low, high, value: page.valueMinor, lines };
	const scale = scaleOf([range]);
	drawRange(pdf, range, scale, { x: EDGE, y, width: wide, height: 16 });
	const named = [{ minor: page.valueMinor, word: "landing.forecast" as const }, ...lines];
	// Each name stands on a line of its own where it would run into the one before.
	const ends: number[] = [];
	for (const { minor, word } of named.sort((a, b) => (a.minor < b.minor ? -1 : 1))) {
		const middle = EDGE + placeOf(minor, scale) * wide;
		const x = Math.min(EDGE + wide - NAME, Math.max(EDGE, middle - NAME / 2));
		const free = ends.findIndex((end) => end <= x);
		const row = free < 0 ? ends.length : free;
		ends[row] = x + NAME;
		pdf.write(
			say(viewer, word),
			{ x, y: y + 18 + row * 9, width: NAME },
			{ size: 7, colour: MUTED, most: 1, align: "middle" },
		);
	}
	return y + 18 + ends.length * 9;
}

function heading(pdf: PdfPage, text: string, { x, y, width }: Column): number {
	const height = pdf.write(text, { x, y, width }, { size: 9.5, isBold: true, most: 1 });
	return y + height + 3;
}

/** Lines of money with what they come to, to the cent. */
function sums(pdf: PdfPage, title: string, lines: MoneyLine[], page: OnePage, viewer: Viewer, at: Column): number {
	let y = heading(pdf, title, at);
	const amount = (minor: bigint) => formatMoney({ amountMinor: minor, currency: page.currency }, viewer.locale);
	const rows = [...lines, { text: say(viewer, "onePage.total"), minor: page.valueMinor }];
	rows.forEach(({ text, minor }, k) => {
		const look = { ...SMALL, isBold: k === rows.length - 1 };
		if (k > 0) pdf.fill({ x: at.x, y: y - 1.5, width: at.width, height: 0.5 }, RULE);
		const height = pdf.write(text, { x: at.x, y, width: at.width - 84 }, { ...look, most: 2 });
		pdf.write(amount(minor), { x: at.x + at.width - 80, y, width: 80 }, { ...look, align: "end", most: 1 });
		y += height + 3.5;
	});
	return y;
}

/** What is missing, and the open deals that bring most. */
function mustHappen(pdf: PdfPage, page: OnePage, viewer: Viewer, at: Column): number {
	let y = heading(pdf, say(viewer, "onePage.mustHappen"), at);
	y += pdf.write(page.missing, { x: at.x, y, width: at.width }, { ...SMALL, most: 4 }) + 4;
	const amount = (minor: bigint) => showMoney(roundMoney(minor, stepOf(minor)), page.currency, viewer.locale);
	for (const deal of page.mustHappen) {
		pdf.fill({ x: at.x, y: y - 1.5, width: at.width, height: 0.5 }, RULE);
		const day = deal.closeDate && formatDay(deal.closeDate, viewer.locale);
		const about = [deal.owner, day].flatMap((said) => (said ? [apart(said)] : [])).join(" · ");
		const height = pdf.write(deal.name, { x: at.x, y, width: at.width - 104 }, { ...SMALL, most: 1 });
		const more = pdf.write(
			about,
			{ x: at.x, y: y + height, width: at.width - 104 },
			{ size: 6.5, colour: MUTED, most: 1 },
		);
		pdf.write(
			amount(deal.amountMinor),
			{ x: at.x + at.width - 100, y, width: 60 },
			{ ...SMALL, align: "end", most: 1 },
		);
		const chance = showProbability(deal.probability, viewer.locale);
		pdf.write(chance, { x: at.x + at.width - 36, y, width: 36 }, { ...SMALL, align: "end", most: 1 });
		y += height + more + 3.5;
	}
	return y;
}

/** What was forecast half-way through earlier periods, and what came. */
function past(pdf: PdfPage, page: OnePage, viewer: Viewer, at: Column): number {
	let y = heading(pdf, say(viewer, "onePage.past"), at);
	const amount = (minor: bigint) => showMoney(roundMoney(minor, stepOf(minor)), page.currency, viewer.locale);
	const columns = [0, 0.28, 0.7, 0.88].map((share) => at.x + share * at.width);
	const widths = [0.28, 0.42, 0.18, 0.12].map((share) => share * at.width - 3);
	const row = (cells: string[], look: TextLook): number =>
		Math.max(
			...cells.map((cell, k) =>
				pdf.write(
					cell,
					{ x: columns[k] ?? at.x, y, width: widths[k] ?? at.width },
					{ ...look, most: 1, align: k === 0 ? "start" : "end" },
				),
			),
		);
	if (page.past.length === 0) return y + pdf.write(say(viewer, "onePage.noPast"), { ...at, y }, { ...SMALL, most: 3 });
	const heads = ["scores.period", "onePage.halfWay", "scores.actual", "onePage.error"] as const;
	y += row(
		heads.map((word) => say(viewer, word)),
		{ ...SMALL, colour: MUTED },
	);
	for (const { period, valueMinor, lowMinor, highMinor, actualMinor, isReplayed } of page.past) {
		pdf.fill({ x: at.x, y: y - 0.5, width: at.width, height: 0.5 }, RULE);
		const range = lowMinor !== null && highMinor !== null ? ` (${amount(lowMinor)}–${amount(highMinor)})` : "";
		const error = actualMinor > 0n ? Number(valueMinor - actualMinor) / Number(actualMinor) : null;
		const shown = error === null ? "–" : showPercent(Math.round(error * 100), viewer.locale);
		const name = periodText(period, viewer) + (isReplayed ? " *" : "");
		y += row([name, amount(valueMinor) + range, amount(actualMinor), shown], SMALL) + 2;
	}
	if (!page.past.some((p) => p.isReplayed)) return y;
	return y + pdf.write(`* ${say(viewer, "onePage.replayed")}`, { ...at, y }, { size: 6.5, colour: MUTED, most: 2 });
}

function paragraphs(pdf: PdfPage, title: string, texts: string[], at: Column): number {
	let y = heading(pdf, title, at);
	for (const text of texts) y += pdf.write(text, { ...at, y }, { ...SMALL, most: 4 }) + 1.5;
	return y;
}
