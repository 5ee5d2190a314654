import { forecastSeries } from "../../core/forecast/series/forecast-series.ts";
import type { Random } from "../../core/stats/random.ts";
import { normal, seededRandom } from "../../core/stats/random.ts";
import { percent, table } from "../benchmark.ts";

/** Kinds of simulated series: name, season, values known, steps ahead, series in a pool. */
const KINDS: [string, number, number, number, number][] = [
	["a walk with noise", 1, 12, 4, 1],
	["a walk with noise", 1, 30, 6, 1],
	["a season and a walk", 12, 48, 6, 1],
	["a walk with noise", 1, 30, 6, 5],
	["a season and a walk", 4, 24, 4, 5],
];

/** How often ranges hold where there is one series, or a handful: there is little to learn them from. */
export function measureAlone(smoke: boolean): { table: string; metrics: Record<string, number> } {
	const random = seededRandom(5);
	const metrics: Record<string, number> = {};
	const rows = KINDS.map(([name, period, n, h, pool]) => {
		let values = 0;
		let in80 = 0;
		let in95 = 0;
		const rounds = (smoke ? 2 : 60) / (pool > 1 ? 3 : 1);
		for (let round = 0; round < rounds; round++) {
			const all = Array.from({ length: pool }, () => simulate(random, period, n + h));
			forecastSeries(all.map((x) => ({ period, h, x: x.slice(0, n) }))).forEach((f, i) => {
				all[i]?.slice(n).forEach((v, k) => {
					values++;
					if (v >= (f.lo80[k] ?? 0) && v <= (f.hi80[k] ?? 0)) in80++;
					if (v >= (f.lo95[k] ?? 0) && v <= (f.hi95[k] ?? 0)) in95++;
				});
			});
		}
		metrics[`alone${period}x${n}of${pool} coverage80`] = Number((in80 / values).toFixed(4));
		return [name, n, h, pool, percent(in80 / values), percent(in95 / values)];
	});
	return { table: table(["simulated", "values", "steps", "series at once", "80 % held", "95 % held"], rows), metrics };
}

function simulate(random: Random, period: number, length: number): number[] {
	let level = 100;
	return Array.from({ length }, (_, t) => {
		level += 2 * normal(random);
		return level + 3 * normal(random) + (period > 1 ? 15 * Math.sin((2 * Math.PI * t) / period) : 0);
	});
}
