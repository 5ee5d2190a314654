import type { PdfPage } from "./pdf-page.ts";

/** A range as a band, a number as a mark in it, others as thin lines; in minor units of one currency. */
export interface RangeShown {
	low: bigint | null;
	high: bigint | null;
	value: bigint;
	/** A thin line: what came, a target, the year before. `isLight` for what only stands beside. */
	lines: { minor: bigint; isLight?: boolean }[];
}

const TRACK = "#eef2f4";
const BAND = "#9cc7d8";
const MARK = "#0b5c7a";
const LINE = "#1a2429";
const LIGHT = "#7b8a93";

/** The end of the scale on which these are drawn, all from zero. */
export function scaleOf(ranges: RangeShown[]): number {
	const most = ranges.flatMap(({ high, value, lines }) => [high ?? value, value, ...lines.map((line) => line.minor)]);
	return Math.max(1, ...most.map(Number)) * 1.02;
}

/** Where an amount stands, 0–1 of the scale. */
export function placeOf(minor: bigint, scale: number): number {
	return Math.min(1, Math.max(0, Number(minor) / scale));
}

/** Draws a range into a box. */
export function drawRange(
	pdf: PdfPage,
	{ low, high, value, lines }: RangeShown,
	scale: number,
	{ x, y, width, height }: { x: number; y: number; width: number; height: number },
): void {
	const at = (minor: bigint) => x + placeOf(minor, scale) * width;
	pdf.fill({ x, y: y + height * 0.2, width, height: height * 0.6 }, TRACK);
	if (low !== null && high !== null) {
		pdf.fill({ x: at(low), y: y + height * 0.2, width: Math.max(0.5, at(high) - at(low)), height: height * 0.6 }, BAND);
	}
	pdf.fill({ x: at(value) - 1.25, y: y + height * 0.1, width: 2.5, height: height * 0.8 }, MARK);
	for (const { minor, isLight } of lines) {
		pdf.fill({ x: at(minor) - 0.5, y, width: 1, height }, isLight ? LIGHT : LINE);
	}
}
