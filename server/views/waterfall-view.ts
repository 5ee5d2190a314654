import type { ScopeNodeJson, WaterfallDealsJson, WaterfallJson } from "../../core/contract/waterfall.ts";
import type {
	Waterfall,
	WaterfallBar,
	WaterfallDeal,
	WaterfallEnd,
} from "../../core/forecast/waterfall/waterfall-types.ts";
import type { Period } from "../../core/model/period.ts";
import type { DealRow } from "../db/deal-columns.ts";
import { sentenceOf } from "./sentence.ts";
import type { Viewer } from "./viewer.ts";

/** A waterfall worded: each bar with where the pipeline stands after it. */
export function waterfallJson(
	{ opening, bars, closing, currency, explanation, state }: Waterfall,
	about: { period: Period; node: ScopeNodeJson; nodes: ScopeNodeJson[]; days: { from: string; to: string } },
	viewer: Viewer,
): WaterfallJson {
	const money = (minor: bigint) => ({ amountMinor: minor.toString(), currency });
	const end = ({ at, valueMinor, ...counts }: WaterfallEnd, day: string) => ({
		day,
		at: new Date(at).toISOString(),
		value: money(valueMinor),
		...counts,
	});
	let level = opening.valueMinor;
	return {
		period: about.period,
		node: about.node,
		nodes: about.nodes,
		currency,
		opening: end(opening, about.days.from),
		bars: bars.map(({ kind, valueMinor, deals, unpriced }: WaterfallBar, k) => {
			level += valueMinor;
			const part = explanation.parts[k];
			return {
				kind,
				value: money(valueMinor),
				after: money(level),
				deals: deals.length,
				unpriced,
				text: part ? sentenceOf(viewer, part) : "",
			};
		}),
		closing: end(closing, about.days.to),
		state,
	};
}

/** The deals behind a bar; those that the viewer may not see have a value and no name. */
export function waterfallDealsJson(
	deals: WaterfallDeal[],
	rows: DealRow[],
	total: number,
	currency: string,
): WaterfallDealsJson {
	const byId = new Map(rows.map((row) => [row.id, row]));
	return {
		items: deals.map(({ dealId, valueMinor }) => {
			const row = byId.get(dealId);
			return {
				id: dealId,
				name: row?.name ?? null,
				owner: row?.ownerName ?? null,
				value: valueMinor === null ? null : { amountMinor: valueMinor.toString(), currency },
			};
		}),
		total,
	};
}
