/** The grain in which chances are counted: billionths. */
export const CHANCE_SCALE = 1_000_000_000n;

/**
 * Sums of amount × chance, given in {@link CHANCE_SCALE}ths of a minor unit, as whole minor units: the total is rounded
 * once, half away from zero, and the parts add up to it exactly (largest remainder; ties go to the earlier part).
 */
export function wholeWeighted(scaled: bigint[]): { parts: bigint[]; total: bigint } {
	const sum = scaled.reduce((a, b) => a + b, 0n);
	const half = CHANCE_SCALE / 2n;
	const total = sum < 0n ? -((-sum + half) / CHANCE_SCALE) : (sum + half) / CHANCE_SCALE;
	const parts = scaled.map(floorOf);
	let rest = total - parts.reduce((a, b) => a + b, 0n);
	const order = scaled
		.map((x, k) => ({ k, left: x - (parts[k] ?? 0n) * CHANCE_SCALE }))
		.sort((a, b) => (a.left === b.left ? a.k - b.k : a.left > b.left ? -1 : 1));
	for (const { k } of order) {
		if (rest === 0n) break;
		parts[k] = (parts[k] ?? 0n) + 1n;
		rest -= 1n;
	}
	return { parts, total };
}

function floorOf(x: bigint): bigint {
	const whole = x / CHANCE_SCALE;
	return x < 0n && whole * CHANCE_SCALE !== x ? whole - 1n : whole;
}
