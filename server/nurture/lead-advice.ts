import type { AnswerHabits } from "../../core/scoring/nurture/answer-habits.ts";
import { type MatchedContent, matchContent } from "../../core/scoring/nurture/match-content.ts";
import { type NextTouch, nextTouch } from "../../core/scoring/nurture/next-touch.ts";
import type { Db } from "../db/connect.ts";
import { contentForLeads, leadSubjects } from "../db/lead-interests.ts";
import { leadsWithTouches } from "../db/touched-leads.ts";
import type { Workspace } from "../db/workspace.ts";
import { habitsInUse } from "./answer-habits.ts";

/** How, when and with what a lead is best reached next. */
export interface LeadAdvice {
	touch: NextTouch;
	content: MatchedContent | null;
	habits: AnswerHabits;
}

/** Advice for these leads as of the workspace's clock, from what leads answered to and from their own behaviour. */
export async function adviseLeads(
	db: Db,
	leadIds: string[],
	workspace: Workspace,
	locale: string,
): Promise<Map<string, LeadAdvice>> {
	if (leadIds.length === 0) return new Map();
	const { now } = workspace;
	const habits = await habitsInUse(db, workspace);
	const library = await contentForLeads(db, locale);
	const subjects = await leadSubjects(db, leadIds, now);
	const leads = await leadsWithTouches(db, { ids: leadIds }, now + 1);
	return new Map(
		leads.map((given) => {
			const { id, industry } = given.lead;
			const content = matchContent(library, { subjects: subjects.get(id) ?? [], industry }, habits.content);
			return [id, { touch: nextTouch(habits, given, now), content, habits }];
		}),
	);
}
