import { sql, type Transaction } from "kysely";
import type pg from "pg";
import type { SheetEntity } from "../../core/intake/fields.ts";
import type { Plan, RunClock } from "../../core/intake/plan.ts";
import type { FiscalCalendar } from "../../core/model/period.ts";
import { recordAudit } from "../audit/record.ts";
import type { Tables } from "../db/tables.ts";
import { jsonb, timestamp } from "../db/values.ts";
import { appendEvent } from "../events/append.ts";
import { FileFault } from "./file-fault.ts";
import { type ImportCounts, noCounts } from "./intake-run.ts";
import type { SheetSource } from "./source-file.ts";

export type ImportState = "draft" | "ready" | "running" | "stopped" | "done" | "failed" | "undoing" | "undone";

/** The workspace's settings before an import set them, to be put back when it is undone. */
export interface WorkspaceBefore {
	zone: string;
	currency: string;
	fiscal: FiscalCalendar;
	clockAt: number | null;
}

/** What a run leaves for its next start, and for undo. */
export interface StoredProgress {
	/** Fixed when it first runs, so that a later start says the same of every row. */
	clock?: RunClock;
	/** The workspace was new, so that the import's answers became its settings. */
	setsWorkspace?: boolean;
	workspaceBefore?: WorkspaceBefore;
}

/** One import as a run needs it. */
export interface ImportRow {
	id: string;
	name: string;
	state: ImportState;
	plan: Plan;
	progress: StoredProgress;
	counts: ImportCounts;
	createdBy: string | null;
	/** Somebody asked it to stop and nobody has let it go on since. */
	isStopAsked: boolean;
}

/** One sheet of it. `position` is its place in the plan. */
export interface ImportFileRow {
	id: string;
	position: number;
	name: string;
	sheet: string | null;
	storageKey: string;
	bytes: number;
	sha256: string;
	entity: SheetEntity | null;
	rowsTotal: number | null;
	rowsDone: number;
	state: "waiting" | "running" | "done" | "failed";
	source: SheetSource;
}

/** The import and its sheets in the plan's order. Throws when there is no such import here. */
export async function readImport(
	client: pg.ClientBase,
	importId: string,
): Promise<{ row: ImportRow; files: ImportFileRow[] }> {
	const found = await client.query<{
		id: string;
		name: string;
		state: ImportState;
		plan: Plan;
		progress: StoredProgress;
		counts: ImportCounts;
		created_by: string | null;
		isStopAsked: boolean;
		profile: { sources: SheetSource[] };
	}>(
		`select id, name, state, plan, progress, counts, created_by, stop_asked_at is not null as "isStopAsked", profile
		from imports where id = $1`,
		[importId],
	);
	const one = found.rows[0];
	if (!one) throw new FileFault("not_found", importId);
	const files = await client.query<{
		id: string;
		position: number;
		name: string;
		sheet: string | null;
		storage_key: string;
		bytes: bigint;
		sha256: string;
		rows_total: number | null;
		rows_done: number;
		state: ImportFileRow["state"];
	}>(
		`select id, position, name, sheet, storage_key, bytes, sha256, rows_total, rows_done, state
		from import_files where import_id = $1 order by position`,
		[importId],
	);
	const { created_by: createdBy, profile, ...rest } = one;
	return {
		row: { ...rest, createdBy, counts: "rows" in rest.counts ? rest.counts : noCounts() },
		files: files.rows.map((f) => ({
			id: f.id,
			position: f.position,
			name: f.name,
			sheet: f.sheet,
			storageKey: f.storage_key,
			bytes: Number(f.bytes),
			sha256: f.sha256,
			entity: one.plan?.sheets[f.position]?.entity ?? null,
			rowsTotal: f.rows_total,
			rowsDone: f.rows_done,
			state: f.state,
			source: profile.sources[f.position] as SheetSource,
		})),
	};
}

