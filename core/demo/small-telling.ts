import type { Deal } from "../model/deal.ts";
import { DAY_MS, type Instant } from "../model/instant.ts";
import type { Lead } from "../model/lead.ts";
import { plainDate } from "./close-dates.ts";
import { NEXT_STEPS } from "./enablement.ts";
import { changeDeal, changeLead, type Ledger, recordCreation } from "./ledger.ts";
import { asciiSlug } from "./names.ts";
import type { DealStory } from "./small-deal-stories.ts";
import { pipeline, SELLERS, smallDealId, smallId, stages } from "./small-ground.ts";
import type { LeadStory } from "./small-lead-stories.ts";

/** A story's deal with its history and activities written to the ledger. `k`: its place among the stories. */
export function tellDeal(story: DealStory, k: number, now: Instant, ledger: Ledger): Deal {
	const dayOf = (closesIn: number) => plainDate(Math.floor(now / DAY_MS) + closesIn);
	const deal: Deal = {
		id: smallId("d", k),
		name: story.name,
		accountId: smallId("a", story.account),
		ownerId: SELLERS[story.owner].id,
		pipelineId: pipeline.id,
		stageId: stages[0]?.id ?? "",
		status: "open",
		amountMinor: minor(story.amount),
		currency: story.currency,
		closeDate: dayOf(story.closesIn),
		createdAt: now - story.begins * DAY_MS,
		closedAt: null,
		source: story.source,
		nextStep: NEXT_STEPS[0]?.[0] ?? null,
		forecastCategory: null,
		version: 1,
	};
	recordCreation(ledger, "deal", deal);
	for (const [daysAgo, { stage, closesIn, amount, owner, ends }] of story.steps) {
		const at = now - daysAgo * DAY_MS;
		const patch: Partial<Deal> = {};
		if (stage !== undefined)
			Object.assign(patch, { stageId: stages[stage]?.id, nextStep: NEXT_STEPS[stage]?.[0] ?? null });
		if (closesIn !== undefined) patch.closeDate = dayOf(closesIn);
		if (amount !== undefined) patch.amountMinor = minor(amount);
		if (owner) patch.ownerId = SELLERS[owner].id;
		if (ends) {
			const stageId = stages[ends === "won" ? 5 : 6]?.id ?? "";
			Object.assign(patch, { status: ends, stageId, closedAt: at, closeDate: dayOf(-daysAgo), nextStep: null });
		}
		changeDeal(ledger, deal, at, patch);
	}
	const write = (daysAgo: number, direction: "in" | "out", hour: number) =>
		ledger.activities.push({
			id: smallId("f", ledger.activities.length),
			kind: direction === "in" ? "email" : daysAgo % 3 === 0 ? "meeting" : "call",
			direction,
			subject: direction === "in" ? "Re: light plan" : "Light plan and next visit",
			ownerId: deal.ownerId,
			accountId: deal.accountId,
			contactId: smallId("b", story.account),
			dealId: deal.id,
			leadId: null,
			occurredAt: now - daysAgo * DAY_MS + hour * 3_600_000,
			durationMinutes: direction === "in" ? null : 25,
		});
	for (const daysAgo of story.theirs) write(daysAgo, "in", 2);
	for (const daysAgo of story.ours) write(daysAgo, "out", 1);
	return deal;
}

/** A story's lead, likewise. */
export function tellLead(story: LeadStory, k: number, now: Instant, ledger: Ledger): Lead {
	const lead: Lead = {
		id: smallId("9", k),
		name: story.name,
		email: `${asciiSlug(story.name) || `lead-${k}`}@${asciiSlug(story.company)}.example`,
		company: story.company,
		title: story.title,
		phone: null,
		source: story.source,
		industry: null,
		country: story.country,
		employees: story.employees,
		status: "new",
		ownerId: SELLERS[story.owner].id,
		convertedDealId: null,
		createdAt: now - story.begins * DAY_MS,
		closedAt: null,
	};
	recordCreation(ledger, "lead", lead);
	for (const [daysAgo, status] of story.steps) {
		const at = now - daysAgo * DAY_MS;
		const closedAt = status === "converted" || status === "disqualified" ? at : null;
		const convertedDealId = status === "converted" ? smallDealId("wonThisWeek") : null;
		changeLead(ledger, lead, at, { status, closedAt, convertedDealId });
	}
	story.visits.forEach((daysAgo, n) => {
		ledger.activities.push({
			id: smallId("f", ledger.activities.length),
			kind: n % 3 === 2 ? "email" : "web",
			direction: "in",
			subject: n % 3 === 2 ? "Asked for a price" : "Visited pricing page",
			ownerId: lead.ownerId,
			accountId: null,
			contactId: null,
			dealId: null,
			leadId: lead.id,
			occurredAt: now - daysAgo * DAY_MS + (n + 1) * 600_000,
			durationMinutes: null,
		});
	});
	return lead;
}

function minor(amount: number | null): bigint | null {
	return amount === null ? null : BigInt(amount) * 100n;
}
