import type { Transaction } from "kysely";
import { sideByName } from "../../core/coaching/after/meeting-results.ts";
import { speakerKey } from "../../core/coaching/transcript/to-segments.ts";
import type { Side } from "../../core/model/meeting.ts";
import { addSpeakers } from "../db/meeting-people.ts";
import { saveSegments } from "../db/meeting-words.ts";
import type { Tables } from "../db/tables.ts";
import { timestamp } from "../db/values.ts";
import { appendEvent } from "../events/append.ts";
import { wantSteps } from "./after-steps.ts";

/** A piece of what is said, whoever sends it: a program, a bot, a person's captions. */
export interface IncomingSegment {
	segmentId: string;
	rev: number;
	speaker: string | null;
	side?: Side | undefined;
	channel?: number | null | undefined;
	startSec: number;
	endSec: number;
	text: string;
	isFinal: boolean;
	lang?: string | null | undefined;
	isRetracted?: boolean | undefined;
}

/**
 * Takes pieces of what is said in, in any order and however often; open pages are told. A meeting that was planned goes on
 * from here; with `endedAt` it is over, and what follows is asked for (call `sendSteps` after the commit). Gives how many
 * pieces were new.
 */
export async function takeSegments(
	trx: Transaction<Tables>,
	tenantId: number,
	meetingId: string,
	incoming: readonly IncomingSegment[],
	endedAt: number | null = null,
): Promise<number> {
	const names = new Map(incoming.flatMap(({ speaker }) => (speaker === null ? [] : [[speakerKey(speaker), speaker]])));
	const fresh = await saveSegments(
		trx,
		tenantId,
		meetingId,
		incoming.map((one) => ({
			segment: {
				segmentId: one.segmentId,
				rev: one.rev,
				channel: one.channel ?? null,
				speakerId: one.speaker === null ? null : speakerKey(one.speaker),
				role: one.side ?? (one.speaker === null ? "unknown" : sideByName(one.speaker)),
				start: one.startSec,
				end: one.endSec,
				text: one.text,
				final: one.isFinal,
				lang: one.lang ?? null,
			},
			isRetracted: one.isRetracted ?? false,
			editedBy: null,
		})),
	);
	await addSpeakers(trx, tenantId, meetingId, names);
	if (endedAt === null) {
		await trx
			.updateTable("meetings")
			.set({ state: "live" })
			.where("id", "=", meetingId)
			.where("state", "=", "planned")
			.execute();
	} else {
		await trx
			.updateTable("meetings")
			.set({ state: "processing", ended_at: timestamp(endedAt) })
			.where("id", "=", meetingId)
			.execute();
		await wantSteps(trx, tenantId, meetingId);
	}
	if (fresh > 0) await appendEvent(trx, { tenantId, type: "meeting.changed", entity: "meeting", entityId: meetingId });
	return fresh;
}
