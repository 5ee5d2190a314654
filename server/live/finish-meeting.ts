import { listAudioParts } from "../db/live-audio.ts";
import type { Deps } from "../deps.ts";
import { sendSteps, wantSteps } from "../meetings/after-steps.ts";
import type { LiveSession } from "./live-session.ts";

/** After the last word: what follows the meeting is made, and audio without words is written down when it can be. */
export async function finishMeeting(
	{
		database,
		jobs,
		speech,
	}: Pick<Deps, "database" | "speech"> & { jobs: Pick<Deps["jobs"], "enqueue" | "enqueueCoalesced"> },
	{ tenantId, meetingId }: Pick<LiveSession, "tenantId" | "meetingId">,
): Promise<void> {
	const wordless = await listAudioParts(database.reader(tenantId), meetingId, { isWordless: true });
	if (wordless.length > 0 && speech) await jobs.enqueue("write-down-audio", { tenantId, meetingId });
	await database.inTenant(tenantId, (trx) => wantSteps(trx, tenantId, meetingId));
	await sendSteps(jobs, tenantId, meetingId);
}
