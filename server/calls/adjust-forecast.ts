import type { z } from "zod";
import type { adjustForecastRequest, ForecastJson } from "../../core/contract/forecasts.ts";
import type { Asker } from "../answers/asker.ts";
import { forecastById } from "../answers/forecast.ts";
import type { Writer } from "../db/own-write.ts";
import type { Deps } from "../deps.ts";
import { found } from "../routes/writing.ts";
import { callGround } from "./ground.ts";
import { makeOverride } from "./make-override.ts";

/**
 * Puts another number beside the model's for a node or deal of a forecast's period: `keep` runs the write, and the forecast
 * is read anew. Throws not_found out of sight, and as {@link makeOverride}.
 */
export async function adjustForecast(
	deps: Pick<Deps, "database" | "jobs" | "beside" | "now">,
	asker: Asker,
	id: string,
	{ nodeId, ...asked }: z.output<typeof adjustForecastRequest>,
	keep: (write: (writer: Writer) => Promise<unknown>) => Promise<unknown>,
): Promise<ForecastJson> {
	const db = deps.database.reader(asker.principal.tenantId);
	const named = found(await forecastById(deps, asker, id), "forecast");
	const period = named.period.name;
	const ground = await callGround(deps, db, asker, { period, ...(nodeId === undefined ? {} : { node: nodeId }) });
	await keep((writer) => makeOverride(writer, ground, { ...asked, nodeId, period }));
	return found(await forecastById(deps, asker, named.id), "forecast");
}
