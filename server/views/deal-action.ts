import { DAY_MS, daysBetween, type Instant, type PlainDate } from "../../core/model/instant.ts";
import type { LastTouch } from "../db/deal-columns.ts";
import type { StoredScore } from "../db/score-columns.ts";

/** What the next action is judged by: only what is on record. */
export interface DealFacts {
	closeDate: PlainDate | null;
	hasAmount: boolean;
	nextStep: string | null;
	accountName: string | null;
	stageName: string;
	createdAt: Instant;
	touch: LastTouch;
	score: Pick<StoredScore, "explanation"> | null;
	now: Instant;
	today: PlainDate;
}

/** One thing to do; `code` names its sentences in words: `action.<code>`, `why.<code>` and, where there is one, `line.<code>`. */
export interface NextAction {
	code:
		| "set_new_date"
		| "write_to_contact"
		| "write_to_account"
		| "get_in_touch"
		| "ask_what_holds"
		| "agree_date"
		| "set_date"
		| "say_amount"
		| "write_next_step";
	params: Record<string, string | number>;
	/** Whether there is a line to say aloud. */
	hasLine: boolean;
}

/** Nothing came back for this long: the deal is quiet. */
const QUIET_DAYS = 21;
/** Nothing at all happened for this long. */
const SILENT_DAYS = 14;

/**
 * The next thing to do with an open deal: the first of these that holds. Passed close date; no reply for three weeks;
 * nothing on record for two; stuck in its stage; date moved twice or more; no date; no amount; no next step. Null when none does.
 */
export function nextAction(facts: DealFacts): NextAction | null {
	const { closeDate, now, today } = facts;
	const { in: lastIn, outAt: lastOutAt } = facts.touch;
	if (closeDate !== null && closeDate < today) {
		return { code: "set_new_date", params: { date: closeDate, days: daysBetween(closeDate, today) }, hasLine: true };
	}
	const quiet = Math.floor((now - (lastIn?.at ?? facts.createdAt)) / DAY_MS);
	if (lastIn && quiet >= QUIET_DAYS) {
		return lastIn.contact === null
			? { code: "write_to_account", params: { account: facts.accountName ?? "", days: quiet }, hasLine: false }
			: { code: "write_to_contact", params: { contact: lastIn.contact, days: quiet }, hasLine: true };
	}
	// Where nothing was ever recorded, silence says nothing: the company may keep no activities.
	const lastAt = Math.max(lastIn?.at ?? 0, lastOutAt ?? 0);
	const silent = lastAt === 0 ? 0 : Math.floor((now - lastAt) / DAY_MS);
	if (silent >= SILENT_DAYS) return { code: "get_in_touch", params: { days: silent }, hasLine: false };
	const stuck = partOf(facts, "deal_stage_time");
	if (stuck && stuck["level"] === 2) {
		return { code: "ask_what_holds", params: { days: stuck["days"] ?? 0, stage: facts.stageName }, hasLine: true };
	}
	const pushes = Number(partOf(facts, "deal_pushes")?.["pushes"] ?? 0);
	if (pushes >= 2) return { code: "agree_date", params: { pushes }, hasLine: true };
	if (closeDate === null) return { code: "set_date", params: {}, hasLine: false };
	if (!facts.hasAmount) return { code: "say_amount", params: {}, hasLine: false };
	if (!facts.nextStep) return { code: "write_next_step", params: {}, hasLine: false };
	return null;
}

function partOf(facts: DealFacts, code: string): Record<string, string | number> | null {
	return facts.score?.explanation.parts.find((p) => p.code === code)?.params ?? null;
}
