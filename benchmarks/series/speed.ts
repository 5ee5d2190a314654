import { forecastSeries } from "../../core/forecast/series/forecast-series.ts";
import { forecastMembers } from "../../core/forecast/series/methods.ts";
import { normal, seededRandom } from "../../core/stats/random.ts";
import { table } from "../benchmark.ts";
import { processorTime } from "../processor-time.ts";

/** Times the five members alone, and the combination with its look back and ranges, on simulated monthly series. */
export function measureSpeed(smoke: boolean): { table: string; metrics: Record<string, number> } {
	const nodes = smoke ? 100 : 1000;
	const histories = simulate(nodes, 60);
	const [, members] = processorTime(() => {
		for (const x of histories) forecastMembers(x, 12, 12);
	});
	const [, all] = processorTime(() => forecastSeries(histories.map((x) => ({ period: 12, h: 12, x }))));
	const memory = process.memoryUsage().rss / 2 ** 20;
	return {
		table: table(
			[
				"nodes",
				"months",
				"5 methods, s",
				"with ranges and weights from 3 past origins, s",
				"memory of the process, MB",
			],
			[[nodes, 60, members.toFixed(2), all.toFixed(2), memory.toFixed(0)]],
		),
		metrics: {
			[`members${nodes}Ms`]: Math.round(members * 1000),
			[`combination${nodes}Ms`]: Math.round(all * 1000),
			memoryMb: Math.round(memory),
		},
	};
}

function simulate(nodes: number, months: number): Float64Array[] {
	const random = seededRandom(1);
	return Array.from({ length: nodes }, () => {
		let level = 100 * Math.exp(normal(random));
		const trend = 1 + 0.005 * normal(random);
		return Float64Array.from({ length: months }, (_, t) => {
			level *= trend * Math.exp(0.05 * normal(random));
			return level * (1 + 0.3 * Math.sin((t * Math.PI) / 6)) * Math.exp(0.1 * normal(random));
		});
	});
}
