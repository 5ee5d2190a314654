import type { Transaction } from "kysely";
import type { ForecastCoverageJson } from "../../core/contract/forecast-answers.ts";
import { type CoverageNeeded, coverageNeeded } from "../../core/forecast/calls/coverage-needed.ts";
import type { ForecastInput } from "../../core/forecast/forecast.ts";
import { DAY_MS } from "../../core/model/instant.ts";
import type { Tables } from "../db/tables.ts";
import { moneyIn } from "../views/call-view.ts";
import { roundMoney, showMoney, showPercent, showPercentRange, stepOf } from "../views/show.ts";
import { say, type Viewer } from "../views/viewer.ts";
import type { NumberGround } from "./ground.ts";
import { wholeInput } from "./whole-input.ts";

/** How much must be open for what is missing to a node's target; null where the tree has no such node any more. */
export async function coverageFor(
	trx: Transaction<Tables>,
	tenantId: number,
	{ workspace, stored, node }: NumberGround,
	viewer: Viewer,
): Promise<ForecastCoverageJson | null> {
	const { input } = await wholeInput(trx, tenantId, workspace, stored);
	const { quotaMinor, closedMinor } = node;
	const found = coverageNeeded(input, node.nodeId, { quotaMinor: quotaMinor ?? 0n, closedMinor });
	if (!found) return null;
	const money = moneyIn(stored.currency);
	const days = daysLeft(input);
	const { value, interval, n, asOf, state } = found.yield;
	const needed = quotaMinor === null ? null : found.needed;
	return {
		target: quotaMinor === null ? null : money(quotaMinor),
		missing: quotaMinor === null ? null : money(found.missingMinor),
		open: money(found.openMinor),
		yield: { value, interval, n, days, asOf: new Date(asOf).toISOString(), state },
		needed: needed && {
			value: money(needed.valueMinor),
			low: money(needed.lowMinor),
			high: needed.highMinor === null ? null : money(needed.highMinor),
		},
		text: textOf(found, quotaMinor, days, stored.currency, viewer),
	};
}

/** The same as a sentence; empty where the tree has no such node any more. */
export function coverageText({ stored, node }: NumberGround, input: ForecastInput, viewer: Viewer): string {
	const { quotaMinor, closedMinor, nodeId } = node;
	const found = coverageNeeded(input, nodeId, { quotaMinor: quotaMinor ?? 0n, closedMinor });
	return found ? textOf(found, quotaMinor, daysLeft(input), stored.currency, viewer) : "";
}

function daysLeft({ span, now }: ForecastInput): number {
	return Math.round(Math.max(0, span.end - Math.max(now, span.start)) / DAY_MS);
}

function textOf(
	{ missingMinor, openMinor, needed, ...rest }: CoverageNeeded,
	quotaMinor: bigint | null,
	days: number,
	currency: string,
	viewer: Viewer,
): string {
	const amount = (minor: bigint) => showMoney(roundMoney(minor, stepOf(minor)), currency, viewer.locale);
	const { value, interval, n } = rest.yield;
	if (quotaMinor === null) return say(viewer, "coverage.noTarget");
	if (missingMinor === 0n) return say(viewer, "coverage.reached");
	if (value === null || !interval) return say(viewer, "coverage.noPast");
	const given = {
		missing: amount(missingMinor),
		open: amount(openMinor),
		days,
		share: showPercent(Math.round(value * 100), viewer.locale),
		range: showPercentRange(interval.low, interval.high, viewer.locale),
		n,
	};
	if (!needed) return say(viewer, "coverage.noYield", given);
	return say(viewer, "coverage.says", { ...given, needed: amount(needed.valueMinor) });
}
