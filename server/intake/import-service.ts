import { CourtsideError } from "../../core/contract/problem.ts";
import { type AnswerFault, applyAnswers } from "../../core/intake/apply-answers.ts";
import { joinFiles, type NameJoin } from "../../core/intake/join-files.ts";
import type { Answers, Plan } from "../../core/intake/plan.ts";
import { type PreviewSheet, previewRows } from "../../core/intake/preview.ts";
import { proposePlan, type WorkspaceFacts } from "../../core/intake/propose-plan.ts";
import { type Question, questionsFor } from "../../core/intake/questions.ts";
import type { ProfiledSheet } from "../../core/intake/sheet-facts.ts";
import type { Instant, PlainDate } from "../../core/model/instant.ts";
import type { Database } from "../db/connect.ts";
import { jsonb } from "../db/values.ts";
import type { Storage } from "../storage/storage.ts";
import type { ImportState } from "./import-rows.ts";
import type { ImportCounts } from "./intake-run.ts";
import type { SheetSource } from "./source-file.ts";

/** What starting and describing imports needs. */
export interface IntakeDeps {
	database: Database;
	storage: Storage;
	now(): Instant;
}

/** What is kept of an import's inspection, so that nothing is read twice to show or change it. */
export interface StoredProfile {
	sources: SheetSource[];
	sheets: ProfiledSheet[];
	workspace: WorkspaceFacts;
	today: PlainDate;
	answers: Answers;
	/** Files that could not be read, beside those that could. */
	faults: { file: string; code: string; params: Record<string, string | number> }[];
}

/** An import as people and commands see it. */
export interface ImportDescription {
	id: string;
	name: string;
	state: ImportState;
	plan: Plan;
	sheets: ProfiledSheet[];
	files: {
		id: string;
		position: number;
		name: string;
		sheet: string | null;
		rowsTotal: number | null;
		rowsDone: number;
		state: string;
	}[];
	questions: Question[];
	answers: Answers;
	joins: NameJoin[];
	preview: PreviewSheet[];
	faults: StoredProfile["faults"];
	counts: ImportCounts;
	error: { code: string; file: string | null; params: Record<string, string | number> } | null;
	isStopping: boolean;
	createdAt: Instant;
	startedAt: Instant | null;
	finishedAt: Instant | null;
}

/** An import with its plan, open questions and preview. Throws not_found. */
export async function describeImport(
	deps: Pick<IntakeDeps, "database">,
	tenantId: number,
	importId: string,
): Promise<ImportDescription> {
	return deps.database.inTenant(tenantId, async (trx) => {
		const row = await trx
			.selectFrom("imports")
			.select(["id", "name", "state", "plan", "profile", "counts", "error", "created_at", "started_at", "finished_at"])
			.select("stop_asked_at")
			.where("id", "=", importId)
			.executeTakeFirst();
		if (!row) throw new CourtsideError("not_found", "There is no such import.");
		const files = await trx
			.selectFrom("import_files")
			.select(["id", "position", "name", "sheet", "rows_total as rowsTotal", "rows_done as rowsDone", "state"])
			.where("import_id", "=", importId)
			.orderBy("position")
			.execute();
		const plan = row.plan as unknown as Plan;
		const profile = row.profile as unknown as StoredProfile;
		const firstRow = (profile.sources[0]?.headerRow ?? 1) + 1;
		return {
			id: row.id,
			name: row.name,
			state: row.state,
			plan,
			sheets: profile.sheets,
			files,
			questions: questionsFor(plan, profile.sheets, profile.workspace, profile.today),
			answers: profile.answers,
			joins: joinFiles(plan, profile.sheets),
			preview: previewRows(plan, profile.sheets, firstRow),
			faults: profile.faults,
			counts: row.counts as unknown as ImportCounts,
			error: row.error as unknown as ImportDescription["error"],
			isStopping: row.state === "running" && row.stop_asked_at !== null,
			createdAt: row.created_at,
			startedAt: row.started_at,
			finishedAt: row.finished_at,
		};
	});
}

