import { addressLikeness, type Likeness, nameLikeness } from "./name-likeness.ts";
import { addressWords, nameKeys, nameWords } from "./person-name.ts";

/** A person of the workspace as others are compared with them; `emails` in lower case. */
export interface KnownPerson {
	id: string;
	name: string;
	emails: readonly string[];
}

/** What a source says of somebody. `isRecord`: it has a record of its own for them, so that one of the same name may be another. */
export interface SeenPerson {
	name: string | null;
	email: string | null;
	isRecord: boolean;
}

/** Who somebody seen may be, why, and how sure that is (0–1). */
export interface PersonGuess {
	id: string;
	by: "email" | "exact-name" | "address" | Likeness["by"];
	confidence: number;
}

/** What matching came to: `match` is taken by itself, `suggestion` waits for a person. Never both. */
export interface PersonMatch {
	match: PersonGuess | null;
	suggestion: PersonGuess | null;
}

/** Two who fit this nearly alike: nobody is suggested. */
const RIVAL = 0.06;
const PREFIX = 3;

/** The workspace's people, prepared for looking up. */
export interface PeopleIndex {
	byEmail: Map<string, KnownPerson>;
	byName: Map<string, KnownPerson[]>;
	byPrefix: Map<string, Entry[]>;
}
interface Entry {
	person: KnownPerson;
	words: string[];
}

/** Prepares people for {@link matchPerson}. */
export function indexPeople(people: Iterable<KnownPerson>): PeopleIndex {
	const index: PeopleIndex = { byEmail: new Map(), byName: new Map(), byPrefix: new Map() };
	for (const person of people) addPerson(index, person);
	return index;
}

/** Adds one who has just come. */
export function addPerson(index: PeopleIndex, person: KnownPerson): void {
	for (const email of person.emails) index.byEmail.set(email, person);
	for (const key of nameKeys(person.name)) push(index.byName, key, person);
	const words = nameWords(person.name);
	for (const prefix of new Set(words.map((word) => word.slice(0, PREFIX))))
		push(index.byPrefix, prefix, { person, words });
}

/**
 * Who somebody seen in a source is. Taken by itself: the same e-mail, or exactly one person's very name where the source
 * has no record of its own and no other e-mail. Anything less is a suggestion, and where two fit alike there is none.
 */
export function matchPerson(index: PeopleIndex, seen: SeenPerson): PersonMatch {
	const email = seen.email?.toLowerCase() ?? null;
	const mailed = email === null ? undefined : index.byEmail.get(email);
	if (mailed) return { match: { id: mailed.id, by: "email", confidence: 1 }, suggestion: null };
	const named = seen.name === null ? [] : sameName(index, seen.name);
	const [only] = named;
	if (only && named.length === 1) {
		const guess = { id: only.id, by: "exact-name", confidence: 0.95 } as const;
		const isOther = seen.isRecord || (email !== null && only.emails.length > 0);
		return isOther ? { match: null, suggestion: guess } : { match: guess, suggestion: null };
	}
	return { match: null, suggestion: named.length > 1 ? null : alike(index, seen.name, email) };
}

function sameName(index: PeopleIndex, name: string): KnownPerson[] {
	return [...new Set(nameKeys(name).flatMap((key) => index.byName.get(key) ?? []))];
}

function alike(index: PeopleIndex, name: string | null, email: string | null): PersonGuess | null {
	const words = name === null ? [] : nameWords(name);
	const address = email === null ? [] : addressWords(email);
	const guesses = new Map<string, PersonGuess>();
	for (const { person, words: theirs } of nearby(index, [...words, ...address])) {
		const likeness = nameLikeness(words, theirs);
		const byAddress = addressLikeness(address, theirs);
		const best: Likeness | { by: "address"; share: number } | null =
			byAddress !== null && byAddress > (likeness?.share ?? 0) ? { by: "address", share: byAddress } : likeness;
		if (best && best.share > (guesses.get(person.id)?.confidence ?? 0)) {
			guesses.set(person.id, { id: person.id, by: best.by, confidence: best.share });
		}
	}
	const [first, second] = [...guesses.values()].sort((a, b) => b.confidence - a.confidence);
	if (!first || (second && first.confidence - second.confidence < RIVAL)) return null;
	return first;
}

/** Those who share the beginning of a word; an address such as "mlopez" hides the name behind its first letter, or before its last. */
function nearby(index: PeopleIndex, words: readonly string[]): Set<Entry> {
	const prefixes = words.flatMap((word) => [word.slice(0, PREFIX), word.slice(1, 1 + PREFIX)]);
	return new Set(prefixes.filter((prefix) => prefix.length > 1).flatMap((prefix) => index.byPrefix.get(prefix) ?? []));
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
	const list = map.get(key);
	if (list) list.push(value);
	else map.set(key, [value]);
}
