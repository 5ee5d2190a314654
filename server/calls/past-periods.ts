import { sql, type Transaction } from "kysely";
import { forecastPeriod } from "../../core/forecast/forecast-period.ts";
import { type Period, shiftPeriod } from "../../core/model/period.ts";
import type { Tables } from "../db/tables.ts";
import { timestamp } from "../db/values.ts";
import type { Workspace } from "../db/workspace.ts";
import { actualsOf } from "./actuals.ts";
import { onceFor } from "./once-for.ts";
import { modelOfThen, spanOf, type WholeInput } from "./whole-input.ts";

/** What was forecast half-way through a period that is over, and what came. Minor units. */
export interface PastPeriod {
	period: Period;
	asOf: number;
	valueMinor: bigint;
	lowMinor: bigint | null;
	highMinor: bigint | null;
	actualMinor: bigint;
	/** True where nobody had asked then: what would have been said with what was known. */
	isReplayed: boolean;
}

const PERIODS = 4;
/** What was replayed when accuracy was measured will do for the middle within this share of a period. */
const NEAR = 0.1;

/** The last periods of the same length, newest first, as far as records reach back. */
export async function pastPeriods(
	trx: Transaction<Tables>,
	workspace: Workspace,
	whole: WholeInput,
	period: Period,
	nodeId: string,
): Promise<PastPeriod[]> {
	const { input } = whole;
	const { timelines } = input;
	const first = timelines.reduce((least, line) => Math.min(least, line.createdAt), input.now);
	const periods = Array.from({ length: PERIODS }, (_, k) => shiftPeriod(workspace.fiscal, period, -k - 1)).filter(
		(p) => spanOf(p, workspace.zone).start > first && spanOf(p, workspace.zone).end <= input.now,
	);
	const actuals = await actualsOf(trx, workspace, input.owners, periods, [nodeId], timelines);
	const past: PastPeriod[] = [];
	for (const over of periods) {
		const span = spanOf(over, workspace.zone);
		const middle = (span.start + span.end) / 2;
		const actualMinor = actuals.get(over.name)?.get(nodeId) ?? 0n;
		const length = span.end - span.start;
		const said = await saidBy(trx, over.name, nodeId, span.start, middle);
		if (said) {
			past.push({ period: over, actualMinor, isReplayed: false, ...said });
			continue;
		}
		const replayed = await replayedNear(
			trx,
			{ period: over.name, nodeId, currency: input.currency },
			middle,
			length * NEAR,
		);
		if (replayed) {
			past.push({ period: over, actualMinor, isReplayed: true, ...replayed });
			continue;
		}
		const { nodes } = onceFor(timelines, `past ${over.name}`, () =>
			forecastPeriod({ ...input, model: modelOfThen(whole, middle), span, now: middle, quotas: [], draws: 400 }),
		);
		const node = nodes.find((n) => n.nodeId === nodeId);
		if (!node || node.estimate.value === null) continue;
		const { value, interval } = node.estimate;
		const ends = { lowMinor: interval?.low ?? null, highMinor: interval?.high ?? null };
		past.push({ period: over, asOf: middle, valueMinor: value, ...ends, actualMinor, isReplayed: true });
	}
	return past;
}

/** A node's last number of a period up to its middle; null where none is kept. */
async function saidBy(trx: Transaction<Tables>, period: string, nodeId: string, from: number, to: number) {
	const { rows } = await sql<{
		asOf: number;
		valueMinor: bigint;
		lowMinor: bigint | null;
		highMinor: bigint | null;
	}>`select f.as_of as "asOf", n.value_minor as "valueMinor", n.low_minor as "lowMinor", n.high_minor as "highMinor"
		from forecasts f join forecast_nodes n on n.tenant_id = f.tenant_id and n.forecast_id = f.id and n.node_id = ${nodeId}
		where f.period = ${period} and f.as_of >= ${timestamp(from)} and f.as_of <= ${timestamp(to)}
		order by f.as_of desc, f.created_at desc limit 1`.execute(trx);
	return rows[0] ?? null;
}

/** What measuring accuracy has worked out for a node closest to a moment; null where it has not come so near. */
async function replayedNear(
	trx: Transaction<Tables>,
	{ period, nodeId, currency }: { period: string; nodeId: string; currency: string },
	moment: number,
	within: number,
) {
	const { rows } = await sql<{
		asOf: number;
		valueMinor: bigint;
		lowMinor: bigint | null;
		highMinor: bigint | null;
	}>`select as_of as "asOf", forecast_minor as "valueMinor", low_minor as "lowMinor", high_minor as "highMinor"
		from forecast_outcomes where source = 'replayed' and period = ${period} and node_id = ${nodeId}
			and exists (select from accuracy_measures m where m.currency = ${currency})
			and as_of between ${timestamp(moment - within)} and ${timestamp(moment + within)}
		order by abs(extract(epoch from as_of - ${timestamp(moment)}::timestamptz)) limit 1`.execute(trx);
	return rows[0] ?? null;
}
