import { sideByName } from "../coaching/after/meeting-results.ts";
import { speakerKey } from "../coaching/transcript/to-segments.ts";
import type { Side } from "../model/meeting.ts";
import { companyDomain } from "./match-meeting.ts";

/** Somebody who spoke or was invited, as far as it is known. */
export interface Somebody {
	id: string;
	name: string | null;
	email: string | null;
}

/** Whom a meeting's people are looked for among. Users are ours; contacts are customers'. */
export interface KnownPeople {
	users: readonly { id: string; name: string; email: string | null }[];
	contacts: readonly { id: string; name: string; email: string | null }[];
}

/** What became known of somebody. */
export interface Known {
	id: string;
	side: Side;
	userId: string | null;
	contactId: string | null;
}

/**
 * Who everybody in a meeting is: by address first, then by a name that only one person has, last by what a transcript
 * calls them ("Sales rep"). An address of a company that is not ours is a customer's. Who fits nobody, or two, stays
 * unknown: a wrong side is worse than none.
 */
export function whoIsWho(somebodies: readonly Somebody[], { users, contacts }: KnownPeople): Known[] {
	const ours = new Set(users.flatMap(({ email }) => (email === null ? [] : (companyDomain(email) ?? []))));
	return somebodies.map(({ id, name, email }) => {
		const none = { id, userId: null, contactId: null };
		const mail = email?.toLowerCase() ?? null;
		if (mail !== null) {
			const user = users.find((u) => u.email?.toLowerCase() === mail);
			if (user) return { ...none, side: "rep", userId: user.id };
			const contact = contacts.find((c) => c.email?.toLowerCase() === mail);
			if (contact) return { ...none, side: "customer", contactId: contact.id };
			const domain = companyDomain(mail);
			if (domain !== null && !ours.has(domain)) return { ...none, side: "customer" };
		}
		if (name === null) return { ...none, side: "unknown" };
		const user = onlyOne(users, name);
		const contact = onlyOne(contacts, name);
		if (user && !contact) return { ...none, side: "rep", userId: user.id };
		if (contact && !user) return { ...none, side: "customer", contactId: contact.id };
		return { ...none, side: user && contact ? "unknown" : sideByName(name) };
	});
}

function onlyOne<T extends { name: string }>(people: readonly T[], name: string): T | null {
	const key = nameKey(name);
	const found = people.filter((person) => nameKey(person.name) === key);
	return found.length === 1 ? (found[0] ?? null) : null;
}

/** "Lin, Sarah (Harbour)" and "sarah lin" are one. */
function nameKey(name: string): string {
	const bare = speakerKey(name.replace(/\s*[([].*?[)\]]\s*/g, " "));
	const [last, first] = bare.split(/,\s*/);
	return first ? `${first} ${last}` : bare;
}
