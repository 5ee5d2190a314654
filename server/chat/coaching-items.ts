import type { ChatItem } from "../../core/contract/chat.ts";
import { saidInMeetings, summarisedSince } from "../db/chat-news.ts";
import { coachingSettings } from "../db/coaching.ts";
import { listSegments } from "../db/meeting-words.ts";
import { findMeeting } from "../db/meetings.ts";
import { teamThemes } from "../db/team-themes.ts";
import { summaryMaterial } from "../meetings/summary-material.ts";
import { meetingSummaryJson } from "../views/meeting-summary-view.ts";
import { showNumber, showSigned } from "../views/show.ts";
import { say } from "../views/viewer.ts";
import type { Composing } from "./compose-digest.ts";

const MOST_SIDES = 2;
/** A mean that moved by less is as it was: it is shown to one digit. */
const LEAST_CHANGE = 0.1;
/** Moments that are worth another look, where nothing is to be improved. */
const MOMENTS = ["objection", "question", "price"];

/**
 * One thing to do better, of one's own latest meeting: what the meeting's page says of it, in the very words that were
 * said, with the way to the moment. Only ever in the person's own digest.
 */
export async function coachingPoint(composing: Composing): Promise<ChatItem | null> {
	const { db, principal, viewer, since } = composing;
	const meetingId = await summarisedSince(db, principal.userId, since);
	const row = meetingId && (await findMeeting(db, meetingId, [principal.userId]));
	if (!row) return momentOf(composing);
	const { improve } = meetingSummaryJson(await summaryMaterial(db, row), { ...viewer, userId: principal.userId });
	const words = new Map((await listSegments(db, row.id)).map((segment) => [segment.segmentId, segment]));
	for (const { code, text, segmentIds } of improve) {
		const said = segmentIds.flatMap((id) => words.get(id) ?? [])[0];
		if (!said) continue;
		return {
			title: say(viewer, "slack.digest.coach", { meeting: row.title }),
			text: `${say(viewer, `coach.criterion.${code}`)}: ${text}`,
			why: [say(viewer, `coaching.advice.${code}`)],
			quote: said.text,
			about: { entity: "meeting", id: row.id },
			path: `/meetings/${row.id}?at=${Math.max(0, Math.floor(said.start))}`,
			action: "open",
			dealId: row.deal?.id ?? null,
		};
	}
	return momentOf(composing);
}

async function momentOf({ db, principal, viewer, since }: Composing): Promise<ChatItem | null> {
	const said = await saidInMeetings(db, { userId: principal.userId, since, kinds: MOMENTS });
	const latest = said.filter(({ meetingId }) => meetingId === said[0]?.meetingId);
	const [one] = MOMENTS.flatMap((kind) => latest.find((moment) => moment.kind === kind) ?? []);
	if (!one) return null;
	return {
		title: say(viewer, "slack.digest.coach", { meeting: one.title }),
		text: say(viewer, `slack.digest.coach.${one.kind}`),
		why: [],
		quote: one.quote,
		about: { entity: "meeting", id: one.meetingId },
		path: `/meetings/${one.meetingId}?at=${Math.floor(one.atSec)}`,
		action: "open",
		dealId: one.dealId,
	};
}

/** What the team's meetings say together: where most is to be won, how it went before, what customers doubted. */
export async function coachingThemes({ db, principal, viewer, since, workspace }: Composing): Promise<ChatItem | null> {
	const { visibleOwners } = principal;
	const [themes, { hasScore }] = await Promise.all([
		teamThemes(db, { visibleOwners, since, now: workspace.now }),
		coachingSettings(db),
	]);
	if (!themes) return null;
	const sides = hasScore ? themes.criteria.slice(0, MOST_SIDES) : [];
	const [lowest] = sides;
	const { locale } = viewer;
	const objections = themes.objections
		.map(({ detail, n }) => `${say(viewer, `meeting.objection.${detail}`)} (${showNumber(n, locale)})`)
		.join(", ");
	return {
		title: say(viewer, "slack.digest.themes", { meetings: themes.meetings, people: themes.people }),
		text: lowest ? say(viewer, `coaching.advice.${lowest.code}`) : "",
		why: [
			...sides.map(({ code, value, before, meetings }) => {
				const change = before === null || Math.abs(value - before) < LEAST_CHANGE ? null : value - before;
				return say(viewer, change === null ? "slack.digest.side" : "slack.digest.sideMoved", {
					name: say(viewer, `coach.criterion.${code}`),
					value: showNumber(value, locale, 1),
					meetings,
					...(change !== null && { change: showSigned(Math.round(change * 10) / 10, locale) }),
				});
			}),
			...(objections === "" ? [] : [say(viewer, "slack.digest.doubts", { doubts: objections })]),
		],
		quote: null,
		about: null,
		path: "/meetings",
		action: "open",
		dealId: null,
	};
}
