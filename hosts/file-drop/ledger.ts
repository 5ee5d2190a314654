import { createHash } from "node:crypto";
import { z } from "zod";
import type { HostFiles, WriteBackEntity } from "../../core/contract/host.ts";
import { WRITE_BACK_ENTITIES } from "../../core/contract/write-back-fields.ts";
import { CHANGES, journalFiles, recordsOf } from "./journal.ts";

/** A record as it stands in the folder: what was dropped, and beside it the fields named Courtside. */
export const folderRecord = z.object({
	entity: z.enum(WRITE_BACK_ENTITIES),
	id: z.string(),
	fields: z.record(z.string(), z.json()),
	/** When each field was last changed there. */
	changedAt: z.record(z.string(), z.string()),
	deletedAt: z.string().nullable(),
	courtside: z.record(z.string(), z.json()),
});
export type FolderRecord = z.infer<typeof folderRecord>;

const POSTED = "records/posted.json";
/** Which files are posted, and of which kinds of records: with a new kind all are looked at again, which changes no other. */
const posted = z.object({ files: z.array(z.string()), kinds: z.array(z.string()) });
const KINDS = WRITE_BACK_ENTITIES.join();
const change = z.object({
	entity: z.enum(WRITE_BACK_ENTITIES),
	id: z.string(),
	recordedAt: z.string(),
	deleted: z.literal(true).optional(),
	fields: z.record(z.string(), z.json()).default({}),
});
const LONGEST_NAME = 100;
const queues = new Map<string, Promise<unknown>>();

/**
 * Does a piece of work on the folder's records once every dropped change stands in them, and nothing else in this process
 * meanwhile: a folder has no engine of its own that would post its changes and keep writers apart.
 */
export async function atTheLedger<R>(files: HostFiles, work: () => Promise<R>): Promise<R> {
	const where = await files.where();
	const turn = (queues.get(where) ?? Promise.resolve()).then(async () => {
		await postChanges(files);
		return work();
	});
	queues.set(
		where,
		turn.catch(() => undefined),
	);
	return turn;
}

/** A record as it stands; null when the folder has none of that id, or it is deleted there. */
export async function readRecord(files: HostFiles, entity: WriteBackEntity, id: string): Promise<FolderRecord | null> {
	const record = await load(files, pathOf(entity, id));
	return record?.deletedAt === null ? record : null;
}

/** Puts a record back. */
export async function saveRecord(files: HostFiles, record: FolderRecord): Promise<void> {
	await files.write(pathOf(record.entity, record.id), `${JSON.stringify(record, null, "\t")}\n`);
}

/** Every record that stands in the folder. */
export async function* allRecords(files: HostFiles): AsyncGenerator<FolderRecord> {
	for (const entity of WRITE_BACK_ENTITIES) {
		for (const name of await files.list(`records/${entity}`)) {
			const record = await load(files, `records/${entity}/${name}`);
			if (record) yield record;
		}
	}
}

/** Brings the changes of files that were not posted yet into the records: newer values take the place of older ones. */
async function postChanges(files: HostFiles): Promise<void> {
	const before = posted.safeParse(JSON.parse((await files.read(POSTED)) ?? "{}")).data;
	const done = new Set(before?.kinds.join() === KINDS ? before.files : []);
	const fresh = (await journalFiles(files)).filter((name) => !done.has(name));
	if (fresh.length === 0) return;
	const records = new Map<string, FolderRecord>();
	for (const name of fresh) {
		for (const raw of recordsOf(name, await files.read(`${CHANGES}/${name}`))) {
			const parsed = z.object({ changes: z.tuple([change]) }).safeParse(raw);
			if (parsed.success) await post(files, records, parsed.data.changes[0]);
		}
		done.add(name);
	}
	for (const record of records.values()) await saveRecord(files, record);
	await files.write(POSTED, `${JSON.stringify({ files: [...done].sort(), kinds: WRITE_BACK_ENTITIES })}\n`);
}

async function post(files: HostFiles, records: Map<string, FolderRecord>, one: z.infer<typeof change>): Promise<void> {
	const path = pathOf(one.entity, one.id);
	const record = records.get(path) ?? (await load(files, path)) ?? emptyRecord(one.entity, one.id);
	records.set(path, record);
	const at = new Date(one.recordedAt).toISOString();
	if (one.deleted) record.deletedAt = at;
	else if (record.deletedAt !== null && record.deletedAt < at) record.deletedAt = null;
	for (const [field, value] of Object.entries(one.fields)) {
		if ((record.changedAt[field] ?? "") > at) continue;
		record.fields[field] = value;
		record.changedAt[field] = at;
	}
}

function emptyRecord(entity: FolderRecord["entity"], id: string): FolderRecord {
	return { entity, id, fields: {}, changedAt: {}, deletedAt: null, courtside: {} };
}

async function load(files: HostFiles, path: string): Promise<FolderRecord | null> {
	const text = await files.read(path);
	return text === null ? null : folderRecord.parse(JSON.parse(text));
}

/** A vendor's id may hold anything: in a name it is spelled with letters, digits, dash, and `%` for the rest. */
function pathOf(entity: WriteBackEntity, id: string): string {
	const spelled = [...new TextEncoder().encode(id)]
		.map((byte) => {
			const sign = String.fromCharCode(byte);
			return /[A-Za-z0-9-]/.test(sign) ? sign : `%${byte.toString(16).padStart(2, "0")}`;
		})
		.join("");
	const name =
		spelled.length <= LONGEST_NAME
			? spelled
			: `${spelled.slice(0, 60)}-${createHash("sha256").update(id).digest("hex").slice(0, 32)}`;
	return `records/${entity}/${name}.json`;
}
