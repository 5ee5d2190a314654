import { sql, type Transaction } from "kysely";
import { z } from "zod";
import type { WriteBackDoor, WriteBackEntity, WriteBackNames } from "../../core/contract/host.ts";
import { COURTSIDE_FIELDS, NATIVE_FIELDS, WRITE_BACK_ENTITIES } from "../../core/contract/write-back-fields.ts";
import type { Db } from "../db/connect.ts";
import type { Tables } from "../db/tables.ts";
import { jsonb, timestamp } from "../db/values.ts";

/** What is written back over one connection, and whether. */
export interface WriteBackSettings {
	host: string;
	state: "off" | "preview" | "on" | "paused";
	/** Chosen names by entity and our field. A native field is written only when it is here. */
	fields: Record<WriteBackEntity, Record<string, string>>;
	/** When a preview of these fields was confirmed; null before. */
	confirmedAt: number | null;
	/** When the vendor's side was last made ready for them. */
	preparedAt: number | null;
	version: number;
}

/** Something for each kind of record. */
export function forEachEntity<T>(make: (entity: WriteBackEntity) => T): Record<WriteBackEntity, T> {
	return Object.fromEntries(WRITE_BACK_ENTITIES.map((entity) => [entity, make(entity)])) as Record<WriteBackEntity, T>;
}

const chosenNames = z.record(z.string(), z.string());
const fieldsSchema = z
	.partialRecord(z.enum(WRITE_BACK_ENTITIES), chosenNames)
	.transform((stored) => forEachEntity((entity) => stored[entity] ?? {}));

/** Settings of a connection; off where nobody has set any. */
export async function findWriteBack(db: Db, tenantId: number, host: string): Promise<WriteBackSettings> {
	const [found] = await readSettings(db, tenantId, host);
	return (
		found ?? {
			host,
			state: "off",
			fields: forEachEntity(() => ({})),
			confirmedAt: null,
			preparedAt: null,
			version: 0,
		}
	);
}

/** Connections for which writes are planned: all that are not off. Nothing is sent before a preview was confirmed. */
export async function planningHosts(db: Db, tenantId: number): Promise<WriteBackSettings[]> {
	return (await readSettings(db, tenantId)).filter(({ state }) => state !== "off");
}

/** Settings as they stand, held until the transaction ends. Makes them where there are none. */
export async function lockWriteBack(
	trx: Transaction<Tables>,
	tenantId: number,
	host: string,
): Promise<WriteBackSettings> {
	await trx
		.insertInto("write_back_settings")
		.values({ tenant_id: tenantId, host, version: 0 })
		.onConflict((conflict) => conflict.doNothing())
		.execute();
	await trx
		.selectFrom("write_back_settings")
		.select("host")
		.where("tenant_id", "=", tenantId)
		.where("host", "=", host)
		.forUpdate()
		.execute();
	return findWriteBack(trx, tenantId, host);
}

/** Keeps settings; their version is one more than before. */
export async function saveWriteBack(
	trx: Transaction<Tables>,
	tenantId: number,
	settings: Pick<WriteBackSettings, "host" | "state" | "fields" | "confirmedAt" | "preparedAt">,
): Promise<void> {
	const { host, state, fields, confirmedAt, preparedAt } = settings;
	const moment = (at: number | null) => (at === null ? null : timestamp(at));
	await trx
		.updateTable("write_back_settings")
		.set({
			state,
			fields: jsonb(fields),
			confirmed_at: moment(confirmedAt),
			prepared_at: moment(preparedAt),
			version: sql`version + 1`,
		})
		.where("tenant_id", "=", tenantId)
		.where("host", "=", host)
		.execute();
}

async function readSettings(db: Db, tenantId: number, host?: string): Promise<WriteBackSettings[]> {
	const rows = await db
		.selectFrom("write_back_settings")
		.select(["host", "state", "fields", "confirmed_at", "prepared_at", "version"])
		.where("tenant_id", "=", tenantId)
		.$if(host !== undefined, (query) => query.where("host", "=", host ?? ""))
		.orderBy("host")
		.execute();
	return rows.map(({ confirmed_at, prepared_at, fields, ...row }) => ({
		...row,
		fields: fieldsSchema.parse(fields),
		confirmedAt: confirmed_at,
		preparedAt: prepared_at,
	}));
}

/** Keeps that the vendor's side is ready for the fields of this version. */
export async function markPrepared(
	trx: Transaction<Tables>,
	tenantId: number,
	{ host, version }: WriteBackSettings,
	now: number,
): Promise<void> {
	await trx
		.updateTable("write_back_settings")
		.set({ prepared_at: timestamp(now) })
		.where("tenant_id", "=", tenantId)
		.where("host", "=", host)
		.where("version", "=", version)
		.execute();
}

/** Whether a field is the vendor's own. */
export function isNative(entity: WriteBackEntity, field: string): boolean {
	return Object.hasOwn(NATIVE_FIELDS[entity], field);
}

/** Whether tasks can be made over a connection. */
export function takesTasks({ names }: Pick<WriteBackDoor, "names">): boolean {
	return names.task["title"] !== undefined;
}

const GO_ALONG: Readonly<Record<string, string>> = { amountMinor: "currency", title: "dealExternalId" };

/** Where each field goes: the chosen names, and the host's for ours. A native field that was not chosen is not among them. */
export function namesInUse(door: Pick<WriteBackDoor, "names">, { fields }: WriteBackSettings): WriteBackNames {
	return forEachEntity((entity) => {
		const names: Record<string, string> = { ...fields[entity] };
		for (const field of Object.keys(COURTSIDE_FIELDS[entity])) {
			const usual = door.names[entity][field];
			if (names[field] === undefined && usual !== undefined) names[field] = usual;
		}
		// An amount without its currency would be read in another; a task without its deal would lie about.
		for (const [field, along] of Object.entries(GO_ALONG)) {
			const usual = door.names[entity][along];
			if (names[field] !== undefined && usual !== undefined) names[along] = usual;
		}
		return names;
	});
}
