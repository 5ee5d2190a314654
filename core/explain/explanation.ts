/**
 * One reason behind a number. `code` names a sentence in `core/words` (`reason.<code>`), `params` fill it;
 * `value` is its share, in the unit of the number (money: minor units).
 */
export interface Part<V extends number | bigint = number> {
	code: string;
	params: Record<string, string | number>;
	value: V;
	/** Parts of one family ("fit", "behaviour", "closed", "open") share a group. */
	group?: string;
	/** What the part speaks of, when it is one record: a deal under a forecast, say. */
	about?: { entity: string; id: string };
}

/** Parts that add up to the number: `base + Σ parts = total`, exactly for money, within 1e-9 otherwise. */
export interface Explanation<V extends number | bigint = number> {
	base: Part<V>;
	parts: Part<V>[];
	total: V;
}

/** What is left over when the parts are taken from the total. */
export function gapOf(explanation: Explanation<number>): number;
export function gapOf(explanation: Explanation<bigint>): bigint;
export function gapOf(explanation: Explanation<number> | Explanation<bigint>): number | bigint {
	if (typeof explanation.total === "bigint") {
		const money = explanation as Explanation<bigint>;
		return money.parts.reduce((rest, p) => rest - p.value, money.total - money.base.value);
	}
	const plain = explanation as Explanation<number>;
	return plain.parts.reduce((rest, p) => rest - p.value, plain.total - plain.base.value);
}

/** Whether the parts add up to the total. */
export function addsUp(explanation: Explanation<number> | Explanation<bigint>): boolean {
	if (typeof explanation.total === "bigint") return gapOf(explanation as Explanation<bigint>) === 0n;
	return Math.abs(gapOf(explanation as Explanation<number>)) <= 1e-9;
}

/** The reasons that moved the number most, strongest first; the rest is folded into one part `other`, so that the sum still holds. */
export function strongest(explanation: Explanation<number>, most: number): Explanation<number> {
	const sorted = [...explanation.parts].sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
	const kept = sorted.slice(0, most);
	const rest = sorted.slice(most);
	if (rest.length > 0) {
		kept.push({ code: "other", params: { count: rest.length }, value: rest.reduce((s, p) => s + p.value, 0) });
	}
	return { ...explanation, parts: kept };
}
