/** A right over one chat or meeting, which Teams asks for when the app is added there (resource-specific consent). */
export interface MeetingRight {
	name: string;
	type: "Application" | "Delegated";
}

/**
 * What we ask for in each meeting, and nothing more. The vendor's schema checks neither names nor types, so they stand
 * here and are tested against {@link KNOWN_RIGHTS}.
 */
export const MEETING_RIGHTS: readonly MeetingRight[] = [
	{ name: "MeetingStage.Write.Chat", type: "Delegated" },
	{ name: "OnlineMeetingParticipant.Read.Chat", type: "Delegated" },
	{ name: "OnlineMeeting.ReadBasic.Chat", type: "Delegated" },
	{ name: "OnlineMeetingTranscript.Read.Chat", type: "Application" },
	{ name: "TeamsActivity.Send.User", type: "Application" },
];

/** The rights that Teams knows, of those an app in a meeting may ask for: name → types. */
export const KNOWN_RIGHTS: Readonly<Record<string, readonly MeetingRight["type"][]>> = {
	"MeetingStage.Write.Chat": ["Delegated"],
	"OnlineMeetingIncomingAudio.Detect.Chat": ["Delegated"],
	"OnlineMeetingParticipant.Read.Chat": ["Application", "Delegated"],
	"OnlineMeetingParticipant.ToggleIncomingAudio.Chat": ["Delegated"],
	"OnlineMeeting.ReadBasic.Chat": ["Application", "Delegated"],
	"OnlineMeetingTranscript.Read.Chat": ["Application"],
	"OnlineMeetingNotification.Send.Chat": ["Application"],
	"TeamsActivity.Send.User": ["Application"],
	"TeamsActivity.Send.Chat": ["Application"],
	"LiveShareSession.ReadWrite.Chat": ["Delegated"],
};

/** Rights over the whole organization that its administrator grants once, in Entra, with what each is for. */
export const GRAPH_RIGHTS = [
	{ name: "User.Read", type: "Delegated" },
	{ name: "OnlineMeetings.Read", type: "Delegated" },
	{ name: "OnlineMeetingTranscript.Read.All", type: "Application" },
	{ name: "TeamsActivity.Send", type: "Application" },
] as const;
