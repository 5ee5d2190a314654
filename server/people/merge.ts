import { CourtsideError } from "../../core/contract/problem.ts";
import { becomeOne } from "./become-one.ts";
import {
	type Before,
	type Decider,
	type LockedPerson,
	lockPeople,
	makeChange,
	type PeopleChange,
	requireGoverning,
} from "./make-change.ts";

/**
 * Makes two people one: all that was the first's is the second's, also in the past, and whatever knows the first finds
 * the second. Where both sign in it must be confirmed, because one of them no longer can. Throws unprocessable on who
 * cannot be merged, wrong_state when it has to be confirmed.
 */
export async function mergePeople(
	decider: Decider,
	{ fromId, intoId, confirmed }: { fromId: string; intoId: string; confirmed: boolean },
): Promise<PeopleChange> {
	const people = await lockPeople(decider, [fromId, intoId]);
	const [from, into] = [standing(people.get(fromId)), standing(people.get(intoId))];
	requireGoverning(decider, from);
	if (fromId === intoId) throw new CourtsideError("unprocessable", "Choose somebody else: these are the same already.");
	if (from.signsIn && !into.signsIn) {
		throw new CourtsideError(
			"unprocessable",
			`${from.name} signs in and ${into.name} does not. Merge the other way round, so that nobody is shut out.`,
		);
	}
	if (from.id === decider.actorId) {
		throw new CourtsideError("unprocessable", "You would shut yourself out. Merge the other way round.");
	}
	if (from.signsIn && into.signsIn && !confirmed) {
		throw new CourtsideError(
			"wrong_state",
			`Both sign in. After this only ${into.name} can; ${from.name} is signed out everywhere. Confirm to go on.`,
		);
	}
	const before: Before = { users: [], identities: [], externalIds: [] };
	await becomeOne(decider, new Map([[fromId, intoId]]), before);
	const about = { fromId, from: from.name, intoId, into: into.name };
	return makeChange(decider, { kind: "merge", about, before, moves: [{ fromId, toId: intoId, source: null }] });
}

/** The person, unless they are not there or part of another. */
export function standing(person: LockedPerson | undefined): LockedPerson {
	if (person && person.mergedIntoId === null) return person;
	throw new CourtsideError("not_found", "There is no such person here. They may have been merged; reload the page.");
}
