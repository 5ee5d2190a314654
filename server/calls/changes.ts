import { sql, type Transaction } from "kysely";
import type { ForecastChangesJson } from "../../core/contract/forecast-answers.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { whatChanged } from "../../core/forecast/waterfall/what-changed.ts";
import { addDays, type PlainDate, startOfDayIn } from "../../core/model/instant.ts";
import { findForecast } from "../db/forecasts.ts";
import type { Tables } from "../db/tables.ts";
import { timestamp } from "../db/values.ts";
import { moneyIn } from "../views/call-view.ts";
import type { Viewer } from "../views/viewer.ts";
import type { NumberGround } from "./ground.ts";
import { namedParts } from "./named-parts.ts";
import { modelAnswering, wholeInput } from "./whole-input.ts";

/**
 * Why a node's number is another one than as a day ended: both moments replayed from what was known at each, the earlier
 * by the model that answered then where it is still kept. Throws unprocessable on a day that is not before the forecast.
 */
export async function changesSince(
	trx: Transaction<Tables>,
	tenantId: number,
	{ workspace, stored, node }: NumberGround,
	since: PlainDate,
	viewer: Viewer,
): Promise<ForecastChangesJson | null> {
	const dayEnds = startOfDayIn(workspace.zone, addDays(since, 1));
	if (dayEnds > stored.asOf) {
		throw new CourtsideError("unprocessable", "since: choose a day before the one on which this forecast was made.");
	}
	const whole = await wholeInput(trx, tenantId, workspace, stored);
	const { input } = whole;
	const answered = await answeredOn(trx, stored.period.name, startOfDayIn(workspace.zone, since), dayEnds);
	const now = answered?.asOf ?? dayEnds;
	const model = await modelAnswering(trx, whole, answered, now);
	const change = whatChanged({ ...input, now, model }, input, node.nodeId);
	if (!change) return null;
	const money = moneyIn(stored.currency);
	const { before, after, explanation } = change;
	return {
		node: { nodeId: node.nodeId, name: node.name },
		before: { value: money(before.valueMinor ?? 0n), asOf: iso(before.asOf) },
		after: { value: money(after.valueMinor ?? 0n), asOf: iso(after.asOf) },
		difference: money(change.differenceMinor),
		isReplayed: answered === null,
		...(await namedParts(trx, viewer, explanation, stored.currency)),
	};
}

/** The last forecast of a period that was made on a day; null where none was. */
async function answeredOn(trx: Transaction<Tables>, period: string, from: number, to: number) {
	const { rows } = await sql<{ id: string }>`select f.id from forecasts f
		where f.period = ${period} and f.as_of >= ${timestamp(from)} and f.as_of < ${timestamp(to)}
			and exists (select from forecast_nodes n where n.forecast_id = f.id)
		order by f.as_of desc, f.created_at desc limit 1`.execute(trx);
	return rows[0] ? findForecast(trx, rows[0].id) : null;
}

function iso(at: number): string {
	return new Date(at).toISOString();
}
