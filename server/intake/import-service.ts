import { sql, type Transaction } from "kysely";
import type { Readable } from "node:stream";
import { CourtsideError } from "../../core/contract/problem.ts";
import { type AnswerFault, applyAnswers } from "../../core/intake/apply-answers.ts";
import { joinFiles, type NameJoin } from "../../core/intake/join-files.ts";
import { type Answers, type Plan, shapeSignature } from "../../core/intake/plan.ts";
import { type PreviewSheet, previewRows } from "../../core/intake/preview.ts";
import { proposePlan, type WorkspaceFacts } from "../../core/intake/propose-plan.ts";
import { type Question, questionsFor } from "../../core/intake/questions.ts";
import type { ProfiledSheet } from "../../core/intake/sheet-facts.ts";
import { TableSniffer } from "../../core/intake/sniff-table.ts";
import { dateIn, type Instant, type PlainDate } from "../../core/model/instant.ts";
import type { Database } from "../db/connect.ts";
import type { Tables } from "../db/tables.ts";
import { jsonb } from "../db/values.ts";
import type { Storage } from "../storage/storage.ts";
import { FileFault } from "./file-fault.ts";
import type { ImportState } from "./import-rows.ts";
import { type ImportCounts, noCounts } from "./intake-run.ts";
import { newId } from "./new-id.ts";
import { findSheets, readSheet, type SheetSource, type SourceFile } from "./source-file.ts";
import { storedFile } from "./stored-file.ts";

/** What starting and describing imports needs. */
export interface IntakeDeps {
	database: Database;
	storage: Storage;
	now(): Instant;
}

/** A file as it comes in. */
export interface IncomingFile {
	name: string;
	content: Readable | Uint8Array;
}

/** What is kept of an import's inspection, so that nothing is read twice to show or change it. */
interface StoredProfile {
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
	files: { id: string; position: number; name: string; sheet: string | null; rowsTotal: number | null; rowsDone: number; state: string }[];
	questions: Question[];
	answers: Answers;
	joins: NameJoin[];
	preview: PreviewSheet[];
	faults: StoredProfile["faults"];
	counts: ImportCounts;
	error: { code: string; file: string | null; params: Record<string, string | number> } | null;
	createdAt: Instant;
	startedAt: Instant | null;
	finishedAt: Instant | null;
}

/** Limits and origin of an upload. */
export interface StartOptions {
	/** Shown as its name; else the first file's. */
	name?: string;
	createdBy?: string | null;
	maxBytes?: number;
	onProgress?: (file: string, rows: number) => void;
}

/**
 * Stores files, finds the tables in them, and proposes how to take them in. Files that cannot be read are told of in
 * `faults`; throws the first FileFault when none can.
 */
export async function startImport(
	deps: IntakeDeps,
	tenantId: number,
	files: Iterable<IncomingFile> | AsyncIterable<IncomingFile>,
	options: StartOptions = {},
): Promise<ImportDescription> {
	const importId = newId();
	const stored: { file: SourceFile; key: string; sha256: string }[] = [];
	// An upload's files come one after the other: each is stored before the next is asked for.
	for await (const { name, content } of files) {
		const key = `imports/${importId}/${stored.length}`;
		const { bytes, sha256 } = await deps.storage.put(tenantId, key, content, options.maxBytes ? { maxBytes: options.maxBytes } : {});
		stored.push({ file: storedFile(deps.storage, tenantId, { name, storageKey: key, bytes }), key, sha256 });
	}
	const workspace = await deps.database.inTenant(tenantId, (trx) => readWorkspaceFacts(trx));
	const today = dateIn(workspace.zone, deps.now());
	const found: { seen: ProfiledSheet; source: SheetSource; key: string; sha256: string; bytes: number }[] = [];
	const faults: FileFault[] = [];
	for (const { file, key, sha256 } of stored) {
		try {
			for (const source of await findSheets(file)) {
				const seen = await profileSheet(file, source, today, options.onProgress);
				if (seen.profile.rows > 0) found.push({ seen, source, key, sha256, bytes: file.bytes });
			}
		} catch (error) {
			if (!(error instanceof FileFault)) throw error;
			faults.push(error);
		}
	}
	if (found.length === 0) throw faults[0] ?? new FileFault("empty", stored[0]?.file.name ?? "");
	const sheets = found.map((f) => f.seen);
	const signature = shapeSignature(sheets);
	const profile: StoredProfile = {
		sources: found.map((f) => f.source),
		sheets,
		workspace: { ...workspace, kept: await deps.database.inTenant(tenantId, (trx) => keptPlan(trx, signature)) },
		today,
		answers: {},
		faults: faults.map(({ file, code, params }) => ({ file, code, params })),
	};
	const plan = proposePlan(sheets, profile.workspace, today);
	const isAsked = questionsFor(plan, sheets, profile.workspace, today).length > 0;
	await deps.database.inTenant(tenantId, async (trx) => {
		await trx
			.insertInto("imports")
			.values({
				tenant_id: tenantId,
				id: importId,
				name: options.name ?? stored[0]?.file.name ?? "import",
				source: plan.source,
				state: isAsked ? "draft" : "ready",
				signature,
				profile: jsonb(profile),
				plan: jsonb(plan),
				progress: jsonb({ setsWorkspace: workspace.isNew }),
				counts: jsonb(noCounts()),
				created_by: options.createdBy ?? null,
			})
			.execute();
		await trx
			.insertInto("import_files")
			.values(
				found.map(({ seen, key, sha256, bytes }, position) => ({
					tenant_id: tenantId,
					import_id: importId,
					position,
					name: seen.file,
					sheet: seen.sheet,
					storage_key: key,
					bytes: BigInt(bytes),
					sha256,
					entity: plan.sheets[position]?.entity ?? null,
					rows_total: seen.profile.rows,
				})),
			)
			.execute();
	});
	return describeImport(deps, tenantId, importId);
}

