/** Where a search ended: the point, its value, and how often the function was asked. */
export interface Minimum {
	at: Float64Array;
	value: number;
	calls: number;
}

/**
 * Smallest value of a function of few variables inside a box, without derivatives (Nelder and Mead 1965; a point outside
 * the box is moved to its wall). `step` is the first simplex's size as a share of each side. A value that is not a
 * number counts as infinite. Deterministic.
 */
export function minimise(
	f: (x: Float64Array) => number,
	start: ArrayLike<number>,
	low: ArrayLike<number>,
	high: ArrayLike<number>,
	{ step = 0.1, most = 80 * start.length, tolerance = 1e-6 }: { step?: number; most?: number; tolerance?: number } = {},
): Minimum {
	const n = start.length;
	let calls = 0;
	const inside = (x: Float64Array): Float64Array => {
		for (let k = 0; k < n; k++) x[k] = Math.min(high[k] as number, Math.max(low[k] as number, x[k] as number));
		return x;
	};
	const ask = (x: Float64Array): number => {
		calls++;
		const value = f(x);
		return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
	};
	const points: Float64Array[] = [inside(Float64Array.from(start))];
	for (let k = 0; k < n; k++) {
		const point = Float64Array.from(points[0] as Float64Array);
		const move = step * ((high[k] as number) - (low[k] as number));
		point[k] = (point[k] as number) + ((point[k] as number) + move <= (high[k] as number) ? move : -move);
		points.push(inside(point));
	}
	const values = points.map(ask);
	const centre = new Float64Array(n);
	/** The point on the line from the worst through the middle of the others. */
	const along = (worst: Float64Array, t: number): Float64Array => {
		const point = new Float64Array(n);
		for (let k = 0; k < n; k++) point[k] = (centre[k] as number) + t * ((worst[k] as number) - (centre[k] as number));
		return inside(point);
	};
	const settle = (at: number, point: Float64Array, value: number): void => {
		let k = at;
		for (; k > 0 && (values[k - 1] as number) > value; k--) {
			values[k] = values[k - 1] as number;
			points[k] = points[k - 1] as Float64Array;
		}
		values[k] = value;
		points[k] = point;
	};
	for (let k = 1; k <= n; k++) settle(k, points[k] as Float64Array, values[k] as number);
	while (calls < most) {
		const best = values[0] as number;
		const worst = values[n] as number;
		if (Math.abs(worst - best) <= tolerance * (1 + Math.abs(best))) break;
		centre.fill(0);
		for (let i = 0; i < n; i++) {
			const point = points[i] as Float64Array;
			for (let k = 0; k < n; k++) centre[k] = (centre[k] as number) + (point[k] as number) / n;
		}
		const last = points[n] as Float64Array;
		const mirrored = along(last, -1);
		const mirroredValue = ask(mirrored);
		if (mirroredValue < best) {
			const further = along(last, -2);
			const furtherValue = ask(further);
			if (furtherValue < mirroredValue) settle(n, further, furtherValue);
			else settle(n, mirrored, mirroredValue);
		} else if (mirroredValue < (values[n - 1] as number)) {
			settle(n, mirrored, mirroredValue);
		} else {
			const outside = mirroredValue < worst;
			const nearer = along(last, outside ? -0.5 : 0.5);
			const nearerValue = ask(nearer);
			if (nearerValue < Math.min(worst, mirroredValue)) settle(n, nearer, nearerValue);
			else {
				const top = points[0] as Float64Array;
				for (let i = 1; i <= n; i++) {
					const point = points[i] as Float64Array;
					for (let k = 0; k < n; k++) point[k] = ((point[k] as number) + (top[k] as number)) / 2;
					values[i] = ask(point);
				}
				for (let i = 1; i <= n; i++) settle(i, points[i] as Float64Array, values[i] as number);
			}
		}
	}
	return { at: points[0] as Float64Array, value: values[0] as number, calls };
}
