import type { Readable } from "node:stream";
import type { Transaction } from "kysely";
import type { z } from "zod";
import type { TakenMeetingJson, uploadQuery } from "../../core/contract/meeting-requests.ts";
import { CourtsideError } from "../../core/contract/problem.ts";
import { recordAudit } from "../audit/record.ts";
import { coachingSettings } from "../db/coaching.ts";
import { findMeeting, insertMeeting } from "../db/meetings.ts";
import type { Tables } from "../db/tables.ts";
import { loadWorkspace } from "../db/workspace.ts";
import type { Deps } from "../deps.ts";
import { newId } from "../intake/new-id.ts";
import type { Principal } from "../policy/principal.ts";
import { found } from "../routes/writing.ts";
import { say, type Viewer } from "../views/viewer.ts";
import { knowMeeting } from "./match.ts";
import { requireDeal } from "./meeting-deals.ts";
import { takeRecording } from "./take-recording.ts";
import { settleMeeting, titleOf } from "./take-transcript.ts";

/**
 * Takes an uploaded recording: of a meeting in the person's sight, or of a new one that is there only once the whole file is.
 * Throws unprocessable where not everybody agreed, not_found out of their sight.
 */
export async function takeSound(
	deps: Pick<Deps, "database" | "storage" | "settings" | "now" | "speech" | "jobs">,
	from: { principal: Principal; viewer: Viewer; requestId: string },
	part: { name: string; content: Readable },
	facts: z.output<typeof uploadQuery>,
): Promise<TakenMeetingJson> {
	const { database, now } = deps;
	const { principal, viewer, requestId } = from;
	const { tenantId, userId, name: actor, visibleOwners } = principal;
	const isNew = facts.meetingId === undefined;
	const meetingId = facts.meetingId ?? newId();
	/** The consent that is on record, where that is enough for its sound to be kept; throws where it is not. */
	async function requireConsent(trx: Transaction<Tables>, forUpdate: boolean): Promise<string | undefined> {
		const known = isNew ? null : found(await findMeeting(trx, meetingId, visibleOwners, forUpdate), "meeting");
		const isDeclined = known?.consent === "declined";
		const { needsConsent } = await coachingSettings(trx);
		if (!isDeclined && (!needsConsent || known?.consent === "given" || facts.consent)) return known?.consent;
		throw new CourtsideError("unprocessable", say(viewer, isDeclined ? "recording.declined" : "recording.askFirst"), {
			errors: [{ path: "consent", message: say(viewer, "recording.askFirst") }],
		});
	}
	async function makeMeeting(trx: Transaction<Tables>): Promise<void> {
		await insertMeeting(trx, {
			...{
				id: meetingId,
				tenantId,
				title: facts.title || titleOf(part.name),
				customerName: facts.customerName ?? null,
			},
			...{
				kind: facts.kind ?? "other",
				state: "processing",
				source: "upload",
				sourceKey: null,
				lang: facts.lang ?? null,
			},
			startsAt: facts.startsAt ? Date.parse(facts.startsAt) : (await loadWorkspace(trx, now())).now,
			...{ ownerId: userId, createdBy: userId },
		});
		await settleMeeting(trx, tenantId, meetingId, { facts, by: userId, now: now() });
		await knowMeeting(trx, tenantId, meetingId, visibleOwners);
	}
	// Before all of it is sent for nothing; what was agreed may be otherwise by the time it has come.
	await database.inTenant(tenantId, async (trx) => {
		await requireConsent(trx, false);
		if (facts.dealId) await requireDeal(trx, facts.dealId, visibleOwners);
	});
	const { name: fileName, content } = part;
	const recordingId = await takeRecording(deps, { tenantId, meetingId, fileName, content, by: userId }, async (trx) => {
		const known = await requireConsent(trx, true);
		if (isNew) await makeMeeting(trx);
		else {
			const consent = known === "given" ? undefined : facts.consent;
			await settleMeeting(trx, tenantId, meetingId, { facts: { dealId: undefined, consent }, by: userId, now: now() });
		}
		await recordAudit(trx, {
			...{ tenantId, actorId: userId, actor, action: "recording.uploaded", entity: "meeting", entityId: meetingId },
			...{ detail: { file: fileName }, requestId },
		});
	});
	if (deps.speech) await deps.jobs.enqueue("write-down-recording", { tenantId, recordingId });
	const says = deps.speech ? "recording.takenToHear" : "recording.taken";
	return { meetingId, isNew, kind: "recording" as const, text: say(viewer, says) };
}
