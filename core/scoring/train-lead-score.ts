import { DAY_MS, type Instant } from "../model/instant.ts";
import { LEAD_DECIDED_DAYS, type LeadWithTouches } from "./lead-evidence.ts";
import { LEAD_COLUMNS, LEAD_MONOTONE, leadRow } from "./lead-row.ts";
import type { TabularRow } from "./tabular/cell.ts";
import { sensitiveColumns } from "./tabular/sensitive-columns.ts";
import type { TabularModel } from "./tabular/tabular-model.ts";
import { trainTabular } from "./tabular/train-tabular.ts";

/** A learnt score needs so many leads that became deals; below it the points stand. */
export const LEAST_CONVERSIONS = 120;

/** A lead is looked at on these days of its life, while it was still open: so the score learns what silence means. */
const LOOKED_AT_DAYS = [1, 7, 21, 45];

/** A learnt lead score with what was left out. */
export interface LearntLeadScore {
	model: TabularModel;
	/** Leads it learnt from, and how many became deals. */
	n: { leads: number; converted: number };
	/** Columns on age, sex, origin, health or belief that nobody has allowed. */
	sensitive: { column: string; kind: string }[];
	/** Columns that give the ending away, as the probe said. */
	leaking: string[];
}

/**
 * Learns from ended leads (open ones count after 90 days) how likely a lead like this becomes a deal. Each is looked at as
 * it stood on several days, judged on newer leads than it learnt from. Sensitive columns stay out unless `allowed`; what
 * gives the ending away is left out and named. Null with fewer than 120 that became deals, or when nothing beat the plain
 * share.
 */
export function trainLeadScore(
	past: readonly LeadWithTouches[],
	origin: Instant,
	given: { allowed: readonly string[]; progress?: (done: number, of: number) => void },
): LearntLeadScore | null {
	const rows: TabularRow[] = [];
	const happened: number[] = [];
	const groups: string[] = [];
	const times: number[] = [];
	let converted = 0;
	const leads = new Set<string>();
	for (const one of past) {
		const { lead } = one;
		if (!(lead.createdAt < origin)) continue;
		const closedAt = lead.closedAt !== null && lead.closedAt < origin ? lead.closedAt : null;
		if (closedAt === null && (lead.status === "converted" || lead.status === "disqualified")) continue;
		if (closedAt === null && origin - lead.createdAt < LEAD_DECIDED_DAYS * DAY_MS) continue;
		const isConverted = closedAt !== null && lead.status === "converted";
		if (isConverted) converted++;
		leads.add(lead.id);
		const moments = LOOKED_AT_DAYS.map((day) => lead.createdAt + day * DAY_MS).filter(
			(at) => at < (closedAt ?? origin),
		);
		// One that ended within a day is looked at as it came.
		for (const at of moments.length > 0 ? moments : [lead.createdAt + 1]) {
			rows.push(leadRow(one, at));
			happened.push(isConverted ? 1 : 0);
			groups.push(lead.id);
			times.push(at);
		}
	}
	if (converted < LEAST_CONVERSIONS) return null;
	const columns = [...new Set([...Object.keys(LEAD_COLUMNS), ...rows.flatMap((row) => Object.keys(row))])];
	const sensitive = sensitiveColumns(columns).filter(({ column }) => !given.allowed.includes(column));
	const learn = (leaveOut: string[]) =>
		trainTabular({
			columns,
			rows,
			happened: Uint8Array.from(happened),
			groups,
			times,
			leaveOut,
			monotone: { ...LEAD_MONOTONE },
			...(given.progress && { progress: given.progress }),
		});
	const left = sensitive.map(({ column }) => column);
	let model = learn(left);
	// Columns of a source are as they stand now, not as they stood then: one that knows the ending was filled in after it.
	const warned = new Set(model.warnings.map((warning) => warning.column));
	const leaking = [...warned].filter((column) => column.startsWith("extra."));
	if (leaking.length > 0) model = learn([...left, ...leaking]);
	if (model.champion === "prior") return null;
	return { model, n: { leads: leads.size, converted }, sensitive, leaking };
}
