import type { ViewPart } from "../../core/contract/view.ts";
import { type Explanation, type Part, strongest } from "../../core/explain/explanation.ts";
import { sentenceOf } from "./sentence.ts";
import {
	roundMoneyTogether,
	roundTogether,
	showMoney,
	showNumber,
	showPercent,
	showSigned,
	showSignedMoney,
} from "./show.ts";
import type { Viewer } from "./viewer.ts";

/** Reasons that a view shows beside "other". */
const MOST_PARTS = 5;

/** An explanation as it is shown. */
export interface ShownExplanation {
	base: ViewPart;
	parts: ViewPart[];
}

/**
 * A probability's or points' reasons: the five strongest and the rest as one. Shown amounts are whole points that add up
 * to the shown value exactly. Zones of no weight (rules that gave nothing) are left out before.
 */
export function showPoints(viewer: Viewer, explanation: Explanation, unit: "probability" | "points"): ShownExplanation {
	const { base, parts, total } = strongest(explanation, MOST_PARTS);
	const scale = unit === "probability" ? 100 : 1;
	const [shownBase = 0, ...shown] = roundTogether(
		[base.value, ...parts.map((p) => p.value)].map((v) => v * scale),
		total * scale,
	);
	const baseText =
		unit === "probability" ? showPercent(shownBase, viewer.locale) : showNumber(shownBase, viewer.locale);
	return {
		base: partView(viewer, base, base.value, baseText),
		parts: parts.map((p, k) => partView(viewer, p, p.value, showSigned(shown[k] ?? 0, viewer.locale))),
	};
}

/** Money's reasons: the largest open stages and the rest of them as one, then what else there is. Shown amounts add up. */
export function showMoneyParts(
	viewer: Viewer,
	explanation: Explanation<bigint>,
	currency: string,
): ShownExplanation & { totalText: string; step: bigint } {
	const parts = foldOpen(explanation.parts);
	const { base, total } = explanation;
	const round = roundMoneyTogether([base.value, ...parts.map((p) => p.value)], total);
	const [shownBase = 0n, ...shown] = round.parts;
	return {
		base: partView(viewer, base, base.value.toString(), showMoney(shownBase, currency, viewer.locale)),
		parts: parts.map((p, k) =>
			partView(viewer, p, p.value.toString(), showSignedMoney(shown[k] ?? 0n, currency, viewer.locale)),
		),
		totalText: showMoney(round.total, currency, viewer.locale),
		step: round.step,
	};
}

function foldOpen(parts: Part<bigint>[]): Part<bigint>[] {
	const open = parts
		.filter((p) => p.group === "open")
		.sort((a, b) => (a.value === b.value ? 0 : a.value > b.value ? -1 : 1));
	const rest = parts.filter((p) => p.group !== "open");
	const most = Math.max(1, MOST_PARTS - rest.length);
	if (open.length <= most) return [...open, ...rest];
	const kept = open.slice(0, most);
	const folded = open.slice(most);
	const deals = folded.reduce((n, p) => n + Number(p.params["deals"] ?? 0), 0);
	const value = folded.reduce((sum, p) => sum + p.value, 0n);
	return [...kept, { code: "forecast_open_rest", params: { deals }, value, group: "open" }, ...rest];
}

function partView(viewer: Viewer, part: Part | Part<bigint>, value: number | string, amount: string): ViewPart {
	return {
		code: part.code,
		...(part.group === undefined ? {} : { group: part.group }),
		value,
		amount,
		text: sentenceOf(viewer, part),
		...(part.about ? { about: part.about } : {}),
	};
}
