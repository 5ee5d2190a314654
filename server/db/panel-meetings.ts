import { sql, type Transaction } from "kysely";
import type { Instant } from "../../core/model/instant.ts";
import type { Db } from "./connect.ts";
import type { Tables } from "./tables.ts";
import { timestamp } from "./values.ts";

type Trx = Transaction<Tables>;

/** A meeting of ours as a vendor knows it. */
export interface PanelMeetingRow {
	meetingId: string;
	vendorId: string | null;
	organiserId: string | null;
	watchId: string | null;
	watchState: Buffer | null;
	watchUntil: Instant | null;
	toldAt: Instant | null;
}

const rows = (db: Db, tenantId: number, host: string) =>
	db
		.selectFrom("panel_meetings")
		.select([
			...(["meeting_id as meetingId", "vendor_id as vendorId", "organiser_id as organiserId"] as const),
			...(["watch_id as watchId", "watch_state as watchState", "watch_until as watchUntil"] as const),
			"told_at as toldAt",
		])
		.where("tenant_id", "=", tenantId)
		.where("host", "=", host);

/** Our meeting behind the vendor's; null where the panel was not opened there yet. */
export async function meetingOfKey(db: Db, tenantId: number, host: string, key: string): Promise<string | null> {
	return (await rows(db, tenantId, host).where("meeting_key", "=", key).executeTakeFirst())?.meetingId ?? null;
}

/** What the vendor knows of a meeting of ours; null where the panel was never opened in it. */
export async function panelMeeting(
	db: Db,
	tenantId: number,
	host: string,
	meetingId: string,
): Promise<PanelMeetingRow | null> {
	return (await rows(db, tenantId, host).where("meeting_id", "=", meetingId).executeTakeFirst()) ?? null;
}

/** The meeting that is watched under this id. */
export async function meetingOfWatch(
	db: Db,
	tenantId: number,
	host: string,
	watchId: string,
): Promise<PanelMeetingRow | null> {
	return (await rows(db, tenantId, host).where("watch_id", "=", watchId).executeTakeFirst()) ?? null;
}

/** Writes down which meeting of ours the vendor's is. */
export async function linkMeeting(
	trx: Trx,
	given: { tenantId: number; host: string; key: string; meetingId: string },
): Promise<void> {
	await trx
		.insertInto("panel_meetings")
		.values({ tenant_id: given.tenantId, host: given.host, meeting_key: given.key, meeting_id: given.meetingId })
		.execute();
}

/** Keeps what is watched for us. */
export async function keepWatch(
	trx: Trx,
	given: {
		tenantId: number;
		host: string;
		meetingId: string;
		vendorId: string;
		organiserId: string;
		watchId: string;
		state: Buffer;
		until: Instant;
	},
): Promise<void> {
	await trx
		.updateTable("panel_meetings")
		.set({
			vendor_id: given.vendorId,
			organiser_id: given.organiserId,
			watch_id: given.watchId,
			watch_state: given.state,
			watch_until: timestamp(given.until),
		})
		.where("tenant_id", "=", given.tenantId)
		.where("host", "=", given.host)
		.where("meeting_id", "=", given.meetingId)
		.execute();
}

/** Notes that a meeting's rep is told; false where they were. */
export async function markTold(
	trx: Trx,
	given: { tenantId: number; host: string; meetingId: string; now: Instant },
): Promise<boolean> {
	const { numUpdatedRows } = await trx
		.updateTable("panel_meetings")
		.set({ told_at: timestamp(given.now) })
		.where("tenant_id", "=", given.tenantId)
		.where("host", "=", given.host)
		.where("meeting_id", "=", given.meetingId)
		.where("told_at", "is", null)
		.executeTakeFirst();
	return numUpdatedRows > 0n;
}

/** The hosts in whose meetings the panel was opened for this one, and whose it is. */
export async function panelsOf(
	db: Db,
	tenantId: number,
	meetingId: string,
): Promise<{ host: string; ownerId: string | null; title: string }[]> {
	const { rows: found } = await sql<{ host: string; ownerId: string | null; title: string }>`
		select p.host, m.owner_id as "ownerId", m.title from panel_meetings p
		join meetings m on m.tenant_id = p.tenant_id and m.id = p.meeting_id
		where p.tenant_id = ${tenantId} and p.meeting_id = ${meetingId}::uuid and p.told_at is null`.execute(db);
	return found;
}
