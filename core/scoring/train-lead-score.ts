import { DAY_MS, type Instant } from "../model/instant.ts";
import type { ColumnDecisions } from "./choose-deal-model.ts";
import { leadAsOf, type PastLead } from "./lead-as-of.ts";
import { LEAD_DECIDED_DAYS } from "./lead-evidence.ts";
import { LEAD_COLUMNS, LEAD_MONOTONE, leadRow } from "./lead-row.ts";
import { type LeadLeak, type LeadLook, leaksOf, probeLate } from "./probe-lead-columns.ts";
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
	/** Columns of the source that give the ending away, as the probe said. */
	leaking: string[];
}

/** The same with what the search for columns that know the end found. */
export interface TrainedLeadScore {
	learnt: LearntLeadScore;
	leaks: LeadLeak[];
	/** Such a column is among a lead's own, and nobody has decided on it: not to be put in use. */
	isBlocked: boolean;
}

/** What a training is told beside the leads. */
export interface LeadTraining {
	/** Sensitive columns that may be looked at. */
	allowed: readonly string[];
	decisions?: ColumnDecisions;
	progress?: (done: number, of: number) => void;
}

/**
 * Learns from ended leads (open ones count after 90 days) how likely a lead like this becomes a deal. Each is looked at as
 * it stood on several days, judged on newer leads than it learnt from. Sensitive columns stay out unless `allowed`; what
 * gives the ending away is left out and named. Null with fewer than 120 that became deals, or when nothing beat the plain
 * share.
 */
export function trainLeadScore(
	past: readonly PastLead[],
	origin: Instant,
	{ allowed, decisions = new Map(), progress }: LeadTraining,
): TrainedLeadScore | null {
	const leads = past.flatMap((one) => looksAt(one, origin) ?? []);
	const converted = leads.filter((lead) => lead.isConverted).length;
	if (converted < LEAST_CONVERSIONS) return null;
	const looks = leads.flatMap(({ moments, ...lead }) => moments.map((at): LeadLook => ({ ...lead, at })));
	const rows = looks.map(({ past: one, at }): TabularRow => leadRow({ ...one, lead: leadAsOf(one, at) }, at));
	const columns = [...new Set([...Object.keys(LEAD_COLUMNS), ...rows.flatMap((row) => Object.keys(row))])];
	const sensitive = sensitiveColumns(columns).filter(({ column }) => !allowed.includes(column));
	const late = probeLate(
		leads.map(({ moments, ...lead }) => ({ ...lead, at: moments[moments.length >> 1] ?? origin })),
	);
	const isOpen = ({ column }: { column: string }) => !decisions.has(column);
	const left = [
		...sensitive.map(({ column }) => column),
		...columns.filter((column) => decisions.get(column) === "left_out"),
		...late.filter(isOpen).map(({ column }) => column),
	];
	const learn = (leaveOut: string[], from: number) =>
		trainTabular({
			columns,
			rows,
			happened: Uint8Array.from(looks, (look) => (look.isConverted ? 1 : 0)),
			groups: looks.map((look) => look.past.lead.id),
			times: looks.map((look) => look.at),
			leaveOut,
			monotone: { ...LEAD_MONOTONE },
			...(progress && { progress: (done, of) => progress(from * of + done, 2 * of) }),
		});
	let model = learn(left, 0);
	const told = leaksOf(model.warnings);
	// Columns of a source are as they stand now, not as they stood then: one that knows the ending was filled in after it.
	const leaking = told.filter(isOpen).flatMap(({ column }) => (column.startsWith("extra.") ? [column] : []));
	if (leaking.length > 0) model = learn([...left, ...leaking], 1);
	if (model.champion === "prior") return null;
	const leaks = [...late, ...told.filter(({ column }) => !late.some((one) => one.column === column))];
	return {
		learnt: { model, n: { leads: leads.length, converted }, sensitive, leaking },
		leaks,
		isBlocked: leaks.some((leak) => isOpen(leak) && !leaking.includes(leak.column)),
	};
}

/** When a past lead is looked at and how it ended; null where its ending is not known yet, or not since when. */
function looksAt(past: PastLead, origin: Instant): { past: PastLead; isConverted: boolean; moments: Instant[] } | null {
	const { lead } = past;
	if (!(lead.createdAt < origin)) return null;
	const closedAt = lead.closedAt !== null && lead.closedAt < origin ? lead.closedAt : null;
	if (closedAt === null && (lead.status === "converted" || lead.status === "disqualified")) return null;
	if (closedAt === null && origin - lead.createdAt < LEAD_DECIDED_DAYS * DAY_MS) return null;
	const all = LOOKED_AT_DAYS.map((day) => lead.createdAt + day * DAY_MS).filter((at) => at < (closedAt ?? origin));
	// One that ended within a day is looked at as it came.
	const moments = all.length > 0 ? all : [lead.createdAt + 1];
	return { past, isConverted: closedAt !== null && lead.status === "converted", moments };
}
