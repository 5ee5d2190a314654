import type { Transaction } from "kysely";
import type { ForecastCoverageJson } from "../../core/contract/forecast-answers.ts";
import { coverageNeeded } from "../../core/forecast/calls/coverage-needed.ts";
import { DAY_MS } from "../../core/model/instant.ts";
import type { Tables } from "../db/tables.ts";
import { moneyIn } from "../views/call-view.ts";
import { roundMoney, showMoney, showPercent, showPercentRange, stepOf } from "../views/show.ts";
import { say, type Viewer } from "../views/viewer.ts";
import type { CallGround } from "./ground.ts";
import { wholeInput } from "./whole-input.ts";

/** How much must be open for what is missing to a node's target; null where the tree has no such node any more. */
export async function coverageFor(
	trx: Transaction<Tables>,
	tenantId: number,
	{ workspace, stored, node }: CallGround,
	viewer: Viewer,
): Promise<ForecastCoverageJson | null> {
	const { input } = await wholeInput(trx, tenantId, workspace, stored);
	const { quotaMinor, closedMinor } = node;
	const found = coverageNeeded(input, node.nodeId, { quotaMinor: quotaMinor ?? 0n, closedMinor });
	if (!found) return null;
	const money = moneyIn(stored.currency);
	const days = Math.round(Math.max(0, input.span.end - Math.max(input.now, input.span.start)) / DAY_MS);
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
		text: textOf(),
	};

	function textOf(): string {
		const amount = (minor: bigint) => showMoney(roundMoney(minor, stepOf(minor)), stored.currency, viewer.locale);
		if (quotaMinor === null) return say(viewer, "coverage.noTarget");
		if (found?.missingMinor === 0n) return say(viewer, "coverage.reached");
		if (value === null || !interval) return say(viewer, "coverage.noPast");
		const given = {
			missing: amount(found?.missingMinor ?? 0n),
			open: amount(found?.openMinor ?? 0n),
			days,
			share: showPercent(Math.round(value * 100), viewer.locale),
			range: showPercentRange(interval.low, interval.high, viewer.locale),
			n,
		};
		if (!needed) return say(viewer, "coverage.noYield", given);
		return say(viewer, "coverage.says", { ...given, needed: amount(needed.valueMinor) });
	}
}
