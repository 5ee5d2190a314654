import { RUBRIC } from "../../core/coaching/after/performance-score.ts";
import type { MeetingPageJson, RecordingJson } from "../../core/contract/meeting-page.ts";
import type { MeetingJson, ParticipantJson } from "../../core/contract/meetings.ts";
import type { View } from "../../core/contract/view.ts";
import { formatInstant } from "../../core/words/format-date.ts";
import type { ParticipantRow } from "../db/meeting-people.ts";
import type { StepRow } from "../db/meeting-steps.ts";
import type { MeetingRow } from "../db/meetings.ts";
import type { RecordingRow } from "../db/recordings.ts";
import { showNumber } from "./show.ts";
import { say, type Viewer } from "./viewer.ts";

/** Who is looking at a meeting: its rep sees the coaching first. */
export interface MeetingReader extends Viewer {
	userId: string;
}

/** Names of deals that a match is undecided between. */
export type DealNames = ReadonlyMap<string, { name: string; account: string | null }>;

/** Whether somebody sees how a meeting went for its rep. */
export function seesCoaching(row: Pick<MeetingRow, "owner" | "sharedAt">, { userId }: MeetingReader): boolean {
	return row.sharedAt !== null || row.owner?.id === userId;
}

/** A meeting as lists show it. */
export function meetingJson(row: MeetingRow, reader: MeetingReader, deals: DealNames = new Map()): MeetingJson {
	const reasonText = ({ code, params }: { code: string; params: Record<string, string | number> }) =>
		say(reader, `meeting.match.${code}`, params);
	return {
		id: row.id,
		title: row.title,
		customerName: row.customerName,
		kind: row.kind,
		stage: row.stage,
		state: row.state,
		source: row.source,
		lang: row.lang,
		startsAt: new Date(row.startsAt).toISOString(),
		endedAt: row.endedAt === null ? null : new Date(row.endedAt).toISOString(),
		durationSec: row.durationSec,
		owner: row.owner,
		account: row.account,
		deal: row.deal,
		match: {
			state: row.matchState,
			reasons: (row.match.reasons ?? []).map((reason) => ({ code: reason.code, text: reasonText(reason) })),
			rivals: (row.match.rivals ?? []).flatMap(({ dealId, reasons }) => {
				const deal = deals.get(dealId);
				return deal ? [{ id: dealId, ...deal, why: reasons.map(reasonText).join(" · ") }] : [];
			}),
		},
		consent: row.consent,
		score: seesCoaching(row, reader) ? scoreView(row, reader) : null,
		isShared: row.sharedAt !== null,
		isKept: row.isKept,
		version: row.version,
		createdAt: new Date(row.createdAt).toISOString(),
		updatedAt: new Date(row.updatedAt).toISOString(),
	};
}

/** How a meeting went for its rep as every host shows it; null before it was scored. Parts are the criteria's shares. */
export function scoreView(row: Pick<MeetingRow, "id" | "title" | "score">, viewer: Viewer): View | null {
	const { score } = row;
	if (!score || score.value === null) return null;
	const judged = Object.entries(score.criteria).filter((pair): pair is [string, number] => pair[1] !== null);
	const weights = judged.reduce((sum, [code]) => sum + weightOf(code), 0) || 1;
	const shown = (value: number): string => showNumber(value, viewer.locale, 1);
	return {
		id: row.id,
		kind: "meeting",
		title: row.title,
		value: score.value,
		unit: "points",
		interval: null,
		n: judged.length,
		asOf: new Date(score.asOf).toISOString(),
		direction: null,
		base: null,
		parts: judged
			.map(([code, value]) => ({
				code,
				value: (value * weightOf(code)) / weights,
				amount: `+${shown((value * weightOf(code)) / weights)}`,
				text: say(viewer, `coach.criterion.${code}`),
			}))
			.sort((a, b) => b.value - a.value),
		action: null,
		modelVersion: score.modelVersion,
		state: "ok",
		text: {
			value: say(viewer, "meeting.score.value", { value: shown(score.value) }),
			label: say(viewer, "meeting.score.label"),
			interval: "",
			sample: say(viewer, "meeting.score.sample", { n: judged.length }),
			direction: "",
			state: score.isEstimated ? say(viewer, "meeting.estimated") : "",
			how: say(viewer, "meeting.score.how", {
				asOf: formatInstant(score.asOf, viewer.locale, viewer.zone),
				model: score.modelVersion.split("+")[0] ?? "",
			}),
		},
	};
}

/** Of a criterion that a score was kept with: 0 where the rubric has it no more. */
function weightOf(code: string): number {
	return Object.entries(RUBRIC).find(([known]) => known === code)?.[1] ?? 0;
}

/** Somebody in a meeting as it crosses the wire. */
export function participantJson({ rev: _, ...row }: ParticipantRow): ParticipantJson {
	return row;
}

/** A meeting with everybody in it, how far what follows is, and its recordings. */
export function meetingPageJson(
	row: MeetingRow,
	given: { participants: ParticipantRow[]; steps: StepRow[]; recordings: RecordingRow[]; deals: DealNames },
	reader: MeetingReader,
): MeetingPageJson {
	return {
		...meetingJson(row, reader, given.deals),
		participants: given.participants.map(participantJson),
		steps: given.steps.map(({ step, state, error, fallback, changedAt }) => ({
			step,
			label: say(reader, `meeting.step.${step}`),
			state,
			text: error !== null ? error : fallback === null ? "" : say(reader, `meeting.fallback.${fallback}`),
			changedAt: new Date(changedAt).toISOString(),
		})),
		recordings: given.recordings.map((one) => recordingJson(one, reader)),
		isMine: row.owner?.id === reader.userId,
	};
}

/** A recording as it crosses the wire. */
export function recordingJson(row: RecordingRow, viewer: Viewer): RecordingJson {
	return {
		id: row.id,
		meetingId: row.meetingId,
		fileName: row.fileName,
		mediaType: row.mediaType,
		bytes: row.bytes,
		durationSec: row.durationSec,
		transcription: row.transcription,
		text: [say(viewer, `recording.${row.transcription}`), row.reason].filter(Boolean).join(" "),
		addedAt: new Date(row.addedAt).toISOString(),
	};
}
