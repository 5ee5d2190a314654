import type { Action, SlotValue, Tip } from "../findings.ts";
import { type MeetingState, readFinals } from "../fold.ts";
import type { CoachLanguage } from "../languages.ts";
import { FRAMEWORKS, type SlotName } from "../packs/signal-pack.ts";
import type { Role } from "../segment.ts";
import { type FollowUpEmail, followUpEmail } from "./follow-up-email.ts";
import { type KeyMoment, keyMoments, moodJourney } from "./key-moments.ts";
import { withLearntActions } from "./learnt-actions.ts";
import { type PerformanceScore, performanceScore } from "./performance-score.ts";
import { type SummarySentence, summarize } from "./summarize.ts";
import { type TalkReport, talkReport } from "./talk-report.ts";
import { worthMinuting } from "./worth-minuting.ts";

/** What a meeting leaves behind, without any service: each part can be made again alone, from the same words the same. */
export interface MeetingResults {
	lang: CoachLanguage | null;
	modelVersion: string;
	metrics: TalkReport;
	actions: Action[];
	tips: Tip[];
	slots: SlotValue[];
	/** What each method still has to ask: level 0 none … 3 confirmed by the customer. */
	frameworks: Record<keyof typeof FRAMEWORKS, { slot: SlotName; level: 0 | 1 | 2 | 3 }[]>;
	/** Customer's mood, −1 … 1, every half minute of their talk. */
	sentiment: { at: number; value: number }[];
	keyMoments: KeyMoment[];
	summary: SummarySentence[];
	email: FollowUpEmail;
	score: PerformanceScore;
}

/** Who is who, where it is known. */
export interface Names {
	rep: string | null;
	customer: string | null;
}

/** Words of a summary: a tenth of the meeting, between forty and 300. */
const SUMMARY = { share: 0.1, least: 40, most: 300 };

/** Everything that is made after a meeting. */
export function meetingResults(state: MeetingState, names: Names): MeetingResults {
	const finals = readFinals(state);
	const { derived } = state;
	const talk = talkReport(finals, derived);
	const moments = keyMoments(finals, derived);
	const words = finals.reduce((sum, f) => sum + f.read.words, 0);
	const length = Math.max(SUMMARY.least, Math.min(SUMMARY.most, Math.round(words * SUMMARY.share)));
	const actions = withLearntActions(derived.actions, finals, state.lang, state.context.reference);
	const lift = worthMinuting(finals, state.lang);
	for (const one of [...moments, ...actions, ...Object.values(derived.slots)])
		for (const id of one.segmentIds) lift.set(id, (lift.get(id) ?? 0) + 0.5);
	const levels = (name: keyof typeof FRAMEWORKS) =>
		FRAMEWORKS[name].map((slot) => ({ slot, level: derived.slots[slot]?.level ?? (0 as const) }));
	return {
		lang: state.lang,
		modelVersion: state.modelVersion,
		metrics: talk,
		actions,
		tips: derived.tips,
		slots: Object.values(derived.slots),
		frameworks: { MEDDPICC: levels("MEDDPICC"), BANT: levels("BANT"), SPICED: levels("SPICED") },
		sentiment: moodJourney(finals),
		keyMoments: moments,
		summary: summarize(finals, { words: length }, lift),
		email: followUpEmail({
			lang: state.lang ?? "en",
			repName: names.rep,
			customerName: names.customer,
			actions,
			pain: derived.slots.pain ?? null,
			nextStep: derived.slots.nextStep ?? null,
		}),
		score: performanceScore(derived, talk),
	};
}

/** Side of a speaker by what a transcript calls them, in the languages we know; unknown where the name is a name. */
export function sideByName(name: string): Role {
	const said = name.toLowerCase();
	if (
		/^(?:sales ?(?:rep|person|man|woman)?|(?:sales )?rep(?:resentative)?|seller|agent|account (?:executive|manager)|ae|vendedora?|comercial|vendeu(?:r|se)|commerciale?|verkäufer(?:in)?|vertrieb|מוכר[ת]?|נציג[ה]?|営業|営業担当|販売員|me|you|yo|moi|ich|אני|私)(?: ?\d)?$/u.test(
			said,
		)
	)
		return "rep";
	if (
		/^(?:customer|client|prospect|buyer|lead|cliente|compradora?|client[e]?|acheteu(?:r|se)|prospecte?|kunde|kundin|käufer(?:in)?|לקוחה?|קונה|顧客|お客様|客|購入者)(?: ?\d)?$/u.test(
			said,
		)
	)
		return "customer";
	return "unknown";
}
