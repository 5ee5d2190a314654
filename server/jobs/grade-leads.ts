import type { Transaction } from "kysely";
import { DAY_MS } from "../../core/model/instant.ts";
import type { LeadGrade } from "../../core/model/lead.ts";
import { checkGradeRules, type GivenGradeRule } from "../../core/scoring/check-grade-rules.ts";
import { DEFAULT_GRADE_SETTINGS, type GradeSettings, gradeLead } from "../../core/scoring/lead-grade.ts";
import type { Db } from "../db/connect.ts";
import { gradeBases, saveGrades, saveReplayed } from "../db/lead-grades.ts";
import { liveModel } from "../db/models.ts";
import type { Tables } from "../db/tables.ts";
import { leadsWithTouches, type TouchedLead } from "../db/touched-leads.ts";
import { loadWorkspace, type Workspace } from "../db/workspace.ts";
import { appendEvent } from "../events/append.ts";
import { MANY } from "../events/sinks.ts";
import { startOfWeek } from "./deal-numbers.ts";
import type { BulkDeps, Progressing } from "./job-deps.ts";
import { type LiveLeadModel, leadPointsAt } from "./lead-numbers.ts";

const BATCH = 1000;
/** Weeks that are graded afterwards when nobody has graded yet. */
const REPLAYED_WEEKS = 12;

/** How the workspace grades its leads. */
export async function gradeSettingsInUse(db: Db): Promise<GradeSettings> {
	const stored = await liveModel(db, "lead-grades");
	if (!stored) return DEFAULT_GRADE_SETTINGS;
	// Written by the route that checks it; the rules are checked again, since what may be asked of a field can change.
	const kept = stored.body as unknown as Omit<GradeSettings, "rules"> & { rules: GivenGradeRule[] };
	const checked = checkGradeRules(kept.rules);
	return {
		...DEFAULT_GRADE_SETTINGS,
		...kept,
		version: stored.version,
		rules: "rules" in checked ? checked.rules : [],
	};
}

/** Grades these leads by their stored scores, as of the workspace's clock. */
export async function gradeThese(
	trx: Transaction<Tables>,
	tenantId: number,
	leads: readonly TouchedLead[],
	workspace: Workspace,
): Promise<void> {
	const settings = await gradeSettingsInUse(trx);
	const bases = await gradeBases(
		trx,
		leads.map(({ lead }) => lead.id),
	);
	const grades = leads.flatMap((given) => {
		const basis = bases.get(given.lead.id);
		if (!basis) return [];
		const { chance, rank, before } = basis;
		const ground = { chance: chance?.share ?? null, ofAll: chance?.ofAll ?? null, rank, before };
		const found = gradeLead(settings, given, ground, workspace.now);
		// Its words are kept rather than its id: the rule may be gone when somebody reads why.
		const rule = settings.rules.find((r) => r.id === found.rule)?.label ?? null;
		return [{ leadId: given.lead.id, basis, ...found, rule }];
	});
	await saveGrades(trx, tenantId, grades, workspace.now);
}

/** What these settings would make of the open leads, of so many at most; nothing is kept. */
export async function tryGrades(
	db: Db,
	settings: GradeSettings,
	workspace: Workspace,
	most: number,
): Promise<{ counts: { open: number; hot: number; warm: number; cold: number }; changed: number; isPart: boolean }> {
	const leads = await leadsWithTouches(db, { openAfter: null, limit: most + 1 }, workspace.now);
	const tried = leads.slice(0, most);
	const bases = await gradeBases(
		db,
		tried.map(({ lead }) => lead.id),
	);
	const counts = { open: tried.length, hot: 0, warm: 0, cold: 0 };
	let changed = 0;
	for (const given of tried) {
		const { chance = null, rank = null, before = null } = bases.get(given.lead.id) ?? {};
		const ground = { chance: chance?.share ?? null, ofAll: chance?.ofAll ?? null, rank, before };
		const { grade } = gradeLead(settings, given, ground, workspace.now);
		if (grade) counts[grade]++;
		if (grade !== before) changed++;
	}
	return { counts, changed, isPart: leads.length > most };
}

/** Grades every open lead anew, for instance by other thresholds. A transaction a batch; twice comes to the same. */
export async function gradeLeads(
	{ database, now, wakeRelay }: BulkDeps,
	{ tenantId }: { tenantId: number },
	job: Progressing,
): Promise<void> {
	let after: string | null = null;
	for (let done = 0; ; ) {
		job.signal.throwIfAborted();
		await job.progress({ step: "leads", done, total: null });
		const batch: TouchedLead[] = await database.inTenant(tenantId, async (trx) => {
			const workspace = await loadWorkspace(trx, now());
			const leads = await leadsWithTouches(trx, { openAfter: after, limit: BATCH }, workspace.now);
			if (leads.length === 0) return leads;
			await gradeThese(trx, tenantId, leads, workspace);
			await appendEvent(trx, { tenantId, type: "lead.scored", entity: "lead", entityId: MANY });
			return leads;
		});
		done += batch.length;
		after = batch.at(-1)?.lead.id ?? null;
		if (batch.length < BATCH) break;
	}
	wakeRelay();
}

/**
 * What the grades of the last weeks would have been by today's rules and chances, from what was known of each lead by
 * then: the trend's beginning, marked as found afterwards.
 */
export async function replayGrades(
	trx: Transaction<Tables>,
	tenantId: number,
	past: readonly TouchedLead[],
	live: LiveLeadModel,
	workspace: Workspace,
): Promise<void> {
	const settings = await gradeSettingsInUse(trx);
	const before = new Map<string, LeadGrade>();
	for (let week = REPLAYED_WEEKS - 1; week >= 0; week--) {
		const at = startOfWeek(workspace) - week * 7 * DAY_MS;
		const open = past
			.filter(({ lead }) => lead.createdAt < at && (lead.closedAt === null || lead.closedAt >= at))
			.map((given) => {
				// The status says how it ended, which nobody knew then.
				const then = { ...given, lead: { ...given.lead, status: "working" as const, closedAt: null } };
				const { estimate, worth } = leadPointsAt(live, then, at);
				return { given: then, points: estimate.value ?? 0, worth };
			})
			.sort((a, b) => b.points - a.points || (a.given.lead.id < b.given.lead.id ? -1 : 1));
		const points = open.flatMap(({ given, worth }, k) => {
			const { id } = given.lead;
			const chance = worth?.share ?? null;
			const ground = { chance, ofAll: worth?.ofAll ?? null, rank: k + 1, before: before.get(id) ?? null };
			const { grade } = gradeLead(settings, given, ground, at);
			if (grade === null || before.get(id) === grade) return [];
			before.set(id, grade);
			return [{ leadId: id, at, grade }];
		});
		await saveReplayed(trx, tenantId, points);
	}
}
