import type { Waterfall, WaterfallInput } from "./waterfall-types.ts";

/** Being written. */
export function waterfall(_input: WaterfallInput): Waterfall | null {
	throw new Error("being written");
}
