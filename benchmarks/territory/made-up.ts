import { normal, seededRandom } from "../../core/stats/random.ts";
import { type DesignProblem, evenMeasure } from "../../core/territory/design-problem.ts";
import { mapProblem } from "../../core/territory/standard-problems.ts";
import { distanceKm, type GeoPoint, givenCentreCosts } from "../../core/territory/unit-costs.ts";

/** A land of counties in a honeycomb with uneven people (lognormal, σ = 1.2, at most 900,000), potential and workload: two measures. */
export function madeUpLand(counties: number, districts: number, tolerance: number): DesignProblem {
	const random = seededRandom(counties);
	const width = Math.ceil(Math.sqrt(1.6 * counties));
	const points: GeoPoint[] = [];
	const pairs: [number, number][] = [];
	for (let u = 0; u < counties; u++) {
		const [x, y] = [u % width, Math.floor(u / width)];
		points.push({ lat: 30 + 0.35 * y + 0.1 * random(), lon: -110 + 0.4 * (x + (y % 2) / 2) + 0.1 * random() });
		const below = u + width;
		const slant = y % 2 === 1 ? below + 1 : below - 1;
		if (x + 1 < width && u + 1 < counties) pairs.push([u, u + 1]);
		if (below < counties) pairs.push([u, below]);
		if (slant < counties && Math.floor(slant / width) === y + 1) pairs.push([u, slant]);
	}
	const people = Float64Array.from(points, () =>
		Math.min(900_000, Math.round(20_000 * Math.exp(1.2 * normal(random)))),
	);
	const calls = people.map((p) => Math.round(5 + (p / 4000) * (0.5 + random())));
	return mapProblem({
		points,
		pairs,
		districts,
		measures: [
			{ name: "people", values: people, tolerance },
			{ name: "calls", values: calls, tolerance },
		],
	});
}

/** Accounts around towns, reps who live in some of them; potential and hours to be even. Cost: hours × km / 1,000. */
export function madeUpAccounts(accounts: number, reps: number, tolerance: number): DesignProblem {
	const random = seededRandom(accounts + reps);
	const towns = Array.from({ length: 3 * reps }, () => ({ lat: 42 + 8 * random(), lon: -5 + 15 * random() }));
	const near = (town: GeoPoint): GeoPoint => ({
		lat: town.lat + 0.2 * normal(random),
		lon: town.lon + 0.3 * normal(random),
	});
	const points = Array.from({ length: accounts }, () =>
		near(towns[Math.floor(towns.length * random() ** 1.3)] as GeoPoint),
	);
	const homes = Array.from({ length: reps }, (_, r) => near(towns[r] as GeoPoint));
	const potential = Float64Array.from(points, () => Math.round(30_000 * Math.exp(normal(random))));
	const hours = potential.map((p) => Math.round(10 + Math.sqrt(p) / 10 + 10 * random()));
	return {
		...{ units: accounts, districts: reps, graph: null, affinity: null, capacityAt: null },
		locked: new Int32Array(accounts).fill(-1),
		measures: [evenMeasure("potential", potential, reps, tolerance), evenMeasure("hours", hours, reps, tolerance)],
		costs: givenCentreCosts(
			accounts,
			(u, r) => ((hours[u] as number) * distanceKm(points[u] as GeoPoint, homes[r] as GeoPoint)) / 1000,
		),
	};
}
