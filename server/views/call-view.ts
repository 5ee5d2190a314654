import type { ForecastCallJson, ForecastOverrideJson } from "../../core/contract/forecast-calls.ts";
import type { ViewPart } from "../../core/contract/view.ts";
import type { Explanation, Part } from "../../core/explain/explanation.ts";
import type { AdjustedNode, OverrideState } from "../../core/forecast/calls/override-types.ts";
import { minorDigits } from "../../core/model/money.ts";
import { formatMoney } from "../../core/words/format-money.ts";
import type { StoredCall, StoredModelThen } from "../db/forecast-calls.ts";
import type { StoredOverride } from "../db/forecast-overrides.ts";
import { sentenceOf } from "./sentence.ts";
import { roundTogether } from "./show.ts";
import type { Viewer } from "./viewer.ts";

/** A call as it goes over the wire. */
export function callJson(call: StoredCall): ForecastCallJson {
	const money = moneyIn(call.currency);
	const { closedMinor, commitMinor, bestCaseMinor, pipelineMinor } = call.amounts;
	return {
		id: call.id,
		author: { id: call.authorId, name: call.authorName },
		nodeId: call.nodeId,
		period: call.period,
		version: call.version,
		amounts: {
			closed: money(closedMinor),
			commit: money(commitMinor),
			bestCase: money(bestCaseMinor),
			pipeline: money(pipelineMinor),
		},
		note: call.note,
		submittedAt: iso(call.submittedAt),
		dueOn: call.dueOn,
		model: modelThenJson(call.model, call.currency),
	};
}

/** An override as it goes over the wire. */
export function overrideJson(stored: StoredOverride, state: OverrideState): ForecastOverrideJson {
	const { target, withdrawnAt, withdrawnBy } = stored;
	return {
		id: stored.id,
		nodeId: target.nodeId,
		deal: target.kind === "deal" ? { id: target.dealId, name: stored.dealName ?? "" } : null,
		period: stored.period,
		version: stored.version,
		value: moneyIn(stored.currency)(stored.valueMinor),
		by: { id: stored.by, name: stored.byName },
		at: iso(stored.at),
		reason: stored.reason,
		isUsed: stored.isUsed,
		state,
		model: modelThenJson(stored.model, stored.currency),
		withdrawn: withdrawnAt === null || !withdrawnBy ? null : { by: withdrawnBy, at: iso(withdrawnAt) },
	};
}

/** What the model said then. */
export function modelThenJson(model: StoredModelThen, currency: string) {
	const money = moneyIn(currency);
	return {
		value: money(model.valueMinor),
		low: model.lowMinor === null ? null : money(model.lowMinor),
		high: model.highMinor === null ? null : money(model.highMinor),
		level: model.level,
		modelVersion: model.modelVersion,
		asOf: iso(model.asOf),
	};
}

/** A node's number with the overrides that are used, its parts with shown amounts; null without any. */
export function adjustedJson(node: AdjustedNode | undefined, currency: string, viewer: Viewer) {
	if (!node || node.adjusted.explanation.parts.length === 0) return null;
	const { base, parts } = moneyParts(viewer, node.adjusted.explanation, currency);
	return { value: moneyIn(currency)(node.adjustedMinor), base, parts };
}

/** Every part of a sum of money, none folded, each in whole units, rounded together so that they add up as read. */
export function moneyParts(
	viewer: Viewer,
	{ base, parts, total }: Explanation<bigint>,
	currency: string,
): { base: ViewPart; parts: ViewPart[] } {
	const unit = 10 ** minorDigits(currency);
	const [shownBase = 0, ...shown] = roundTogether(
		[base, ...parts].map((p) => Number(p.value) / unit),
		Number(total) / unit,
	);
	const whole = (units: number) =>
		formatMoney({ amountMinor: BigInt(Math.abs(units) * unit), currency }, viewer.locale, { whole: true });
	const partOf = (part: Part<bigint>, amount: string): ViewPart => ({
		code: part.code,
		...(part.group === undefined ? {} : { group: part.group }),
		value: part.value.toString(),
		amount,
		text: sentenceOf(viewer, part),
		...(part.about ? { about: part.about } : {}),
	});
	return {
		base: partOf(base, `${shownBase < 0 ? "−" : ""}${whole(shownBase)}`),
		parts: parts.map((p, k) => {
			const units = shown[k] ?? 0;
			return partOf(p, `${units > 0 ? "+" : units < 0 ? "−" : ""}${whole(units)}`);
		}),
	};
}

/** Minor units of a currency as they go over the wire. */
export function moneyIn(currency: string) {
	return (minor: bigint) => ({ amountMinor: minor.toString(), currency });
}

function iso(at: number): string {
	return new Date(at).toISOString();
}
