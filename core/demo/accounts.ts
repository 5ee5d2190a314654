import type { Account, Contact } from "../model/account.ts";
import { DAY_MS } from "../model/instant.ts";
import { forkRandom, normal, type Random } from "../stats/random.ts";
import { INDUSTRIES } from "./geography.ts";
import { idMaker } from "./ids.ts";
import { cumulative, drawIndex, type Market, type RepTraits } from "./market.ts";
import { companyName, domainOf, personName, pick } from "./names.ts";

/** An account while the simulation runs, with the people there. */
export interface Customer {
	account: Account;
	contacts: Contact[];
	rep: number;
	/** 0 small (< 200 people), 1 mid-size, 2 enterprise (≥ 2,000). */
	segment: number;
	/** Adds to the strength of its deals; engines see the industry. */
	pull: number;
}

/** Who decides first; a title's seniority tells something about a lead. */
export const TITLES = {
	deciding: [
		"Head of workplace",
		"Facilities director",
		"Chief operating officer",
		"Head of real estate",
		"Managing director",
	],
	helping: [
		"Office manager",
		"Interior architect",
		"Project coordinator",
		"Purchasing specialist",
		"Electrical engineer",
		"Assistant",
	],
} as const;

/** The market's accounts, as many a rep as its potential allows, each with one to four contacts. */
export function foundCustomers(market: Market, count: number): Customer[] {
	const random = forkRandom(market.seed, "accounts");
	const accountId = idMaker(market.seed, "account");
	const contactId = idMaker(market.seed, "contact");
	const shares = cumulative(market.reps.map((r) => r.potential));
	const start = market.calendar.first * DAY_MS;
	const customers: Customer[] = [];
	const taken = new Set<string>();
	const domains = new Set<string>();
	let people = 0;
	for (let k = 0; k < count; k++) {
		// The first round gives every rep an account that is old enough for any deal.
		const rep = k < market.reps.length ? k : drawIndex(shares, random);
		const traits = market.reps[rep] as RepTraits;
		const isOld = k < market.reps.length || random() < 0.75;
		const bornMs = isOld ? start - Math.floor(random() * 500) * DAY_MS : start + Math.floor(random() * 700) * DAY_MS;
		const createdAt = bornMs + workingTime(random);
		const employees = drawEmployees(random);
		const { name, industry: trade } = companyName(random, traits.patch.culture, taken);
		const industry = INDUSTRIES[trade] ?? INDUSTRIES[0];
		const plain = domainOf(name, "company");
		const domain = domains.has(plain) ? `${k + 1}-${plain}` : plain;
		domains.add(domain);
		const account: Account = {
			id: accountId(k, createdAt),
			name,
			domain,
			industry: industry.name,
			employees,
			annualRevenueMinor: BigInt(Math.round(employees * 140 * Math.exp(0.4 * normal(random)))) * 100_000n,
			country: traits.patch.country,
			region: traits.patch.name,
			parentId: null,
			ownerId: traits.userId,
			createdAt,
		};
		const contacts: Contact[] = [];
		const used = new Set<string>();
		for (let n = 1 + Math.floor(random() * 3.4); n > 0; n--) {
			const person = personName(random, traits.patch.culture);
			if (used.has(person.ascii)) continue;
			used.add(person.ascii);
			contacts.push({
				id: contactId(people++, createdAt),
				accountId: account.id,
				name: person.display,
				email: `${person.ascii}@${domain}`,
				phone: random() < 0.7 ? `+00 555 ${String(Math.floor(random() * 1e7)).padStart(7, "0")}` : null,
				title: pick(random, contacts.length === 0 ? TITLES.deciding : TITLES.helping),
				createdAt,
			});
		}
		customers.push({ account, contacts, rep, segment: segmentOf(employees), pull: industry.pull });
	}
	return customers;
}

/** Lognormal staff numbers, median about 180. */
export function drawEmployees(random: Random): number {
	return Math.max(3, Math.round(180 * Math.exp(1.45 * normal(random))));
}

/** 0 below 200 people, 1 below 2,000, else 2. */
function segmentOf(employees: number): number {
	return employees < 200 ? 0 : employees < 2000 ? 1 : 2;
}

/** A moment between 8:00 and 18:00, in ms after midnight UTC. */
export function workingTime(random: Random): number {
	return 28_800_000 + Math.floor(random() * 36_000) * 1000;
}
