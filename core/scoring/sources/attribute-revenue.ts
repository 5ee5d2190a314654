import { allocate } from "../../model/money.ts";
import { removalEffects, type SourceJourney } from "./removal-effects.ts";

/** How a won deal's amount is shared among the sources its customer came by. */
export const ATTRIBUTION_WAYS = ["first", "last", "linear", "data"] as const;
export type AttributionWay = (typeof ATTRIBUTION_WAYS)[number];
/** Minor units of the reporting currency, by way. */
export type Attributed = Record<AttributionWay, bigint>;

/** The sources in a customer's journey where it came by none that is known. */
export const NO_SOURCE = "";

/** A deal that was won, by the sources its customer came by. */
export interface WonDeal {
	path: readonly string[];
	/** Reporting currency; null where it has no amount or no rate. */
	amountMinor: bigint | null;
}

/**
 * Won revenue by source, four ways; each way adds up to the sum of all amounts exactly. "data" shares each deal among its
 * own sources in proportion to their removal effects over all journeys, won and lost.
 */
export function attributeRevenue(
	won: readonly WonDeal[],
	lost: readonly SourceJourney[],
): { bySource: Map<string, Attributed>; total: bigint } {
	const effects = removalEffects([...won.map(({ path }) => ({ path, won: 1, lost: 0 })), ...lost]);
	const bySource = new Map<string, Attributed>();
	let total = 0n;
	for (const { path, amountMinor } of won) {
		if (amountMinor === null) continue;
		total += amountMinor;
		const touches = path.length > 0 ? path : [NO_SOURCE];
		const give = (source: string, way: AttributionWay, part: bigint) => {
			const held = bySource.get(source) ?? { first: 0n, last: 0n, linear: 0n, data: 0n };
			held[way] += part;
			bySource.set(source, held);
		};
		give(touches[0] ?? NO_SOURCE, "first", amountMinor);
		give(touches.at(-1) ?? NO_SOURCE, "last", amountMinor);
		const even = allocate(
			amountMinor,
			touches.map(() => 1),
		);
		for (const [k, source] of touches.entries()) give(source, "linear", even[k] ?? 0n);
		const own = [...new Set(touches)];
		const parts = allocate(
			amountMinor,
			own.map((source) => effects.get(source) ?? 0),
		);
		for (const [k, source] of own.entries()) give(source, "data", parts[k] ?? 0n);
	}
	return { bySource, total };
}
