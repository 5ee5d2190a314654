import { forecastPeriod } from "../../core/forecast/forecast-period.ts";
import { ownerTree } from "../../core/forecast/owner-tree.ts";
import { DAY_MS } from "../../core/model/instant.ts";
import type { Stage } from "../../core/model/pipeline.ts";
import type { DealTimeline } from "../../core/model/timeline.ts";
import type { Team, User } from "../../core/model/user.ts";
import { scoreDeal } from "../../core/scoring/deal-probability.ts";
import { trainDealModel } from "../../core/scoring/train-deal-model.ts";
import { seededRandom } from "../../core/stats/random.ts";
import { table } from "../benchmark.ts";
import { processorTime } from "../processor-time.ts";

const NOW = Date.UTC(2026, 0, 1);
const STAGES: Stage[] = ["s1", "s2", "s3", "s4", "s5"].map((id, position) => ({
	id,
	pipelineId: "p",
	name: id,
	position,
	kind: "open",
}));

/** Times training, scoring and forecasting of companies of several sizes. */
export function measureSpeed(smoke: boolean): { table: string; metrics: Record<string, number> } {
	const sizes: [number, number][] = smoke
		? [[40, 10_000]]
		: [
				[40, 10_000],
				[1000, 100_000],
				[1000, 600_000],
			];
	const metrics: Record<string, number> = {};
	const rows = sizes.map(([reps, deals]) => {
		const timelines = simulateDeals(reps, deals);
		const owners = ownerTree(...simulateTeam(reps), "Company");
		const [model, train] = processorTime(() => trainDealModel({ timelines, stages: STAGES, origin: NOW }));
		const open = timelines.filter((t) => t.status.at(-1)?.value === "open");
		const [, score] = processorTime(() => {
			for (const line of open) scoreDeal(model, line, NOW);
		});
		const [, forecast] = processorTime(() =>
			forecastPeriod({
				timelines,
				model,
				span: { name: "quarter", start: NOW - 30 * DAY_MS, end: NOW + 60 * DAY_MS },
				now: NOW,
				owners,
				quotas: [],
				currency: "EUR",
				rates: [],
				zone: "UTC",
				seed: 1,
			}),
		);
		const memory = process.memoryUsage().rss / 2 ** 20;
		metrics[`trainMs${deals}`] = Math.round(train * 1000);
		metrics[`forecastMs${deals}`] = Math.round(forecast * 1000);
		metrics[`scoresPerSecond${deals}`] = Math.round(open.length / score);
		metrics[`memoryMb${deals}`] = Math.round(memory);
		const each = [train, forecast].map((s) => s.toFixed(2));
		return [reps, deals, open.length, ...each, Math.round(open.length / score), Math.round(memory)];
	});
	return {
		table: table(
			["reps", "deals", "open", "training, s", "forecast, s", "scores a second", "memory of the process, MB"],
			rows,
		),
		metrics,
	};
}

function simulateDeals(reps: number, count: number): DealTimeline[] {
	const random = seededRandom(7);
	return Array.from({ length: count }, (_, k) => {
		const createdAt = NOW - Math.floor(random() * 730 * DAY_MS);
		const line: DealTimeline = {
			dealId: `deal-${k}`,
			createdAt,
			stages: [],
			status: [{ at: createdAt, value: "open" }],
			amounts: [{ at: createdAt, value: BigInt(Math.floor(1e5 + random() * 5e6)) }],
			currency: "EUR",
			closeDates: [{ at: createdAt, value: "2026-03-01" }],
			owners: [{ at: createdAt, value: `rep-${k % reps}` }],
			hasHistory: true,
		};
		let at = createdAt;
		for (const { id } of STAGES) {
			if (at >= NOW) break;
			line.stages.push({ at, value: id });
			at += Math.floor(-Math.log(1 - random()) * 20 * DAY_MS);
			if (random() < 0.25 || id === "s5") {
				if (at < NOW) line.status.push({ at, value: id === "s5" ? "won" : "lost" });
				break;
			}
		}
		return line;
	});
}

function simulateTeam(reps: number): [User[], Team[]] {
	const teams: Team[] = Array.from({ length: Math.ceil(reps / 8) }, (_, k) => ({
		id: `team-${k}`,
		name: `Team ${k}`,
		parentId: null,
		managerId: null,
		kind: "team",
	}));
	const users: User[] = Array.from({ length: reps }, (_, k) => ({
		id: `rep-${k}`,
		name: `Rep ${k}`,
		email: null,
		role: "rep",
		teamId: `team-${Math.floor(k / 8)}`,
		isActive: true,
	}));
	return [users, teams];
}
