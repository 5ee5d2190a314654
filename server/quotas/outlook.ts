import { QUANTILES } from "../../core/forecast/forecast.ts";
import { startOfDayIn } from "../../core/model/instant.ts";
import { type Period, shiftPeriod } from "../../core/model/period.ts";
import { pieceOutlook } from "../../core/territory/piece-outlook.ts";
import type { Db } from "../db/connect.ts";
import type { StoredForecast } from "../db/forecasts.ts";
import { type CountSpan, countPieces } from "../db/piece-counts.ts";
import type { QuotaMeasure } from "../db/quota-plans.ts";
import type { Workspace } from "../db/workspace.ts";
import { type QuotaTree, sumUp } from "./quota-tree.ts";

/** What nodes will bring in a period: evenly spaced draws by node, and what is there already. */
export interface Outlook {
	draws: Map<string, number[]>;
	done: Map<string, bigint>;
	forecast: { asOf: number; modelVersion: string } | null;
}

/** So many points are drawn between the kept ones, so that a chance has no steps. */
const FINER = 10;
const PAST_WINDOWS = 8;

/** Of money, the forecast's own ranges; of pieces, what windows of the same length brought before. */
export async function loadOutlook(
	db: Db,
	workspace: Workspace,
	tree: QuotaTree,
	measure: QuotaMeasure,
	period: Period,
	stored: StoredForecast | null,
): Promise<Outlook> {
	if (measure === "revenue") return revenueOutlook(stored);
	const past = Array.from({ length: PAST_WINDOWS }, (_, k) => shiftPeriod(workspace.fiscal, period, -k - 1)).filter(
		(p) => p.end <= workspace.today,
	);
	const spans = [period, ...past].map((p) => spanIn(p, workspace.zone));
	const counts = await countPieces(db, measure, spans, workspace.now);
	const [own, ...before] = spans.map((span) => sumUp(tree, counts.get(span.name) ?? new Map()));
	// Windows before the first record say nothing of what is usual.
	const told = before.filter((sums) => [...sums.values()].some((n) => n > 0));
	const span = spans[0] as CountSpan;
	const left = Math.min(1, Math.max(0, (span.end - workspace.now) / (span.end - span.start)));
	const draws = new Map<string, number[]>();
	const done = new Map<string, bigint>();
	for (const { id } of tree.nodes) {
		const counted = own?.get(id) ?? 0;
		done.set(id, BigInt(Math.round(counted)));
		const drawn = pieceOutlook({
			past: told.map((sums) => sums.get(id) ?? 0),
			done: counted,
			left,
			steps: QUANTILES,
		});
		if (drawn) draws.set(id, finer(drawn));
	}
	return { draws, done, forecast: null };
}

function revenueOutlook(stored: StoredForecast | null): Outlook {
	const draws = new Map<string, number[]>();
	const done = new Map<string, bigint>();
	for (const node of stored?.nodes ?? []) {
		done.set(node.nodeId, node.closedMinor);
		if (node.quantiles) draws.set(node.nodeId, finer(node.quantiles));
	}
	return { draws, done, forecast: stored && { asOf: stored.asOf, modelVersion: stored.modelVersion } };
}

/** A period as moments. */
export function spanIn({ name, start, end }: Pick<Period, "name" | "start" | "end">, zone: string): CountSpan {
	return { name, start: startOfDayIn(zone, start), end: startOfDayIn(zone, end) };
}

function finer(points: number[]): number[] {
	const many = (points.length - 1) * FINER + 1;
	return Array.from({ length: many }, (_, k) => {
		const at = k / FINER;
		const below = points[Math.floor(at)] ?? 0;
		const above = points[Math.ceil(at)] ?? below;
		return below + (above - below) * (at - Math.floor(at));
	});
}
