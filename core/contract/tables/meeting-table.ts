import { MATCH_STATES, MEETING_KINDS, MEETING_STATES } from "../../model/meeting.ts";
import type { MeetingJson } from "../meetings.ts";
import type { Table } from "./table.ts";

/** The meetings. */
export const meetingTable: Table<MeetingJson> = {
	name: "meetings",
	word: "meetings.title",
	path: "/meetings",
	usualSort: "-startsAt",
	columns: [
		{ key: "title", word: "meetings.what", kind: "text", sorts: true, value: (m) => m.title },
		{ key: "startsAt", word: "meetings.when", kind: "moment", sorts: true, value: (m) => m.startsAt },
		{
			key: "durationSec",
			word: "meetings.length",
			kind: "number",
			sorts: true,
			value: (m) => (m.durationSec === null ? null : Math.max(1, Math.round(m.durationSec / 60))),
		},
		{ key: "deal", word: "meetings.deal", kind: "text", value: (m) => m.deal?.name ?? null },
		{ key: "owner", word: "deal.owner", kind: "text", value: (m) => m.owner?.name ?? null },
		{ key: "score", word: "meetings.score", kind: "estimate", value: (m) => m.score },
		{ key: "kind", word: "meetings.kind", kind: "choice", words: "meetingKind", extra: true, value: (m) => m.kind },
		{ key: "state", word: "meetings.state", kind: "choice", words: "meetingState", extra: true, value: (m) => m.state },
		{ key: "customer", word: "meetings.customer", kind: "text", extra: true, value: (m) => m.customerName },
		{ key: "account", word: "meetings.account", kind: "text", extra: true, value: (m) => m.account?.name ?? null },
		{ key: "lang", word: "meetings.lang", kind: "text", extra: true, value: (m) => m.lang },
		{ key: "updatedAt", word: "table.updated", kind: "moment", extra: true, value: (m) => m.updatedAt },
		{ key: "id", word: "table.id", kind: "text", extra: true, value: (m) => m.id },
	],
	filters: [
		{ name: "search", word: "meetings.find", kind: "text", main: true },
		{
			name: "kind",
			word: "meetings.kind",
			kind: "choice",
			main: true,
			options: MEETING_KINDS.map((kind) => ({ value: kind, word: `meetingKind.${kind}` })),
		},
		{ name: "ownerId", word: "deal.owner", kind: "person", main: true },
		{ name: "starts", word: "meetings.when", kind: "day" },
		{
			name: "match",
			word: "meetings.deal",
			kind: "choice",
			options: MATCH_STATES.map((state) => ({ value: state, word: `meetingMatch.${state}` })),
		},
		{
			name: "state",
			word: "meetings.state",
			kind: "choice",
			options: MEETING_STATES.map((state) => ({ value: state, word: `meetingState.${state}` })),
		},
	],
};
