import type { HoldsJson, IdentityJson, ListedPersonJson, PeopleChangeJson } from "../../core/contract/identities.ts";
import type { Holding } from "../db/holdings.ts";
import type { IdentityRow } from "../db/identities.ts";
import type { PeopleChangeRow } from "../db/people-changes.ts";
import type { ListedRow } from "../db/people-list.ts";
import { say, type Viewer } from "./viewer.ts";

/** What people hold, by person, and in which currency it is summed. */
export interface Holdings {
	byPerson: ReadonlyMap<string, Holding>;
	currency: string;
}

/** A name, address or record as it is answered. */
export function identityJson({ userId, firstSeen, lastSeen, ...row }: IdentityRow, holdings: Holdings): IdentityJson {
	return {
		...row,
		holderId: userId,
		holds: userId === null ? null : holdsJson(userId, holdings),
		firstSeen: new Date(firstSeen).toISOString(),
		lastSeen: new Date(lastSeen).toISOString(),
	};
}

/** A person as the list answers them. */
export function listedPersonJson(row: ListedRow, holdings: Holdings): ListedPersonJson {
	const { id, name, email, role, team, isActive, leftOn, signsIn, waits, accounts } = row;
	return {
		id,
		name,
		email,
		role,
		team,
		isActive,
		leftOn,
		signsIn,
		waits,
		accounts,
		holds: holdsJson(id, holdings),
	};
}

/** A change of people in the viewer's words. */
export function peopleChangeJson(row: PeopleChangeRow, viewer: Viewer): PeopleChangeJson {
	const { about } = row;
	const text = say(viewer, `people.change.${row.kind}`, {
		count: typeof about["matched"] === "number" ? about["matched"] : 0,
		name: textOf(about["name"] ?? about["from"]),
		other: textOf(about["was"] ?? about["into"] ?? about["to"] ?? about["on"]),
	});
	return {
		id: row.id,
		kind: row.kind,
		text,
		rows: row.rows,
		by: row.by,
		madeAt: new Date(row.madeAt).toISOString(),
		undoneAt: row.undoneAt === null ? null : new Date(row.undoneAt).toISOString(),
	};
}

function holdsJson(personId: string, { byPerson, currency }: Holdings): HoldsJson | null {
	const holding = byPerson.get(personId);
	if (!holding) return null;
	const { openMinor, ...counts } = holding;
	return { ...counts, open: { amountMinor: openMinor.toString(), currency } };
}

function textOf(value: unknown): string {
	return typeof value === "string" ? value : "";
}
