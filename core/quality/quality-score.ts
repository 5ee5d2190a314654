import type { Estimate } from "../explain/estimate.ts";
import type { Instant } from "../model/instant.ts";
import { type Checked, DUPLICATE_WEIGHT, QUALITY_RULES, type RuleCode } from "./rules.ts";

/** What a check of all records counted. Dismissed faults are not among `faulty`. */
export interface QualityCounts {
	/** Records of each kind that rules speak of: open deals and leads, all contacts and accounts. */
	records: Record<Checked, number>;
	faulty: Record<RuleCode, number>;
	/** Accounts and contacts that probably stand twice: the further ones of each. */
	duplicates: number;
}

/**
 * How far the data can be trusted, 0–100: 100 less, for each rule, its weight times the share of records that break it.
 * Exact for the records there are, so it carries no range; `n` is how many were checked. Empty without records.
 */
export function qualityScore(counts: QualityCounts, asOf: Instant): Estimate {
	const n = Object.values(counts.records).reduce((sum, count) => sum + count, 0);
	const twins = counts.records.account + counts.records.contact;
	const parts = [
		...QUALITY_RULES.map(({ code, entity, weight }) => ({
			code: `quality_${code}`,
			params: { count: counts.faulty[code], of: counts.records[entity] },
			value: -weight * share(counts.faulty[code], counts.records[entity]),
		})),
		{
			code: "quality_duplicates",
			params: { count: counts.duplicates, of: twins },
			value: -DUPLICATE_WEIGHT * share(counts.duplicates, twins),
		},
	].filter((part) => part.value !== 0);
	const total = parts.reduce((sum, part) => sum + part.value, 100);
	return {
		value: n === 0 ? null : total,
		unit: "points",
		interval: null,
		n,
		asOf,
		modelVersion: "quality-1",
		state: n === 0 ? "empty" : "ok",
		explanation: { base: { code: "quality_base", params: { count: n }, value: 100 }, parts, total },
	};
}

function share(faulty: number, of: number): number {
	return of === 0 ? 0 : Math.min(1, faulty / of);
}
