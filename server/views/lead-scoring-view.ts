import type { ModelVersionJson } from "../../core/contract/deal-model.ts";
import type { LeadScoringJson } from "../../core/contract/lead-score.ts";
import type { ColumnDecisions } from "../../core/scoring/choose-deal-model.ts";
import { LEAST_CONVERSIONS } from "../../core/scoring/train-lead-score.ts";
import { formatInstant } from "../../core/words/format-date.ts";
import type { ModelVersion } from "../db/models.ts";
import { type LeadScoringSettings, type LiveLearntScore, leadMetricsOf } from "../jobs/lead-scoring.ts";
import { showPercent } from "./show.ts";
import { say, type Viewer } from "./viewer.ts";

/** What the page is worded from. */
export interface LeadScoringRows {
	settings: LeadScoringSettings;
	live: LiveLearntScore | null;
	versions: ModelVersion[];
	decisions: ColumnDecisions;
}

/** What leads are scored by, worded: how good it was, what it leaves out, and its versions. */
export function leadScoringJson(rows: LeadScoringRows, viewer: Viewer): LeadScoringJson {
	const { settings, live, versions, decisions } = rows;
	const newest = leadMetricsOf(versions[0]?.metrics ?? {});
	const inUse = leadMetricsOf((versions.find((one) => one.isLive) ?? versions[0])?.metrics ?? {});
	return {
		...settings,
		inUse: live ? ("learnt" as const) : ("points" as const),
		needed: LEAST_CONVERSIONS,
		learnt: live && learntJson(live),
		leaks: newest.leaks
			// What the source says is left out by itself until somebody says that it is known in time.
			.map((leak) => {
				const decision = decisions.get(leak.column) ?? null;
				const isLeftOut = newest.leftOut.some(({ column, reason }) => column === leak.column && reason === "source");
				const percent = (value: number | null) => showPercent(Math.round((value ?? 0) * 100), viewer.locale);
				return {
					column: leak.column,
					kind: leak.kind,
					text: say(viewer, `leadModel.leak.${leak.kind}`, {
						column: columnText(leak.column, viewer),
						auc: percent(leak.auc),
						later: percent(leak.aucLater),
					}),
					decision,
					blocks: decision === null && !isLeftOut && newest.waits === "leak",
				};
			}),
		leftOut: inUse.leftOut.map(({ column, reason }) => ({
			column,
			text: say(viewer, `leadModel.leftOut.${reason}`, { column: columnText(column, viewer) }),
		})),
		versions: versions.map((version) => versionJson(version, viewer)),
	};
}

function learntJson(live: LiveLearntScore): NonNullable<LeadScoringJson["learnt"]> {
	const { model, n, sensitive, leaking } = live;
	return {
		version: live.version,
		trainedAt: iso(live.trainedAt),
		leads: n.leads,
		converted: n.converted,
		from: model.window && iso(model.window.from),
		to: model.window && iso(model.window.to),
		candidates: (model.metrics?.candidates ?? []).map(({ name, logLoss, auc, brier }) => ({
			...{ name, logLoss, auc, brier },
		})),
		champion: model.champion,
		reliability: (model.metrics?.reliability ?? []).map((bin) => ({
			n: bin.n,
			foretold: bin.forecast,
			happened: bin.happened,
		})),
		sensitive,
		leaking,
	};
}

function versionJson(row: ModelVersion, viewer: Viewer): ModelVersionJson {
	const { champion, leads, worth, waits } = leadMetricsOf(row.metrics);
	const { locale, zone } = viewer;
	// The area under the curve is the share of such pairs; it and the other measures stand behind "How we know".
	const measured =
		worth?.auc == null
			? null
			: say(viewer, "leadModel.worth", { rank: showPercent(Math.round(worth.auc * 100), locale) });
	const kept =
		row.isLive && row.keptBy !== null && row.keptAt !== null
			? say(viewer, "dealModel.keptBy", { by: row.keptBy, at: formatInstant(row.keptAt, locale, zone) })
			: null;
	const from = leads > 0 ? say(viewer, "leadModel.from", { leads, converted: row.n }) : null;
	return {
		version: row.version,
		trainedAt: iso(row.trainedAt),
		dataFrom: row.dataFrom === null ? null : iso(row.dataFrom),
		dataTo: row.dataTo === null ? null : iso(row.dataTo),
		n: row.n,
		isLive: row.isLive,
		keptBy: row.isLive ? row.keptBy : null,
		waits: row.isLive ? null : waits,
		text: [say(viewer, `leadModel.way.${champion}`), from, measured, kept].filter(Boolean).join(" · "),
	};
}

/** Columns of a lead's own by their word, those of its source by the name they have there. */
function columnText(column: string, viewer: Viewer): string {
	if (column.startsWith("extra.")) return column.slice("extra.".length);
	return say(viewer, `leadModel.column.${column}`);
}

function iso(at: number): string {
	return new Date(at).toISOString();
}
