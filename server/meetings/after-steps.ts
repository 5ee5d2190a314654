import type { Transaction } from "kysely";
import { MEETING_STEPS, type MeetingStep } from "../../core/model/meeting.ts";
import { awaitSteps } from "../db/meeting-steps.ts";
import type { Tables } from "../db/tables.ts";
import { appendEvent } from "../events/append.ts";
import type { Jobs } from "../jobs/catalog.ts";

/** Edits that come one after the other are made up for once. */
const SETTLE_MS = 1_500;

/** Has everything that follows a meeting be made, from a step on; call {@link sendSteps} after the commit. */
export async function wantSteps(
	trx: Transaction<Tables>,
	tenantId: number,
	meetingId: string,
	from: MeetingStep = "finalise",
): Promise<void> {
	await awaitSteps(trx, tenantId, meetingId, MEETING_STEPS.slice(MEETING_STEPS.indexOf(from)));
	await trx
		.updateTable("meetings")
		.set({ state: "processing" })
		.where("id", "=", meetingId)
		.where("state", "<>", "live")
		.execute();
	await appendEvent(trx, { tenantId, type: "meeting.progress", entity: "meeting", entityId: meetingId });
}

/** Puts a step in, once however often it is asked for within a moment; each step that ends puts the next one in. */
export async function sendSteps(
	jobs: Pick<Jobs, "enqueueCoalesced">,
	tenantId: number,
	meetingId: string,
	step: MeetingStep = "finalise",
): Promise<void> {
	await jobs.enqueueCoalesced(
		"meeting-step",
		`meeting-step-${tenantId}-${meetingId}-${step}`,
		{ tenantId, meetingId, step },
		step === "finalise" ? 0 : SETTLE_MS,
	);
}
