import type { ViewPart } from "../../core/contract/view.ts";
import { type Explanation, type Part, strongest } from "../../core/explain/explanation.ts";
import { english } from "../../core/words/english.ts";
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
import { say, type Viewer } from "./viewer.ts";

/** Reasons that a view shows beside "other". */
const MOST_PARTS = 5;

/** An explanation as it is shown. */
export interface ShownExplanation {
	base: ViewPart;
	parts: ViewPart[];
}

/**
 * A probability's or points' reasons: the five strongest and the rest as one. Shown amounts are whole points that add up
 * to the shown value exactly. What would show as nothing is left out, its crumbs counted with the strongest reason.
 */
export function showPoints(viewer: Viewer, explanation: Explanation, unit: "probability" | "points"): ShownExplanation {
	const scale = unit === "probability" ? 100 : 1;
	const few = explanation.parts.length <= MOST_PARTS + 1;
	const { base, parts, total } = strongest(explanation, few ? MOST_PARTS + 1 : MOST_PARTS);
	const [shownBase = 0, ...shown] = roundTogether(
		[base.value, ...parts.map((p) => p.value)].map((v) => v * scale),
		total * scale,
	);
	const visible = parts.map((part, k) => ({ part, points: shown[k] ?? 0 })).filter(({ points }) => points !== 0);
	const crumbs = parts.reduce((sum, p, k) => (shown[k] === 0 ? sum + p.value : sum), 0);
	const atBase = visible.length === 0 ? crumbs : 0;
	const { locale } = viewer;
	const baseText = unit === "probability" ? showPercent(shownBase, locale) : showNumber(shownBase, locale);
	return {
		base: partView(viewer, base, base.value + atBase, baseText),
		parts: visible.map(({ part, points }, k) =>
			partView(viewer, part, k === 0 ? part.value + crumbs : part.value, showSigned(points, locale)),
		),
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
		parts: parts.map((p, k) => {
			// Deals that are counted and not priced stand beside the sum; "€0" would say that they are worth nothing.
			const amount = p.group === "unpriced" ? "–" : showSignedMoney(shown[k] ?? 0n, currency, viewer.locale);
			return partView(viewer, p, p.value.toString(), amount);
		}),
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

/** The sentence of what would raise a reason; empty where nobody can do anything about it. */
function raiseKey({ code }: Pick<Part, "code">): string {
	const key = `raise.${code}`;
	return key in english ? key : "";
}

function partView(viewer: Viewer, part: Part | Part<bigint>, value: number | string, amount: string): ViewPart {
	return {
		code: part.code,
		...(part.group === undefined ? {} : { group: part.group }),
		value,
		amount,
		text: sentenceOf(viewer, part),
		...(Number(part.value) < 0 && raiseKey(part) ? { raise: say(viewer, raiseKey(part)) } : {}),
		...(part.about ? { about: part.about } : {}),
	};
}
