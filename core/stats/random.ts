/**
 * A seeded generator of numbers in [0, 1): xoshiro128** by Blackman and Vigna (public domain), seeded by splitmix32.
 * Same seed, same sequence, on every machine.
 */
export type Random = () => number;

/** A generator from any integer seed. */
export function seededRandom(seed: number): Random {
	let mix = seed >>> 0;
	const next32 = (): number => {
		mix = (mix + 0x9e3779b9) >>> 0;
		let z = mix;
		z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
		z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
		return (z ^ (z >>> 16)) >>> 0;
	};
	let a = next32();
	let b = next32();
	let c = next32();
	let d = next32();
	return () => {
		const x = Math.imul(b, 5);
		const result = Math.imul((x << 7) | (x >>> 25), 9) >>> 0;
		const t = b << 9;
		c ^= a;
		d ^= b;
		b ^= c;
		a ^= d;
		c ^= t;
		d = (d << 11) | (d >>> 21);
		return result / 4_294_967_296;
	};
}

/** A generator for a named part of the work, so that adding draws in one place does not move the others. */
export function forkRandom(seed: number, name: string): Random {
	let hash = 2_166_136_261 ^ seed;
	for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 16_777_619);
	return seededRandom(hash >>> 0);
}

/** Standard normal, by Marsaglia's polar method. */
export function normal(random: Random): number {
	for (;;) {
		const u = 2 * random() - 1;
		const v = 2 * random() - 1;
		const s = u * u + v * v;
		if (s > 0 && s < 1) return u * Math.sqrt((-2 * Math.log(s)) / s);
	}
}

/** Poisson count: Knuth's product below 30, a rounded normal with continuity correction above. */
export function poisson(random: Random, mean: number): number {
	if (!(mean > 0)) return 0;
	if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
	const floor = Math.exp(-mean);
	let count = 0;
	for (let product = random(); product > floor; product *= random()) count++;
	return count;
}

/** Gamma(shape, 1) by Marsaglia and Tsang (2000). */
export function gamma(random: Random, shape: number): number {
	if (shape < 1) return gamma(random, shape + 1) * random() ** (1 / shape);
	const d = shape - 1 / 3;
	const c = 1 / Math.sqrt(9 * d);
	for (;;) {
		const x = normal(random);
		const v = (1 + c * x) ** 3;
		if (v > 0 && Math.log(random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
	}
}
