/**
 * Lower triangle L with A = L·Lᵀ of a symmetric, positive definite matrix of size n, row by row. Null when it is not
 * positive definite (a pivot below `tiny` of the largest diagonal element). A stays as it is.
 */
export function choleskyFactor(a: Float64Array, n: number, tiny = 1e-13): Float64Array | null {
	const l = new Float64Array(n * n);
	let largest = 0;
	for (let i = 0; i < n; i++) largest = Math.max(largest, a[i * n + i] as number);
	for (let i = 0; i < n; i++) {
		for (let j = 0; j <= i; j++) {
			let sum = a[i * n + j] as number;
			for (let k = 0, p = i * n, q = j * n; k < j; k++, p++, q++) sum -= (l[p] as number) * (l[q] as number);
			if (i === j) {
				if (!(sum > tiny * largest)) return null;
				l[i * n + i] = Math.sqrt(sum);
			} else l[i * n + j] = sum / (l[j * n + j] as number);
		}
	}
	return l;
}

/** Solves L·Lᵀ·x = b for one right side of size n, in place. */
export function choleskySolve(l: Float64Array, n: number, b: Float64Array): Float64Array {
	for (let i = 0; i < n; i++) {
		let sum = b[i] as number;
		for (let k = 0; k < i; k++) sum -= (l[i * n + k] as number) * (b[k] as number);
		b[i] = sum / (l[i * n + i] as number);
	}
	for (let i = n - 1; i >= 0; i--) {
		let sum = b[i] as number;
		for (let k = i + 1; k < n; k++) sum -= (l[k * n + i] as number) * (b[k] as number);
		b[i] = sum / (l[i * n + i] as number);
	}
	return b;
}
