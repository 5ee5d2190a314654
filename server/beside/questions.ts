import type {
	ForecastChangesJson,
	ForecastCoverageJson,
	SecondOpinionJson,
} from "../../core/contract/forecast-answers.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import type { Instant, PlainDate } from "../../core/model/instant.ts";
import type { Period } from "../../core/model/period.ts";
import type { ToldAsker } from "../answers/asker.ts";
import { flowOf } from "../answers/flow.ts";
import { replayForecast } from "../answers/replay.ts";
import { type WaterfallAbout, waterfallOf } from "../answers/waterfall.ts";
import { changesSince } from "../calls/changes.ts";
import { coverageFor } from "../calls/coverage.ts";
import { type NumberGround, numberGround } from "../calls/ground.ts";
import { onePage } from "../calls/one-page.ts";
import { secondOpinion } from "../calls/second-opinion.ts";
import { numberWithout } from "../calls/without.ts";
import type { Database } from "../db/connect.ts";
import { computeForecasts } from "../jobs/reforecast.ts";
import { onePagePdf } from "../reports/one-page-pdf.ts";
import { onePageSheets } from "../reports/one-page-sheets.ts";
import { writeWorkbook } from "../tables/xlsx-book.ts";

/** What answers are worked out with. */
interface Means {
	database: Database;
	/** Real time when it was asked. */
	now: Instant;
}

/** Of which workspace; whoever asks has been let see what it is about. */
interface Of {
	tenantId: number;
}

/** One node of a stored forecast that the asker may see. */
interface AboutNode {
	asker: ToldAsker;
	forecastId: string;
	nodeId: string;
}

/** A file with the number that stands in it. */
export interface PageFile {
	bytes: Uint8Array;
	valueMinor: bigint;
}

/**
 * Questions that read the histories of all deals or replay a forecast: some hundred milliseconds and more of a processor.
 * What they are told and what they give can be handed between threads. Null where there is nothing of the kind.
 */
export const QUESTIONS = {
	/** Computes a forecast now and keeps it; gives its id. */
	forecast: async (
		{ database, now }: Means,
		{ tenantId, period, createdBy }: Of & { period: Period; createdBy: string | null },
	): Promise<string> => {
		const given = { periods: [period], createdBy, realNow: now };
		const [made = ""] = await database.inTenant(tenantId, (trx) => computeForecasts(trx, tenantId, given));
		return made;
	},
	changes: (means: Means, about: AboutNode & { since: PlainDate }): Promise<ForecastChangesJson | null> =>
		ofNode(means, about, (trx, ground, tenantId) =>
			changesSince(trx, tenantId, ground, about.since, about.asker.viewer),
		),
	without: (means: Means, about: AboutNode & { dealId: string }) =>
		ofNode(means, about, (trx, ground) => numberWithout(trx, about.asker.principal, ground, about.dealId)),
	coverage: (means: Means, about: AboutNode): Promise<ForecastCoverageJson | null> =>
		ofNode(means, about, (trx, ground, tenantId) => coverageFor(trx, tenantId, ground, about.asker.viewer)),
	opinion: (means: Means, about: AboutNode): Promise<SecondOpinionJson> =>
		ofNode(means, about, (trx, ground, tenantId) => secondOpinion(trx, tenantId, ground, about.asker.viewer)),
	flow: ({ database, now }: Means, { tenantId, ...about }: Of & Omit<Parameters<typeof flowOf>[2], "now">) =>
		database.inTenant(tenantId, (trx) => flowOf(trx, tenantId, { ...about, now })),
	waterfall: ({ database, now }: Means, { tenantId, ...about }: Of & WaterfallAbout) =>
		database.inTenant(tenantId, (trx) => waterfallOf(trx, tenantId, { ...about, now })),
	replay: ({ database, now }: Means, { asker, forecastId }: Omit<AboutNode, "nodeId">) =>
		database.inTenant(asker.principal.tenantId, (trx) => replayForecast(trx, asker, forecastId, now)),
	/** The forecast on one page, as a file. */
	page: (means: Means, about: AboutNode & { format: "pdf" | "xlsx" }): Promise<PageFile> =>
		ofNode(means, about, async (trx, ground, tenantId) => {
			const { viewer } = about.asker;
			const page = await onePage(trx, tenantId, viewer, ground);
			const { valueMinor } = page;
			if (about.format === "pdf") return { valueMinor, bytes: await onePagePdf(page, viewer, means.now) };
			const pieces: Uint8Array[] = [];
			await writeWorkbook(onePageSheets(page, viewer), viewer.zone, async (piece) => {
				pieces.push(piece);
			});
			return { valueMinor, bytes: new Uint8Array(Buffer.concat(pieces)) };
		}),
};

async function ofNode<T>(
	{ database, now }: Means,
	{ asker, forecastId, nodeId }: AboutNode,
	work: (trx: Parameters<Parameters<Database["inTenant"]>[1]>[0], ground: NumberGround, tenantId: number) => Promise<T>,
): Promise<T> {
	const { tenantId } = asker.principal;
	return database.inTenant(tenantId, async (trx) => {
		const ground = await numberGround(trx, tenantId, { forecastId, nodeId, now });
		// It was there a moment ago: it has been replaced by one whose tree is another.
		if (!ground) throw new CourtsideError("unavailable", "The forecast is being made anew. Ask again in a moment.");
		return work(trx, ground, tenantId);
	});
}
