import type { DuplicatesJson, FaultsJson, QualityJson } from "../../core/contract/quality.ts";
import type { View } from "../../core/contract/view.ts";
import { isPlainDate } from "../../core/model/instant.ts";
import { mendEmail } from "../../core/quality/mend-email.ts";
import { type QualityCounts, qualityScore } from "../../core/quality/quality-score.ts";
import { QUALITY_RULES, type QualityRule } from "../../core/quality/rules.ts";
import { formatDay, formatInstant } from "../../core/words/format-date.ts";
import { formatMoney } from "../../core/words/format-money.ts";
import type { PairRow, StoredScan } from "../db/quality.ts";
import type { FaultyRecord } from "../quality/list-faults.ts";
import { showPoints } from "./parts.ts";
import { readable, sentenceOf } from "./sentence.ts";
import { showMoney, showNumber } from "./show.ts";
import { say, type Viewer } from "./viewer.ts";

/** The state of the data as its page shows it. */
export function qualityJson(
	scan: StoredScan | null,
	trend: { at: number; value: number }[],
	duplicates: QualityJson["duplicates"],
	viewer: Viewer,
): QualityJson {
	const counts = scan?.counts ?? null;
	const cost = scan?.cost ?? null;
	const money = (minor: bigint) => ({ amountMinor: minor.toString(), currency: cost?.currency ?? "" });
	return {
		score: scan && scoreView(scan, viewer),
		trend: trend.map(({ at, value }) => ({ at: new Date(at).toISOString(), value })),
		rules: counts
			? QUALITY_RULES.map((rule) => {
					const found = cost?.faults.find((fault) => fault.code === rule.code);
					return {
						rule: rule.code,
						entity: rule.entity,
						text: ruleText(rule, counts, viewer),
						faulty: counts.faulty[rule.code],
						of: counts.records[rule.entity],
						fix: rule.fix,
						cost: found
							? { kind: found.cost, mean: money(found.meanMinor), width: money(found.widthMinor), deals: found.deals }
							: null,
					};
				})
			: [],
		cost: cost && {
			forecast: money(cost.meanMinor),
			width: money(cost.widthMinor),
			faulty: { mean: money(cost.all.meanMinor), width: money(cost.all.widthMinor), deals: cost.all.deals },
		},
		completeness: scan?.completeness ?? [],
		duplicates,
	};
}

function ruleText({ code, entity }: QualityRule, counts: QualityCounts, viewer: Viewer): string {
	const faulty = counts.faulty[code as keyof QualityCounts["faulty"]];
	return sentenceOf(viewer, { code: `quality_${code}`, params: { count: faulty, of: counts.records[entity] } });
}

/** The score as every host shows it. */
function scoreView(scan: StoredScan, viewer: Viewer): View {
	const score = qualityScore(scan.counts, scan.asOf);
	const shown = score.value === null ? null : showPoints(viewer, score.explanation, "points");
	return {
		id: scan.id,
		kind: "quality",
		title: say(viewer, "view.quality.title"),
		value: score.value,
		unit: "points",
		interval: null,
		n: score.n,
		asOf: new Date(scan.asOf).toISOString(),
		direction: null,
		base: shown?.base ?? null,
		parts: shown?.parts ?? [],
		action: null,
		modelVersion: scan.modelVersion,
		state: score.state,
		text: {
			value: score.value === null ? "–" : showNumber(Math.round(score.value), viewer.locale),
			label: say(viewer, "view.quality.label"),
			interval: "",
			sample: say(viewer, "view.quality.sample", { count: score.n, shown: showNumber(score.n, viewer.locale) }),
			direction: "",
			state: score.state === "empty" ? say(viewer, "view.quality.empty") : "",
			how: say(viewer, "view.quality.how", { when: formatInstant(scan.createdAt, viewer.locale, viewer.zone) }),
		},
	};
}

/** Records that break a rule; what is offered for each is what the fix would set. */
export function faultItems(rule: QualityRule, rows: readonly FaultyRecord[], viewer: Viewer): FaultsJson["items"] {
	const isMoney = rule.code === "deal_no_rate" || rule.code === "deal_no_amount";
	const amount = (minor: string | null, currency: string | null) =>
		minor === null || currency === null ? null : showMoney(BigInt(minor), currency, viewer.locale);
	const exactly = (offered: string | null) => {
		const [minor, currency] = offered?.split(" ") ?? [];
		return minor && currency ? formatMoney({ amountMinor: BigInt(minor), currency }, viewer.locale) : null;
	};
	return rows.map((row) => ({
		entity: rule.entity,
		id: row.id,
		name: row.name,
		owner: row.owner,
		value: isMoney
			? amount(row.value, row.currency)
			: row.value !== null && isPlainDate(row.value)
				? formatDay(row.value, viewer.locale)
				: row.value,
		offered: rule.fix === "email" ? mendEmail(row.value ?? "") : exactly(row.offered),
	}));
}

/** Pairs that are probably one, with their signs as sentences, strongest first. */
export function pairItems(rows: readonly PairRow[], viewer: Viewer): DuplicatesJson["items"] {
	return rows.map(({ signs, ...row }) => ({
		...row,
		reasons: [...signs]
			.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
			.map(({ code, weight, params = {} }) => ({
				code,
				text: say(viewer, `duplicate.${code}`, params),
				isFor: weight > 0,
			})),
	}));
}

/** A fix that was made, in words. */
export function fixText(kind: string, rule: string | null, given: Record<string, unknown>, viewer: Viewer): string {
	const texts = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));
	return say(viewer, `fix.${kind}`, { ...readable(viewer, texts), rule: rule ?? "" });
}
