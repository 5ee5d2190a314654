import type { Context } from "hono";
import type { MeetingSummaryJson } from "../../core/contract/meeting-page.ts";
import type { AppEnv } from "../app-env.ts";
import { recordAudit } from "../audit/record.ts";
import type { Db } from "../db/connect.ts";
import { findMeeting } from "../db/meetings.ts";
import { summaryMaterial } from "../meetings/summary-material.ts";
import { meetingSummaryJson } from "../views/meeting-summary-view.ts";
import { readerOf } from "./meetings.ts";
import { found } from "./writing.ts";

/** A meeting's summary for the caller; not_found out of their sight. */
export async function summaryOf(c: Context<AppEnv>, db: Db, meetingId: string): Promise<MeetingSummaryJson> {
	const row = found(await findMeeting(db, meetingId, c.var.principal.visibleOwners), "meeting");
	return meetingSummaryJson(await summaryMaterial(db, row), readerOf(c));
}

/** The audit entry of something done to a meeting. */
export async function noteOnMeeting(
	c: Context<AppEnv>,
	trx: Parameters<typeof recordAudit>[0],
	action: string,
	entityId: string,
	detail: Record<string, string> = {},
): Promise<void> {
	const { tenantId, userId, name } = c.var.principal;
	const { requestId } = c.var;
	await recordAudit(trx, {
		tenantId,
		actorId: userId,
		actor: name,
		action,
		entity: "meeting",
		entityId,
		detail,
		requestId,
	});
}
