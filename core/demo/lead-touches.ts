import type { ActivityKind } from "../model/activity.ts";
import { DAY_MS } from "../model/instant.ts";
import { forkRandom } from "../stats/random.ts";
import type { LiveLead } from "./leads.ts";
import { cumulative, drawIndex } from "./market.ts";
import { pick } from "./names.ts";
import { minutesOf, type Touch } from "./touches.ts";

const READS = [
	"Visited pricing page",
	"Visited product page: Aurora linear",
	"Downloaded light planning guide",
	"Watched webinar replay",
	"Opened: five signs of bad light",
	"Visited customer stories",
];
const ANSWERS = ["Re: better light in your office", "Asked for a price", "Asked for a visit"];
const OFFERS = ["Better light in your office", "Following up on your visit", "Guide: daylight at the desk"];

/**
 * Spreads `count` web visits, e-mails and calls over the leads: each lead's share grows with its interest (× e^0.6 a
 * standard deviation), and most come soon after it appeared, none after its life as a lead ended.
 */
export function touchLeads(seed: number, leads: LiveLead[], count: number, touch: Touch): void {
	if (leads.length === 0) return;
	const random = forkRandom(seed, "lead touches");
	const shares = cumulative(leads.map((l) => Math.exp(0.6 * l.interest)));
	for (let k = 0; k < count; k++) {
		const { lead, interest, until } = leads[drawIndex(shares, random)] as LiveLead;
		const span = Math.max(1, Math.min(until - lead.createdAt, 45 * DAY_MS));
		const isTheirs = random() < 0.72 + 0.05 * Math.max(-1.5, Math.min(1.5, interest));
		const kind: ActivityKind = isTheirs ? (random() < 0.75 ? "web" : "email") : random() < 0.6 ? "email" : "call";
		const subject = !isTheirs ? pick(random, OFFERS) : kind === "web" ? pick(random, READS) : pick(random, ANSWERS);
		touch({
			kind,
			direction: isTheirs ? "in" : "out",
			subject,
			ownerId: lead.ownerId,
			accountId: null,
			contactId: null,
			dealId: null,
			leadId: lead.id,
			occurredAt: lead.createdAt + Math.floor(span * random() ** 1.7),
			durationMinutes: minutesOf(kind, random),
		});
	}
}
