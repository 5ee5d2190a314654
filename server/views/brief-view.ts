import { CHECKS } from "../../core/contract/live-meeting.ts";
import type { MeetingBriefJson } from "../../core/contract/meeting-brief.ts";
import type { DealRow } from "../db/deal-columns.ts";
import type { BriefRows } from "../db/meeting-brief.ts";
import type { MeetingRow } from "../db/meetings.ts";
import { dealView } from "./deal-view.ts";
import { say, type Viewer } from "./viewer.ts";

/** So many questions to ask are remembered while talking. */
const QUESTIONS = 3;
const RISKS = 3;
/** What is asked for first: a line to ask each by is in `coach.say.slot`. */
const ASK = ["pain", "metrics", "timeline", "decisionMaker", "budget", "decisionProcess", "champion", "competition"];

/** A brief in the viewer's language; the questions in the meeting's. */
export function briefJson(
	given: {
		meeting: MeetingRow;
		brief: BriefRows;
		deal: DealRow | null;
		hasSpeech: boolean;
		bot: MeetingBriefJson["bot"];
	},
	viewer: Viewer,
): MeetingBriefJson {
	const { meeting, brief, deal, hasSpeech, bot } = given;
	const spoken = { ...viewer, locale: meeting.lang ?? viewer.locale };
	const shown = deal && dealView(deal, viewer);
	const of = (owners: string[]) =>
		brief.actions.filter((a) => owners.includes(a.owner)).map(({ text, dueOn, from }) => ({ text, dueOn, from }));
	return {
		title: meeting.title,
		startsAt: new Date(meeting.startsAt).toISOString(),
		deal: deal && {
			id: deal.id,
			name: deal.name,
			account: deal.accountName,
			stage: deal.stageName,
			view: shown,
		},
		people: brief.people,
		actions: of(["rep", "both"]),
		promises: of(["customer"]),
		risks: (shown?.parts ?? [])
			.filter((part) => Number(part.value) < 0)
			.sort((a, b) => Number(a.value) - Number(b.value))
			.slice(0, RISKS)
			.map((part) => part.text),
		questions: CHECKS.filter((slot) => ASK.includes(slot) && !brief.known.includes(slot))
			.sort((a, b) => ASK.indexOf(a) - ASK.indexOf(b))
			.slice(0, QUESTIONS)
			.map((slot) => ({ slot, say: say(spoken, `coach.say.slot.${slot}`) })),
		hasSpeech,
		bot,
		needsConsent: brief.needsConsent,
		consentNotice: brief.consentNotice,
		consent: meeting.consent,
		state: meeting.state,
		source: meeting.source,
	};
}
