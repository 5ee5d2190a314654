import type { Activity, ActivityKind } from "../model/activity.ts";
import { DAY_MS, type Instant } from "../model/instant.ts";
import type { Random } from "../stats/random.ts";
import type { LiveDeal } from "./live-deal.ts";
import type { RepTraits } from "./market.ts";
import { pick } from "./names.ts";

/** Writes one activity down, with its id. */
export type Touch = (activity: Omit<Activity, "id">) => void;

/** Chance on a business day that the customer does something, by engagement. */
const REPLIES = [0.3, 0.095, 0.004];
/** Chance that we do. */
const REACHES = [0.205, 0.225, 0.17];
const OURS: readonly (readonly ActivityKind[])[] = [
	["call", "call", "email", "email", "note"],
	["call", "email", "meeting", "meeting", "note"],
	["email", "demo", "demo", "meeting", "task"],
	["email", "email", "meeting", "call", "task"],
	["call", "email", "email", "meeting", "note"],
];
const THEIRS: readonly ActivityKind[] = ["email", "email", "email", "call", "web", "meeting"];
const SUBJECTS: Record<ActivityKind, readonly string[]> = {
	call: ["Questions about the floor plan", "Short, about timing", "Who else decides"],
	email: ["Light plan and next visit", "Question about the quote", "Re: installation week", "Summary of our talk"],
	meeting: ["Walk through the floor", "Meeting with facilities", "Proposal review"],
	demo: ["Demo room: task light and daylight", "Demo of Tide controls"],
	note: ["Budget holder named", "Electrician involved", "Decision after holidays"],
	task: ["Send measurements", "Prepare light plan", "Order samples"],
	web: ["Visited pricing page", "Opened proposal online"],
};

/**
 * The activities on an open deal on the morning before `until`: engaged customers write, silent ones do not, diligent
 * reps reach out more.
 */
export function touchDeal(touch: Touch, live: LiveDeal, rep: RepTraits, until: Instant, random: Random): void {
	const morning = until - (until % DAY_MS) + 25_200_000;
	const earlier = () => morning + Math.floor((random() * (until - morning)) / 1000) * 1000;
	if (random() < (REPLIES[live.latent.engagement] ?? 0)) {
		write(touch, live, rep, pick(random, THEIRS), "in", earlier(), random);
	}
	if (random() < (REACHES[live.latent.engagement] ?? 0) * rep.diligence) {
		const kind = pick(random, OURS[live.latent.stage] ?? []);
		write(touch, live, rep, kind, kind === "note" || kind === "task" ? null : "out", earlier(), random);
	}
}

function write(
	touch: Touch,
	live: LiveDeal,
	rep: RepTraits,
	kind: ActivityKind,
	direction: Activity["direction"],
	at: Instant,
	random: Random,
): void {
	// The champion does most of the talking; now and then a colleague steps in.
	const { contacts } = live.customer;
	const contact = contacts.length > 1 && random() < 0.2 ? pick(random, contacts) : live.champion;
	touch({
		kind,
		direction,
		subject: subjectOf(kind, random),
		ownerId: rep.userId,
		accountId: live.customer.account.id,
		contactId: direction === null ? null : (contact?.id ?? null),
		dealId: live.deal.id,
		leadId: null,
		occurredAt: at,
		durationMinutes: minutesOf(kind, random),
	});
}

/** A line such as people write in the subject. */
function subjectOf(kind: ActivityKind, random: Random): string {
	return pick(random, SUBJECTS[kind]);
}

/** How long it took, for kinds that take time. */
export function minutesOf(kind: ActivityKind, random: Random): number | null {
	if (kind === "call") return 3 + Math.floor(random() * 27);
	if (kind === "meeting" || kind === "demo") return 30 + 15 * Math.floor(random() * 4);
	return null;
}
