import type { Readable } from "node:stream";
import type { Transaction } from "kysely";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import { type Plan, shapeSignature } from "../../core/intake/plan.ts";
import { proposePlan } from "../../core/intake/propose-plan.ts";
import { questionsFor } from "../../core/intake/questions.ts";
import type { ProfiledSheet } from "../../core/intake/sheet-facts.ts";
import { dateIn } from "../../core/model/instant.ts";
import type { Tables } from "../db/tables.ts";
import { jsonb } from "../db/values.ts";
import { FileFault } from "./file-fault.ts";
import { describeImport, type ImportDescription, type IntakeDeps, type StoredProfile } from "./import-service.ts";
import { noCounts } from "./intake-run.ts";
import { newId } from "./new-id.ts";
import { profileSheet, readWorkspaceFacts } from "./profile-files.ts";
import { findSheets, type SheetSource, type SourceFile } from "./source-file.ts";
import { storedFile } from "./stored-file.ts";

/** A file as it comes in. */
export interface IncomingFile {
	name: string;
	content: Readable | Uint8Array;
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
	const stored: StoredUpload[] = [];
	try {
		await storeFiles(deps, tenantId, { importId, files, stored, maxBytes: options.maxBytes });
		await propose(deps, tenantId, { importId, stored, options });
	} catch (error) {
		// No import stands that they would ever be taken away with.
		await dropFiles(deps, tenantId, stored);
		throw error;
	}
	return describeImport(deps, tenantId, importId);
}

interface StoredUpload {
	file: SourceFile;
	key: string;
	sha256: string;
}

/** Files of one upload: more is no export but a folder picked by mistake. */
const MOST_FILES = 200;

/** Stores an upload's files, which come one after the other: each is stored before the next is asked for. */
async function storeFiles(
	deps: IntakeDeps,
	tenantId: number,
	{
		importId,
		files,
		stored,
		maxBytes,
	}: {
		importId: string;
		files: Iterable<IncomingFile> | AsyncIterable<IncomingFile>;
		stored: StoredUpload[];
		maxBytes: number | undefined;
	},
): Promise<void> {
	for await (const { name, content } of files) {
		if (stored.length === MOST_FILES) {
			throw new CourtsideError("too_large", `An import takes ${MOST_FILES} files at most. Send the rest in another.`);
		}
		const key = `imports/${importId}/${stored.length}`;
		const { bytes, sha256 } = await deps.storage.put(tenantId, key, content, maxBytes ? { maxBytes } : {});
		stored.push({ file: storedFile(deps.storage, tenantId, { name, storageKey: key, bytes }), key, sha256 });
	}
}

async function dropFiles(deps: IntakeDeps, tenantId: number, files: Iterable<{ key: string }>): Promise<void> {
	for (const { key } of files) await deps.storage.delete(tenantId, key).catch(() => undefined);
}

/** Finds the tables in stored files and keeps what we propose to do with them as an import. Throws when there are none. */
async function propose(
	deps: IntakeDeps,
	tenantId: number,
	{ importId, stored, options }: { importId: string; stored: StoredUpload[]; options: StartOptions },
): Promise<void> {
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
	const kept = new Set(found.map(({ key }) => key));
	const unread = stored.filter(({ key }) => !kept.has(key));
	await dropFiles(deps, tenantId, unread);
}

async function keptPlan(trx: Transaction<Tables>, signature: string): Promise<Plan | null> {
	const row = await trx
		.selectFrom("import_mappings")
		.select("plan")
		.where("signature", "=", signature)
		.executeTakeFirst();
	return row ? (row.plan as unknown as Plan) : null;
}
