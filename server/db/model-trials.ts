import type { Transaction } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import type { Db } from "./connect.ts";
import type { Tables } from "./tables.ts";
import { jsonb, timestamp } from "./values.ts";

/** How the company's past forecasts would have come out with one model; shares, null where they cannot be said. */
export interface TrialFigures {
	forecasts: number;
	periods: number;
	/** Σ|miss| ÷ Σ|what came|. */
	wape: number | null;
	/** Σ(forecast − what came) ÷ Σ|what came|: above 0 is too high. */
	bias: number | null;
	/** Share of ranges that held, and how often they are meant to. */
	coverage: number | null;
	nominal: number | null;
}

/** A newly learnt model beside the one in use, and what was decided. */
export interface ModelTrial {
	/** On the workspace's clock. */
	triedAt: Instant;
	inUseVersion: string;
	inUseWay: string;
	candidateVersion: string;
	candidateWay: string;
	isTaken: boolean;
	/** `promotion_<…>` of the engine's decision; `promotion_same_way` and `promotion_untried` where nothing was compared. */
	code: string;
	/** Past moments at which both forecast. */
	origins: number;
	inUse: TrialFigures | null;
	candidate: TrialFigures | null;
	/** Share of the miss that is saved, with its 80 % range. */
	gain: { value: number; low: number; high: number } | null;
}

/** Keeps a trial. */
export async function saveTrial(trx: Transaction<Tables>, tenantId: number, trial: ModelTrial): Promise<void> {
	const json = (value: object | null) => jsonb(JSON.parse(JSON.stringify(value)));
	await trx
		.insertInto("model_trials")
		.values({
			tenant_id: tenantId,
			tried_at: timestamp(trial.triedAt),
			in_use_version: trial.inUseVersion,
			in_use_way: trial.inUseWay,
			candidate_version: trial.candidateVersion,
			candidate_way: trial.candidateWay,
			is_taken: trial.isTaken,
			code: trial.code,
			origins: trial.origins,
			in_use: json(trial.inUse),
			candidate: json(trial.candidate),
			gain: json(trial.gain),
		})
		.execute();
}

/** The latest trials, newest first. */
export async function listTrials(db: Db, most: number): Promise<ModelTrial[]> {
	const rows = await db.selectFrom("model_trials").selectAll().orderBy("id", "desc").limit(most).execute();
	return rows.map((row) => ({
		triedAt: row.tried_at,
		inUseVersion: row.in_use_version,
		inUseWay: row.in_use_way,
		candidateVersion: row.candidate_version,
		candidateWay: row.candidate_way,
		isTaken: row.is_taken,
		code: row.code,
		origins: row.origins,
		// Written by saveTrial and read back as they were.
		inUse: row.in_use as unknown as TrialFigures | null,
		candidate: row.candidate as unknown as TrialFigures | null,
		gain: row.gain as unknown as ModelTrial["gain"],
	}));
}
