import type { ColumnType, Generated } from "kysely";
import type { LiveRecording } from "../../../core/contract/live-meeting.ts";
import type { JsonValue } from "../../../core/model/change.ts";
import type {
	MatchState,
	MeetingConsent,
	MeetingKind,
	MeetingSource,
	MeetingStage,
	MeetingState,
	Side,
} from "../../../core/model/meeting.ts";
import type { Maybe, MaybeJson, MaybeMoment, Moment, MomentNow } from "./columns.ts";

/** Meetings, what was said in them and how it came. */
export interface MeetingTables {
	meetings: {
		tenant_id: number;
		id: Generated<string>;
		owner_id: Maybe<string>;
		title: string;
		customer_name: Maybe<string>;
		kind: Generated<MeetingKind>;
		stage: Maybe<MeetingStage>;
		state: Generated<MeetingState>;
		source: MeetingSource;
		source_key: Maybe<string>;
		lang: Maybe<string>;
		starts_at: Moment;
		ended_at: MaybeMoment;
		duration_sec: Maybe<number>;
		account_id: Maybe<string>;
		deal_id: Maybe<string>;
		match_state: Generated<MatchState>;
		match: ColumnType<JsonValue, string | undefined, string>;
		consent: Generated<MeetingConsent>;
		shared_at: MaybeMoment;
		transcript_rev: Generated<number>;
		is_kept: Generated<boolean>;
		ready_mailed_at: Maybe<number>;
		version: Generated<number>;
		created_by: Maybe<string>;
		created_at: MomentNow;
		updated_at: MomentNow;
	};
	meeting_participants: {
		tenant_id: number;
		meeting_id: string;
		id: Generated<string>;
		speaker_id: Maybe<string>;
		name: Maybe<string>;
		email: Maybe<string>;
		role: Generated<Side>;
		said_by: Maybe<string>;
		rev: Generated<number>;
		user_id: Maybe<string>;
		contact_id: Maybe<string>;
		is_invited: Generated<boolean>;
	};
	meeting_consents: {
		tenant_id: number;
		id: Generated<string>;
		meeting_id: string;
		participant_id: Maybe<string>;
		answer: "given" | "declined";
		how: "said" | "written" | "notice" | "uploader";
		notice: Maybe<string>;
		recorded_by: Maybe<string>;
		at: MomentNow;
	};
	meeting_segments: {
		tenant_id: number;
		meeting_id: string;
		segment_id: string;
		rev: number;
		channel: Maybe<number>;
		speaker_id: Maybe<string>;
		role: Generated<Side>;
		start_sec: number;
		end_sec: number;
		text: string;
		words: MaybeJson;
		is_final: boolean;
		is_retracted: Generated<boolean>;
		lang: Maybe<string>;
		confidence: Maybe<number>;
		edited_by: Maybe<string>;
	};
	/** Kept by a trigger on `meeting_segments`: only read. */
	meeting_search: { tenant_id: number; meeting_id: string; segment_id: string; terms: string };
	recordings: {
		tenant_id: number;
		id: Generated<string>;
		meeting_id: string;
		storage_key: string;
		file_name: string;
		media_type: string;
		bytes: bigint;
		sha256: string;
		duration_sec: Maybe<number>;
		transcription: Generated<"none" | "waiting" | "running" | "done" | "failed">;
		reason: Maybe<string>;
		added_by: Maybe<string>;
		added_at: MomentNow;
	};
	meeting_audio_parts: {
		tenant_id: number;
		meeting_id: string;
		channel: number;
		part: number;
		storage_key: string;
		bytes: number;
		sha256: string;
		sample_rate: number;
		start_sec: number;
		end_sec: number;
		is_transcribed: Generated<boolean>;
		at: MomentNow;
	};
	meeting_events: {
		tenant_id: number;
		meeting_id: string;
		seq: bigint;
		type: string;
		body: ColumnType<JsonValue, string, string>;
		at: MomentNow;
	};
	meeting_lines: {
		tenant_id: number;
		meeting_id: string;
		began_at: MaybeMoment;
		recording: Generated<LiveRecording>;
		source_id: Maybe<string>;
		source_until: MaybeMoment;
		seq: Generated<bigint>;
	};
	panel_meetings: {
		tenant_id: number;
		host: string;
		meeting_key: string;
		meeting_id: string;
		vendor_id: Maybe<string>;
		organiser_id: Maybe<string>;
		watch_id: Maybe<string>;
		watch_state: Maybe<Buffer>;
		watch_until: MaybeMoment;
		told_at: MaybeMoment;
		created_at: MomentNow;
	};
	panel_shares: {
		tenant_id: number;
		token_hash: Buffer;
		meeting_id: string;
		made_by: Maybe<string>;
		title: string;
		agenda: MaybeJson;
		steps: MaybeJson;
		expires_at: Moment;
	};
	panel_handovers: { tenant_id: number; token_hash: Buffer; user_id: string; expires_at: Moment };
	live_tickets: { tenant_id: number; token_hash: Buffer; meeting_id: string; user_id: string; expires_at: Moment };
	meeting_checks: {
		tenant_id: number;
		meeting_id: string;
		slot: string;
		is_done: boolean;
		checked_by: Maybe<string>;
		at: MomentNow;
	};
	meeting_notes: {
		tenant_id: number;
		id: Generated<string>;
		meeting_id: string;
		author_id: Maybe<string>;
		at_sec: Maybe<number>;
		text: string;
		version: Generated<number>;
		created_at: MomentNow;
	};
}
