import type { z } from "zod";
import type { AccuracyJson, AccuracyRowJson, accuracyQuery } from "../../core/contract/accuracy.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { formatInstant } from "../../core/words/format-date.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { periodLabel } from "../views/accuracy-view.ts";
import { showPercent } from "../views/show.ts";
import { say } from "../views/viewer.ts";
import { accuracyFor } from "./accuracy.ts";
import type { Asker } from "./asker.ts";
import { modelTrialsFor } from "./model-trials.ts";

/** How forecasts did, to take along; in the asker's words. */
export interface AccuracyReport {
	/** The finding. */
	title: string;
	/** Whose, and measured when. */
	about: string[];
	all: AccuracyRowJson;
	restsOn: string;
	/** Each period's forecast, farthest ahead, beside what came, newest first. Minor units. */
	past: {
		period: string;
		horizonDays: number;
		forecast: bigint;
		low: bigint | null;
		high: bigint | null;
		actual: bigint;
		held: boolean | null;
	}[];
	currency: string;
	rows: AccuracyRowJson[];
	/** What forecasts rest on, and newly learnt models that were tried. */
	model: string | null;
	trials: { text: string; reason: string }[];
	method: string;
}

/** The accuracy report of a node. Throws not_found out of sight, unprocessable where nothing has been measured. */
export async function accuracyReportFor(
	deps: Pick<Deps, "database" | "jobs" | "now">,
	asker: Asker,
	asked: z.output<typeof accuracyQuery>,
): Promise<AccuracyReport> {
	const { viewer } = asker;
	const accuracy = await accuracyFor(deps, asker, asked);
	const { rows, node, made, replayed, measuredAt } = accuracy;
	const all = rows.find((row) => row.by === "all");
	if (!all || all.forecasts === 0 || measuredAt === null) {
		throw new CourtsideError(
			"unprocessable",
			"No forecast here has been compared with what came yet. Ask for the comparison first.",
		);
	}
	const { inUse, items } = await modelTrialsFor(deps, asker);
	const { fiscal } = await loadWorkspace(deps.database.reader(asker.principal.tenantId), deps.now());
	const nominal = showPercent(Math.round((all.nominal ?? 0.8) * 100), viewer.locale);
	const when = formatInstant(Date.parse(measuredAt), viewer.locale, viewer.zone);
	return {
		title: say(viewer, "accuracy.heading", { miss: all.wape.text, held: all.coverage.text, nominal }),
		about: [node?.name ?? "", say(viewer, `accuracy.source.${asked.source}`), when].filter(Boolean),
		all,
		restsOn: say(viewer, "accuracy.restsOn", { forecasts: all.forecasts, periods: all.periods, made, replayed }),
		past: pastOf(accuracy, (period) => periodLabel(period, fiscal, viewer)),
		currency: all.mae?.currency ?? accuracy.past[0]?.actual.currency ?? "EUR",
		rows: rows.filter((row) => row.by !== "all"),
		model: inUse?.text ?? null,
		trials: items.map(({ text, reason }) => ({ text, reason })),
		method: say(viewer, "accuracy.how", { nominal, when }),
	};
}

function pastOf({ past }: AccuracyJson, nameOf: (period: string) => string): AccuracyReport["past"] {
	return past.toReversed().map(({ period, forecast, low, high, actual, ...rest }) => ({
		...rest,
		period: nameOf(period),
		forecast: BigInt(forecast.amountMinor),
		low: low && BigInt(low.amountMinor),
		high: high && BigInt(high.amountMinor),
		actual: BigInt(actual.amountMinor),
	}));
}
