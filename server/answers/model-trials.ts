import type { ModelTrialJson, ModelTrialsJson } from "../../core/contract/model-trials.ts";
import { LEAST_ORIGINS } from "../../core/forecast/accuracy/should-promote.ts";
import { formatInstant } from "../../core/words/format-date.ts";
import { formatPercent } from "../../core/words/format-number.ts";
import { listTrials, type ModelTrial } from "../db/model-trials.ts";
import { listModels, type ModelVersion } from "../db/models.ts";
import type { Deps } from "../deps.ts";
import { wayOf } from "../jobs/forecast-model.ts";
import { say, type Viewer } from "../views/viewer.ts";
import type { Asker } from "./asker.ts";
import { learningOf } from "./deal-model.ts";

/** Trials that are told; one a week is usual. */
const TOLD = 12;

/** The latest trials of newly learnt models, worded, with what may be done about each. */
export async function modelTrialsFor(
	{ database, jobs }: Pick<Deps, "database" | "jobs">,
	{ principal, viewer }: Asker,
): Promise<ModelTrialsJson> {
	const db = database.reader(principal.tenantId);
	const [trials, versions, learning] = await Promise.all([
		listTrials(db, TOLD),
		listModels(db, "forecast"),
		learningOf(jobs, principal.tenantId),
	]);
	const live = versions.find((version) => version.isLive);
	const newest = trials.find((trial) => trial.candidateWay !== trial.inUseWay);
	return {
		inUse: live ? { version: live.version, text: textOf(live, viewer), keptBy: live.keptBy } : null,
		items: trials.map((trial) => trialJson(trial, trial === newest ? offerOf(trial, versions) : null, viewer)),
		learning,
	};
}

function textOf({ metrics, keptBy, keptAt }: ModelVersion, viewer: Viewer): string {
	const rests = say(viewer, "accuracyTrial.inUse", { way: say(viewer, `dealModel.way.${wayOf(metrics)}`) });
	if (keptBy === null || keptAt === null) return rests;
	const at = formatInstant(keptAt, viewer.locale, viewer.zone);
	return `${rests} · ${say(viewer, "accuracyTrial.kept", { by: keptBy, at })}`;
}

/** The other way than the one in use, where its version is still kept. */
function offerOf(trial: ModelTrial, versions: ModelVersion[]): ModelTrialJson["offer"] {
	const live = versions.find((version) => version.isLive);
	if (!live) return null;
	const isCandidate = wayOf(live.metrics) === trial.candidateWay;
	const version = isCandidate ? trial.inUseVersion : trial.candidateVersion;
	return versions.some((one) => one.version === version) ? { act: isCandidate ? "back" : "use", version } : null;
}

function trialJson(trial: ModelTrial, offer: ModelTrialJson["offer"], viewer: Viewer): ModelTrialJson {
	const { code, isTaken, origins, inUse, candidate, gain } = trial;
	const percent = (share: number) => formatPercent(share, viewer.locale, 1);
	const when = formatInstant(trial.triedAt, viewer.locale, viewer.zone);
	const known = inUse?.wape != null && candidate?.wape != null;
	const text = known
		? say(viewer, isTaken ? "accuracyTrial.taken" : "accuracyTrial.notTaken", {
				when,
				candidate: percent(candidate.wape ?? 0),
				inUse: percent(inUse.wape ?? 0),
			})
		: say(viewer, isTaken ? "accuracyTrial.went" : "accuracyTrial.stayed", { when });
	const reason = say(viewer, `reason.${code}`, {
		origins,
		gain: gain?.value ?? 0,
		coverage: candidate?.coverage ?? 0,
		least: LEAST_ORIGINS,
	});
	return {
		at: new Date(trial.triedAt).toISOString(),
		text,
		reason,
		code,
		isTaken,
		origins,
		inUse: { version: trial.inUseVersion, way: say(viewer, `dealModel.way.${trial.inUseWay}`), figures: inUse },
		candidate: {
			version: trial.candidateVersion,
			way: say(viewer, `dealModel.way.${trial.candidateWay}`),
			figures: candidate,
		},
		gain,
		offer,
	};
}
