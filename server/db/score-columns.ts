import { type RawBuilder, sql } from "kysely";
import type { Estimate } from "../../core/explain/estimate.ts";
import type { Explanation } from "../../core/explain/explanation.ts";
import type { Instant } from "../../core/model/instant.ts";

/** A stored score: the latest number of a deal (probability 0–1) or lead (points 0–100). */
export interface StoredScore {
	value: number | null;
	low: number | null;
	high: number | null;
	level: number | null;
	n: number;
	state: Estimate["state"];
	asOf: Instant;
	modelVersion: string;
	explanation: Explanation;
	/** What the same model says of the start of the week; null when the record is younger. */
	before: { value: number; at: Instant } | null;
	/** Real time of scoring. */
	scoredAt: Instant;
}

/** Columns of a left-joined `scores s`, to be read back by {@link scoreOf}. */
export const scoreColumns: RawBuilder<unknown> = sql`s.value as s_value, s.low as s_low, s.high as s_high, s.level as s_level,
	s.n as s_n, s.state as s_state, s.as_of as s_as_of, s.model_version as s_model_version, s.explanation as s_explanation,
	s.before_value as s_before_value, s.before_at as s_before_at, s.scored_at as s_scored_at`;

/** What {@link scoreColumns} come back as. */
export interface ScoreColumns {
	s_value: number | null;
	s_low: number | null;
	s_high: number | null;
	s_level: number | null;
	s_n: number | null;
	s_state: Estimate["state"] | null;
	s_as_of: Instant | null;
	s_model_version: string | null;
	s_explanation: Explanation | null;
	s_before_value: number | null;
	s_before_at: Instant | null;
	s_scored_at: Instant | null;
}

/** The score of a row, null where the record has none. */
export function scoreOf(row: ScoreColumns): StoredScore | null {
	if (row.s_as_of === null || row.s_explanation === null || row.s_state === null) return null;
	return {
		value: row.s_value,
		low: row.s_low,
		high: row.s_high,
		level: row.s_level,
		n: row.s_n ?? 0,
		state: row.s_state,
		asOf: row.s_as_of,
		modelVersion: row.s_model_version ?? "",
		explanation: row.s_explanation,
		before:
			row.s_before_value === null || row.s_before_at === null
				? null
				: { value: row.s_before_value, at: row.s_before_at },
		scoredAt: row.s_scored_at ?? row.s_as_of,
	};
}
