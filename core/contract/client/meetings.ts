import type { z } from "zod";
import type { FoundActionJson } from "../found-actions.ts";
import type { LiveTicketJson } from "../live-meeting.ts";
import type { BotVendor, MeetingBotJson, MeetingBotTokenJson, updateMeetingBotRequest } from "../meeting-bots.ts";
import type { MeetingBriefJson } from "../meeting-brief.ts";
import type {
	ListenAddressJson,
	MeetingPageJson,
	MeetingSummaryJson,
	MeetingTranscriptJson,
	RecordingJson,
} from "../meeting-page.ts";
import type {
	addActionRequest,
	addNoteRequest,
	editActionRequest,
	editParticipantRequest,
	editSegmentRequest,
	exportMeetingRequest,
	pushSegmentsRequest,
	recordConsentRequest,
	sayInsightRequest,
	TakenMeetingJson,
	takeTranscriptRequest,
	uploadQuery,
	writeTextRequest,
} from "../meeting-requests.ts";
import type { MeetingSearchJson, meetingSearchQuery } from "../meeting-search.ts";
import type { createMeetingRequest, MeetingJson, meetingQuery, updateMeetingRequest } from "../meetings.ts";
import type { Page } from "../scalars.ts";
import type { Query, Wire } from "./wire.ts";

/** Meetings: their words, what was agreed, recordings, bots. */
export const meetingCalls = ({ call, send }: Wire) => ({
	meetings: (query: Query<typeof meetingQuery> = {}) => call<Page<MeetingJson>>("GET", "/meetings", { query }),
	createMeeting: (body: z.input<typeof createMeetingRequest>, key?: string) =>
		call<MeetingPageJson>("POST", "/meetings", { body, ...(key ? { key } : {}) }),
	meeting: (id: string) => call<MeetingPageJson>("GET", `/meetings/${id}`),
	updateMeeting: (id: string, body: z.input<typeof updateMeetingRequest>) =>
		call<MeetingPageJson>("PATCH", `/meetings/${id}`, { body }),
	deleteMeeting: (id: string) => call<void>("DELETE", `/meetings/${id}`),
	meetingTranscript: (id: string) => call<MeetingTranscriptJson>("GET", `/meetings/${id}/transcript`),
	meetingSummary: (id: string) => call<MeetingSummaryJson>("GET", `/meetings/${id}/summary`),
	meetingBrief: (id: string) => call<MeetingBriefJson>("GET", `/meetings/${id}/brief`),
	searchMeetings: (query: z.input<typeof meetingSearchQuery>) =>
		call<MeetingSearchJson>("GET", "/meetings/search", { query }),
	takeTranscript: (body: z.input<typeof takeTranscriptRequest>) =>
		call<TakenMeetingJson>("POST", "/meetings/transcripts", { body }),
	uploadMeetingFile: (form: FormData, query: Query<typeof uploadQuery> = {}) =>
		call<TakenMeetingJson>("POST", "/meetings/files", { form, query }),
	pushSegments: (id: string, body: z.input<typeof pushSegmentsRequest>) =>
		call<{ fresh: number }>("POST", `/meetings/${id}/segments`, { body }),
	editSegment: (id: string, segmentId: string, body: z.input<typeof editSegmentRequest>) =>
		call<MeetingTranscriptJson>("PATCH", `/meetings/${id}/segments/${encodeURIComponent(segmentId)}`, { body }),
	editParticipant: (id: string, participantId: string, body: z.input<typeof editParticipantRequest>) =>
		call<MeetingTranscriptJson>("PATCH", `/meetings/${id}/participants/${participantId}`, { body }),
	swapParticipants: (id: string, one: string, other: string) =>
		call<MeetingTranscriptJson>("POST", `/meetings/${id}/participants/swap`, { body: { one, other } }),
	remakeStep: (id: string, step: string) =>
		call<MeetingPageJson>("POST", `/meetings/${id}/steps/${step}`, { body: {} }),
	addMeetingAction: (id: string, body: z.input<typeof addActionRequest>) =>
		call<MeetingSummaryJson>("POST", `/meetings/${id}/actions`, { body }),
	editMeetingAction: (id: string, actionId: string, body: z.input<typeof editActionRequest>) =>
		call<MeetingSummaryJson>("PATCH", `/meetings/${id}/actions/${actionId}`, { body }),
	foundActions: () => call<{ items: FoundActionJson[] }>("GET", "/actions/found"),
	makeMeetingTask: (id: string, actionId: string) =>
		call<MeetingSummaryJson>("POST", `/meetings/${id}/actions/${actionId}/task`, { body: {} }),
	sayInsight: (id: string, foundId: string, body: z.input<typeof sayInsightRequest>) =>
		call<MeetingSummaryJson>("PATCH", `/meetings/${id}/insights/${encodeURIComponent(foundId)}`, { body }),
	writeMeetingText: (id: string, kind: "summary" | "email", body: z.input<typeof writeTextRequest>) =>
		call<MeetingSummaryJson>("PUT", `/meetings/${id}/texts/${kind}`, { body }),
	addMeetingNote: (id: string, body: z.input<typeof addNoteRequest>) =>
		call<MeetingSummaryJson>("POST", `/meetings/${id}/notes`, { body }),
	removeMeetingNote: (id: string, noteId: string) => call<void>("DELETE", `/meetings/${id}/notes/${noteId}`),
	recordConsent: (id: string, body: z.input<typeof recordConsentRequest>) =>
		call<MeetingPageJson>("POST", `/meetings/${id}/consents`, { body }),
	exportMeeting: async (id: string, body: z.input<typeof exportMeetingRequest>) =>
		(await send("POST", `/meetings/${id}/export`, { body, accept: "*/*" })).blob(),
	recording: (id: string) => call<RecordingJson>("GET", `/recordings/${id}`),
	recordingFile: async (id: string) => (await send("GET", `/recordings/${id}/download`, { accept: "*/*" })).blob(),
	listenToRecording: (id: string) => call<ListenAddressJson>("POST", `/recordings/${id}/listen`),
	deleteRecording: (id: string) => call<void>("DELETE", `/recordings/${id}`),
	liveTicket: (id: string) => call<LiveTicketJson>("POST", `/meetings/${id}/live`, { body: {} }),
	playSampleCall: (lang: string, meetingId?: string) =>
		call<{ meetingId: string }>("POST", "/sample-calls", { body: { lang, ...(meetingId && { meetingId }) } }),
	meetingBots: () => call<{ items: MeetingBotJson[] }>("GET", "/coaching/bots"),
	updateMeetingBot: (vendor: BotVendor, body: z.input<typeof updateMeetingBotRequest>) =>
		call<MeetingBotJson>("PUT", `/coaching/bots/${vendor}`, { body }),
	makeMeetingBotToken: (vendor: BotVendor) => call<MeetingBotTokenJson>("POST", `/coaching/bots/${vendor}/token`),
});
