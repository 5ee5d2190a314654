import type {
	Ports,
	VendorField,
	WriteBack,
	WriteBackDoor,
	WriteBackEntity,
	Written,
} from "../../core/contract/host.ts";
import type { RemovedFields } from "../../core/contract/host-about.ts";
import { COURTSIDE_FIELDS, partByExpected } from "../../core/contract/write-back-fields.ts";
import type { JsonValue } from "../../core/model/change.ts";
import { decimalFromMinor, minorFromDecimal } from "../../core/model/money.ts";
import { allRecords, atTheLedger, type FolderRecord, readRecord, saveRecord } from "./ledger.ts";

type Names = Readonly<Record<string, string>>;

const OURS: Readonly<Record<WriteBackEntity, ReadonlySet<string>>> = {
	deal: new Set(Object.keys(COURTSIDE_FIELDS.deal)),
	lead: new Set(Object.keys(COURTSIDE_FIELDS.lead)),
	account: new Set(Object.keys(COURTSIDE_FIELDS.account)),
	task: new Set(),
};
const byTheirOwnNames = (entity: WriteBackEntity) => Object.fromEntries([...OURS[entity]].map((name) => [name, name]));

/** Writes into the records of the folder: our fields under `courtside`, the folder's own where an administrator chose so. */
export const folderDoor: WriteBackDoor = {
	most: 100,
	names: { deal: byTheirOwnNames("deal"), lead: byTheirOwnNames("lead"), account: {}, task: {} },
	read: (records, { names, ports }) =>
		atTheLedger(ports.files, async () => {
			const found: (Record<string, JsonValue> | null)[] = [];
			for (const { entity, externalId, fields } of records) {
				const record = await readRecord(ports.files, entity, externalId);
				found.push(record && valuesOf(record, fields, names[entity]));
			}
			return found;
		}),
	write: (records, { names, ports }) =>
		atTheLedger(ports.files, async () => {
			const outcomes: Written[] = [];
			for (const record of records) outcomes.push(await writeOne(ports, record, names[record.entity]));
			return outcomes;
		}),
	fields: (entity, ports) => atTheLedger(ports.files, () => fieldsSeen(ports, entity)),
};

async function writeOne(ports: Ports, wanted: WriteBack, names: Names): Promise<Written> {
	const record = await readRecord(ports.files, wanted.entity, wanted.externalId);
	if (!record) return { ok: false, retry: false, reason: `the folder has no ${wanted.entity} ${wanted.externalId}` };
	const before = valuesOf(record, Object.keys(wanted.fields), names);
	const { write, left } = partByExpected(wanted, before);
	const at = new Date(ports.now()).toISOString();
	for (const [field, value] of Object.entries(write)) {
		const name = names[field] ?? field;
		if (OURS[wanted.entity].has(field)) {
			record.courtside[name] = value;
			continue;
		}
		record.fields[name] = field === "amountMinor" ? decimalOf(record, value) : value;
		record.changedAt[name] = at;
	}
	if (Object.keys(write).length > 0) await saveRecord(ports.files, record);
	return { ok: true, before, left };
}

/** What stands in a record, by our names. */
function valuesOf(record: FolderRecord, fields: readonly string[], names: Names): Record<string, JsonValue> {
	return Object.fromEntries(
		fields.map((field) => {
			const name = names[field] ?? field;
			const place = OURS[record.entity].has(field) ? record.courtside : record.fields;
			const value = place[name] ?? null;
			return [field, field === "amountMinor" ? minorOf(record, value) : value];
		}),
	);
}

function minorOf({ fields }: FolderRecord, value: JsonValue): JsonValue {
	const { currency } = fields;
	if (value === null || typeof currency !== "string") return null;
	return minorFromDecimal(String(value), currency)?.toString() ?? null;
}

function decimalOf({ fields }: FolderRecord, minor: JsonValue): JsonValue {
	const { currency } = fields;
	if (typeof minor !== "string" || typeof currency !== "string") return null;
	return decimalFromMinor({ amountMinor: BigInt(minor), currency });
}

/** The fields that records of the folder have, as far as a look at some of them shows. */
async function fieldsSeen(ports: Ports, entity: WriteBackEntity): Promise<VendorField[]> {
	const names = new Set<string>();
	let looked = 0;
	for await (const record of allRecords(ports.files)) {
		if (record.entity !== entity) continue;
		for (const name of Object.keys(record.fields)) names.add(name);
		if (++looked >= 200) break;
	}
	return [...names].sort().map((name) => ({ name, label: name, type: "text", writable: true }));
}

/** Takes everything named Courtside out of the records. */
export function removeOurFields(ports: Ports): Promise<RemovedFields> {
	return atTheLedger(ports.files, async () => {
		const removed: RemovedFields = { records: 0, failed: [] };
		for await (const record of allRecords(ports.files)) {
			if (Object.keys(record.courtside).length === 0) continue;
			try {
				await saveRecord(ports.files, { ...record, courtside: {} });
				removed.records++;
			} catch (fault) {
				removed.failed.push({ record: `${record.entity} ${record.id}`, reason: (fault as Error).message });
			}
		}
		return removed;
	});
}
