/** A covariance pulled towards its diagonal: `matrix` row by row, `shrinkage` 0–1 (1: only the diagonal is left). */
export interface ShrunkCovariance {
	matrix: Float64Array;
	shrinkage: number;
}

/**
 * Covariance of n variables from few observations: correlations are shrunk by the share of their spread that is noise
 * (Schäfer and Strimmer 2005, with errors taken to have mean 0, as in MinT of Wickramasuriya, Athanasopoulos, Hyndman
 * 2019). `rows[i]` are the observations of variable i, all of one length. A variable that never moves has variance 0.
 */
export function shrunkCovariance(rows: Float64Array[]): ShrunkCovariance {
	const n = rows.length;
	const length = rows[0]?.length ?? 0;
	const deviations = rows.map((row) => {
		let squares = 0;
		for (const v of row) squares += v * v;
		return length > 0 ? Math.sqrt(squares / length) : 0;
	});
	const standard = rows.map((row, i) => {
		const deviation = deviations[i] as number;
		return deviation > 0 ? row.map((v) => v / deviation) : new Float64Array(length);
	});
	const matrix = new Float64Array(n * n);
	let noise = 0;
	let signal = 0;
	for (let i = 0; i < n; i++) {
		const a = standard[i] as Float64Array;
		for (let j = 0; j < i; j++) {
			const b = standard[j] as Float64Array;
			let sum = 0;
			let squares = 0;
			for (let t = 0; t < length; t++) {
				const product = (a[t] as number) * (b[t] as number);
				sum += product;
				squares += product * product;
			}
			const r = sum / length;
			matrix[i * n + j] = r;
			signal += r * r;
			if (length > 1) noise += (squares - length * r * r) / (length * (length - 1));
		}
	}
	const shrinkage = length > 1 && signal > 0 ? Math.min(1, Math.max(0, noise / signal)) : 1;
	for (let i = 0; i < n; i++) {
		matrix[i * n + i] = (deviations[i] as number) ** 2;
		for (let j = 0; j < i; j++) {
			const value =
				(1 - shrinkage) * (matrix[i * n + j] as number) * (deviations[i] as number) * (deviations[j] as number);
			matrix[i * n + j] = value;
			matrix[j * n + i] = value;
		}
	}
	return { matrix, shrinkage };
}
