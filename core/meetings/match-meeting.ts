/** A deal that a meeting might be about, as of the meeting. */
export interface DealCandidate {
	dealId: string;
	accountId: string | null;
	accountName: string | null;
	accountDomain: string | null;
	ownerId: string | null;
	/** People of the deal itself, and of its account; lower case. */
	dealEmails: readonly string[];
	accountEmails: readonly string[];
	/** Subject of a meeting in the calendar at that time with this deal; null without one. */
	calendarSubject: string | null;
}

/** What is known of a meeting. */
export interface MeetingClues {
	/** Of those on neither our side nor unknown; lower case. */
	emails: readonly string[];
	ownerId: string | null;
	/** Title and customer's name, as given. */
	texts: readonly string[];
}

/** Why a meeting belongs to a deal. Its sentence is `meeting.match.<code>`. */
export interface MatchReason {
	code: "calendar" | "people" | "contacts" | "domain" | "name" | "owner";
	params: Record<string, string | number>;
}

/** The deal, or those that fit alike. */
export type MatchOutcome =
	| { state: "matched"; dealId: string; accountId: string | null; reasons: MatchReason[] }
	| { state: "tie"; accountId: string | null; rivals: { dealId: string; reasons: MatchReason[] }[] }
	| { state: "none" };

const WEIGHT: Record<MatchReason["code"], number> = {
	calendar: 8,
	people: 6,
	contacts: 4,
	domain: 3,
	name: 2,
	owner: 1,
};
/** Mailboxes of anybody: they tell no company. */
const ANYBODY = /^(?:gmail|googlemail|outlook|hotmail|live|yahoo|icloud|me|gmx|web|proton(?:mail)?|aol)\./;
const MOST_RIVALS = 5;

/** The domain of a company's address; null for mailboxes that anybody can have. */
export function companyDomain(email: string): string | null {
	const domain = email.toLowerCase().split("@")[1] ?? "";
	return domain === "" || ANYBODY.test(domain) ? null : domain;
}

/**
 * Which deal a meeting is about: the one with most to say for it. Deals with the same to say for them are a tie, which a
 * person decides; that a deal is the rep's own only tells two apart that have something else.
 */
export function matchMeeting(clues: MeetingClues, candidates: readonly DealCandidate[]): MatchOutcome {
	const judged = candidates
		.map((deal) => ({ deal, reasons: reasonsFor(deal, clues) }))
		.filter(({ reasons }) => reasons.some(({ code }) => code !== "owner"))
		.map((one) => ({ ...one, weight: one.reasons.reduce((sum, { code }) => sum + WEIGHT[code], 0) }))
		.sort((a, b) => b.weight - a.weight || (a.deal.dealId < b.deal.dealId ? -1 : 1));
	const [best, next] = judged;
	if (!best) return { state: "none" };
	const { deal, reasons } = best;
	if (!next || next.weight < best.weight)
		return { state: "matched", dealId: deal.dealId, accountId: deal.accountId, reasons };
	const alike = judged.filter(({ weight }) => weight === best.weight);
	const accounts = new Set(alike.map((one) => one.deal.accountId));
	return {
		state: "tie",
		// All of one customer: then that much is known.
		accountId: accounts.size === 1 ? deal.accountId : null,
		rivals: alike.slice(0, MOST_RIVALS).map((one) => ({ dealId: one.deal.dealId, reasons: one.reasons })),
	};
}

function reasonsFor(deal: DealCandidate, { emails, ownerId, texts }: MeetingClues): MatchReason[] {
	const reasons: MatchReason[] = [];
	if (deal.calendarSubject !== null) reasons.push({ code: "calendar", params: { subject: deal.calendarSubject } });
	const people = emails.filter((email) => deal.dealEmails.includes(email));
	if (people.length > 0) reasons.push({ code: "people", params: { who: people.join(", "), n: people.length } });
	const contacts = emails.filter((email) => !people.includes(email) && deal.accountEmails.includes(email));
	if (contacts.length > 0) reasons.push({ code: "contacts", params: { who: contacts.join(", "), n: contacts.length } });
	const domain = deal.accountDomain?.toLowerCase().replace(/^www\./, "") ?? null;
	if (domain !== null && emails.some((email) => companyDomain(email) === domain))
		reasons.push({ code: "domain", params: { domain } });
	const name = deal.accountName === null ? "" : plain(deal.accountName);
	if (name.length >= 4 && texts.some((text) => ` ${plain(text)} `.includes(` ${name} `)))
		reasons.push({ code: "name", params: { name: deal.accountName ?? "" } });
	if (ownerId !== null && deal.ownerId === ownerId) reasons.push({ code: "owner", params: {} });
	return reasons;
}

/** Lower case, no accents, no legal form, one space between words. */
function plain(text: string): string {
	return text
		.normalize("NFKD")
		.replace(/\p{M}/gu, "")
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, " ")
		.trim()
		.replace(/ (?:inc|ltd|llc|gmbh|ag|sa|sas|bv|co|corp|kk|ltda|sl)$/, "");
}
