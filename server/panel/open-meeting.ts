import { sql, type Transaction } from "kysely";
import { CourtsideError } from "../../core/contract/courtside-error.ts";
import type { Instant } from "../../core/model/instant.ts";
import { recordAudit } from "../audit/record.ts";
import { findMeeting, insertMeeting } from "../db/meetings.ts";
import { linkMeeting, meetingOfKey } from "../db/panel-meetings.ts";
import type { Tables } from "../db/tables.ts";
import { timestamp } from "../db/values.ts";
import { appendEvent } from "../events/append.ts";
import { knowMeeting } from "../meetings/match.ts";
import type { Principal } from "../policy/principal.ts";

/** Two calendars may differ by so much about when the same meeting begins. */
const NEAR = "10 minutes";

/**
 * The meeting of ours beside which a panel was opened: the one it was before, else one that the caller has planned for
 * then under that title, else a new one of the caller's, matched to its deal. What the vendor's page tells is a hint
 * alone: nobody comes by it to a meeting out of their sight. Throws forbidden for one of somebody else's.
 */
export async function openPanelMeeting(
	trx: Transaction<Tables>,
	principal: Principal,
	given: { host: string; key: string; title: string; startsAt: Instant; requestId: string },
): Promise<{ meetingId: string; isNew: boolean }> {
	const { tenantId, userId, visibleOwners } = principal;
	const { host, key, title, startsAt } = given;
	await sql`select pg_advisory_xact_lock(${tenantId}, hashtext(${`panel ${host} ${key}`}))`.execute(trx);
	const known = await meetingOfKey(trx, tenantId, host, key);
	if (known) {
		if (await findMeeting(trx, known, visibleOwners)) return { meetingId: known, isNew: false };
		throw new CourtsideError("forbidden", "A colleague has opened Courtside in this meeting. Ask them to share it.");
	}
	const planned = await trx
		.selectFrom("meetings as m")
		.select("m.id")
		.where("m.owner_id", "=", userId)
		.where("m.state", "=", "planned")
		.where(sql<string>`lower(m.title)`, "=", title.toLowerCase())
		.where(
			sql<boolean>`m.starts_at between ${timestamp(startsAt)}::timestamptz - interval '${sql.raw(NEAR)}'
				and ${timestamp(startsAt)}::timestamptz + interval '${sql.raw(NEAR)}'`,
		)
		.where(({ not, exists, selectFrom }) =>
			not(exists(selectFrom("panel_meetings as p").select("p.meeting_id").whereRef("p.meeting_id", "=", "m.id"))),
		)
		.limit(1)
		.executeTakeFirst();
	if (planned) {
		await linkMeeting(trx, { tenantId, host, key, meetingId: planned.id });
		return { meetingId: planned.id, isNew: false };
	}
	const { id: meetingId } = await insertMeeting(trx, {
		...{ tenantId, title, customerName: null, kind: "other", state: "planned", source: "calendar" },
		...{ sourceKey: `${host}:${key}`, lang: null, startsAt, ownerId: userId, createdBy: userId },
	});
	await linkMeeting(trx, { tenantId, host, key, meetingId });
	await knowMeeting(trx, tenantId, meetingId, visibleOwners);
	await appendEvent(trx, {
		...{ tenantId, type: "meeting.changed", entity: "meeting", entityId: meetingId },
		causeId: given.requestId,
	});
	await recordAudit(trx, {
		...{ tenantId, actorId: userId, actor: principal.name, action: "meeting.created" },
		...{ entity: "meeting", entityId: meetingId, detail: { title, source: host }, requestId: given.requestId },
	});
	return { meetingId, isNew: true };
}