async function profileSheet(file: SourceFile, source: SheetSource, today: PlainDate, onProgress: StartOptions["onProgress"]): Promise<ProfiledSheet> {
	const sniffer = new TableSniffer(source.headers, today);
	let rows = 0;
	let told = 0;
	for await (const batch of readSheet(file, source)) {
		for (const row of batch.rows) sniffer.add(row);
		rows += batch.rows.length;
		if (rows - told >= 20_000) onProgress?.(file.name, rows);
		if (rows - told >= 20_000) told = rows;
	}
	const semicolons = source.format.kind === "csv" && source.format.delimiter === ";";
	return { file: file.name, sheet: source.sheet, headers: source.headers, profile: sniffer.finish(semicolons) };
}

async function readWorkspaceFacts(trx: Transaction<Tables>): Promise<WorkspaceFacts> {
	const tenant = await trx.selectFrom("tenants").select(["zone", "reporting_currency", "fiscal"]).executeTakeFirstOrThrow();
	const has = await sql<{ records: boolean; prices: boolean }>`
		select exists (select 1 from deals) or exists (select 1 from leads) or exists (select 1 from accounts) as records,
			exists (select 1 from products where list_price_minor is not null) as prices`.execute(trx);
	return {
		isNew: !has.rows[0]?.records,
		currency: tenant.reporting_currency,
		zone: tenant.zone,
		fiscalStartMonth: tenant.fiscal.startMonth,
		hasProductPrices: has.rows[0]?.prices ?? false,
		kept: null,
	};
}

async function keptPlan(trx: Transaction<Tables>, signature: string): Promise<Plan | null> {
	const row = await trx.selectFrom("import_mappings").select("plan").where("signature", "=", signature).executeTakeFirst();
	return row ? (row.plan as unknown as Plan) : null;
}

/** An import with its plan, open questions and preview. Throws not_found. */
export async function describeImport(deps: Pick<IntakeDeps, "database">, tenantId: number, importId: string): Promise<ImportDescription> {
	return deps.database.inTenant(tenantId, async (trx) => {
		const row = await trx
			.selectFrom("imports")
			.select(["id", "name", "state", "plan", "profile", "counts", "error", "created_at", "started_at", "finished_at"])
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
		if (row.state !== "draft" && row.state !== "ready") throw new CourtsideError("wrong_state", "This import has begun; its mapping stands.");
		const profile = row.profile as unknown as StoredProfile;
		const { plan, faults: found } = applyAnswers(row.plan as unknown as Plan, answers);
		if (found.length > 0) return found;
		const remapped = Object.keys(answers).some((id) => id.startsWith("entity:") || id.startsWith("columns:"));
		const next = remapped ? replan(plan, profile) : plan;
		await trx
			.updateTable("imports")
			.set({ state: "ready", plan: jsonb(next), profile: jsonb({ ...profile, answers: { ...profile.answers, ...answers } }) })
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

/** Makes it ready to run with what was answered and the defaults for the rest. Throws wrong_state when it cannot run. */
export async function readyImport(deps: Pick<IntakeDeps, "database">, tenantId: number, importId: string): Promise<void> {
	await deps.database.inTenant(tenantId, async (trx) => {
		const row = await trx.selectFrom("imports").select("state").where("id", "=", importId).forUpdate().executeTakeFirst();
		if (!row) throw new CourtsideError("not_found", "There is no such import.");
		if (row.state === "draft") await trx.updateTable("imports").set({ state: "ready" }).where("id", "=", importId).execute();
		else if (!["ready", "running", "failed"].includes(row.state)) {
			throw new CourtsideError("wrong_state", "This import was run already.");
		}
	});
}

/** Imports of the workspace, newest first. */
export async function listImports(
	deps: Pick<IntakeDeps, "database">,
	tenantId: number,
	limit = 50,
): Promise<{ id: string; name: string; state: ImportState; counts: ImportCounts; createdAt: Instant; finishedAt: Instant | null }[]> {
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
