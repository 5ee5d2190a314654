/**
 * How many territories it takes so that none holds more than `each` of a measure: at least one, and no more than there
 * are units. RangeError where `each` is not over 0.
 */
export function territoriesNeeded(values: Float64Array, each: number): number {
	if (!(each > 0)) throw new RangeError(`a territory must hold something, not ${each}`);
	const total = values.reduce((a, b) => a + b, 0);
	return Math.max(1, Math.min(values.length, Math.ceil(total / each - 1e-9)));
}
