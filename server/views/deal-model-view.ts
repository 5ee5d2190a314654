import type { DealModelPageJson, ModelVersionJson } from "../../core/contract/deal-model.ts";
import type { ColumnDecisions } from "../../core/scoring/choose-deal-model.ts";
import { REFUSED_FIELDS } from "../../core/scoring/deal-features/feature-list.ts";
import { PROVISIONAL_BELOW } from "../../core/scoring/deal-model.ts";
import type { ModelTest } from "../../core/scoring/model-test.ts";
import { formatInstant } from "../../core/words/format-date.ts";
import type { OverrideRecord } from "../db/deal-overrides.ts";
import type { ModelVersion } from "../db/models.ts";
import type { dealModelInUse } from "../jobs/deal-model-in-use.ts";
import { type DealModelMetrics, metricsOf, testOf } from "../jobs/deal-model-metrics.ts";
import { showNumber, showPercent, showProbability, showSigned } from "./show.ts";
import { say, type Viewer } from "./viewer.ts";

/** What the page is worded from. */
export interface DealModelRows {
	live: Awaited<ReturnType<typeof dealModelInUse>>;
	versions: ModelVersion[];
	decisions: ColumnDecisions;
	overrides: OverrideRecord;
	learning: DealModelPageJson["learning"];
}

/** Looks of a tenth that its share is told from. */
const LEAST_TOLD = 20;
/** The whole is said to be off from so many points on, where that is more than twice its standard error. */
const OFF_POINTS = 0.03;

/** The model's page, worded. */
export function dealModelPage(rows: DealModelRows, viewer: Viewer): DealModelPageJson {
	const { live, versions, decisions, overrides, learning } = rows;
	const metrics = live?.metrics ?? metricsOf({});
	const test = testOf(metrics);
	const newest = versions[0] ? metricsOf(versions[0].metrics) : metrics;
	const all = metrics.weights.reduce((sum, { weight }) => sum + weight, 0);
	return {
		answer: answerOf(test, live !== null, viewer),
		notice: noticeOf(rows, test, viewer),
		test: test && {
			...test,
			from: iso(test.from),
			to: iso(test.to),
		},
		candidates: metrics.candidates.map(({ name, test: own, gain, gainError }) => ({
			name,
			text: say(viewer, `dealModel.way.${name}`),
			isChampion: name === metrics.champion,
			logLoss: own.logLoss,
			auc: own.auc,
			gain,
			gainError,
		})),
		features: metrics.weights.map(({ column, weight }) => ({
			column,
			text: say(viewer, `dealModel.column.${column}`),
			share: all === 0 ? 0 : weight / all,
		})),
		leaks: newest.leaks.map((leak) => {
			const decision = decisions.get(leak.column) ?? null;
			const shown = {
				column: say(viewer, `dealModel.column.${leak.column}`),
				auc: showPercent(Math.round(leak.auc * 100), viewer.locale),
				later: showPercent(Math.round((leak.aucLater ?? leak.auc) * 100), viewer.locale),
			};
			return {
				column: leak.column,
				kind: leak.kind,
				text: say(viewer, `dealModel.leak.${leak.kind}`, shown),
				decision,
				blocks: decision === null && newest.waits === "leak",
			};
		}),
		leftOut: leftOut(metrics, viewer),
		versions: versions.map((version) => versionJson(version, viewer)),
		overrides: overrideText(overrides, viewer),
		learning,
	};
}

function answerOf(test: ModelTest | null, hasModel: boolean, viewer: Viewer): string {
	if (!test) return say(viewer, hasModel ? "dealModel.answerNone" : "dealModel.answerEmpty");
	// The band around seventy percent is what people ask about; where it is thin, the one that most was said of.
	const told = test.calibration.filter((band) => band.n >= LEAST_TOLD);
	const band =
		told.find(({ tenth }) => tenth === 7) ??
		[...(told.length > 0 ? told : test.calibration)].sort((a, b) => b.tenth - a.tenth)[0];
	if (!band) return say(viewer, "dealModel.answerNone");
	const percent = (value: number) => showProbability(value, viewer.locale);
	return say(viewer, "dealModel.answer", {
		said: percent(band.expected),
		true: percent(band.happened),
		n: band.n,
		shown: showNumber(band.n, viewer.locale),
	});
}

function noticeOf({ live }: DealModelRows, test: ModelTest | null, viewer: Viewer): string {
	if (!live) return "";
	const closed = live.model.n.won + live.model.n.lost;
	if (live.model.state === "provisional") {
		return say(viewer, "dealModel.provisional", { closed, missing: Math.max(1, PROVISIONAL_BELOW - closed) });
	}
	if (!test) return say(viewer, "dealModel.notTested");
	const off = test.expected - test.happened;
	const error = Math.sqrt((test.happened * (1 - test.happened)) / Math.max(1, test.deals));
	if (Math.abs(off) < Math.max(OFF_POINTS, 2 * error)) return "";
	return say(viewer, "dealModel.off", {
		way: off > 0 ? "high" : "low",
		points: Math.round(Math.abs(off) * 100),
		said: showProbability(test.expected, viewer.locale),
		true: showProbability(test.happened, viewer.locale),
	});
}

function leftOut({ leftOut: columns }: DealModelMetrics, viewer: Viewer): DealModelPageJson["leftOut"] {
	return [
		...columns.map(({ column, reason }) => ({
			column,
			text: say(viewer, `dealModel.leftOut.${reason}`, { column: say(viewer, `dealModel.column.${column}`) }),
		})),
		...REFUSED_FIELDS.map((column) => ({ column, text: say(viewer, `dealModel.refused.${column}`) })),
	];
}

function versionJson(row: ModelVersion, viewer: Viewer): ModelVersionJson {
	const { champion, shift, waits } = metricsOf(row.metrics);
	const { locale, zone } = viewer;
	const moved =
		shift && shift.deals > 0
			? say(viewer, "dealModel.shift", {
					points: showSigned(Math.round(shift.mean * 100), locale),
					moved: shift.moved,
					deals: shift.deals,
				})
			: null;
	const kept =
		row.isLive && row.keptBy !== null && row.keptAt !== null
			? say(viewer, "dealModel.keptBy", { by: row.keptBy, at: formatInstant(row.keptAt, locale, zone) })
			: null;
	return {
		version: row.version,
		trainedAt: iso(row.trainedAt),
		dataFrom: row.dataFrom === null ? null : iso(row.dataFrom),
		dataTo: row.dataTo === null ? null : iso(row.dataTo),
		n: row.n,
		isLive: row.isLive,
		keptBy: row.isLive ? row.keptBy : null,
		waits: row.isLive ? null : waits,
		text: [say(viewer, `dealModel.way.${champion}`), moved, kept].filter(Boolean).join(" · "),
	};
}

function overrideText({ decided, closer, brierPeople, brierModel, standing }: OverrideRecord, viewer: Viewer): string {
	if (decided === 0) return standing === 0 ? "" : say(viewer, "dealModel.overridesOpen", { standing });
	const error = (value: number | null) => showNumber(value ?? 0, viewer.locale, 3);
	return say(viewer, "dealModel.overrides", { decided, closer, people: error(brierPeople), model: error(brierModel) });
}

function iso(at: number): string {
	return new Date(at).toISOString();
}
