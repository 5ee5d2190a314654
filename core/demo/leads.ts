import { DAY_MS, type Instant } from "../model/instant.ts";
import type { Lead } from "../model/lead.ts";
import { forkRandom, normal, type Random } from "../stats/random.ts";
import { drawEmployees, TITLES, workingTime } from "./accounts.ts";
import { INDUSTRIES } from "./geography.ts";
import { idMaker } from "./ids.ts";
import { changeLead, type Ledger, recordCreation } from "./ledger.ts";
import type { LiveDeal } from "./live-deal.ts";
import { drawBeginnings, drawSource, type Market, type RepTraits, SOURCES } from "./market.ts";
import { companyName, domainOf, personName, pick } from "./names.ts";

/** A lead and its hidden interest, which drives how much it reads, clicks and answers. */
export interface LiveLead {
	lead: Lead;
	interest: number;
	/** The last moment of its life as a lead: conversion, disqualification, or when it went cold. */
	until: Instant;
}

/** Share of deals from marketing's sources that began as a lead. */
const LEAD_FIRST_SHARE = 0.6;
/**
 * What sets those who become customers apart: interest is N(0.9, 1) against N(0, 1), a deciding title 45 % against
 * 22 %, and staff 1.6 times as many. So the true log-odds of a lead are linear in interest, with these ratios.
 */
const CONVERTERS = { interest: 0.9, deciding: 0.45, staff: 1.6 };
const OTHERS = { interest: 0, deciding: 0.22, staff: 1 };

/**
 * `count` leads: first those that the deals came from (created before them), then those that are still being worked and
 * may convert, then the many that lead nowhere.
 */
export function simulateLeads(market: Market, deals: LiveDeal[], count: number, ledger: Ledger): LiveLead[] {
	const random = forkRandom(market.seed, "leads");
	const id = idMaker(market.seed, "lead");
	const first = market.calendar.first * DAY_MS;
	const end = market.calendar.today * DAY_MS - 1;
	const leads: LiveLead[] = [];
	for (const live of deals) {
		if (!SOURCES.some((s) => s.name === live.deal.source && s.hasLead) || random() >= LEAD_FIRST_SHARE) continue;
		if (leads.length >= count) break;
		const age = DAY_MS * (0.2 - 12 * Math.log(1 - random()));
		const createdAt = Math.floor(live.deal.createdAt - age);
		// Its lead would have come before the records begin.
		if (createdAt < first) continue;
		const born = bornOfDeal(id(leads.length, createdAt), live, createdAt, market, random);
		const contact = live.customer.contacts[0];
		if (contact) Object.assign(born.lead, { name: contact.name, email: contact.email, phone: contact.phone });
		recordCreation(ledger, "lead", born.lead);
		convert(ledger, born.lead, live, random);
		leads.push(born);
	}
	const converted = leads.length;
	// Converters wait 12 days on average; this share of the last 25 days' leads is on its way.
	const pendingShare = (converted * 12) / (Math.max(1, count - converted) * 25);
	for (const { day, rep } of drawBeginnings(market, count - converted, random)) {
		const isPending = day >= market.calendar.today - 25 && random() < pendingShare;
		const createdAt = day * DAY_MS + workingTime(random);
		const cold = bornCold(id(leads.length, createdAt), market.reps[rep] as RepTraits, createdAt, isPending, random);
		recordCreation(ledger, "lead", cold.lead);
		cold.until = work(ledger, cold.lead, isPending, end, random);
		leads.push(cold);
	}
	return leads;
}

function bornOfDeal(id: string, live: LiveDeal, createdAt: Instant, market: Market, random: Random): LiveLead {
	const { account } = live.customer;
	const lead = blank(id, createdAt, random, CONVERTERS.deciding);
	lead.company = account.name;
	lead.source = live.deal.source;
	lead.industry = account.industry;
	lead.country = account.country;
	lead.employees = account.employees;
	lead.ownerId = market.reps[live.rep]?.userId ?? null;
	return { lead, interest: CONVERTERS.interest + normal(random), until: live.deal.createdAt };
}

function bornCold(id: string, rep: RepTraits, createdAt: Instant, isPending: boolean, random: Random): LiveLead {
	const kind = isPending ? CONVERTERS : OTHERS;
	const lead = blank(id, createdAt, random, kind.deciding);
	const person = personName(random, rep.patch.culture);
	// Not kept apart from other names: several people of one company may come by themselves.
	const { name: company, industry } = companyName(random, rep.patch.culture, new Set());
	lead.name = person.display;
	lead.email = `${person.ascii}@${domainOf(company, "company")}`;
	lead.phone = random() < 0.35 ? `+00 555 ${String(Math.floor(random() * 1e7)).padStart(7, "0")}` : null;
	lead.company = company;
	lead.source = SOURCES[drawSource(random, isPending ? "dealShare" : "leadShare")]?.name ?? null;
	lead.industry = random() < 0.9 ? (INDUSTRIES[industry]?.name ?? null) : null;
	lead.country = rep.patch.country;
	lead.employees =
		random() < 0.85 ? Math.max(2, Math.round((drawEmployees(random) * kind.staff) / CONVERTERS.staff)) : null;
	lead.ownerId = rep.userId;
	return { lead, interest: kind.interest + normal(random), until: createdAt };
}

function blank(id: string, createdAt: Instant, random: Random, decidingShare: number): Lead {
	return {
		id,
		name: "",
		email: null,
		company: null,
		title: pick(random, random() < decidingShare ? TITLES.deciding : TITLES.helping),
		phone: null,
		source: null,
		industry: null,
		country: null,
		employees: null,
		status: "new",
		ownerId: null,
		convertedDealId: null,
		createdAt,
		closedAt: null,
	};
}

function convert(ledger: Ledger, lead: Lead, { deal }: LiveDeal, random: Random): void {
	const span = deal.createdAt - lead.createdAt;
	const firstTouch = 0.1 + 0.4 * random();
	changeLead(ledger, lead, Math.floor(lead.createdAt + span * firstTouch), { status: "working" });
	changeLead(ledger, lead, Math.floor(lead.createdAt + span * (firstTouch + 0.3)), { status: "qualified" });
	changeLead(ledger, lead, deal.createdAt, { status: "converted", convertedDealId: deal.id, closedAt: deal.createdAt });
}

/** Lives a lead that has not converted; returns when it ended or, still open, the end of history. */
function work(ledger: Ledger, lead: Lead, isPending: boolean, end: Instant, random: Random): Instant {
	const touched = lead.createdAt + Math.floor(DAY_MS * (0.05 - 1.2 * Math.log(1 - random())));
	if (touched >= end) return end;
	changeLead(ledger, lead, touched, { status: "working" });
	const qualified = touched + Math.floor(DAY_MS * (0.5 - 5 * Math.log(1 - random())));
	if ((isPending || random() < 0.15) && qualified < end) changeLead(ledger, lead, qualified, { status: "qualified" });
	if (isPending) return end;
	const closed = Math.max(touched, qualified) + Math.floor(DAY_MS * (0.5 - 16 * Math.log(1 - random())));
	if (closed >= end) return end;
	changeLead(ledger, lead, closed, { status: "disqualified", closedAt: closed });
	return closed;
}
