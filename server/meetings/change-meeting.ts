import type { Transaction } from "kysely";
import type { z } from "zod";
import type { updateMeetingRequest } from "../../core/contract/meetings.ts";
import type { Instant } from "../../core/model/instant.ts";
import type { MeetingRow } from "../db/meetings.ts";
import type { Tables } from "../db/tables.ts";
import { jsonb, timestamp } from "../db/values.ts";
import { appendEvent } from "../events/append.ts";
import { moveWhatHangs } from "./match.ts";

/**
 * Changes what is given of a meeting. Another deal takes with it what hangs on the meeting. Gives whether what follows
 * must be made again: due dates are counted from the day, the e-mail is in its language, analytics are its rep's.
 */
export async function changeMeeting(
	trx: Transaction<Tables>,
	tenantId: number,
	row: MeetingRow,
	body: Omit<z.output<typeof updateMeetingRequest>, "version">,
	now: Instant,
): Promise<boolean> {
	const moves = body.dealId !== undefined && (body.dealId !== (row.deal?.id ?? null) || row.matchState !== "person");
	const deal =
		body.dealId === undefined || body.dealId === null
			? null
			: await trx.selectFrom("deals").select("account_id").where("id", "=", body.dealId).executeTakeFirst();
	await trx
		.updateTable("meetings")
		.set({
			...(body.title === undefined ? {} : { title: body.title }),
			...(body.customerName === undefined ? {} : { customer_name: body.customerName || null }),
			...(body.kind === undefined ? {} : { kind: body.kind }),
			...(body.stage === undefined ? {} : { stage: body.stage }),
			...(body.startsAt === undefined ? {} : { starts_at: timestamp(Date.parse(body.startsAt)), ended_at: null }),
			...(body.lang === undefined ? {} : { lang: body.lang || null }),
			...(body.ownerId === undefined ? {} : { owner_id: body.ownerId }),
			...(body.isShared === undefined ? {} : { shared_at: body.isShared ? timestamp(now) : null }),
			...(body.isKept === undefined ? {} : { is_kept: body.isKept }),
			...(moves
				? {
						deal_id: body.dealId ?? null,
						account_id: deal?.account_id ?? (body.dealId === null ? (row.account?.id ?? null) : null),
						match_state: "person" as const,
						match: jsonb({}),
					}
				: {}),
			version: row.version + 1,
			updated_at: timestamp(now),
		})
		.where("id", "=", row.id)
		.execute();
	if (moves) await moveWhatHangs(trx, tenantId, row.id, row.deal?.id ?? null, body.dealId ?? null);
	if (moves) await appendEvent(trx, { tenantId, type: "meeting.progress", entity: "meeting", entityId: row.id });
	const remakes = [body.startsAt, body.lang, body.ownerId, body.kind].some((given) => given !== undefined) || moves;
	return remakes && row.transcriptRev > 0;
}
