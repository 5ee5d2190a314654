import { sql, type Transaction } from "kysely";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { ForecastInput } from "../../core/forecast/forecast.ts";
import { type Instant, startOfDayIn } from "../../core/model/instant.ts";
import type { Period } from "../../core/model/period.ts";
import type { DealModel } from "../../core/scoring/deal-model.ts";
import { trainDealModel } from "../../core/scoring/train-deal-model.ts";
import type { StoredForecast } from "../db/forecasts.ts";
import type { Tables } from "../db/tables.ts";
import { askedOf, surround } from "../db/timelines.ts";
import type { Workspace } from "../db/workspace.ts";
import { forecastInput } from "../jobs/forecast-input.ts";
import { forecastModelOf } from "../jobs/forecast-model.ts";
import { type ForecastGround, loadForecastGround, wideningInUse } from "../jobs/forecasting.ts";
import { dealSnapshot } from "./deal-snapshot.ts";
import { onceFor } from "./once-for.ts";

/** More deals than this are not read within a request. */
const MOST_DEALS = 50_000;

/** Everything a stored forecast was made from, to be asked further. */
export interface WholeInput {
	input: ForecastInput;
	ground: ForecastGround;
}

/** What a stored forecast was made from, as of its own moment and with its own model. Throws unprocessable on too many deals. */
export async function wholeInput(
	trx: Transaction<Tables>,
	tenantId: number,
	workspace: Workspace,
	stored: StoredForecast,
): Promise<WholeInput> {
	const { rows } = await sql<{ n: number }>`select count(*)::int as n from (
		select from deals limit ${MOST_DEALS + 1}) d`.execute(trx);
	if ((rows[0]?.n ?? 0) > MOST_DEALS) {
		throw new CourtsideError(
			"unprocessable",
			`This reads the history of every deal, and there are more than ${MOST_DEALS}. Ask for a team's deals instead.`,
		);
	}
	const ground = await loadForecastGround(trx, tenantId, { ...workspace, now: stored.asOf });
	const named = await forecastModelOf(trx, versionOf(stored));
	const timelines = await dealSnapshot(trx, tenantId, stored.asOf, named?.lift ? "recent" : "none");
	const model = named ?? trainDealModel({ timelines, stages: ground.stages, origin: stored.asOf });
	const input = await forecastInput(trx, ground, model, timelines, stored.period, await wideningInUse(trx));
	return { input, ground };
}

/** The model that would have been learnt from what was known at a past moment. */
export function modelOfThen({ input: { timelines }, ground: { stages } }: WholeInput, origin: Instant): DealModel {
	return onceFor(timelines, `model ${origin}`, () => trainDealModel({ timelines, stages, origin }));
}

/** The model by which a moment of the past was answered, where it is kept; else one learnt from what was known then. */
export async function modelAnswering(
	trx: Transaction<Tables>,
	whole: WholeInput,
	answered: Pick<StoredForecast, "modelVersion"> | null,
	at: Instant,
): Promise<DealModel> {
	const kept = answered && (await forecastModelOf(trx, versionOf(answered)));
	if (!kept) return modelOfThen(whole, at);
	const { timelines, now } = whole.input;
	if (kept.lift) await surround(trx, askedOf(timelines, now), now);
	return kept;
}

/** The version of the deal model that a stored forecast rests on. */
function versionOf({ modelVersion }: Pick<StoredForecast, "modelVersion">): string {
	return modelVersion.slice(modelVersion.indexOf("/") + 1);
}

/** A period as moments in a zone. */
export function spanOf(
	{ name, start, end }: Pick<Period, "name" | "start" | "end">,
	zone: string,
): {
	name: string;
	start: Instant;
	end: Instant;
} {
	return { name, start: startOfDayIn(zone, start), end: startOfDayIn(zone, end) };
}
