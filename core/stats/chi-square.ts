/** Chance that a chi-square variable with so many degrees of freedom is above `x` (regularised incomplete gamma). */
export function chiSquareTail(x: number, freedom: number): number {
	if (!(x > 0) || freedom < 1) return 1;
	const a = freedom / 2;
	const z = x / 2;
	const front = Math.exp(a * Math.log(z) - z - logGamma(a));
	if (z < a + 1) {
		let term = 1 / a;
		let sum = term;
		for (let k = 1; k < 1000 && term > sum * 1e-16; k++) {
			term *= z / (a + k);
			sum += term;
		}
		return Math.max(0, 1 - front * sum);
	}
	// Lentz's continued fraction (Numerical Recipes, 6.2).
	let b = z + 1 - a;
	let c = 1e300;
	let d = 1 / b;
	let h = d;
	for (let k = 1; k < 1000; k++) {
		const an = -k * (k - a);
		b += 2;
		d = 1 / (an * d + b);
		c = b + an / c;
		const step = c * d;
		h *= step;
		if (Math.abs(step - 1) < 1e-15) break;
	}
	return Math.min(1, front * h);
}

/** ln Γ(x) for x > 0, by Lanczos' approximation (g = 7, nine terms). */
function logGamma(x: number): number {
	const terms = [
		0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
		12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
	];
	const t = x + 6.5;
	const sum = terms.reduce((s, term, k) => (k === 0 ? term : s + term / (x + k - 1)), 0);
	return Math.log(Math.sqrt(2 * Math.PI)) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}
