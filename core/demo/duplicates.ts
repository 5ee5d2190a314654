import { forkRandom, type Random } from "../stats/random.ts";
import type { Customer } from "./accounts.ts";
import { idMaker } from "./ids.ts";
import { stripAccents, withoutLegalForm } from "./names.ts";

/** Two records that are one company, or one person. */
export interface DuplicatePair {
	entity: "account" | "contact";
	originalId: string;
	duplicateId: string;
}

/**
 * Plants `accountPairs` accounts a second time under another spelling, half of them with their first contact, and
 * `contactPairs` contacts twice within one account. Returns the new customers (already in the list) and all pairs.
 */
export function plantDuplicates(
	seed: number,
	customers: Customer[],
	accountPairs: number,
	contactPairs: number,
): DuplicatePair[] {
	const random = forkRandom(seed, "duplicates");
	const accountId = idMaker(seed, "duplicate account");
	const contactId = idMaker(seed, "duplicate contact");
	const originals = customers.slice();
	const pairs: DuplicatePair[] = [];
	let people = 0;
	const twin = (from: Customer, to: Customer): void => {
		const person = from.contacts[0];
		if (!person) return;
		const id = contactId(people++, person.createdAt);
		const copy = { ...person, id, accountId: to.account.id, name: respellPerson(person.name, random) };
		copy.email = random() < 0.6 && person.email ? capitalised(person.email) : null;
		to.contacts.push(copy);
		pairs.push({ entity: "contact", originalId: person.id, duplicateId: id });
	};
	const chosen = new Set<number>();
	while (chosen.size < Math.min(originals.length, accountPairs + contactPairs)) {
		chosen.add(Math.floor(random() * originals.length));
	}
	let k = 0;
	for (const index of chosen) {
		const original = originals[index] as Customer;
		if (k++ >= accountPairs) {
			twin(original, original);
			continue;
		}
		const { account } = original;
		const id = accountId(k, account.createdAt);
		const domain = random() < 0.5 ? account.domain : null;
		const copy: Customer = {
			...original,
			account: { ...account, id, name: respellCompany(account.name, random), domain, annualRevenueMinor: null },
			contacts: [],
		};
		pairs.push({ entity: "account", originalId: account.id, duplicateId: id });
		if (random() < 0.5) twin(original, copy);
		customers.push(copy);
	}
	return pairs;
}

/** As the next person typed it: no legal form, no accents, all capitals, a slip of the finger, or another form. */
function respellCompany(name: string, random: Random): string {
	const bare = withoutLegalForm(name);
	const u = random();
	if (u < 0.25 && bare !== name) return bare;
	if (u < 0.45 && stripAccents(name) !== name) return stripAccents(name);
	if (u < 0.6) return bare.toUpperCase() === name ? swapLetters(name, random) : bare.toUpperCase();
	if (u < 0.85) return swapLetters(bare, random);
	return `${bare}${bare === name ? " International" : ", Inc."}`;
}

function respellPerson(name: string, random: Random): string {
	const [first = "", ...rest] = name.split(" ");
	const plain = stripAccents(name);
	if (random() < 0.4 && plain !== name) return plain;
	return random() < 0.6 ? `${first.charAt(0)}. ${rest.join(" ")}` : `${rest.join(" ")}, ${first}`;
}

function swapLetters(name: string, random: Random): string {
	for (let tries = 0; tries < 20; tries++) {
		const at = 1 + Math.floor(random() * Math.max(1, name.length - 3));
		const a = name.charAt(at);
		const b = name.charAt(at + 1);
		const insideWord = name.charAt(at - 1) !== " " && a !== " " && b !== " ";
		if (a !== b && insideWord) return name.slice(0, at) + b + a + name.slice(at + 2);
	}
	return `The ${name}`;
}

function capitalised(email: string): string {
	return email.charAt(0).toUpperCase() + email.slice(1);
}