/**
 * Works answers into the plan: question ids, `entity:<sheet>`, `columns:<sheet>`. Gives the faults of those that cannot
 * be used (then nothing is changed). Throws wrong_state once the import runs.
 */
export async function answerImport(
	deps: Pick<IntakeDeps, "database">,
	tenantId: number,
	importId: string,
	answers: Answers,
): Promise<{ faults: AnswerFault[]; description: ImportDescription }> {
	const faults = await deps.database.inTenant(tenantId, async (trx) => {
		const row = await trx
			.selectFrom("imports")
			.select(["state", "plan", "profile"])
			.where("id", "=", importId)
			.forUpdate()
			.executeTakeFirst();
		if (!row) throw new CourtsideError("not_found", "There is no such import.");
		if (row.state !== "draft" && row.state !== "ready")
			throw new CourtsideError("wrong_state", "This import has begun; its mapping stands.");
		const profile = row.profile as unknown as StoredProfile;
		const { plan, faults: found } = applyAnswers(row.plan as unknown as Plan, answers);
		if (found.length > 0) return found;
		const remapped = Object.keys(answers).some((id) => id.startsWith("entity:") || id.startsWith("columns:"));
		const next = remapped ? replan(plan, profile) : plan;
		await trx
			.updateTable("imports")
			.set({
				state: "ready",
				plan: jsonb(next),
				profile: jsonb({ ...profile, answers: { ...profile.answers, ...answers } }),
			})
			.where("id", "=", importId)
			.execute();
		for (const [position, sheet] of next.sheets.entries()) {
			await trx
				.updateTable("import_files")
				.set({ entity: sheet.entity })
				.where("import_id", "=", importId)
				.where("position", "=", position)
				.execute();
		}
		return [];
	});
	return { faults, description: await describeImport(deps, tenantId, importId) };
}

/** A changed mapping changes what there is to ask: everything that follows from it is proposed anew, what was answered stays. */
function replan(plan: Plan, profile: StoredProfile): Plan {
	const fresh = proposePlan(profile.sheets, { ...profile.workspace, kept: { ...plan, stages: [] } }, profile.today);
	const proposed = proposePlan(profile.sheets, { ...profile.workspace, kept: plan }, profile.today);
	return { ...proposed, amountFromProduct: fresh.amountFromProduct, lostZeroIsBlank: fresh.lostZeroIsBlank };
}

/**
 * Lets it run, with what was answered and the defaults for the rest, or go on after it stopped. Says whether it had been
 * stopped by a person. Throws wrong_state when it cannot run.
 */
export async function readyImport(
	deps: Pick<IntakeDeps, "database">,
	tenantId: number,
	importId: string,
): Promise<{ wasStopped: boolean }> {
	return deps.database.inTenant(tenantId, async (trx) => {
		const row = await trx
			.selectFrom("imports")
			.select("state")
			.where("id", "=", importId)
			.forUpdate()
			.executeTakeFirst();
		if (!row) throw new CourtsideError("not_found", "There is no such import.");
		if (!["draft", "ready", "running", "stopped", "failed"].includes(row.state)) {
			throw new CourtsideError("wrong_state", "This import was run already.");
		}
		await trx
			.updateTable("imports")
			.set({ state: "running", error: null, stop_asked_at: null })
			.where("id", "=", importId)
			.execute();
		return { wasStopped: row.state === "stopped" };
	});
}

/** Imports of the workspace, newest first. */
export async function listImports(
	deps: Pick<IntakeDeps, "database">,
	tenantId: number,
	limit = 50,
): Promise<
	{
		id: string;
		name: string;
		state: ImportState;
		counts: ImportCounts;
		createdAt: Instant;
		finishedAt: Instant | null;
	}[]
> {
	return deps.database.inTenant(tenantId, async (trx) => {
		const rows = await trx
			.selectFrom("imports")
			.select(["id", "name", "state", "counts", "created_at as createdAt", "finished_at as finishedAt"])
			.orderBy("id", "desc")
			.limit(limit)
			.execute();
		return rows.map((row) => ({ ...row, counts: row.counts as unknown as ImportCounts }));
	});
}
