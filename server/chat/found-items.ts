import type { ChatItem } from "../../core/contract/chat.ts";
import type { Candidate } from "../../core/digest/pick-items.ts";
import { dateIn, type PlainDate } from "../../core/model/instant.ts";
import { formatDay } from "../../core/words/format-date.ts";
import { type FoundAction, foundActions } from "../db/found-actions.ts";
import { say, type Viewer } from "../views/viewer.ts";
import type { Composing } from "./compose-digest.ts";

/** What the person took on in meetings since and put into no plan: to be accepted, as it is or mended. */
export async function foundItems({
	db,
	principal,
	viewer,
	factors,
	workspace,
	since,
}: Composing): Promise<Candidate<ChatItem>[]> {
	const today = dateIn(viewer.zone, workspace.now);
	const found = (await foundActions(db, principal.userId)).filter(({ endedAt }) => endedAt >= since);
	return found.map((one) => {
		const factor = factors.find(({ currency }) => currency === one.currency)?.factor ?? 0;
		// What the chance may still move by, with the deal's money, as for a promise.
		return {
			about: `action ${one.id}`,
			impact: ((one.width ?? 0) / 2) * (one.amount ?? 0) * factor,
			item: foundItem(one, viewer, today),
		};
	});
}

/** One of them, to be accepted. */
export function foundItem(one: FoundAction, viewer: Viewer, today: PlainDate): ChatItem {
	return {
		title: one.text,
		text: say(viewer, one.dueOn === null ? "slack.digest.found" : "slack.digest.foundFor", {
			deal: one.dealName,
			meeting: one.meetingTitle,
			...(one.dueOn !== null && { day: formatDay(one.dueOn, viewer.locale, today) }),
		}),
		why: [],
		quote: one.quote === "" || one.quote === one.text ? null : one.quote,
		about: { entity: "action", id: one.id },
		path: `/meetings/${one.meetingId}?at=${Math.max(0, Math.floor(one.atSec ?? 0))}`,
		action: "accept",
		dealId: one.dealId,
		meetingId: one.meetingId,
	};
}
