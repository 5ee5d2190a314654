/**
 * How margins (log-odds) of a model are corrected after the fact; plain JSON. `platt`: margin × slope + shift. `steps`:
 * points (margin, corrected margin), both ascending, straight lines between and flat beyond.
 */
export type Recalibration =
	| { kind: "none" }
	| { kind: "platt"; slope: number; shift: number }
	| { kind: "steps"; from: number[]; to: number[] };

/** The corrected margin. */
export function recalibrate(how: Recalibration, margin: number): number {
	if (how.kind === "none") return margin;
	if (how.kind === "platt") return how.slope * margin + how.shift;
	const { from, to } = how;
	const last = from.length - 1;
	if (margin <= (from[0] ?? 0)) return to[0] ?? margin;
	if (margin >= (from[last] ?? 0)) return to[last] ?? margin;
	const k = from.findIndex((f) => f > margin);
	const [a = 0, b = 0] = [from[k - 1], from[k]];
	return (to[k - 1] ?? 0) + (((to[k] ?? 0) - (to[k - 1] ?? 0)) * (margin - a)) / (b - a);
}

/**
 * Platt's line through margins and endings (Platt 1999, with his softened targets), by Newton steps. A slope that is
 * not above zero would turn the order round: then there is no correction.
 */
export function fitPlatt(margins: Float64Array, happened: Uint8Array): Recalibration {
	let yes = 0;
	for (const h of happened) yes += h;
	const no = happened.length - yes;
	if (yes === 0 || no === 0) return { kind: "none" };
	const high = (yes + 1) / (yes + 2);
	const low = 1 / (no + 2);
	let slope = 1;
	let shift = 0;
	for (let step = 0; step < 50; step++) {
		let [g0, g1, h00, h01, h11] = [0, 0, 1e-9, 0, 1e-9];
		for (let i = 0; i < margins.length; i++) {
			const m = margins[i] as number;
			const p = 1 / (1 + Math.exp(-(slope * m + shift)));
			const d = (happened[i] === 1 ? high : low) - p;
			const w = p * (1 - p);
			g0 += d;
			g1 += d * m;
			h00 += w;
			h01 += w * m;
			h11 += w * m * m;
		}
		const det = h00 * h11 - h01 * h01;
		if (!(det > 1e-12)) break;
		const byShift = (g0 * h11 - g1 * h01) / det;
		const bySlope = (g1 * h00 - g0 * h01) / det;
		shift += byShift;
		slope += bySlope;
		if (Math.abs(byShift) + Math.abs(bySlope) < 1e-10) break;
	}
	return slope > 0 && Number.isFinite(shift) ? { kind: "platt", slope, shift } : { kind: "none" };
}

/**
 * Isotonic regression by pooling neighbours that are out of order (Ayer et al. 1955). Each pool is softened by half a
 * row of either kind, so that no probability is 0 or 1.
 */
export function fitIsotonic(margins: Float64Array, happened: Uint8Array): Recalibration {
	const order = Array.from(margins.keys()).sort((a, b) => (margins[a] as number) - (margins[b] as number));
	const pools: { yes: number; n: number; margins: number }[] = [];
	for (const i of order) {
		pools.push({ yes: happened[i] as number, n: 1, margins: margins[i] as number });
		for (;;) {
			const [before, last] = [pools.at(-2), pools.at(-1)];
			if (!before || !last || rate(before) < rate(last)) break;
			pools.pop();
			before.yes += last.yes;
			before.n += last.n;
			before.margins += last.margins;
		}
	}
	if (pools.length < 2) return { kind: "none" };
	const to = pools.map((p) => Math.log((p.yes + 0.5) / (p.n - p.yes + 0.5)));
	// Softening small pools more than large ones can put them out of order again by a little.
	for (let k = 1; k < to.length; k++) to[k] = Math.max(to[k] ?? 0, to[k - 1] ?? 0);
	return { kind: "steps", from: pools.map((p) => p.margins / p.n), to };
}

function rate({ yes, n }: { yes: number; n: number }): number {
	return yes / n;
}