/** Says that it runs, fixes its clock and, in a new workspace, makes the answers its settings. Again: nothing. */
export async function markRunning(trx: Transaction<Tables>, row: ImportRow, clock: RunClock): Promise<void> {
	const progress: StoredProgress = { ...row.progress, clock };
	if (!row.progress.clock) {
		const before = await trx
			.selectFrom("tenants")
			.select(["zone", "reporting_currency", "fiscal", "clock_at"])
			.executeTakeFirstOrThrow();
		progress.workspaceBefore = {
			zone: before.zone,
			currency: before.reporting_currency,
			fiscal: before.fiscal,
			clockAt: before.clock_at,
		};
		const { plan } = row;
		// A clock that stands follows newer files; one that runs is set back only in a workspace without any live record.
		const mayStand = progress.setsWorkspace || before.clock_at !== null;
		const clockAt =
			plan.clock === "file" && plan.newestDate !== null ? Math.max(clock.asOf, before.clock_at ?? 0) : null;
		const settings = {
			...(progress.setsWorkspace
				? {
						zone: plan.zone,
						reporting_currency: plan.currency,
						fiscal: jsonb({ ...before.fiscal, startMonth: plan.fiscalStartMonth }),
					}
				: {}),
			...(mayStand ? { clock_at: clockAt === null ? null : timestamp(clockAt) } : {}),
		};
		if (Object.keys(settings).length > 0) await trx.updateTable("tenants").set(settings).execute();
	}
	await trx
		.updateTable("imports")
		.set({
			state: "running",
			progress: jsonb(progress),
			error: null,
			started_at: sql<Date>`coalesce(started_at, now())`,
		})
		.where("id", "=", row.id)
		.execute();
}

/** Keeps why it stopped; it can be run again from there. */
export async function markFailed(trx: Transaction<Tables>, importId: string, error: unknown): Promise<void> {
	const fault =
		error instanceof FileFault
			? { code: error.code, file: error.file, params: error.params }
			: {
					code: "internal",
					file: null,
					params: { message: error instanceof Error ? error.message.slice(0, 500) : String(error) },
				};
	await trx
		.updateTable("imports")
		.set({ state: "failed", error: jsonb(fault) })
		.where("id", "=", importId)
		.execute();
}

/** Says that it is done, keeps its mapping for the next files of this shape, tells pages and the audit. */
export async function finishImport(
	trx: Transaction<Tables>,
	tenantId: number,
	row: ImportRow,
	counts: ImportCounts,
): Promise<void> {
	const done = await trx
		.updateTable("imports")
		.set({ state: "done", counts: jsonb(counts), finished_at: sql<Date>`now()`, error: null, stop_asked_at: null })
		.where("id", "=", row.id)
		.returning(["signature"])
		.executeTakeFirstOrThrow();
	if (done.signature) {
		await trx
			.insertInto("import_mappings")
			.values({ tenant_id: tenantId, signature: done.signature, plan: jsonb(row.plan) })
			.onConflict((c) =>
				c.columns(["tenant_id", "signature"]).doUpdateSet({ plan: jsonb(row.plan), updated_at: sql<Date>`now()` }),
			)
			.execute();
	}
	await appendEvent(trx, { tenantId, type: "import.finished", entity: "import", entityId: row.id, causeId: row.id });
	await recordAudit(trx, {
		tenantId,
		actorId: row.createdBy,
		actor: row.createdBy ? await nameOf(trx, row.createdBy) : "system",
		action: "import.finished",
		entity: "import",
		entityId: row.id,
		detail: { rows: counts.rows.read, changes: counts.changes, sha256: await filesProof(trx, row.id) },
	});
}

async function nameOf(trx: Transaction<Tables>, userId: string): Promise<string> {
	const user = await trx.selectFrom("users").select("name").where("id", "=", userId).executeTakeFirst();
	return user?.name ?? "system";
}

/** One hash for all files of an import, whatever their order: what was changed follows from them and the plan. */
async function filesProof(trx: Transaction<Tables>, importId: string): Promise<string> {
	const row = await trx
		.selectFrom("import_files")
		.select(
			sql<string>`encode(sha256(string_agg(sha256 || position, ',' order by position)::bytea), 'hex')`.as("proof"),
		)
		.where("import_id", "=", importId)
		.executeTakeFirstOrThrow();
	return row.proof;
}
